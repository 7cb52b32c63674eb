//! Calls of functions that wrap a store, in every file that seems to make one.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::{AT_ONCE, first_pass::FirstPass, source::Source};
use crate::{
    cache::Cache,
    fact::{AccessFact, Constant, WrapperFact, WrapperKey},
    language::{Family, Language},
    link::strip_accessors,
    mechanism::SiteRole,
    name_search::NameSearch,
    prefilter::{declares_function, line_before, member_before},
    rule::{Wrapped, Wrapper, definitions, wrapped_accesses, wrapper::Caller},
    syntax::{extract, last_segment},
    text_search::TextHit,
};

/// Wrappers followed in one project.
const MAX_WRAPPERS: usize = 400;

/// What may stand before the name of a method where it is declared.
const METHOD_WORDS: &[&[u8]] = &[
    b"",
    b"async",
    b"static",
    b"public",
    b"private",
    b"protected",
    b"override",
];

/// Wrappers around wrappers around a store.
const MAX_ROUNDS: usize = 3;

/// Looks for a receiver beside the class of a wrapper, in one file.
const MOST_LOOKS: usize = 500;

/// Turns calls of functions that wrap a store into accesses of it.
pub(super) fn follow(first: &mut FirstPass, cache: &Cache) {
    let facts = first.facts.iter();
    let mut fresh: Vec<Wrapper> = facts
        .flat_map(|(path, facts)| {
            let wrappers = facts.wrappers.iter().cloned();
            wrappers.map(|fact| Wrapper::new(fact, path))
        })
        .collect();
    let mut known: Vec<Wrapper> = Vec::new();
    for _ in 0..MAX_ROUNDS {
        fresh.truncate(MAX_WRAPPERS.saturating_sub(known.len()));
        if fresh.is_empty() {
            break;
        }
        let around = calls_of(first, &fresh, cache);
        known.append(&mut fresh);
        for wrapper in around {
            let same = |it: &&Wrapper| it.is_same(&wrapper);
            if known.iter().chain(&fresh).find(same).is_none() {
                fresh.push(wrapper);
            }
        }
    }
}

/// Adds the accesses that calls of `wrappers` amount to; the wrappers around these calls.
fn calls_of(first: &mut FirstPass, wrappers: &[Wrapper], cache: &Cache) -> Vec<Wrapper> {
    let searches = searches(wrappers);
    let question = cache.question("wrappers", &wrappers);
    let found: Vec<(usize, Calls)> = first
        .sources
        .par_iter()
        .with_max_len(AT_ONCE)
        .enumerate()
        .filter(|(_, it)| it.language.grammar().is_some() && it.language != Language::Sql)
        .filter_map(|(index, source)| {
            let search = searches.get(&source.language.family())?;
            let calls = question.answer(source.digest, || search.calls(source));
            (!calls.accesses.is_empty()).then_some((index, calls))
        })
        .collect();
    let mut around = Vec::new();
    for (index, calls) in found {
        let Some(source) = first.sources.get(index) else {
            continue;
        };
        let path = source.file.path.as_str();
        let wrappers = calls.wrappers.into_iter();
        around.extend(wrappers.map(|fact| Wrapper::new(fact, path)));
        let parsed = source.parsed;
        if let Some(facts) = first.facts_of(index) {
            facts.accesses.extend(calls.accesses);
            if !parsed {
                facts.constants.extend(calls.constants);
            }
        }
    }
    around
}

/// Calls of wrappers in a file, and what the file itself says of their keys.
#[derive(Debug, Default, Serialize, Deserialize)]
struct Calls {
    accesses: Vec<AccessFact>,
    constants: Vec<Constant>,
    wrappers: Vec<WrapperFact>,
}

/// A language calls only its own wrappers.
fn searches(wrappers: &[Wrapper]) -> BTreeMap<Family, Search<'_>> {
    let mut families: BTreeMap<Family, Vec<&Wrapper>> = BTreeMap::new();
    for wrapper in wrappers {
        if let Some(family) = wrapper.family {
            families.entry(family).or_default().push(wrapper);
        }
    }
    let searches = families.into_iter();
    searches
        .map(|(family, wrappers)| (family, Search::new(wrappers)))
        .collect()
}

/// Wrappers by the names of their functions.
struct Search<'a> {
    names: NameSearch,
    named: Vec<Vec<&'a Wrapper>>,
}

