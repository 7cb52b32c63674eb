//! The pure domain of Selfmodel: what is observed of a user, and what is believed.
