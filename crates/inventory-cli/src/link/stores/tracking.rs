//! Rows that follow what one person does with one thing: how far they are, how they rate it, whether they
//! have finished it, whatever the table is called.

use crate::{
    lexicon::{Lexicon, words},
    link::{
        columns::is_plumbing,
        owner::{bare, leads_elsewhere},
        tables::Table,
    },
};

/// What such a row says, each list once.
const SAYS: &[&[&str]] = &[
    &["progress", "position", "percent", "percentage"],
    &["score", "rating", "rate", "stars"],
    &["repeat", "rewatch", "reread", "replay", "attempt"],
    &["watched", "read", "seen", "viewed", "played", "listened"],
    &["favorite", "favourite", "bookmarked", "liked"],
    &["finished", "completed", "started", "abandoned"],
];

/// How far somebody is: `current_page`, `last_chapter`.
const HOW_FAR: &[&str] = &["current", "last"];
const PLACES: &[&str] = &["page", "chapter", "episode", "lesson", "location", "track"];

/// One list alone says too little: work, too, is started and finished.
const FEWEST: usize = 2;

/// What a thing of its own has.
const OWN: &[&str] = &[
    "title", "name", "subject", "body", "content", "message", "price", "amount", "email",
];

/// Whether the rows of a table are of this kind.
pub(super) fn is_tracking(table: &Table, people: &[String]) -> bool {
    let names = table.columns.iter().map(|it| words(&it.column.name));
    let names: Vec<Vec<String>> = names.collect();
    let reached = |name: &Vec<String>| matches!(name.as_slice(), [how, what] if HOW_FAR.contains(&how.as_str()) && PLACES.contains(&what.as_str()));
    let own = |name: &[String]| matches!(name, [only] if OWN.contains(&only.as_str()));
    let others = table
        .columns
        .iter()
        .filter(|it| leads_elsewhere(it, people));
    let said = SAYS.iter().filter(|list| {
        let mut all = names.iter().flatten();
        all.any(|word| list.contains(&word.as_str()))
    });
    let said = said.count() + usize::from(names.iter().any(reached));
    (1..=2).contains(&others.count()) && said >= FEWEST && !names.iter().any(|it| own(it))
}

/// Words of columns that count, or say when something was last done.
const COUNTS: &[&str] = &[
    "num", "number", "count", "counter", "total", "times", "last", "sum",
];

/// What people do that a product counts to know them by.
const DEEDS: &[&str] = &[
    "view", "visit", "read", "play", "watch", "listen", "search", "click", "order", "purchase",
    "addition", "download", "booking", "session", "workout", "lesson", "answer",
];

/// With fewer columns that count, a row counts by the way.
const FEWEST_COUNTS: usize = 3;

/// Whether the one row of a person is made of counters of what they do.
pub(super) fn counts_deeds(table: &Table, people: &[String]) -> bool {
    let columns = table.columns.iter().filter(|it| !is_plumbing(it, people));
    let names: Vec<Vec<String>> = columns.map(|it| words(&it.column.name)).collect();
    let holds = |name: &[String], list: &[&str]| name.iter().any(|it| list.contains(&it.as_str()));
    let counting = names.iter().filter(|it| holds(it, COUNTS));
    let deeds = counting.clone().filter(|it| holds(it, DEEDS)).count();
    let counting = counting.count();
    counting >= FEWEST_COUNTS && counting * 3 >= names.len() * 2 && deeds >= FEWEST
}

/// A `media_action` with an `action`: what a person did to a thing.
pub(super) fn acts_on_content(table: &Table, identifier: &[String]) -> bool {
    let Some((last, thing)) = identifier.split_last() else {
        return false;
    };
    let veto = Lexicon::get().store_veto(thing);
    let mut columns = table.columns.iter();
    let says = columns.any(|it| it.column.name == "action" || it.column.name == "action_type");
    last == "action" && says && matches!(veto, Some(("content", length)) if length == thing.len())
}

/// Whether rows of a name that says nothing say how a person and a thing stand to each other.
pub(super) fn stands_between(table: &Table, people: &[String], identifier: &[String]) -> bool {
    is_state_of_a_thing(table, people, identifier) || tells_deeds_apart(table, people)
}

/// An `EpisodeState` that names its episode and its person: how things stand between the two.
fn is_state_of_a_thing(table: &Table, people: &[String], identifier: &[String]) -> bool {
    const STATES: &[&str] = &["state", "action"];
    // Who has changed the state of a thing that all have in common.
    const CHANGED: &[&str] = &[
        "previous",
        "old",
        "new",
        "from",
        "to",
        "reason",
        "note",
        "by",
        "mod",
        "moderation",
    ];
    let Some((last, thing)) = identifier.split_last() else {
        return false;
    };
    let names = || table.columns.iter().map(|it| words(&it.column.name));
    let changed = |name: Vec<String>| name.iter().any(|it| CHANGED.contains(&it.as_str()));
    let own = |name: Vec<String>| matches!(name.as_slice(), [only] if OWN.contains(&only.as_str()));
    let mut columns = table.columns.iter();
    STATES.contains(&last.as_str())
        && columns.any(|it| leads_elsewhere(it, people) && bare(it) == thing)
        && !names().any(|it| changed(it.clone()) || own(it))
}

/// Rows that each say which of several things that people do was done to a thing.
fn tells_deeds_apart(table: &Table, people: &[String]) -> bool {
    const DONE: &[&str] = &[
        "play", "stream", "skip", "view", "read", "watch", "listen", "download", "click", "search",
        "open", "like", "save",
    ];
    let done = |values: &[String]| {
        let values = values.iter().map(|it| words(it).join(" "));
        values.filter(|it| DONE.contains(&it.as_str())).count()
    };
    let mut columns = table.columns.iter();
    let apart = columns.any(|it| done(&it.column.values) >= FEWEST);
    let mut columns = table.columns.iter();
    apart && columns.any(|it| leads_elsewhere(it, people))
}

/// Rows of a database on a device that each say when something was played or read, and for how long: what
/// its one person did, though the table is called an event.
pub(super) fn notes_what_was_done(table: &Table, people: &[String]) -> bool {
    const DONE: &[&str] = &[
        "play", "played", "listen", "listened", "watch", "watched", "read", "view", "viewed",
    ];
    const MEASURED: &[&str] = &["time", "duration", "ms", "second", "millis", "count"];
    let names = || table.columns.iter().map(|it| words(&it.column.name));
    let holds = |name: &[String], list: &[&str]| name.iter().any(|it| list.contains(&it.as_str()));
    let own = |name: Vec<String>| matches!(name.as_slice(), [only] if OWN.contains(&only.as_str()));
    let mut others = table.columns.iter();
    table.on_device
        && others.any(|it| leads_elsewhere(it, people))
        && names().any(|it| holds(&it, DONE) && holds(&it, MEASURED))
        && !names().any(own)
}
