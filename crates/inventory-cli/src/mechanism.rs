//! The result of a scan: what every report, baseline, diff and draft reads.
//!
//! The unit is the **mechanism**: one store with one purpose, whose `id` depends on what the store is and
//! not on where its code stands, so it survives moves and reformatting. Serialised as JSON this is the
//! published report format; [`REPORT_VERSION`] grows when a field changes its meaning or goes away.
//! Nothing here knows a time or an absolute path: the same tree gives the same bytes.

mod parts;
mod summary;

use serde::{Deserialize, Serialize};

pub use parts::{
    FeatureAccess, Field, Format, Inference, Kind, Link, Owner, Reason, Relation, Richness, Site,
    SiteRole,
};
pub use summary::{
    BelowConfidence, Excluded, Feature, FileCounts, HardCoded, LanguageCount, Skipped, Summary,
    UnusedIgnore,
};

/// Version of the JSON report format.
pub const REPORT_VERSION: u32 = 1;

/// Mechanisms below this confidence are listed under `excluded` and not reported.
pub const DEFAULT_CONFIDENCE: u8 = 50;

/// Everything one scan found.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Report {
    /// [`REPORT_VERSION`] at the time of writing.
    pub version: u32,
    /// The scanned path as it was given; `.` by the name it stands for, several paths by their names.
    pub root: String,
    /// Mechanisms at or above the confidence asked for, most confident first, then by name.
    pub mechanisms: Vec<Mechanism>,
    /// Candidates that were looked at and left out, each with the reason.
    pub excluded: Vec<Excluded>,
    /// Files that were not, or only partly, looked at.
    pub skipped: Vec<Skipped>,
    /// Figures about the scan, the features and what they hard-code.
    pub summary: Summary,
}

/// One store with one purpose.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Mechanism {
    /// Stable identity, `pm_` and twelve hexadecimal digits.
    pub id: String,
    /// A name for people: the store, with its purpose where one store serves several.
    pub name: String,
    /// What the store is.
    pub kind: Kind,
    /// Bare tables, classes and storage keys; templates as `user:{id}:prefs`.
    pub names: Vec<String>,
    /// The shape of the stored data.
    pub format: Format,
    /// Where the values come from, main one first; never empty.
    pub inference: Vec<Inference>,
    /// Features that touch it, sorted; details in `access`.
    pub features: Vec<String>,
    /// Who reads and who writes, sorted by feature.
    pub access: Vec<FeatureAccess>,
    /// Whose the data is, and how one can tell.
    pub owner: Owner,
    /// What is stored: columns, keys of a blob, members of a key family.
    pub fields: Vec<Field>,
    /// How much it knows of a user.
    pub richness: Richness,
    /// The figure behind `richness`, 0 to 100.
    pub richness_score: u8,
    /// How `richness_score` adds up.
    pub richness_reasons: Vec<Reason>,
    /// How sure the scanner is that this personalizes, 0 to 100.
    pub confidence: u8,
    /// How `confidence` adds up.
    pub reasons: Vec<Reason>,
    /// Where it is declared (first), written, read and migrated.
    pub sites: Vec<Site>,
    /// Ids of the mechanisms in `links`, sorted.
    pub linked: Vec<String>,
    /// Other mechanisms that hold the same understanding, or a copy of this one.
    pub links: Vec<Link>,
    /// How far a bridge has taken it; only from a bridge configuration.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stage: Option<String>,
}

impl Mechanism {
    /// The declaration: the first site.
    #[must_use]
    pub fn declaration(&self) -> Option<&Site> {
        self.sites.first()
    }

    /// Dimensions its fields hold, sorted, each once.
    #[must_use]
    pub fn dimensions(&self) -> Vec<&str> {
        let mut dimensions: Vec<&str> = self
            .fields
            .iter()
            .filter_map(|field| field.dimension.as_deref())
            .collect();
        dimensions.sort_unstable();
        dimensions.dedup();
        dimensions
    }
}
