//! How far a bridge has taken a mechanism.

/// The stages of a bridge, in order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Stage {
    /// Configured, doing nothing.
    Off,
    /// Writes to the shared model.
    Shadow,
    /// Beliefs are compared with what the feature holds.
    Compare,
    /// Beliefs fill the gaps of the feature.
    Assist,
    /// Beliefs come before the feature's own defaults.
    Lead,
    /// The feature calls the shared model itself.
    Native,
    /// Nothing reads the old store any more.
    Retired,
}

const STAGES: [(Stage, &str); 7] = [
    (Stage::Off, "off"),
    (Stage::Shadow, "shadow"),
    (Stage::Compare, "compare"),
    (Stage::Assist, "assist"),
    (Stage::Lead, "lead"),
    (Stage::Native, "native"),
    (Stage::Retired, "retired"),
];

impl Stage {
    /// The stage of this name.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        STAGES
            .iter()
            .find(|(_, name)| *name == text)
            .map(|(stage, _)| *stage)
    }

    /// Its name in configuration and reports.
    #[must_use]
    pub fn name(self) -> &'static str {
        STAGES
            .iter()
            .find(|(stage, _)| *stage == self)
            .map_or("off", |(_, name)| name)
    }

    /// The names of all stages in order, for error messages.
    #[must_use]
    pub fn names() -> String {
        STAGES.map(|(_, name)| name).join(", ")
    }
}