impl<'a> Search<'a> {
    fn new(wrappers: Vec<&'a Wrapper>) -> Self {
        let mut by_name: BTreeMap<&str, Vec<&Wrapper>> = BTreeMap::new();
        for wrapper in wrappers {
            let name = wrapper.fact.function.as_str();
            by_name.entry(name).or_default().push(wrapper);
        }
        Self {
            names: NameSearch::new(by_name.keys().map(|name| (*name).to_owned()).collect()),
            named: by_name.into_values().collect(),
        }
    }

    /// Accesses that a file makes by calling a wrapper.
    fn calls(&self, source: &Source) -> Calls {
        let content = source.content();
        let path = &source.file.path;
        let called: Vec<Wrapper> = self
            .called(path, source.language.family(), &content)
            .into_iter()
            .cloned()
            .collect();
        if called.is_empty() {
            return Calls::default();
        }
        let events = extract(source.language, &content).events;
        let Wrapped { accesses, wrappers } = wrapped_accesses(&called, path, &events);
        let keys = accesses.iter().filter_map(|it| it.key.path());
        let keys: BTreeSet<&str> = keys.map(|it| last_segment(strip_accessors(it))).collect();
        let mut constants = definitions(&events).constants;
        constants.retain(|it| keys.contains(it.name.as_str()));
        Calls {
            accesses,
            constants,
            wrappers,
        }
    }

    /// The wrappers that the file at `file` seems to call.
    fn called(&self, file: &str, family: Family, content: &[u8]) -> Vec<&'a Wrapper> {
        let mut called: BTreeSet<(usize, usize)> = BTreeSet::new();
        let mut known: BTreeMap<(usize, usize), (bool, bool)> = BTreeMap::new();
        let mut left = MOST_LOOKS;
        for TextHit {
            text: name,
            start,
            end,
        } in self.names.hits(content)
        {
            if declares_function(content, start) || is_method(family, content, start, end) {
                continue;
            }
            // Type arguments may stand before the others: `useStored<Settings>(KEY)`.
            if !matches!(content.get(end), Some(b'(' | b'<')) {
                if let Some(source) = taken_out_of(content, end) {
                    let named = self.named.get(name).into_iter().flatten().enumerate();
                    let of_source = named.filter(|(_, it)| it.is_of(source));
                    called.extend(of_source.map(|(place, _)| (name, place)));
                }
                continue;
            }
            let path = member_before(content, start, end).map(|path| path.replace('\\', "."));
            // What cannot be read without a grammar counts where the name alone would do.
            let call = Caller::new(path.as_deref().unwrap_or_default(), file, Some(family));
            let mut could_be_of = |place: usize, wrapper: &Wrapper| {
                let (importable, named) = *known.entry((name, place)).or_insert_with(|| {
                    let importable = wrapper.is_importable_in(content);
                    (importable, importable || wrapper.is_named_in(content))
                });
                match (path.is_some(), call.qualifier()) {
                    (true, "") => importable,
                    (true, qualifier) => {
                        let looks = importable || !named || left == 0;
                        left = left.saturating_sub(usize::from(!looks));
                        // What is asked too often may as well be called: the grammar will tell.
                        importable
                            || named && (left == 0 || wrapper.may_be_class_of(qualifier, content))
                    }
                    (false, _) => named,
                }
            };
            for (place, wrapper) in self.named.get(name).into_iter().flatten().enumerate() {
                if !called.contains(&(name, place))
                    && could_tell(wrapper, content, end)
                    && (call.calls(wrapper) || could_be_of(place, wrapper))
                {
                    called.insert((name, place));
                }
            }
        }
        let found = called.into_iter();
        found
            .filter_map(|(name, place)| self.named.get(name)?.get(place).copied())
            .collect()
    }
}

