//! What the names in a file are declared to be: a store is handed in under any name.

use std::collections::BTreeMap;

use super::parameter::each;
use crate::syntax::{Expression, FileEvents, last_segment};

/// Names of fields and parameters, each with the class it is declared with.
#[derive(Debug, Default)]
pub(super) struct Receivers<'a> {
    classes: BTreeMap<&'a str, Vec<&'a str>>,
}

impl<'a> Receivers<'a> {
    /// Of the fields and parameters of a file.
    pub(super) fn of(events: &'a FileEvents) -> Self {
        let mut found = Self::default();
        for field in events.classes.iter().flat_map(|class| &class.fields) {
            let declared = field.type_.as_deref();
            let class = declared.or_else(|| injected(field.value.as_ref()?));
            found.declare(&field.name, class.unwrap_or_default());
        }
        for function in &events.functions {
            for parameter in each(&function.parameters) {
                if let Some((name, class)) = declaration(parameter) {
                    found.declare(name, class);
                }
            }
        }
        found
    }

    fn declare(&mut self, name: &'a str, class: &'a str) {
        let class = class.trim_start_matches(['*', '&']).trim_end_matches('?');
        let class = last_segment(class);
        if class.starts_with(char::is_uppercase) {
            self.classes.entry(name).or_default().push(class);
        }
    }

    /// Whether `name` is declared to be of `class`, or of the interface that is called like it.
    pub(super) fn are(&self, name: &str, class: &str) -> bool {
        let declared = self.classes.get(name).into_iter().flatten();
        let mut declared = declared.copied();
        declared.any(|it| it == class || it.strip_prefix('I') == Some(class))
    }
}

/// `inject(Store)`, `resolve(Store)`: the class a container is asked for.
fn injected(value: &Expression) -> Option<&str> {
    match value {
        Expression::Call { path, arguments }
            if matches!(last_segment(path), "inject" | "resolve") =>
        {
            arguments.first()?.value.path()
        }
        _ => None,
    }
}

/// Name and class of `private store: Store`, `Store store`, `store *Store`.
fn declaration(parameter: &str) -> Option<(&str, &str)> {
    let parameter = parameter.split('=').next()?;
    if let Some((before, class)) = parameter.split_once(':') {
        return Some((before.split_whitespace().last()?, class.trim()));
    }
    let mut words = parameter.split_whitespace().rev();
    let (last, before) = (words.next()?, words.next()?);
    let is_class =
        |it: &str| last_segment(it.trim_start_matches('*')).starts_with(char::is_uppercase);
    if is_class(before) {
        Some((last, before))
    } else {
        is_class(last).then_some((before, last))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{language::Language, syntax::extract};

    #[test]
    fn a_name_is_what_its_field_or_parameter_says() {
        for (language, source, name) in [
            (
                Language::TypeScript,
                "class A { constructor(private prefs: Store) {} }",
                "prefs",
            ),
            (
                Language::TypeScript,
                "class A { prefs = inject(Store) }",
                "prefs",
            ),
            (Language::TypeScript, "class A { prefs?: Store }", "prefs"),
            (
                Language::Java,
                "class A { private final Store prefs; }",
                "prefs",
            ),
            (
                Language::Java,
                "class A { void f(Store prefs) {} }",
                "prefs",
            ),
            (
                Language::CSharp,
                "class A { private readonly IStore _prefs; }",
                "_prefs",
            ),
            (
                Language::Kotlin,
                "class A(private val prefs: Store)",
                "prefs",
            ),
            (Language::Swift, "class A { let prefs: Store }", "prefs"),
            (
                Language::Go,
                "package m\nfunc f(prefs *kept.Store) {}",
                "prefs",
            ),
        ] {
            let events = extract(language, source.as_bytes()).events;
            let receivers = Receivers::of(&events);
            assert!(receivers.are(name, "Store"), "{source}: {receivers:?}");
            assert!(!receivers.are(name, "Cache"), "{source}");
            assert!(!receivers.are("other", "Store"), "{source}");
        }
    }
}
