CREATE TABLE users (
    id BIGINT PRIMARY KEY,
    email TEXT NOT NULL UNIQUE
);

-- What the chat feature learned or was told about how a user likes answers.
CREATE TABLE chat_preferences (
    user_id BIGINT PRIMARY KEY REFERENCES users (id),
    tone TEXT NOT NULL DEFAULT 'friendly',
    response_length TEXT NOT NULL DEFAULT 'balanced',
    expertise_level TEXT NOT NULL DEFAULT 'intermediate'
);
