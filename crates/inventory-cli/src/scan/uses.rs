//! Where the names of what was found are used.

use rayon::prelude::*;

use super::{AT_ONCE, first_pass::FirstPass, progress::Bar, source::Source};
use crate::{
    cache::Cache,
    language::Language,
    link::Candidate,
    usage::{self, Terms, Use},
};

/// Adds the uses of every candidate's names.
pub(super) fn add(
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
        .with_max_len(AT_ONCE)
        .map(|source| {
            // What gives texts their names uses nothing.
            let uses = match source.language {
                Language::ResourceValues => Vec::new(),
                _ => question.answer(source.digest, || terms.uses(&source.content())),
            };
            bar.step();
            uses
        })
        .collect();
    let known = usage::Places::of(&candidates);
    for (Source { file, .. }, uses) in first.sources.iter().zip(found) {
        for found in uses {
            usage::add(&mut candidates, &known, &file.path, found);
        }
    }
    candidates
}
