//! What the path of a file says of the feature it belongs to.

use std::collections::{BTreeSet, HashSet};

use super::vocabulary::Vocabulary;
use crate::lexicon::words;

/// How near the user a file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Standing {
    /// In front: its name is that of a feature.
    Front,
    /// A folder of its own, of which nothing says what it is.
    Beside,
    /// A part of pages, which may be named after a feature.
    Part,
    /// Behind: its name may speak of a feature.
    Behind,
}

/// The name a path gives.
#[derive(Debug)]
pub(super) struct Named {
    pub(super) key: Vec<String>,
    pub(super) spelled: String,
    pub(super) standing: Standing,
    pub(super) basis: String,
}

/// The name that `path` gives, if any. Words of `product` stand for all of it and name no feature.
pub(super) fn named(path: &str, product: &BTreeSet<String>) -> Option<Named> {
    let parts: Vec<&str> = path.split('/').collect();
    let (file, folders) = parts.split_last()?;
    let vocabulary = Vocabulary::get();
    let lower: Vec<String> = folders.iter().map(|it| it.to_ascii_lowercase()).collect();
    let path = Path {
        vocabulary,
        folders,
        lower: &lower,
        stem: file.split('.').next().unwrap_or(file),
        product,
    };
    let front = if path.is_within(&vocabulary.widgets) {
        Standing::Behind
    } else {
        Standing::Front
    };
    let name = path
        .below(&vocabulary.front, front)
        .or_else(|| path.part())
        .or_else(|| path.below(&vocabulary.beside, Standing::Beside));
    name.or_else(|| {
        if path.is_within(&vocabulary.behind) {
            path.behind()
        } else {
            path.nearest()
        }
    })
}

struct Path<'a> {
    vocabulary: &'static Vocabulary,
    folders: &'a [&'a str],
    /// The folders in lower case.
    lower: &'a [String],
    stem: &'a str,
    product: &'a BTreeSet<String>,
}

impl Path<'_> {
    fn is_within(&self, containers: &HashSet<String>) -> bool {
        self.containers(containers).next().is_some()
    }

    /// Where folders of these names stand.
    fn containers(&self, names: &HashSet<String>) -> impl Iterator<Item = usize> {
        let folders = self.lower.iter().enumerate();
        folders.filter_map(|(index, folder)| names.contains(folder).then_some(index))
    }

    /// The first telling name below one of `containers`.
    fn below(&self, containers: &HashSet<String>, standing: Standing) -> Option<Named> {
        self.containers(containers).find_map(|index| {
            let container = self.folders.get(index)?;
            let inner = self.folders.get(index + 1..)?.iter().copied();
            let mut inner = inner.chain([self.stem]);
            inner.find_map(|name| self.read(name, || format!("in {container}/"), standing))
        })
    }

    /// What a folder of parts of pages stands in: `reader/components/canvas` is of the reader; else the part.
    fn part(&self) -> Option<Named> {
        let first = self.containers(&self.vocabulary.parts).next()?;
        let mut around = self.folders.get(..first)?.iter().rev();
        around
            .find_map(|folder| self.read(folder, || format!("in {folder}/"), Standing::Beside))
            .or_else(|| self.below(&self.vocabulary.parts, Standing::Part))
    }

    /// The file's own name, else the nearest telling folder of those behind the features.
    fn behind(&self) -> Option<Named> {
        let first = self.containers(&self.vocabulary.behind).next()?;
        let inner = self.folders.get(first + 1..)?.iter().copied();
        let mut names = [self.stem].into_iter().chain(inner.rev());
        names.find_map(|name| self.read(name, || "by its name".to_owned(), Standing::Behind))
    }

    /// The nearest telling folder, else the file's own name.
    fn nearest(&self) -> Option<Named> {
        let mut folders = self.folders.iter().rev();
        folders
            .find_map(|folder| self.read(folder, || format!("folder {folder}"), Standing::Beside))
            .or_else(|| self.read(self.stem, || "file name".to_owned(), Standing::Beside))
    }

    /// Reads one folder or file name.
    fn read(
        &self,
        name: &str,
        basis: impl FnOnce() -> String,
        standing: Standing,
    ) -> Option<Named> {
        if name.starts_with(['[', '(', '_', '.', '@', '+', '$', '{']) {
            return None;
        }
        let mut key = words(name);
        key.retain(|word| !self.product.contains(word) && !is_version(word));
        self.strip(&mut key);
        let telling = |word: &String| word.len() > 1 && !self.vocabulary.nothing.contains(word);
        if !key.iter().any(telling) || key.len() > MOST_WORDS {
            return None;
        }
        let same = key.first().filter(|_| key.len() == 1);
        let feature = same.and_then(|word| self.vocabulary.synonym(word));
        let spelled = feature.map_or_else(|| spelled(name, &key), str::to_owned);
        let key = feature.map_or(key, words);
        Some(Named {
            key,
            spelled,
            standing,
            basis: basis(),
        })
    }

    /// Takes off what a file is and does, and leaves what it is about.
    fn strip(&self, key: &mut Vec<String>) {
        let words = self.vocabulary;
        let says_little = |word: &String, also: &HashSet<String>| {
            [&words.verbs, &words.nothing, also]
                .iter()
                .any(|list| list.contains(word))
        };
        while key.len() > 1 && key.last().is_some_and(|it| says_little(it, &words.roles)) {
            key.pop();
        }
        while key.len() > 1
            && key
                .first()
                .is_some_and(|it| says_little(it, &words.changes))
        {
            key.remove(0);
        }
    }
}

/// Longer names are sentences.
const MOST_WORDS: usize = 5;

fn is_version(word: &str) -> bool {
    let number = word.strip_prefix('v').unwrap_or(word);
    !number.is_empty() && number.chars().all(|it| it.is_ascii_digit())
}

/// The name as the project writes it, the last word in the plural where it is.
fn spelled(name: &str, key: &[String]) -> String {
    let Some((last, first)) = key.split_last() else {
        return String::new();
    };
    let lower = name.to_ascii_lowercase();
    let plurals = [
        format!("{last}s"),
        format!("{last}es"),
        format!("{}ies", last.trim_end_matches('y')),
    ];
    let mut plurals = plurals.into_iter();
    let last = plurals
        .find(|plural| lower.contains(plural.as_str()))
        .unwrap_or_else(|| last.clone());
    let all: Vec<&str> = first
        .iter()
        .map(String::as_str)
        .chain([last.as_str()])
        .collect();
    all.join("-")
}
