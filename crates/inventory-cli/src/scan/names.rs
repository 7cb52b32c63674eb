//! Definitions that others ask for: constants behind keys, classes that extend models.
//!
//! A file that only defines such names holds nothing a rule looks for. Once the facts of the first pass
//! are there, the names they leave open are known: one automaton finds the files that define them, and
//! only these are parsed. What they define can leave new names open, so there are a few rounds.

mod shape;
mod wanted;

use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
};

use rayon::prelude::*;

use self::{
    shape::{defines, extends},
    wanted::Wanted,
};
use super::{first_pass::FirstPass, source::Source};
use crate::{
    cache::Cache,
    fact::FileFacts,
    language::{Family, Language},
    name_search::NameSearch,
    rule::{definitions, wrapper::stem},
    syntax::extract,
};

/// Constants of constants, classes of classes.
const MAX_ROUNDS: usize = 4;

/// Adds the definitions of the names that the facts leave open; a language asks only itself.
pub(super) fn define_open_names(first: &mut FirstPass, cache: &Cache) {
    let open = first.sources.iter().filter(|source| is_open(source));
    let families: BTreeSet<Family> = open.map(|it| it.language.family()).collect();
    for family in families {
        let mut wanted = Wanted::default();
        for (path, facts) in &first.facts {
            let language = Language::of(Path::new(path));
            if language.is_some_and(|it| it.is_schema() || it.family() == family) {
                wanted.by_facts(facts);
            }
        }
        define_of_family(first, family, wanted, cache);
    }
}

fn define_of_family(first: &mut FirstPass, family: Family, mut wanted: Wanted, cache: &Cache) {
    let mut parsed: BTreeMap<usize, FileFacts> = BTreeMap::new();
    for _ in 0..MAX_ROUNDS {
        let names = wanted.take_fresh();
        if names.is_empty() {
            break;
        }
        let question = cache.question("names", &(&wanted, &names));
        let search = Search {
            wanted: &wanted,
            names: NameSearch::new(names),
        };
        let sources = first.sources.par_iter().enumerate();
        let found: Vec<(usize, FileFacts)> = sources
            .filter(|(_, source)| source.language.family() == family && is_open(source))
            .filter(|(index, _)| !parsed.contains_key(index))
            .filter_map(|(index, source)| {
                let found = question.answer(source.digest, || search.parse(source));
                found.map(|facts| (index, facts))
            })
            .collect();
        parsed.extend(found);
        for facts in parsed.values() {
            wanted.by_definitions(facts);
        }
    }
    for (index, facts) in parsed {
        first.define(index, wanted.asked_of(facts));
    }
}

fn is_open(source: &Source) -> bool {
    !source.parsed && source.language.grammar().is_some() && source.language != Language::Sql
}

/// Wanted names, searched for at once.
struct Search<'a> {
    wanted: &'a Wanted,
    names: NameSearch,
}

impl Search<'_> {
    /// What a file defines, if it looks as if it defined a wanted name.
    fn parse(&self, source: &Source) -> Option<FileFacts> {
        let content = source.content();
        let path = &source.file.path;
        self.is_in(path, &content)
            .then(|| definitions(&extract(source.language, &content).events))
    }

    fn is_in(&self, path: &str, content: &[u8]) -> bool {
        self.names.hits(content).any(|hit| {
            let Some(name) = self.names.names().get(hit.name) else {
                return false;
            };
            let (start, end) = (hit.start, hit.end);
            (self.wanted.is_class(name) && extends(content, start, end))
                || (defines(content, start, end)
                    && self.wanted.could_be_of(name, stem(path), content))
        })
    }
}
