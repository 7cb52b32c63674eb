//! The second pass: calls of wrappers, and uses of the names of what was found.

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
    let names: Vec<&str> = wrappers
        .iter()
        .map(|wrapper| wrapper.fact.function.as_str())
        .collect();
    let Ok(automaton) = AhoCorasick::new(&names) else {
        return;
    };
    let found: Vec<(usize, Vec<AccessFact>)> = first
        .sources
        .par_iter()
        .enumerate()
        .filter(|(_, (_, language))| language.grammar().is_some() && *language != Language::Sql)
        .filter_map(|(index, (file, language))| {
            let content = read(file).ok()?;
            if !automaton.is_match(&content) {
                return None;
            }
            let homes: Vec<Wrapper> = wrappers
                .iter()
                .filter(|wrapper| could_be_called(wrapper, &content, &file.path))
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

/// A file calls a wrapper only if it also names its class or its module, unless the name is rare.
fn could_be_called(wrapper: &Wrapper, content: &[u8], path: &str) -> bool {
    let fact = &wrapper.fact;
    let holds = |text: &str| !text.is_empty() && contains(content, text.as_bytes());
    holds(&fact.function)
        && (fact.function.len() >= 6
            || holds(&fact.class)
            || holds(&wrapper.stem)
            || stem(path) == wrapper.stem)
}

fn contains(content: &[u8], needle: &[u8]) -> bool {
    content.windows(needle.len()).any(|window| window == needle)
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
