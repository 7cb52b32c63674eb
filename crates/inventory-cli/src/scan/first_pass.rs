//! The first pass over all files: to facts.

#![expect(
    clippy::similar_names,
    reason = "rule and role, path and part are the words of the domain"
)]

use std::{collections::BTreeMap, sync::Arc};

use memchr::{memchr, memchr_iter};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::{
    AT_ONCE, ScanOptions,
    progress::Bar,
    source::{Content, Room, Source, read},
};
use crate::{
    cache::{Cache, Digest, Question},
    config::{Comment, Config, comments_in},
    fact::{FileFacts, LiteralFact},
    language::Language,
    mechanism::{FileCounts, Skipped},
    prefilter::{Prefilter, Worth},
    rule::{FileContext, Rules, facts, literals},
    syntax::{MAX_BYTES, Partial, extract, scripts_only},
    walk::{FileClass, SourceFile, by_content, by_path},
};

/// What the first pass leaves for the second.
#[derive(Debug, Default)]
pub struct FirstPass {
    /// Facts by path, sorted.
    pub facts: Vec<(String, FileFacts)>,
    /// Source files of the product, sorted by path: searched for names.
    pub(crate) sources: Vec<Source>,
    /// Literals that fix what could be a preference, by path.
    pub literals: Vec<(String, LiteralFact)>,
    /// Ignore comments by path.
    pub comments: Vec<(String, Comment)>,
    /// Files by class.
    pub counts: FileCounts,
    /// Files and lines by language.
    pub languages: BTreeMap<&'static str, (u32, u64)>,
    /// What was not looked at.
    pub skipped: Vec<Skipped>,
}

/// What became of one file.
enum Outcome {
    Class(FileClass),
    Other,
    Skipped(String),
    Source {
        language: Language,
        findings: Box<Findings>,
        digest: Digest,
        content: Option<Box<[u8]>>,
    },
}

/// What the bytes of a file say.
#[derive(Debug, Serialize, Deserialize)]
enum Look {
    Class(FileClass),
    Skipped(String),
    Source(Box<Findings>),
}

/// What a source file holds.
#[derive(Debug, Serialize, Deserialize)]
struct Findings {
    lines: u64,
    facts: Option<FileFacts>,
    literals: Vec<LiteralFact>,
    comments: Vec<Comment>,
    note: Option<String>,
}

/// Runs the pass.
pub(super) fn run(
    files: Vec<SourceFile>,
    config: &Config,
    options: &ScanOptions,
    cache: &Cache,
    bar: &Bar,
) -> FirstPass {
    let question = cache.question("facts", &options.no_prefilter);
    let room = Arc::new(Room::default());
    let outcomes: Vec<Outcome> = files
        .par_iter()
        .with_max_len(AT_ONCE)
        .map(|file| {
            let outcome = one(file, config, options, (cache, question), &room);
            bar.step();
            outcome
        })
        .collect();
    let mut pass = FirstPass::default();
    for (file, outcome) in files.into_iter().zip(outcomes) {
        pass.take(file, outcome, &room);
    }
    pass
}

impl FirstPass {
    /// The facts of the source with this index, empty ones where it had none.
    pub(super) fn facts_of(&mut self, source: usize) -> Option<&mut FileFacts> {
        let path = &self.sources.get(source)?.file.path;
        let found = self.facts.binary_search_by(|(known, _)| known.cmp(path));
        let at = found.unwrap_or_else(|at| {
            self.facts.insert(at, (path.clone(), FileFacts::default()));
            at
        });
        self.facts.get_mut(at).map(|(_, facts)| facts)
    }

    /// Adds what a source defines that was not parsed before.
    pub(super) fn define(&mut self, source: usize, definitions: FileFacts) {
        if let Some(facts) = self.facts_of(source) {
            facts.constants.extend(definitions.constants);
            facts.classes.extend(definitions.classes);
        }
        self.counts.parsed += 1;
        self.counts.not_relevant = self.counts.not_relevant.saturating_sub(1);
    }

    fn take(&mut self, file: SourceFile, outcome: Outcome, room: &Arc<Room>) {
        match outcome {
            Outcome::Other => self.counts.other += 1,
            Outcome::Skipped(reason) => {
                self.counts.skipped += 1;
                self.skipped.push(Skipped {
                    path: file.path,
                    reason,
                });
            }
            Outcome::Class(class) => match class {
                FileClass::Test => self.counts.test += 1,
                FileClass::Vendored => self.counts.vendored += 1,
                FileClass::Generated => self.counts.generated += 1,
                FileClass::Minified => self.counts.minified += 1,
                FileClass::Locale => self.counts.locale += 1,
                FileClass::Code => self.counts.other += 1,
            },
            Outcome::Source {
                language,
                findings,
                digest,
                content,
            } => {
                let parsed = findings.facts.is_some();
                self.take_findings(&file.path, language, *findings);
                let content = Content::new(content, Arc::clone(room));
                self.sources
                    .push(Source::new(file, language, parsed, digest, content));
            }
        }
    }

