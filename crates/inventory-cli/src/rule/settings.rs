//! What declares the settings of a user by its name: a type, a schema that checks them, an object of them.

use super::{Pattern, Rule, apply::FileContext};
use crate::{
    fact::MembersFact,
    lexicon::{Lexicon, Weight, words},
    syntax::{Class, Expression, FileEvents, Lines, last_segment},
};

/// A type with more members is a record of something, no set of preferences.
const MOST_MEMBERS: usize = 150;

/// What a schema of an object is made by: `z.object({ … })`.
const SCHEMAS: &[&str] = &["object", "strictObject", "looseObject", "type"];

/// The members of what is called `UserSettings`, `userSettingsSchema`, `user_prefs`.
pub(super) fn members(
    rule: &Rule,
    names: &[Pattern],
    context: FileContext<'_>,
    events: &FileEvents,
) -> Vec<MembersFact> {
    let is_named = |name: &str| names.iter().any(|it| it.matches(name)) && names_settings(name);
    let fact = |name: &str, members: Vec<(String, u32)>, line: u32| MembersFact {
        rule: rule.id.clone(),
        class: String::new(),
        column: name.to_owned(),
        members,
        line,
    };
    let lines = || events.lines(context.source);
    let types = events.classes.iter().filter(|it| is_named(&it.name));
    let types = types.map(|it| fact(&it.name, members_of_class(it, lines()), it.line));
    let given = events.assignments.iter().filter_map(|it| {
        let name = last_segment(&it.target);
        let pairs = match &it.value {
            Expression::Object(pairs) => Some(pairs),
            Expression::Call { path, .. } => schema(path, it.line, events),
            _ => None,
        };
        let pairs = pairs.filter(|_| is_named(name))?;
        let members = (it.line + 1..).zip(pairs);
        let members = members.map(|(line, (name, _))| (name.clone(), line));
        let members = members.filter(|(name, _)| !name.starts_with('['));
        Some(fact(name, members.collect(), it.line))
    });
    let told = |it: &MembersFact| (1..=MOST_MEMBERS).contains(&it.members.len());
    types.chain(given).filter(told).collect()
}

/// Words of such names that say nothing of whose or what the settings are.
pub(crate) const BESIDE: &[&str] = &[
    "default", "current", "initial", "my", "schema", "z", "i", "a", "t", "create", "read",
    "update", "save", "new", "base", "partial", "all",
];

/// `UserSettings` holds settings of a user, `UserSettingsPage` shows them.
pub(crate) fn names_settings(name: &str) -> bool {
    const SETTINGS: &[&str] = &["setting", "preference", "pref", "config", "configuration"];
    let mut name = words(name);
    if name.last().is_some_and(|it| it == "schema") {
        name.pop();
    }
    let Some(last) = name.pop().filter(|it| SETTINGS.contains(&it.as_str())) else {
        return false;
    };
    // Preferences are somebody's; what they are of may still be a group's or another program's.
    name.retain(|it| !BESIDE.contains(&it.as_str()));
    name.iter().any(|it| it == "user")
        || matches!(last.as_str(), "preference" | "pref")
            && (name.is_empty() || Lexicon::get().field(&name, Weight::Owned).is_some())
}

/// The object that a schema is made of, whatever is asked of it behind: `z.object({ … }).partial()`.
fn schema<'a>(
    path: &str,
    line: u32,
    events: &'a FileEvents,
) -> Option<&'a Vec<(String, Expression)>> {
    let made = path.split('.').nth(1).filter(|it| SCHEMAS.contains(it))?;
    let calls = events.calls_on(line..=line + 2);
    let mut makes = calls.filter(|it| last_segment(&it.path) == made);
    makes.find_map(|it| match &it.arguments.first()?.value {
        Expression::Object(pairs) => Some(pairs),
        _ => None,
    })
}

/// The fields of a class, or what a comment before it says of them: `@property string $theme`.
fn members_of_class(class: &Class, lines: Lines<'_>) -> Vec<(String, u32)> {
    let fields = class.fields.iter();
    let named = |name: &str| {
        name.trim_matches(['[', ']', '?', '"', '\'', '$'])
            .to_owned()
    };
    let mut members: Vec<(String, u32)> = fields.map(|it| (named(&it.name), it.line)).collect();
    members.extend(told_before(class.line, lines));
    members
}

/// Lines of a comment that are looked at.
const LONGEST_COMMENT: usize = 1_000;

/// The properties that the comment before a line tells of.
fn told_before(line: u32, lines: Lines<'_>) -> Vec<(String, u32)> {
    let before = (1..line).rev().take(LONGEST_COMMENT);
    let numbered = before.map(|line| (line, lines.text(line)));
    let comment = numbered
        .skip_while(|(_, text)| text.trim_start().starts_with("#["))
        .take_while(|(_, text)| text.trim_start().starts_with(['*', '/']));
    let property = |(line, text): (u32, &str)| {
        let told = text.split_once("@property")?.1;
        let (_, name) = told.split_once('$')?;
        let name = name.split(|it: char| !(it.is_alphanumeric() || it == '_'));
        Some((name.into_iter().next()?.to_owned(), line))
    };
    let mut found: Vec<(String, u32)> = comment.filter_map(property).collect();
    found.reverse();
    found
}
