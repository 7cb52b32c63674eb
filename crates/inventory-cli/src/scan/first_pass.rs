//! The first pass over all files: to facts.

#![expect(
    clippy::naive_bytecount,
    reason = "counting line breaks is not worth a dependency"
)]
#![expect(
    clippy::similar_names,
    reason = "rule and role, path and part are the words of the domain"
)]

use std::{collections::BTreeMap, fs};

use rayon::prelude::*;

use super::{ScanOptions, progress::Bar};
use crate::{
    cache::Cache,
    config::{Comment, Config, comments_in},
    fact::FileFacts,
    language::Language,
    mechanism::{FileCounts, Skipped},
    prefilter::Prefilter,
    rule::{FileContext, Rules, facts},
    syntax::{MAX_BYTES, Partial, extract},
    walk::{FileClass, SourceFile, by_content, by_path},
};

/// Files larger than this are not even read.
const MAX_READ: u64 = 64 << 20;

/// What the first pass leaves for the second.
#[derive(Debug, Default)]
pub struct FirstPass {
    /// Facts by path, sorted.
    pub facts: Vec<(String, FileFacts)>,
    /// Source files of the product: searched for names.
    pub sources: Vec<(SourceFile, Language)>,
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
        lines: u64,
        facts: Option<Box<FileFacts>>,
        comments: Vec<Comment>,
        note: Option<String>,
    },
}

/// Runs the pass.
pub(super) fn run(
    files: Vec<SourceFile>,
    config: &Config,
    options: &ScanOptions,
    bar: &Bar,
) -> FirstPass {
    let cache = Cache::open(options.cache.as_deref());
    let outcomes: Vec<Outcome> = files
        .par_iter()
        .map(|file| {
            let outcome = one(file, config, options, &cache);
            bar.step();
            outcome
        })
        .collect();
    cache.save();
    let mut pass = FirstPass::default();
    for (file, outcome) in files.into_iter().zip(outcomes) {
        pass.take(file, outcome);
    }
    pass
}

impl FirstPass {
    fn take(&mut self, file: SourceFile, outcome: Outcome) {
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
                lines,
                facts,
                comments,
                note,
            } => {
                let size = self.languages.entry(language.name()).or_default();
                size.0 += 1;
                size.1 += lines;
                if let Some(reason) = note {
                    self.skipped.push(Skipped {
                        path: file.path.clone(),
                        reason,
                    });
                }
                self.comments.extend(
                    comments
                        .into_iter()
                        .map(|comment| (file.path.clone(), comment)),
                );
                match facts {
                    Some(facts) => {
                        self.counts.parsed += 1;
                        self.facts.push((file.path.clone(), *facts));
                    }
                    None => self.counts.not_relevant += 1,
                }
                self.sources.push((file, language));
            }
        }
    }
}

fn one(file: &SourceFile, config: &Config, options: &ScanOptions, cache: &Cache) -> Outcome {
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
    let content = match read(file) {
        Ok(content) => content,
        Err(reason) => return Outcome::Skipped(reason),
    };
    if content.len() > MAX_BYTES && language != Language::Sql {
        return Outcome::Skipped(Partial::TooLarge.reason());
    }
    let class = by_content(&file.path, &content);
    if class != FileClass::Code {
        return Outcome::Class(class);
    }
    if content.iter().take(8000).any(|byte| *byte == 0) {
        return Outcome::Skipped("holds NUL bytes: not a source text".to_owned());
    }
    source(file, language, &content, options, cache)
}

/// Reads a file; the reason in words when that fails.
pub(super) fn read(file: &SourceFile) -> Result<Vec<u8>, String> {
    let size = fs::metadata(&file.location)
        .map_err(|error| format!("cannot be read: {error}"))?
        .len();
    if size > MAX_READ {
        return Err(format!("larger than {} MiB: not read", MAX_READ >> 20));
    }
    fs::read(&file.location).map_err(|error| format!("cannot be read: {error}"))
}

fn source(
    file: &SourceFile,
    language: Language,
    content: &[u8],
    options: &ScanOptions,
    cache: &Cache,
) -> Outcome {
    let breaks = content.iter().filter(|byte| **byte == b'\n').count();
    let lines = u64::try_from(breaks).unwrap_or(u64::MAX);
    let comments = comments_in(content);
    if !options.no_prefilter && !Prefilter::get().passes(&file.path, language, content) {
        return Outcome::Source {
            language,
            lines,
            facts: None,
            comments,
            note: None,
        };
    }
    if let Some(found) = cache.get(&file.path, content) {
        let (facts, note) = found;
        return Outcome::Source {
            language,
            lines,
            facts: Some(Box::new(facts)),
            comments,
            note,
        };
    }
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
    cache.put(&file.path, content, &found, note.as_deref());
    Outcome::Source {
        language,
        lines,
        facts: Some(Box::new(found)),
        comments,
        note,
    }
}
