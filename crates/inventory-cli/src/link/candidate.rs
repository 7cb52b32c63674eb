//! A mechanism in the making: facts brought together, before use and score are known.

use crate::mechanism::{Excluded, Format, Inference, Kind, Owner, Reason, Richness, SiteRole};

/// A site before attribution.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Place {
    pub(crate) path: String,
    pub(crate) line: u32,
    pub(crate) end_line: Option<u32>,
    pub(crate) role: SiteRole,
    pub(crate) rule: String,
}

/// A field before it becomes public.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct FieldDraft {
    pub(crate) name: String,
    pub(crate) type_: Option<String>,
    pub(crate) default: Option<String>,
    pub(crate) values: Vec<String>,
    pub(crate) dimension: Option<String>,
    pub(crate) sensitive: bool,
    pub(crate) path: String,
    pub(crate) line: u32,
}

/// Names kept of one mechanism.
const MOST_NAMES: usize = 1_000;

/// A mechanism in the making.
#[derive(Debug, Clone)]
pub(crate) struct Candidate {
    /// What its id is made from: never a path or line.
    pub(crate) identity: String,
    pub(crate) name: String,
    /// The physical store, shared by candidates split from it.
    pub(crate) store: String,
    pub(crate) kind: Kind,
    pub(crate) names: Vec<String>,
    pub(crate) format: Format,
    pub(crate) inference: Vec<Inference>,
    pub(crate) owner: Owner,
    pub(crate) fields: Vec<FieldDraft>,
    pub(crate) places: Vec<Place>,
    pub(crate) reasons: Vec<Reason>,
    /// Richness that the purpose of the store suggests.
    pub(crate) richness: Option<Richness>,
    /// Identifiers that show use of it anywhere in the code.
    pub(crate) terms: Vec<String>,
    /// Dimension of the whole, where no field has one.
    pub(crate) dimension: Option<String>,
    /// Only worth reporting if user data of it reaches a prompt.
    pub(crate) needs_prompt: bool,
}

impl Candidate {
    /// An empty candidate.
    pub(crate) fn new(kind: Kind, store: &str, purpose: &str) -> Self {
        let group = match kind {
            Kind::SqlTable | Kind::OrmModel | Kind::DocumentCollection | Kind::VectorLlmMemory => {
                "table"
            }
            Kind::Redis => "redis",
            Kind::BrowserStorage => "browser",
            Kind::ConfigFile => "file",
            Kind::InMemorySession => "session",
            Kind::RemoteSdk => "sdk",
            Kind::Prompt => "prompt",
            Kind::DeviceStorage => "device",
        };
        Self {
            identity: format!("{group}|{store}|{purpose}"),
            name: if purpose.is_empty() {
                store.to_owned()
            } else {
                format!("{store}: {purpose}")
            },
            store: format!("{group}|{store}"),
            kind,
            names: Vec::new(),
            format: Format::TypedColumns,
            inference: Vec::new(),
            owner: Owner::ManyRows,
            fields: Vec::new(),
            places: Vec::new(),
            reasons: Vec::new(),
            richness: None,
            terms: Vec::new(),
            dimension: None,
            needs_prompt: false,
        }
    }

    /// Adds a summand of the confidence.
    pub(crate) fn because(&mut self, points: i32, text: impl Into<String>) {
        self.reasons.push(Reason {
            points,
            text: text.into(),
        });
    }

    /// Adds a name once.
    pub(crate) fn named(&mut self, name: &str) {
        let room = self.names.len() < MOST_NAMES;
        if room && !name.is_empty() && !self.names.iter().any(|known| known == name) {
            self.names.push(name.to_owned());
        }
    }

    /// Its exclusion, with a reason.
    pub(crate) fn excluded(&self, reason: impl Into<String>) -> Excluded {
        let place = self.places.first();
        Excluded {
            name: self.name.clone(),
            kind: self.kind,
            reason: reason.into(),
            path: place.map(|it| it.path.clone()).unwrap_or_default(),
            line: place.map_or(0, |it| it.line),
            below_confidence: None,
        }
    }
}
