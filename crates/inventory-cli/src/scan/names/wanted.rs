//! Names that facts leave open.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use serde::Serialize;

use super::shape::names_home;
use crate::{
    fact::{ClassFact, FileFacts},
    lexicon::{canonical, means},
    link::{entity_of_set, is_constant_name, is_resource, list_of, strip_accessors, type_names},
    syntax::{Expression, Piece, last_segment},
};

/// Bytes of a name that is searched for.
const LONGEST: usize = 200;

/// Classes that one file is searched for.
const MOST_HOMES: usize = 200;

/// Names that are asked for.
#[derive(Debug, Default, Serialize)]
pub(super) struct Wanted {
    /// Constants and functions, each with the classes or modules it is asked of and what these mean; the
    /// empty one is any.
    constants: BTreeMap<String, BTreeMap<String, String>>,
    /// Models that classes may extend, and entities of a set.
    classes: BTreeSet<String>,
    /// Not searched for yet.
    fresh: BTreeSet<String>,
}

impl Wanted {
    /// Names a file of the first pass leaves open: of its keys, of the constants these lead to, and the
    /// classes it makes stores of.
    pub(super) fn by_facts(&mut self, facts: &FileFacts) {
        let mut open: Vec<&Expression> = facts.accesses.iter().map(|it| &it.key).collect();
        let mut followed = BTreeSet::new();
        let mut constants: HashMap<&str, Vec<&Expression>> = HashMap::new();
        for it in facts.constants.iter().filter(|_| !open.is_empty()) {
            constants.entry(&it.name).or_default().push(&it.value);
        }
        while let Some(expression) = open.pop() {
            for name in names_in(expression) {
                let last = last_segment(name);
                let local = constants.get(last);
                if local.is_none() || name.contains('.') {
                    self.ask(name);
                }
                if followed.insert(last) {
                    open.extend(local.into_iter().flatten());
                }
            }
        }
        for store in &facts.stores {
            self.ask_class(store.class.as_deref().unwrap_or_default());
            let homes = store.class.iter().chain(&store.table);
            for home in homes {
                for column in &store.columns {
                    for name in type_names(home, column) {
                        self.ask_class(&name);
                    }
                }
            }
        }
        let types = facts.classes.iter().flat_map(ClassFact::types);
        for entity in types.filter_map(|it| entity_of_set(it).or_else(|| list_of(it))) {
            self.ask_class(entity);
        }
    }

    /// Names that definitions of what is wanted leave open in their turn.
    pub(super) fn by_definitions(&mut self, facts: &FileFacts) {
        for constant in &facts.constants {
            if self.constants.contains_key(&constant.name) {
                for name in names_in(&constant.value) {
                    self.ask(name);
                }
            }
        }
        for class in &facts.classes {
            if class.bases.iter().any(|it| self.is_class(last_segment(it))) {
                self.ask_class(&class.name);
            }
            if self.is_class(&class.name) {
                class
                    .types()
                    .filter_map(list_of)
                    .for_each(|it| self.ask_class(it));
            }
        }
    }

    fn ask(&mut self, name: &str) {
        let name = strip_accessors(name);
        let last = last_segment(name);
        let home = match name.rsplit('.').nth(1) {
            Some("self" | "static") | None => "",
            Some(home) => home,
        };
        // An id is what makes a key one person's: no text stands behind it, unless a class of names has it.
        let of_class = home.starts_with(|it: char| it.is_ascii_uppercase());
        let is_id = !of_class && (last.ends_with("Id") || last.ends_with("_id"));
        if !(3..=LONGEST).contains(&last.len())
            || is_id
            || !last.is_ascii()
            || (home.is_empty() && !is_constant_name(last))
        {
            return;
        }
        let home = if is_constant_name(last) { "" } else { home };
        let homes = self.constants.entry(last.to_owned()).or_default();
        if homes.insert(home.to_owned(), canonical(home)).is_none() {
            self.fresh.insert(last.to_owned());
        }
    }

