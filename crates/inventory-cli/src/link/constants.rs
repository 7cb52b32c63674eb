//! The constant table: most storage keys are names of texts, often in another file.

#![expect(
    clippy::similar_names,
    reason = "rule and role, path and part are the words of the domain"
)]

mod names;

use std::collections::HashMap;

use self::names::{
    case_of_enumeration, hole_name, holes_of_kotlin, is_kotlin, without_template_holes,
};
pub(crate) use self::names::{is_constant_name, strip_accessors};
use crate::{
    fact::{Constant, FileFacts},
    lexicon::{Lexicon, canonical, means, words},
    rule::wrapper::stem,
    syntax::{Expression, Piece, last_segment},
};

/// A key with its names resolved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Key {
    /// `user:{id}:prefs`.
    pub(crate) template: String,
    /// A hole names a person.
    pub(crate) personal: bool,
    /// Has a hole.
    pub(crate) has_hole: bool,
    /// Names of the constants it came through.
    pub(crate) through: Vec<String>,
}

/// Constants of all files by name.
#[derive(Debug, Default)]
pub(crate) struct Constants<'a> {
    by_name: HashMap<&'a str, Vec<(&'a str, &'a Constant)>>,
}

const MAX_STEPS: usize = 6;

/// Classes that give a member of a common base a value of their own.
const MAX_GIVEN: usize = 24;

impl<'a> Constants<'a> {
    /// Gathers the constants of `files`.
    pub(crate) fn new(files: &'a [(String, FileFacts)]) -> Self {
        let mut by_name: HashMap<&str, Vec<(&str, &Constant)>> = HashMap::new();
        for (path, facts) in files {
            for constant in &facts.constants {
                by_name
                    .entry(&constant.name)
                    .or_default()
                    .push((path, constant));
            }
        }
        Self { by_name }
    }

    /// Resolves a key used in `path` inside `class`; `None` where no text can be known.
    pub(crate) fn resolve(&self, path: &str, class: &str, key: &Expression) -> Option<Key> {
        let mut through = Vec::new();
        let pieces = self.pieces(path, class, key, MAX_STEPS, &mut through)?;
        let mut template = String::new();
        let mut personal = false;
        let mut has_hole = false;
        let mut has_text = false;
        for piece in pieces {
            match piece {
                Piece::Text(text) => {
                    let text = without_template_holes(&text);
                    has_text |= text.chars().any(char::is_alphanumeric);
                    has_hole |= text.contains('{');
                    template.push_str(&text);
                }
                Piece::Hole(hole) => {
                    has_hole = true;
                    personal |= Lexicon::get().is_person_hole(&words(&hole));
                    template.push('{');
                    template.push_str(&hole_name(&hole));
                    template.push('}');
                }
            }
        }
        // The beginning of a key whose end is not known; `_theme_` is whole.
        let joins = ['.', ':', '-', '_', '/'];
        let cut = !has_hole && template.ends_with(joins) && !template.starts_with(joins);
        (has_text && !cut && template.len() <= 200 && !template.contains('\n')).then_some(Key {
            template,
            personal,
            has_hole,
            through,
        })
    }

    /// Resolves a key as [`Self::resolve`] does; a member that is a key and that only other classes give
    /// a value stands for what each of them gives it.
    pub(crate) fn resolve_all(&self, path: &str, class: &str, key: &Expression) -> Vec<Key> {
        if let Some(key) = self.resolve(path, class, key) {
            return vec![key];
        }
        let member = key.path().and_then(|it| it.strip_prefix("self."));
        let member = member.filter(|it| it.to_ascii_lowercase().contains("key"));
        let given = member.and_then(|it| self.by_name.get(it));
        let given = given.into_iter().flatten().take(MAX_GIVEN);
        let texts = given.filter(|(_, it)| !it.class.is_empty() && it.value.text().is_some());
        texts
            .filter_map(|(home, it)| self.resolve(home, &it.class, &it.value))
            .collect()
    }

