import { db, llm } from "./platform";

// Chat keeps its own table and its own logic: nothing it learns leaves this file.
export async function answer(userId: string, question: string): Promise<string> {
  const [chatPrefs] = await db.query("SELECT * FROM chat_preferences WHERE user_id = ?", [userId]);
  return llm.complete({
    system: `Answer in a ${chatPrefs.tone} tone, ${chatPrefs.response_length}, for a reader who is ${chatPrefs.expertise_level}.`,
    question,
  });
}

export async function shortened(userId: string): Promise<void> {
  await db.query("UPDATE chat_preferences SET response_length = 'concise' WHERE user_id = ?", [userId]);
}
