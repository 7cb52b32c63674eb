//! The second pass: calls of wrappers, and uses of the names of what was found.

use std::collections::BTreeSet;

use aho_corasick::AhoCorasick;
use rayon::prelude::*;

use super::{
    first_pass::{FirstPass, read},
    progress::Bar,
};
use crate::{
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
pub(super) fn wrappers(first: &mut FirstPass) {
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
    let found: Vec<(usize, Vec<AccessFact>)> = first
        .sources
        .par_iter()
        .enumerate()
        .filter(|(_, (_, language))| language.grammar().is_some() && *language != Language::Sql)
        .filter_map(|(index, (file, language))| {
            let content = read(file).ok()?;
            let seen = words_in(&automaton, &words, &content);
            let homes: Vec<Wrapper> = wrappers
                .iter()
                .filter(|wrapper| could_be_called(wrapper, &seen, &file.path))
                .cloned()
                .collect();
            if homes.is_empty() {
                return None;
            }
            let events = extract(*language, &content).events;
            let accesses = wrapped_accesses(&homes, &file.path, &events);
            (!accesses.is_empty()).then_some((index, accesses))
        })
        .collect();
    for (index, accesses) in found {
        let Some((file, _)) = first.sources.get(index) else {
            continue;
        };
        match first
            .facts
            .binary_search_by(|(path, _)| path.as_str().cmp(&file.path))
        {
            Ok(at) => {
                if let Some((_, facts)) = first.facts.get_mut(at) {
                    facts.accesses.extend(accesses);
                }
            }
            Err(at) => {
                let facts = crate::fact::FileFacts {
                    accesses,
                    ..crate::fact::FileFacts::default()
                };
                first.facts.insert(at, (file.path.clone(), facts));
            }
        }
    }
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
pub(super) fn uses(first: &FirstPass, mut candidates: Vec<Candidate>, bar: &Bar) -> Vec<Candidate> {
    let terms = Terms::new(&candidates);
    bar.second(first.sources.len());
    let found: Vec<Vec<Use>> = first
        .sources
        .par_iter()
        .map(|(file, _)| {
            let uses = read(file)
                .map(|content| terms.uses(&content))
                .unwrap_or_default();
            bar.step();
            uses
        })
        .collect();
    for ((file, _), uses) in first.sources.iter().zip(found) {
        for (candidate, line, role) in uses {
            if let Some(candidate) = candidates.get_mut(candidate) {
                usage::add(candidate, &file.path, line, role);
            }
        }
    }
    candidates
}
