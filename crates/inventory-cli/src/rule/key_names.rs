//! Types whose constants are the keys of a store: `enum Key: String { case theme }`.

use memchr::memmem;

use super::{
    Pattern, Rule,
    apply::{FileContext, access_at},
    wrapper::stem,
};
use crate::{
    fact::AccessFact,
    lexicon::words,
    mechanism::SiteRole,
    syntax::{Expression, FileEvents},
};

/// Whether a file names the store `beside`, and is called after one of `homes` where there are any.
pub(super) fn is_home(context: FileContext<'_>, beside: &str, homes: &[String]) -> bool {
    let called = || {
        let name = words(stem(context.path));
        name.iter().any(|word| homes.contains(word))
    };
    memmem::find(context.source, beside.as_bytes()).is_some() && (homes.is_empty() || called())
}

/// The constants of the types that `classes` match.
pub(super) fn key_names(rule: &Rule, classes: &[Pattern], events: &FileEvents) -> Vec<AccessFact> {
    let mut found = Vec::new();
    for assignment in events.assignments.iter().filter(|it| it.function.is_none()) {
        let class = assignment.class.and_then(|it| events.classes.get(it));
        let class = class.filter(|class| classes.iter().any(|it| it.matches(&class.name)));
        if let Some(class) = class
            && let Some(key) = key_of(&assignment.value)
            && !counts(&assignment.target)
        {
            found.push(AccessFact {
                class: class.name.clone(),
                ..access_at(rule, SiteRole::Write, key, assignment.line)
            });
        }
    }
    found
}

/// Whether a constant is named for what an application counts or notes of its own work.
fn counts(name: &str) -> bool {
    const BOOKS: &[&str] = &["count", "date", "timestamp", "version"];
    let name = words(name);
    name.last().is_some_and(|it| BOOKS.contains(&it.as_str()))
}

/// The text that a key is, or is made of: `"theme"`, `Key("theme")`.
fn key_of(value: &Expression) -> Option<Expression> {
    let text = match value {
        Expression::Call { arguments, .. } => match arguments.as_slice() {
            [only] => &only.value,
            _ => return None,
        },
        value => value,
    };
    text.text().map(|text| Expression::Text(text.to_owned()))
}
