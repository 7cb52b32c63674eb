//! The figures about a scan.

use super::{ScanOptions, first_pass::FirstPass};
use crate::{
    assemble,
    feature::Features,
    lexicon::{Lexicon, Weight, words},
    mechanism::{HardCoded, LanguageCount, Report, Summary},
};

/// Literals reported.
const MAX_HARD_CODED: usize = 400;

/// The summary of a report whose mechanisms are final.
pub(super) fn of(
    report: &Report,
    first: &FirstPass,
    features: &Features<'_>,
    options: &ScanOptions,
) -> Summary {
    let mut languages: Vec<LanguageCount> = first
        .languages
        .iter()
        .map(|(language, (files, lines))| LanguageCount {
            language: (*language).to_owned(),
            files: *files,
            lines: *lines,
        })
        .collect();
    languages.sort_by(|one, other| {
        other
            .lines
            .cmp(&one.lines)
            .then_with(|| one.language.cmp(&other.language))
    });
    Summary {
        min_confidence: options.min_confidence,
        mechanisms: u32::try_from(report.mechanisms.len()).unwrap_or(u32::MAX),
        files: first.counts.clone(),
        languages,
        features: assemble::features(&report.mechanisms, features),
        hard_coded: hard_coded(first, features),
        ..Summary::default()
    }
}

fn hard_coded(first: &FirstPass, features: &Features<'_>) -> Vec<HardCoded> {
    let lexicon = Lexicon::get();
    let found = first.literals.iter().filter_map(|(path, literal)| {
        let meaning = lexicon.field(&words(&literal.name), Weight::Owned)?;
        Some(HardCoded {
            feature: features.of(path).name,
            dimension: meaning.dimension.id.clone(),
            name: literal.name.clone(),
            value: literal.value.clone(),
            path: path.clone(),
            line: literal.line,
        })
    });
    found.take(MAX_HARD_CODED).collect()
}
