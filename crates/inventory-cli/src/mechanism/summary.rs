//! What a scan says beside its mechanisms: what it looked at, what it left out, who the features are.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::Kind;

/// A candidate that is not reported as a mechanism.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Excluded {
    /// The store or key.
    pub name: String,
    /// What it would have been.
    pub kind: Kind,
    /// Why it was left out (`site_settings: no owner`, `ignored: …`, `below_confidence: 35`).
    pub reason: String,
    /// Where, relative to the root.
    pub path: String,
    /// First line, from 1.
    pub line: u32,
    /// The mechanism it would be, had less confidence been asked for; only where confidence alone left it
    /// out. `diff` tells by it a mechanism that is gone from one that is only less sure now.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub below_confidence: Option<BelowConfidence>,
}

/// What is known of a mechanism below the confidence asked for.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct BelowConfidence {
    /// The id it has in reports that contain it.
    pub id: String,
    /// Its confidence, 0 to 100.
    pub confidence: u8,
}

/// A file that was not, or not wholly, looked at.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Skipped {
    /// Relative to the root.
    pub path: String,
    /// Why, in words.
    pub reason: String,
}

/// Figures about the scan.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Summary {
    /// The lowest confidence reported.
    pub min_confidence: u8,
    /// Mechanisms reported.
    pub mechanisms: u32,
    /// Files by what became of them.
    pub files: FileCounts,
    /// Source files and lines by language, most lines first.
    pub languages: Vec<LanguageCount>,
    /// The classes and tables that stand for a person (`User`, `Profile`).
    pub persons: Vec<String>,
    /// Everyone who uses a mechanism, and features with none that hard-code a dimension; by name.
    pub features: Vec<Feature>,
    /// Literals where a user's preference could stand.
    pub hard_coded: Vec<HardCoded>,
    /// Storage calls whose key could not be resolved to text.
    pub unresolved_keys: u32,
    /// Ignore comments and configured ignores that matched nothing.
    pub unused_ignores: Vec<UnusedIgnore>,
}

/// Files by what became of them; their sum is every file of the walk.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct FileCounts {
    /// Parsed.
    pub parsed: u32,
    /// Source without any word the rules look for.
    pub not_relevant: u32,
    /// Test, fixture and example code: read for nothing.
    pub test: u32,
    /// Other people's code.
    pub vendored: u32,
    /// Written by a generator.
    pub generated: u32,
    /// Minified.
    pub minified: u32,
    /// Translations.
    pub locale: u32,
    /// In no language the scanner reads.
    pub other: u32,
    /// See `skipped`.
    pub skipped: u32,
}

/// Size of one language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct LanguageCount {
    /// Language name.
    pub language: String,
    /// Source files, tests and vendored code left out.
    pub files: u32,
    /// Their lines.
    pub lines: u64,
}

/// A feature of the scanned product.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Feature {
    /// Name.
    pub name: String,
    /// How it was recognised (`folder apps/search`, `configured`).
    pub basis: String,
    /// Ids of the mechanisms it reads.
    pub reads: Vec<String>,
    /// Ids of the mechanisms it writes.
    pub writes: Vec<String>,
    /// Dimension to number of sites that use it, over all its mechanisms.
    pub dimensions: BTreeMap<String, u32>,
}

/// A literal where a user's preference could stand.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct HardCoded {
    /// The feature that hard-codes.
    pub feature: String,
    /// The dimension it fixes.
    pub dimension: String,
    /// The name it is given (`tone`).
    pub name: String,
    /// The literal.
    pub value: String,
    /// Where, relative to the root.
    pub path: String,
    /// Line, from 1.
    pub line: u32,
}

/// An ignore that ignores nothing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct UnusedIgnore {
    /// Where it stands.
    pub path: String,
    /// Line, from 1; 0 in a configuration file.
    pub line: u32,
    /// Its text.
    pub text: String,
}
