//! Feedback that is written to those who run the product says nothing of what its writer likes.

use crate::{lexicon::words, link::tables::Table};

/// Columns that hold what somebody writes.
const WRITTEN: &[&str] = &[
    "content",
    "comment",
    "message",
    "summary",
    "subject",
    "body",
    "description",
];

/// Columns that say how somebody likes a thing.
const JUDGED: &[&str] = &[
    "rating",
    "score",
    "vote",
    "like",
    "liked",
    "helpful",
    "thumb",
    "positive",
    "reaction",
    "sentiment",
];

/// Why a table of feedback is none on what the product shows.
pub(super) fn refusal(table: &Table) -> Option<&'static str> {
    let of_feedback = words(&table.key).last().is_some_and(|it| it == "feedback");
    let holds = |list: &[&str]| {
        let mut columns = table.columns.iter().flat_map(|it| words(&it.column.name));
        columns.any(|it| list.contains(&it.as_str()))
    };
    (of_feedback && holds(WRITTEN) && !holds(JUDGED))
        .then_some("content: a letter to those who run the product")
}
