//! Definitions that others ask for: constants behind keys, classes that extend models.
//!
//! A file that only defines such names holds nothing a rule looks for. Once the facts of the first pass
//! are there, the names they leave open are known: one automaton finds the files that define them, and
//! only these are parsed. What they define can leave new names open, so there are a few rounds.

mod shape;
mod wanted;

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    path::Path,
};

use rayon::prelude::*;

use self::{
    shape::{defines, extends},
    wanted::Wanted,
};
use super::{AT_ONCE, first_pass::FirstPass, source::Source};
use crate::{
    cache::{Cache, Question},
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
    let mut wanted = wanted_by_facts(first);
    let mut parsed: BTreeMap<usize, FileFacts> = BTreeMap::new();
    for _ in 0..MAX_ROUNDS {
        let fresh: BTreeMap<Family, Vec<String>> = wanted
            .iter_mut()
            .map(|(family, wanted)| (*family, wanted.take_fresh()))
            .filter(|(_, names)| !names.is_empty())
            .collect();
        if fresh.is_empty() {
            break;
        }
        let search = Search::new(&wanted, &fresh, cache);
        let sources = first.sources.par_iter().with_max_len(AT_ONCE).enumerate();
        let found: Vec<(usize, FileFacts)> = sources
            .filter(|(index, source)| is_open(source) && !parsed.contains_key(index))
            .filter_map(|(index, source)| Some((index, search.parse(source)?)))
            .collect();
        parsed.extend(found);
        for (index, facts) in &parsed {
            let family = first.sources.get(*index).map(|it| it.language.family());
            if let Some(wanted) = family.and_then(|it| wanted.get_mut(&it)) {
                wanted.by_definitions(facts);
            }
        }
    }
    for (index, facts) in parsed {
        let family = first.sources.get(index).map(|it| it.language.family());
        if let Some(wanted) = family.and_then(|it| wanted.get(&it)) {
            first.define(index, wanted.asked_of(facts));
        }
    }
}

/// The names that facts leave open in each family of languages that has files nobody has parsed.
fn wanted_by_facts(first: &FirstPass) -> BTreeMap<Family, Wanted> {
    let open = first.sources.iter().filter(|source| is_open(source));
    let families: BTreeSet<Family> = open.map(|it| it.language.family()).collect();
    let wanted = families.into_par_iter().map(|family| {
        let mut wanted = Wanted::default();
        for (path, facts) in &first.facts {
            let language = Language::of(Path::new(path));
            if language.is_some_and(|it| asks(it, family)) {
                wanted.by_facts(facts);
            }
        }
        (family, wanted)
    });
    wanted.collect()
}

/// Whether what a file of this language leaves open could be defined in that family: a language asks itself, a schema
/// any that it is used from.
fn asks(language: Language, family: Family) -> bool {
    match language {
        Language::Prisma => family == Family::Script,
        _ => language.is_schema() || language.family() == family,
    }
}

fn is_open(source: &Source) -> bool {
    let defines = match source.language {
        Language::Sql => false,
        Language::ResourceValues => true,
        language => language.grammar().is_some(),
    };
    !source.parsed && defines
}

/// Wanted names of all families, searched for at once.
struct Search<'a> {
    names: NameSearch,
    asked: BTreeMap<Family, Asked<'a>>,
}

/// What is asked of the files of one family.
struct Asked<'a> {
    wanted: &'a Wanted,
    question: Question<'a>,
}

impl<'a> Search<'a> {
    fn new(
        wanted: &'a BTreeMap<Family, Wanted>,
        fresh: &BTreeMap<Family, Vec<String>>,
        cache: &'a Cache,
    ) -> Self {
        let all: BTreeSet<&String> = fresh.values().flatten().collect();
        let asked = fresh.iter().filter_map(|(family, names)| {
            let wanted = wanted.get(family)?;
            let asked = Asked {
                wanted,
                question: cache.question("names", &(wanted, names)),
            };
            Some((*family, asked))
        });
        Self {
            asked: asked.collect(),
            names: NameSearch::new(all.into_iter().cloned().collect()),
        }
    }

    /// What a file defines, if it looks as if it defined a name that its family asks for.
    fn parse(&self, source: &Source) -> Option<FileFacts> {
        let asked = self.asked.get(&source.language.family())?;
        asked.question.answer(source.digest, || {
            let content = source.content();
            let path = &source.file.path;
            self.defines_one_of(asked, path, &content)
                .then(|| definitions(&extract(source.language, &content).events))
        })
    }

    /// Names that only other families ask for are not wanted of this one.
    fn defines_one_of(&self, asked: &Asked<'_>, path: &str, content: &[u8]) -> bool {
        let mut known = HashMap::new();
        self.names.hits(content).into_iter().any(|hit| {
            let Some(name) = self.names.names().get(hit.text) else {
                return false;
            };
            let (start, end) = (hit.start, hit.end);
            (asked.wanted.is_class(name) && extends(content, start, end))
                || (defines(content, start, end)
                    && asked
                        .wanted
                        .could_be_of(name, stem(path), content, &mut known))
        })
    }
}
