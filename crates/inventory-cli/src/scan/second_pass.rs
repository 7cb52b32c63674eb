//! The second pass: calls of wrappers, and uses of the names of what was found.

use std::collections::BTreeSet;

use aho_corasick::AhoCorasick;
use rayon::prelude::*;

use super::{first_pass::FirstPass, progress::Bar, source::Source};
use crate::{
    cache::Cache,
    fact::AccessFact,
    language::Language,
    link::Candidate,
    rule::{Wrapper, wrapped_accesses, wrapper::stem},
    syntax::extract,
    usage::{self, Terms, Use},
};

/// Wrappers followed in one project.
const MAX_WRAPPERS: usize = 400;

/// Turns calls of functions that wrap a store into accesses of it.
pub(super) fn wrappers(first: &mut FirstPass, cache: &Cache) {
    let wrappers: Vec<Wrapper> = first
        .facts
        .iter()
        .flat_map(|(path, facts)| {
            facts.wrappers.iter().map(|fact| Wrapper {
                fact: fact.clone(),
                stem: stem(path).to_owned(),
            })
        })
        .take(MAX_WRAPPERS)
        .collect();
    if wrappers.is_empty() {
        return;
    }
    let words: BTreeSet<&str> = wrappers
        .iter()
        .flat_map(|it| {
            [
                it.fact.function.as_str(),
                it.fact.class.as_str(),
                it.stem.as_str(),
            ]
        })
        .filter(|word| !word.is_empty())
        .collect();
    let words: Vec<&str> = words.into_iter().collect();
    let Ok(automaton) = AhoCorasick::new(&words) else {
        return;
    };
    let question = cache.question("wrappers", &wrappers);
    let found: Vec<(usize, Vec<AccessFact>)> = first
        .sources
        .par_iter()
        .enumerate()
        .filter(|(_, it)| it.language.grammar().is_some() && it.language != Language::Sql)
        .filter_map(|(index, source)| {
            let accesses = question.answer(source.digest, || {
                accesses_through(&wrappers, &automaton, &words, source)
            });
            (!accesses.is_empty()).then_some((index, accesses))
        })
        .collect();
    for (index, accesses) in found {
        if let Some(facts) = first.facts_of(index) {
            facts.accesses.extend(accesses);
        }
    }
}

/// Accesses that a file makes by calling a wrapper.
fn accesses_through(
    wrappers: &[Wrapper],
    automaton: &AhoCorasick,
    words: &[&str],
    source: &Source,
) -> Vec<AccessFact> {
    let content = source.content();
    let path = &source.file.path;
    let seen = words_in(automaton, words, &content);
    let homes: Vec<Wrapper> = wrappers
        .iter()
        .filter(|wrapper| could_be_called(wrapper, &seen, path))
        .cloned()
        .collect();
    if homes.is_empty() {
        return Vec::new();
    }
    let events = extract(source.language, &content).events;
    wrapped_accesses(&homes, path, &events)
}

/// The words a file holds, and those it calls (`word(`).
#[derive(Debug, Default)]
struct Seen<'a> {
    held: BTreeSet<&'a str>,
    called: BTreeSet<&'a str>,
}

fn words_in<'a>(automaton: &AhoCorasick, words: &[&'a str], content: &[u8]) -> Seen<'a> {
    let mut seen = Seen::default();
    for hit in automaton.find_overlapping_iter(content) {
        let Some(word) = words.get(hit.pattern().as_usize()) else {
            continue;
        };
        seen.held.insert(word);
        if content.get(hit.end()) == Some(&b'(') {
            seen.called.insert(word);
        }
    }
    seen
}

/// A file calls a wrapper only if it also names its class or its module, unless the name is rare.
fn could_be_called(wrapper: &Wrapper, seen: &Seen<'_>, path: &str) -> bool {
    let fact = &wrapper.fact;
    seen.called.contains(fact.function.as_str())
        && (fact.function.len() >= 6
            || seen.held.contains(fact.class.as_str())
            || seen.held.contains(wrapper.stem.as_str())
            || stem(path) == wrapper.stem)
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
