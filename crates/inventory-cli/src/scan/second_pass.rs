//! The second pass: calls of wrappers, and uses of the names of what was found.

use std::collections::{BTreeMap, BTreeSet};

use aho_corasick::{AhoCorasick, AhoCorasickBuilder, AhoCorasickKind, MatchKind};
use rayon::prelude::*;

use super::{first_pass::FirstPass, progress::Bar, source::Source};
use crate::{
    cache::Cache,
    fact::AccessFact,
    language::{Family, Language},
    link::Candidate,
    prefilter::member_before,
    rule::{Wrapper, wrapped_accesses, wrapper::Caller},
    syntax::extract,
    usage::{self, Terms, Use, is_whole},
};

/// Wrappers followed in one project.
const MAX_WRAPPERS: usize = 400;

/// Turns calls of functions that wrap a store into accesses of it.
pub(super) fn wrappers(first: &mut FirstPass, cache: &Cache) {
    let wrappers: Vec<Wrapper> = first
        .facts
        .iter()
        .flat_map(|(path, facts)| {
            let wrappers = facts.wrappers.iter().cloned();
            wrappers.map(|fact| Wrapper::new(fact, path))
        })
        .take(MAX_WRAPPERS)
        .collect();
    if wrappers.is_empty() {
        return;
    }
    let Some(search) = Search::new(&wrappers) else {
        return;
    };
    let question = cache.question("wrappers", &wrappers);
    let found: Vec<(usize, Vec<AccessFact>)> = first
        .sources
        .par_iter()
        .enumerate()
        .filter(|(_, it)| it.language.grammar().is_some() && it.language != Language::Sql)
        .filter_map(|(index, source)| {
            let accesses = question.answer(source.digest, || search.accesses(source));
            (!accesses.is_empty()).then_some((index, accesses))
        })
        .collect();
    for (index, accesses) in found {
        if let Some(facts) = first.facts_of(index) {
            facts.accesses.extend(accesses);
        }
    }
}

/// Wrappers by the names of their functions, in one automaton.
struct Search<'a> {
    automaton: AhoCorasick,
    named: Vec<Vec<&'a Wrapper>>,
}

impl<'a> Search<'a> {
    fn new(wrappers: &'a [Wrapper]) -> Option<Self> {
        let mut by_name: BTreeMap<&str, Vec<&Wrapper>> = BTreeMap::new();
        for wrapper in wrappers {
            let name = wrapper.fact.function.as_str();
            by_name.entry(name).or_default().push(wrapper);
        }
        let automaton = AhoCorasickBuilder::new()
            .match_kind(MatchKind::LeftmostLongest)
            .kind(Some(AhoCorasickKind::DFA))
            .build(by_name.keys())
            .ok()?;
        Some(Self {
            automaton,
            named: by_name.into_values().collect(),
        })
    }

    /// Accesses that a file makes by calling a wrapper.
    fn accesses(&self, source: &Source) -> Vec<AccessFact> {
        let content = source.content();
        let path = &source.file.path;
        let called: Vec<Wrapper> = self
            .called(path, source.language.family(), &content)
            .into_iter()
            .cloned()
            .collect();
        if called.is_empty() {
            return Vec::new();
        }
        let events = extract(source.language, &content).events;
        wrapped_accesses(&called, path, &events)
    }

    /// The wrappers that the file at `file` seems to call.
    fn called(&self, file: &str, family: Family, content: &[u8]) -> Vec<&'a Wrapper> {
        let mut called: BTreeSet<(usize, usize)> = BTreeSet::new();
        for hit in self.automaton.find_iter(content) {
            let (start, end) = (hit.start(), hit.end());
            if !is_whole(content, start, end) {
                continue;
            }
            let name = hit.pattern().as_usize();
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
            let call = path.as_deref();
            let call = call.map(|path| Caller::new(path, file, Some(family)));
            for (place, wrapper) in self.named.get(name).into_iter().flatten().enumerate() {
                if call.as_ref().is_none_or(|it| it.calls(wrapper)) {
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

/// Adds the uses of every candidate's names.
pub(super) fn uses(
    first: &FirstPass,
    mut candidates: Vec<Candidate>,
    cache: &Cache,
    bar: &Bar,
) -> Vec<Candidate> {
    let terms = Terms::new(&candidates);
    let question = cache.question("uses", &terms.all());
    bar.second(first.sources.len());
    let found: Vec<Vec<Use>> = first
        .sources
        .par_iter()
        .map(|source| {
            let uses = question.answer(source.digest, || terms.uses(&source.content()));
            bar.step();
            uses
        })
        .collect();
    for (Source { file, .. }, uses) in first.sources.iter().zip(found) {
        for (candidate, line, role) in uses {
            if let Some(candidate) = candidates.get_mut(candidate) {
                usage::add(candidate, &file.path, line, role);
            }
        }
    }
    candidates
}
