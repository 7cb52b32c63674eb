//! The constant table: most storage keys are names of texts, often in another file.

mod named;
mod names;
#[cfg(test)]
mod tests;
mod way;

use std::{cell::RefCell, collections::HashMap, path::Path};

pub(crate) use self::names::{is_constant_name, is_resource, strip_accessors};
use self::{
    named::Named,
    names::{case_of_enumeration, hole_name, holes_of_kotlin, is_kotlin, without_template_holes},
    way::Way,
};
use crate::{
    fact::{Constant, FileFacts},
    language::Language,
    lexicon::{Lexicon, canonical, words},
    syntax::{Argument, Expression, Piece, last_segment},
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
    by_name: HashMap<&'a str, Named<'a>>,
    texts: RefCell<HashMap<(&'a str, usize), Option<&'a str>>>,
}

/// Constants of one name that are looked at where only their number tells them apart.
const MOST_NAMED: usize = 500;

const MAX_STEPS: usize = 6;

/// Classes that give a member of a common base a value of their own.
const MAX_GIVEN: usize = 24;

impl<'a> Constants<'a> {
    /// Gathers the constants of `files`.
    pub(crate) fn new(files: &'a [(String, FileFacts)]) -> Self {
        let mut by_name: HashMap<&str, Named<'_>> = HashMap::new();
        for (path, facts) in files {
            for constant in &facts.constants {
                let named = by_name.entry(&constant.name).or_default();
                named.all.push((path, constant));
            }
        }
        Self {
            by_name,
            texts: RefCell::default(),
        }
    }

    /// Resolves a key used in `path` inside `class`; `None` where no text can be known.
    pub(crate) fn resolve(&self, path: &str, class: &str, key: &Expression) -> Option<Key> {
        let mut through = Way::default();
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
            through: through.names,
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
        let given = given.map(|it| it.all.iter().take(MOST_NAMED));
        let family = Language::of(Path::new(path)).map(Language::family);
        let given = given
            .into_iter()
            .flatten()
            .filter(|(home, _)| Language::of(Path::new(home)).map(Language::family) == family)
            .take(MAX_GIVEN);
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
        through: &mut Way,
    ) -> Option<Vec<Piece>> {
        let steps = steps.checked_sub(1)?;
        match key {
            Expression::Text(text) if text.contains('$') && is_kotlin(path) => {
                let filled = Expression::Template(holes_of_kotlin(text));
                self.pieces(path, class, &filled, steps, through)
            }
            Expression::Text(text) => Some(vec![Piece::Text(text.clone())]),
            Expression::Template(parts) => {
                let inner = |part| self.inner_pieces(path, class, part, steps, through);
                Some(parts.iter().flat_map(inner).collect())
            }
            // A wrapper may ask for the resource itself: `setting(R.string.pref_theme)`.
            Expression::Path(name) if is_resource(name) => {
                Some(vec![Piece::Text(self.resource(name, through))])
            }
            Expression::Path(name) => self.named(path, class, name, steps, through),
            Expression::Call {
                path: callee,
                arguments,
            } => {
                let named = arguments.first().and_then(|it| it.value.path());
                if let Some(name) = named.filter(|it| is_resource(it)) {
                    return Some(vec![Piece::Text(self.resource(name, through))]);
                }
                if let Some(text) = named.and_then(|it| text_of_name(callee, it)) {
                    return Some(vec![Piece::Text(text.to_owned())]);
                }
                let named = self.named(path, class, callee, steps, through);
                let told = named.filter(|it| says_something(it));
                told.or_else(|| made_key(callee, arguments))
            }
            _ => None,
        }
    }

    /// The text that a resource stands for, else its name: it is often called like the key.
    fn resource(&self, name: &str, through: &mut Way) -> String {
        let name = last_segment(name);
        let known = self.by_name.get_key_value(name);
        let text = known.and_then(|(name, _)| self.text_of_resource(name, MAX_STEPS));
        if text.is_some() {
            through.note(name.to_owned());
        }
        text.unwrap_or(name).to_owned()
    }

    /// The one text without spaces that all resources of that name stand for.
    fn text_of_resource(&self, name: &'a str, steps: usize) -> Option<&'a str> {
        let steps = steps.checked_sub(1)?;
        if let Some(known) = self.texts.borrow().get(&(name, steps)) {
            return *known;
        }
        let given = self.by_name.get(name)?.all.iter();
        let given = given.filter(|(home, _)| is_resource_file(home));
        let mut texts = given.filter_map(|(_, it)| match &it.value {
            Expression::Path(other) => self.text_of_resource(last_segment(other), steps),
            value => value.text(),
        });
        let first = texts.next().filter(|it| !it.is_empty());
        let text = first
            .filter(|first| texts.all(|it| it == *first) && !first.contains(char::is_whitespace));
        self.texts.borrow_mut().insert((name, steps), text);
        text
    }

    /// A part of a template: what the constant in its hole stands for, else the part itself.
    fn inner_pieces(
        &self,
        path: &str,
        class: &str,
        part: &Piece,
        steps: usize,
        through: &mut Way,
    ) -> Vec<Piece> {
        if !through.goes_on() {
            return Vec::new();
        }
        let constant = match part {
            Piece::Text(_) => None,
            // A constant is not made of itself; its hole has the name of something else.
            Piece::Hole(hole) => self
                .constant(path, class, hole)
                .filter(|(_, it)| !has_hole(&it.value, hole)),
        };
        let inner = constant.and_then(|(home, constant)| {
            self.pass(constant, through);
            self.pieces(home, &constant.class, &constant.value, steps, through)
        });
        inner.unwrap_or_else(|| vec![part.clone()])
    }

    /// What the constant of a name stands for; a case of an enumeration that has no other value, itself.
    fn named(
        &self,
        path: &str,
        class: &str,
        name: &str,
        steps: usize,
        through: &mut Way,
    ) -> Option<Vec<Piece>> {
        let case = case_of_enumeration(name);
        let constant = self.constant(path, class, name).filter(|(_, constant)| {
            case.is_none_or(|(enumeration, _)| constant.class == enumeration)
        });
        if constant.is_none()
            && let Some(default) = self.default_of_value(path, name)
        {
            return self.pieces(path, &default.class, &default.value, steps, through);
        }
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
    fn pass(&self, constant: &Constant, through: &mut Way) {
        let known = self.by_name.get(constant.name.as_str());
        if known.is_none_or(Named::have_one_value) {
            through.note(constant.name.clone());
        }
    }

    /// The default of a value that a controller of a page is given: `static values = { storageKey: { default:
    /// "app-theme" } }` for `this.storageKeyValue`.
    fn default_of_value(&self, path: &str, name: &str) -> Option<&'a Constant> {
        let value = name.strip_prefix("self.")?.strip_suffix("Value")?;
        let default = self.by_name.get("default")?.of_class(path, value)?;
        Some(default.1)
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
        let of_class = if qualifier.is_empty() {
            found.of_class_or_none(path, class)
        } else {
            found.of_class(path, qualifier)
        };
        let of_file = || found.of_file(path);
        let plain = || qualifier.is_empty().then(of_file).flatten();
        if let Some(hit) = of_class.or_else(plain) {
            return Some(hit);
        }
        if !qualifier.is_empty()
            && let Some(hit) = found.of_home(&canonical(qualifier))
        {
            return Some(hit);
        }
        if let Some(hit) = of_file() {
            return Some(hit);
        }
        // An id is what makes a key one person's: no text of another file stands behind it.
        if last.ends_with("Id") || last.ends_with("_id") {
            return None;
        }
        // A name with one meaning in the whole project, written like a constant or an export.
        let first = found.all.first()?;
        (is_constant_name(last) && found.have_one_value()).then_some(*first)
    }
}

/// Whether any piece is a text with a word in it: a function that joins what it is given has none.
fn says_something(pieces: &[Piece]) -> bool {
    let mut pieces = pieces.iter();
    pieces.any(|it| matches!(it, Piece::Text(text) if text.contains(char::is_alphanumeric)))
}

/// The key that a call makes of its one text and of names, when it is called for that: `settingKey(user, key:
/// "theme")`.
fn made_key(callee: &str, arguments: &[Argument]) -> Option<Vec<Piece>> {
    const ENDINGS: &[&str] = &["key", "Key", "_KEY"];
    let callee = last_segment(callee);
    if !ENDINGS.iter().any(|it| callee.ends_with(it)) {
        return None;
    }
    let mut texts = arguments.iter().filter_map(|it| it.value.text());
    let text = texts.next().filter(|_| texts.next().is_none())?;
    let holes = arguments.iter().filter_map(|it| it.value.path());
    let holes = holes.flat_map(|it| [Piece::Hole(it.to_owned()), Piece::Text("_".to_owned())]);
    Some(holes.chain([Piece::Text(text.to_owned())]).collect())
}

/// Whether texts of a file have names that code asks for by `R.string`.
fn is_resource_file(path: &str) -> bool {
    Language::of(Path::new(path)) == Some(Language::ResourceValues)
}

/// Whether a template has a hole of that name.
fn has_hole(value: &Expression, name: &str) -> bool {
    let Expression::Template(pieces) = value else {
        return false;
    };
    let mut holes = pieces.iter();
    holes.any(|it| matches!(it, Piece::Hole(hole) if last_segment(hole) == last_segment(name)))
}

/// The text that a call makes of what it is told the name of: `getString(R.string.pref_theme)`, where the
/// resource is named like the key, and `nameof(Theme)`.
fn text_of_name<'a>(callee: &str, name: &'a str) -> Option<&'a str> {
    let resource = name.split_once("string.").map(|(_, resource)| resource);
    resource.or_else(|| (callee == "nameof").then(|| last_segment(name)))
}