    fn ask_class(&mut self, name: &str) {
        if (1..=LONGEST).contains(&name.len()) && self.classes.insert(name.to_owned()) {
            self.fresh.insert(name.to_owned());
        }
    }

    /// The names asked for since the last call.
    pub(super) fn take_fresh(&mut self) -> Vec<String> {
        std::mem::take(&mut self.fresh).into_iter().collect()
    }

    /// Whether classes that extend `name`, or are it, are wanted.
    pub(super) fn is_class(&self, name: &str) -> bool {
        self.classes.contains(name)
    }

    /// Whether the constant `name` could be wanted of a file with this stem and content.
    pub(super) fn could_be_of<'a>(
        &'a self,
        name: &str,
        stem: &str,
        content: &[u8],
        known: &mut HashMap<&'a str, bool>,
    ) -> bool {
        let homes = self.constants.get(name).into_iter().flatten();
        let mut homes = homes.take(MOST_HOMES);
        homes.any(|(home, meaning)| {
            home.is_empty()
                || means(stem, meaning)
                // What has so many homes may as well define one of them: the grammar will tell.
                || known.len() >= MOST_HOMES
                || *known
                    .entry(home)
                    .or_insert_with(|| names_home(content, home, meaning))
        })
    }

    /// Leaves of the definitions of a file those that are asked for.
    pub(super) fn asked_of(&self, mut facts: FileFacts) -> FileFacts {
        facts
            .constants
            .retain(|it| self.constants.contains_key(&it.name));
        facts.classes.retain(|class| {
            let bases = &class.bases;
            self.is_class(&class.name) || bases.iter().any(|it| self.is_class(last_segment(it)))
        });
        facts
    }
}

/// Names an expression is resolved through.
fn names_in(expression: &Expression) -> Vec<&str> {
    match expression {
        Expression::Path(path) => vec![path],
        Expression::Call { path, arguments } => {
            let given = arguments.iter().filter_map(|it| it.value.path());
            let resource = given.filter(|it| is_resource(it));
            resource.chain([path.as_str()]).collect()
        }
        Expression::Template(pieces) => pieces
            .iter()
            .filter_map(|piece| match piece {
                Piece::Hole(path) if !path.is_empty() => Some(path.as_str()),
                _ => None,
            })
            .collect(),
        // Grammars of Kotlin leave `$PREFIX` inside a text.
        Expression::Text(text) => text
            .split('$')
            .skip(1)
            .filter_map(|part| {
                part.split(|it: char| !(it.is_alphanumeric() || it == '_'))
                    .next()
            })
            .filter(|name| is_constant_name(name))
            .collect(),
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fact::Constant;

    #[test]
    fn a_key_leaves_its_constant_open_and_what_this_is_made_of() {
        let constant = |name: &str, value: &str| Constant {
            name: name.into(),
            class: String::new(),
            value: Expression::Path(value.into()),
            line: 1,
        };
        let mut wanted = Wanted::default();
        wanted.ask("THEME_KEY");
        wanted.ask("plain");
        wanted.ask("Keys.plain.rawValue");
        wanted.ask("params.accountId");
        wanted.ask("Names.LanguageId");
        assert_eq!(wanted.take_fresh(), ["LanguageId", "THEME_KEY", "plain"]);
        let could_be = |name: &str, stem: &str, content: &[u8]| {
            wanted.could_be_of(name, stem, content, &mut HashMap::new())
        };
        assert!(could_be("THEME_KEY", "any", b""));
        assert!(!could_be("plain", "any", b"let plain = 1"));
        assert!(could_be("plain", "keys", b"let plain = 1"));
        let facts = FileFacts {
            constants: vec![constant("THEME_KEY", "PREFIX_KEY"), constant("B", "C_KEY")],
            ..FileFacts::default()
        };
        wanted.by_definitions(&facts);
        assert_eq!(wanted.take_fresh(), ["PREFIX_KEY"]);
        assert_eq!(wanted.asked_of(facts).constants.len(), 1);
    }
}