    fn pieces(
        &self,
        path: &str,
        class: &str,
        key: &Expression,
        steps: usize,
        through: &mut Vec<String>,
    ) -> Option<Vec<Piece>> {
        let steps = steps.checked_sub(1)?;
        match key {
            Expression::Text(text) if text.contains('$') && is_kotlin(path) => {
                let filled = Expression::Template(holes_of_kotlin(text));
                self.pieces(path, class, &filled, steps, through)
            }
            Expression::Text(text) => Some(vec![Piece::Text(text.clone())]),
            Expression::Template(parts) => {
                let mut pieces = Vec::new();
                for part in parts {
                    match part {
                        Piece::Text(_) => pieces.push(part.clone()),
                        Piece::Hole(hole) => match self.constant(path, class, hole) {
                            Some((home, constant)) => {
                                self.pass(constant, through);
                                let inner = self.pieces(
                                    home,
                                    &constant.class,
                                    &constant.value,
                                    steps,
                                    through,
                                );
                                pieces.extend(inner.unwrap_or_else(|| vec![part.clone()]));
                            }
                            None => pieces.push(part.clone()),
                        },
                    }
                }
                Some(pieces)
            }
            Expression::Path(name) => self.named(path, class, name, steps, through),
            Expression::Call {
                path: callee,
                arguments,
            } => {
                // getString(R.string.pref_theme): the resource is named like the key.
                if let Some(resource) = arguments.first().and_then(|it| it.value.path())
                    && let Some((_, name)) = resource.split_once("string.")
                {
                    return Some(vec![Piece::Text(name.to_owned())]);
                }
                if callee == "nameof"
                    && let Some(named) = arguments.first().and_then(|it| it.value.path())
                {
                    return Some(vec![Piece::Text(last_segment(named).to_owned())]);
                }
                self.named(path, class, callee, steps, through)
            }
            _ => None,
        }
    }

    /// What the constant of a name stands for; a case of an enumeration that has no other value, itself.
    fn named(
        &self,
        path: &str,
        class: &str,
        name: &str,
        steps: usize,
        through: &mut Vec<String>,
    ) -> Option<Vec<Piece>> {
        let case = case_of_enumeration(name);
        let constant = self.constant(path, class, name).filter(|(_, constant)| {
            case.is_none_or(|(enumeration, _)| constant.class == enumeration)
        });
        match (constant, case) {
            (Some((home, constant)), _) => {
                self.pass(constant, through);
                self.pieces(home, &constant.class, &constant.value, steps, through)
            }
            (None, case) => case.map(|(_, case)| vec![Piece::Text(case.to_owned())]),
        }
    }

    /// Notes the name of a constant on the way, unless others of that name mean something else: `KEY` of
    /// one class says nothing where `KEY` of another is used.
    fn pass(&self, constant: &Constant, through: &mut Vec<String>) {
        let known = self.by_name.get(constant.name.as_str());
        if known.is_none_or(|all| all.iter().all(|(_, it)| it.value == constant.value)) {
            through.push(constant.name.clone());
        }
    }

