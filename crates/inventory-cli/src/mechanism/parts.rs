//! The parts a mechanism is made of.

use serde::{Deserialize, Serialize};

/// What a store is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// A relational table known from SQL or migrations only.
    SqlTable,
    /// A model or entity class of an object-relational mapper.
    OrmModel,
    /// A collection of a document database.
    DocumentCollection,
    /// Keys in Redis or a cache with the same interface.
    Redis,
    /// `localStorage`, `sessionStorage`, `IndexedDB` or a cookie.
    BrowserStorage,
    /// A file on disk, one per user.
    ConfigFile,
    /// A server session or process memory keyed by user.
    InMemorySession,
    /// What a language model remembers of a user, or a user's vectors.
    VectorLlmMemory,
    /// Traits or flags held by somebody else's service.
    RemoteSdk,
    /// User data put into a prompt, with no store of its own in this codebase.
    Prompt,
    /// Preferences on a phone or desktop.
    DeviceStorage,
}

impl Kind {
    /// Whether it is on a device of one person, in a browser or beside an application.
    pub(crate) fn is_on_device(self) -> bool {
        matches!(self, Self::BrowserStorage | Self::DeviceStorage)
    }
}

/// The shape of the stored data.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Format {
    /// Names and values, one row or entry each.
    KeyValue,
    /// A column per thing known.
    TypedColumns,
    /// A JSON document.
    JsonBlob,
    /// A row per thing that happened.
    EventLog,
    /// A vector.
    Embedding,
    /// Text written by a person or a language model.
    FreeText,
    /// An edge from a user to a thing.
    Relation,
}

/// Where the stored values come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Inference {
    /// The user said so.
    Explicit,
    /// Observed behaviour.
    Implicit,
    /// Computed by rules from other data.
    Rules,
    /// A trained model.
    Model,
    /// A language model, reading or writing.
    PromptInjection,
    /// No writer was found.
    Unknown,
}

/// How much a mechanism knows of a user.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Richness {
    /// A switch or one choice.
    Low,
    /// A handful of fields, a curated list, a set of rules.
    Medium,
    /// A log of behaviour, an interest graph, free-text facts, recommendations.
    High,
}

/// How the data is tied to one person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Owner {
    /// Columns on the table of users itself.
    Person,
    /// One row per user.
    OneRow,
    /// Many rows per user.
    ManyRows,
    /// The browser or device belongs to the user.
    Device,
    /// The key holds the user's id.
    Key,
    /// The request or session is the user's.
    Session,
}

/// A stored field.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Field {
    /// Column, key or member, as written in the code.
    pub name: String,
    /// Declared type, as written.
    #[serde(rename = "type", default, skip_serializing_if = "Option::is_none")]
    pub type_: Option<String>,
    /// Default value, as written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub default: Option<String>,
    /// Values it may take, where they are enumerated.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub values: Vec<String>,
    /// What it says of a user, from the lexicon (`appearance.theme`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dimension: Option<String>,
    /// Touches health, religion, sexuality and the like: never drafted unasked.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub sensitive: bool,
}

/// What happens at a site.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum SiteRole {
    /// The store is declared.
    Declare,
    /// A value is stored.
    Write,
    /// A value is used.
    Read,
    /// A migration changes the store.
    Migrate,
}

/// A place in the code.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Site {
    /// Relative to the root, with forward slashes.
    pub path: String,
    /// First line, from 1.
    pub line: u32,
    /// Last line, for whole declarations only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub end_line: Option<u32>,
    /// What happens there.
    pub role: SiteRole,
    /// The feature it was attributed to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub feature: Option<String>,
    /// The rule that saw it.
    pub rule: String,
    /// The line itself, trimmed and cut; absent under `--no-snippets`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
}

/// How one feature uses a mechanism.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct FeatureAccess {
    /// The feature.
    pub feature: String,
    /// Sites that read.
    pub reads: u32,
    /// Sites that write.
    pub writes: u32,
}

/// One summand of a score.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Reason {
    /// Points added, or taken when negative; they add up to the score before it is cut to 0..=100.
    pub points: i32,
    /// Why.
    pub text: String,
}

/// How two mechanisms relate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Relation {
    /// Both hold the same dimension and nothing keeps them in step.
    Silo,
    /// One is a copy of the other: some code reads one and writes the other.
    Copy,
    /// They share one physical store (columns of a table, keys of a blob).
    SameStore,
}

/// A tie to another mechanism.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Link {
    /// The other mechanism.
    pub id: String,
    /// How they relate.
    pub relation: Relation,
    /// Dimensions both hold; empty for `same_store`.
    pub dimensions: Vec<String>,
    /// Why.
    pub reason: String,
}