    fn take_findings(&mut self, path: &str, language: Language, findings: Findings) {
        let size = self.languages.entry(language.name()).or_default();
        size.0 += 1;
        size.1 += findings.lines;
        if let Some(reason) = findings.note {
            self.skipped.push(Skipped {
                path: path.to_owned(),
                reason,
            });
        }
        let literals = findings.literals.into_iter();
        self.literals
            .extend(literals.map(|literal| (path.to_owned(), literal)));
        let comments = findings.comments.into_iter();
        self.comments
            .extend(comments.map(|comment| (path.to_owned(), comment)));
        match findings.facts {
            Some(facts) => {
                self.counts.parsed += 1;
                self.facts.push((path.to_owned(), facts));
            }
            None => self.counts.not_relevant += 1,
        }
    }
}

fn one(
    file: &SourceFile,
    config: &Config,
    options: &ScanOptions,
    (cache, question): (&Cache, Question<'_>),
    room: &Room,
) -> Outcome {
    let Some(language) = Language::of(file.location.as_path()) else {
        return Outcome::Other;
    };
    if config.excludes(&file.path) {
        return Outcome::Skipped("excluded by the configuration".to_owned());
    }
    let class = by_path(&file.path);
    if class != FileClass::Code {
        return Outcome::Class(class);
    }
    if let Some(digest) = cache.unchanged(file)
        && let Some(look) = question.known::<Look>(digest)
    {
        return look.outcome(language, digest, || None);
    }
    let (metadata, content) = match read(file) {
        Ok(read) => read,
        Err(reason) => return Outcome::Skipped(reason),
    };
    if content.len() > MAX_BYTES && language != Language::Sql {
        return Outcome::Skipped(Partial::TooLarge.reason());
    }
    let digest = cache.digest(file, &metadata, &content);
    let look = question.answer(digest, || look(file, language, &content, options));
    look.outcome(language, digest, || room.keep(content).ok())
}

impl Look {
    fn outcome(
        self,
        language: Language,
        digest: Digest,
        content: impl FnOnce() -> Option<Box<[u8]>>,
    ) -> Outcome {
        match self {
            Self::Class(class) => Outcome::Class(class),
            Self::Skipped(reason) => Outcome::Skipped(reason),
            Self::Source(findings) => Outcome::Source {
                language,
                findings,
                digest,
                content: content(),
            },
        }
    }
}

fn look(file: &SourceFile, language: Language, content: &[u8], options: &ScanOptions) -> Look {
    let class = by_content(&file.path, content);
    if class != FileClass::Code {
        return Look::Class(class);
    }
    let head = content.get(..8000).unwrap_or(content);
    if memchr(0, head).is_some() {
        return Look::Skipped("holds NUL bytes: not a source text".to_owned());
    }
    let scripts;
    let code = if language.is_page() {
        scripts = scripts_only(content);
        scripts.as_slice()
    } else {
        content
    };
    let worth = if options.no_prefilter {
        Worth::Parsing
    } else {
        Prefilter::get().worth(&file.path, language, code)
    };
    let (facts, note) = match worth {
        Worth::Parsing => parsed(file, language, content),
        Worth::Reading | Worth::Nothing => (None, None),
    };
    let literals = match worth {
        Worth::Nothing => Vec::new(),
        Worth::Parsing if language.is_schema() => Vec::new(),
        Worth::Reading | Worth::Parsing => literals(code),
    };
    Look::Source(Box::new(Findings {
        lines: u64::try_from(memchr_iter(b'\n', content).count()).unwrap_or(u64::MAX),
        facts,
        literals,
        comments: comments_in(content),
        note,
    }))
}

/// The facts of a file, and what there is to say about its reading.
fn parsed(
    file: &SourceFile,
    language: Language,
    content: &[u8],
) -> (Option<FileFacts>, Option<String>) {
    let extraction = extract(language, content);
    let mut note = extraction.partial.map(Partial::reason);
    if std::str::from_utf8(content).is_err() {
        note.get_or_insert_with(|| "not valid UTF-8: read as far as it goes".to_owned());
    }
    let context = FileContext {
        path: &file.path,
        language,
        source: content,
    };
    let found = facts(Rules::get(), context, &extraction.events);
    (Some(found), note)
}