/// Whether the name at `start..end` is that of a method of a class or an object: it begins its line, and a body
/// stands behind its parameters. Elsewhere a block may stand behind a call.
fn is_method(family: Family, content: &[u8], start: usize, end: usize) -> bool {
    const REACH: usize = 300;
    let mut words = line_before(content, start).split(u8::is_ascii_whitespace);
    let begins = words.all(|it| METHOD_WORDS.contains(&it));
    if family != Family::Script || !begins {
        return false;
    }
    let rest = content.get(end..).unwrap_or_default();
    let rest = rest.get(..REACH).unwrap_or(rest);
    let mut depth = 0_i32;
    let close = rest.iter().position(|byte| {
        depth += match byte {
            b'(' => 1,
            b')' => -1,
            _ => return false,
        };
        depth == 0
    });
    let behind = close.and_then(|at| rest.get(at + 1..)).unwrap_or_default();
    let line = behind.split(|byte| *byte == b'\n').next();
    match line.unwrap_or_default().trim_ascii() {
        [b'{', ..] => true,
        [b':', type_ @ ..] => type_.ends_with(b"{"),
        _ => false,
    }
}

/// What a name that ends at `end` is taken out of: `useStorage` in `const { get: read } = useStorage()`.
fn taken_out_of(content: &[u8], end: usize) -> Option<&str> {
    const REACH: usize = 200;
    let rest = content.get(end..)?;
    if !matches!(rest.trim_ascii_start().first(), Some(b':' | b',' | b'}')) {
        return None;
    }
    let line = rest.get(..REACH).unwrap_or(rest);
    let line = line.split(|byte| *byte == b'\n').next()?;
    let at = memchr::memmem::find(line, b"} = ")?;
    let source = line.get(at + 4..)?;
    let length = source.iter().position(|byte| *byte == b'(')?;
    let name = std::str::from_utf8(source.get(..length)?).ok()?;
    name.rsplit(['.', ' ']).next()
}

/// Whether the arguments behind `end` could say what the wrapper itself does not: a key, or the members of
/// an object that is saved whole.
fn could_tell(wrapper: &Wrapper, content: &[u8], end: usize) -> bool {
    match wrapper.fact.key {
        WrapperKey::Parameter(..) => true,
        WrapperKey::Option(..) => holds_object(content.get(end..)),
        WrapperKey::Fixed(_) => {
            wrapper.fact.role == SiteRole::Write && holds_object(content.get(end..))
        }
    }
}

/// Whether a list of arguments holds an object or a map, as far as one looks.
fn holds_object(arguments: Option<&[u8]>) -> bool {
    const REACH: usize = 200;
    let mut depth = 0_i32;
    for byte in arguments.into_iter().flatten().take(REACH) {
        match byte {
            b'{' | b'[' => return true,
            b'(' => depth += 1,
            b')' if depth == 1 => return false,
            b')' => depth -= 1,
            _ => {}
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{fact::WrapperFact, mechanism::Kind, syntax::Expression};

    fn wrapper(function: &str, key: WrapperKey) -> Wrapper {
        let fact = WrapperFact {
            rule: String::new(),
            kind: Kind::BrowserStorage,
            role: SiteRole::Write,
            function: function.into(),
            class: String::new(),
            key,
            value: Some(0),
        };
        Wrapper::new(fact, "src/storage.ts")
    }

    #[test]
    fn only_calls_that_could_say_more_are_parsed() {
        let text = || Expression::Text("theme".into());
        let wrappers = [
            wrapper("saveTheme", WrapperKey::Fixed(text())),
            wrapper("keepValue", WrapperKey::Parameter(0, text())),
            wrapper("get", WrapperKey::Parameter(0, text())),
        ];
        let search = Search::new(wrappers.iter().collect());
        let called = |code: &str| {
            let called = search.called("src/a.ts", Family::Script, code.as_bytes());
            let names = called.iter().map(|it| it.fact.function.as_str());
            names.collect::<Vec<_>>().join(" ")
        };
        assert_eq!(called("keepValue('theme', x)"), "keepValue");
        assert_eq!(called("(await it).keepValue('theme')"), "keepValue");
        assert_eq!(called("saveTheme({ dark: true })"), "saveTheme");
        assert_eq!(called("saveTheme(theme)"), "");
        assert_eq!(called("saveTheme(of(theme)); x = { dark: true }"), "");
        assert_eq!(called("(await it).get('theme')"), "");
        assert_eq!(called("storage.get('theme')"), "get");
        for definition in [
            "export function keepValue(key, value) {",
            "  keepValue(key, value) {",
            "  static async keepValue(key: string): Promise<void> {",
        ] {
            assert_eq!(called(definition), "", "{definition}");
        }
        assert_eq!(called("keepValue(key, () => {"), "keepValue");
        assert_eq!(called("if (keepValue('theme')) {"), "keepValue");
    }
}