    /// The constant a path means: of the same file and class, else of the named class, else the only one.
    fn constant(&self, path: &str, class: &str, name: &str) -> Option<(&'a str, &'a Constant)> {
        let name = strip_accessors(name);
        let last = last_segment(name);
        let found = self.by_name.get(last)?;
        let qualifier = name.rsplit('.').nth(1).unwrap_or_default();
        let qualifier = if qualifier == "self" || qualifier == "static" {
            class
        } else {
            qualifier
        };
        let same_file = found.iter().filter(|(home, _)| *home == path);
        let in_class = |it: &&(&str, &Constant)| qualifier.is_empty() || it.1.class == qualifier;
        let same_class = same_file
            .clone()
            .find(|it| in_class(it) && (it.1.class == class || it.1.class == qualifier));
        if let Some(hit) = same_class.or_else(|| same_file.clone().find(in_class)) {
            return Some(*hit);
        }
        if !qualifier.is_empty() {
            let home = canonical(qualifier);
            let named = found
                .iter()
                .find(|it| means(&it.1.class, &home) || means(stem(it.0), &home));
            if let Some(hit) = named {
                return Some(*hit);
            }
        }
        if let Some(hit) = same_file.clone().next() {
            return Some(*hit);
        }
        // A name with one meaning in the whole project, written like a constant or an export.
        let first = found.first()?;
        (is_constant_name(last) && found.iter().all(|it| it.1.value == first.1.value))
            .then_some(*first)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::Argument;

    fn constant(name: &str, class: &str, value: &str) -> Constant {
        Constant {
            name: name.into(),
            class: class.into(),
            value: Expression::Text(value.into()),
            line: 1,
        }
    }

    fn file(path: &str, constants: Vec<Constant>) -> (String, FileFacts) {
        (
            path.into(),
            FileFacts {
                constants,
                ..FileFacts::default()
            },
        )
    }

    #[test]
    fn keys_resolve_in_the_file_in_the_class_and_across_files() {
        let files = [
            file("a.ts", vec![constant("KEY", "", "a-key")]),
            file(
                "b.ts",
                vec![
                    constant("KEY", "Prefs", "b-key"),
                    constant("THEME_KEY", "", "theme"),
                ],
            ),
        ];
        let constants = Constants::new(&files);
        let resolve = |path: &str, class: &str, name: &str| {
            constants
                .resolve(path, class, &Expression::Path(name.into()))
                .map(|key| key.template)
        };
        assert_eq!(resolve("a.ts", "", "KEY").as_deref(), Some("a-key"));
        assert_eq!(resolve("c.ts", "", "Prefs.KEY").as_deref(), Some("b-key"));
        assert_eq!(
            resolve("b.ts", "Prefs", "self.KEY").as_deref(),
            Some("b-key")
        );
        assert_eq!(resolve("c.ts", "", "THEME_KEY").as_deref(), Some("theme"));
        assert_eq!(resolve("c.ts", "", "KEY"), None);
        let through = |name: &str| {
            let key = Expression::Path(name.into());
            constants.resolve("b.ts", "Prefs", &key).unwrap().through
        };
        assert_eq!(through("THEME_KEY"), ["THEME_KEY"]);
        assert!(through("self.KEY").is_empty(), "two classes have a KEY");
    }

    #[test]
    fn what_a_page_template_fills_in_is_a_hole() {
        let constants = Constants::default();
        let resolve = |key: &str| constants.resolve("a.html", "", &Expression::Text(key.into()));
        assert_eq!(resolve("{{ storage.name }}"), None);
        let key = resolve("sort-<?= $list ?>").unwrap();
        assert_eq!(key.template, "sort-{}");
        assert!(key.has_hole);
    }

    #[test]
    fn names_inside_a_text_of_kotlin_are_holes() {
        let files = [file("a.kt", vec![constant("PREFIX", "", "pref_")])];
        let constants = Constants::new(&files);
        let resolve = |path: &str, key: &str| {
            let key = constants.resolve(path, "", &Expression::Text(key.into()));
            key.map(|it| it.template)
        };
        assert_eq!(
            resolve("a.kt", "$PREFIX$theme").as_deref(),
            Some("pref_{theme}")
        );
        assert_eq!(resolve("a.kt", "$one$two"), None);
        assert_eq!(resolve("a.kt", "price_$").as_deref(), Some("price_$"));
        assert_eq!(resolve("a.ts", "$PREFIX").as_deref(), Some("$PREFIX"));
        assert_eq!(
            resolve("a.ts", "_list_view_").as_deref(),
            Some("_list_view_")
        );
        assert_eq!(resolve("a.ts", "list_view_"), None, "only its start");
    }

    #[test]
    fn a_case_without_a_value_is_its_own() {
        let files = [file(
            "a.swift",
            vec![
                constant("tint", "Key", "app_tint"),
                constant("font", "Other", "serif"),
            ],
        )];
        let constants = Constants::new(&files);
        let resolve = |key: Expression| constants.resolve("b", "", &key).map(|key| key.template);
        let path = |name: &str| Expression::Path(name.into());
        assert_eq!(
            resolve(path("Key.tint.rawValue")).as_deref(),
            Some("app_tint")
        );
        assert_eq!(resolve(path("Key.font.rawValue")).as_deref(), Some("font"));
        assert_eq!(resolve(path("Key.FONT.name")).as_deref(), Some("FONT"));
        for other in [
            "key.rawValue",
            "self.key.rawValue",
            "User.first.name",
            "Key.font",
        ] {
            assert_eq!(resolve(path(other)), None, "{other}");
        }
        let call = |path: &str, arguments: Vec<&str>| Expression::Call {
            path: path.into(),
            arguments: arguments
                .into_iter()
                .map(|it| Argument {
                    name: None,
                    value: Expression::Path(it.into()),
                })
                .collect(),
        };
        assert_eq!(
            resolve(call("Key.FONT.name", vec![])).as_deref(),
            Some("FONT")
        );
        assert_eq!(
            resolve(call("nameof", vec!["Settings.Font"])).as_deref(),
            Some("Font")
        );
        assert_eq!(resolve(call("value", vec!["Settings.Font"])), None);
    }

    #[test]
    fn templates_keep_holes_and_know_people() {
        let files = [file("a.php", vec![constant("CACHE", "S", "tl:home:")])];
        let constants = Constants::new(&files);
        let key = Expression::Template(vec![
            Piece::Hole("self.CACHE".into()),
            Piece::Hole("user.id".into()),
        ]);
        let start = Expression::Path("self.CACHE".into());
        assert_eq!(
            constants.resolve("a.php", "S", &start),
            None,
            "only its start"
        );
        let key = constants.resolve("a.php", "S", &key).unwrap();
        assert_eq!(key.template, "tl:home:{user.id}");
        assert!(key.personal && key.has_hole);
    }
}
