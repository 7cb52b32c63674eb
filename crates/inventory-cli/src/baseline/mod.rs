//! The baseline: the mechanisms a team has accepted, by identity and never by place, and the exceptions
//! made since, each with its reason. A TOML file under version control.

mod renewal;

use std::{collections::BTreeSet, path::Path};

use serde::{Deserialize, Serialize};

pub use self::renewal::{Renewal, renew};
use crate::{
    Error,
    identity::{Identity, field_names},
    mechanism::{Kind, Mechanism},
};

/// Version of the baseline format.
pub const BASELINE_VERSION: u32 = 1;

/// What a team has accepted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Baseline {
    /// [`BASELINE_VERSION`] at the time of writing.
    pub version: u32,
    /// The mechanisms that were there, by name, then id.
    #[serde(default, rename = "mechanism", skip_serializing_if = "Vec::is_empty")]
    pub mechanisms: Vec<Accepted>,
    /// Silos let in since, by name, then id.
    #[serde(default, rename = "exception", skip_serializing_if = "Vec::is_empty")]
    pub exceptions: Vec<Exception>,
}

/// A mechanism that was there when the baseline was written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Accepted {
    /// Its identity.
    pub id: String,
    /// Its name, for people.
    pub name: String,
    /// What it is.
    pub kind: Kind,
    /// Dimensions it holds, sorted.
    pub dimensions: Vec<String>,
    /// Its fields, sorted: they tell it again under another name.
    pub fields: Vec<String>,
}

/// A silo that is let in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Exception {
    /// Identity of the mechanism.
    pub id: String,
    /// Its name, for people.
    #[serde(default)]
    pub name: String,
    /// The dimensions it may hold although they are held already; none allows all.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub dimensions: Vec<String>,
    /// Why.
    pub reason: String,
}

impl Accepted {
    fn of(mechanism: &Mechanism) -> Self {
        let dimensions = mechanism.dimensions().into_iter();
        Self {
            id: mechanism.id.clone(),
            name: mechanism.name.clone(),
            kind: mechanism.kind,
            dimensions: dimensions.map(str::to_owned).collect(),
            fields: field_names(mechanism),
        }
    }

    pub(crate) fn identity(&self) -> Identity<'_> {
        Identity {
            id: &self.id,
            kind: self.kind,
            fields: &self.fields,
        }
    }
}

impl Exception {
    /// Whether it lets the mechanism hold `dimension`.
    #[must_use]
    pub fn allows(&self, dimension: &str) -> bool {
        self.dimensions.is_empty() || self.dimensions.iter().any(|allowed| allowed == dimension)
    }
}

impl Baseline {
    /// Reads the text of the baseline file `path`.
    ///
    /// # Errors
    /// [`Error::Invalid`]: not TOML, unknown keys, another version, an id twice, an exception without a
    /// reason.
    pub fn parse(path: &Path, text: &str) -> Result<Self, Error> {
        let invalid = |reason: String| Error::Invalid {
            path: path.to_owned(),
            what: "baseline",
            reason,
        };
        let baseline: Self = toml::from_str(text).map_err(|error| invalid(error.to_string()))?;
        baseline.check().map_err(invalid)?;
        Ok(baseline)
    }

    /// The file's text.
    ///
    /// # Errors
    /// It does not serialise.
    pub fn to_toml(&self) -> Result<String, Error> {
        let body = toml::to_string(self)
            .map_err(|error| Error::Usage(format!("cannot serialise the baseline: {error}")))?;
        Ok(format!("{HEADER}{body}"))
    }

    fn check(&self) -> Result<(), String> {
        if self.version != BASELINE_VERSION {
            return Err(format!(
                "its version is {}, this program reads version {BASELINE_VERSION}; write it again with \
                 `selfmodel-inventory baseline`",
                self.version
            ));
        }
        let mut ids = BTreeSet::new();
        let accepted = self.mechanisms.iter().map(|accepted| &accepted.id);
        if let Some(twice) = accepted.into_iter().find(|id| !ids.insert(*id)) {
            return Err(format!(
                "{twice} is accepted twice; remove one of the entries"
            ));
        }
        let mut ids = BTreeSet::new();
        for exception in &self.exceptions {
            if !ids.insert(&exception.id) {
                return Err(format!(
                    "{} has two exceptions; make them one",
                    exception.id
                ));
            }
            if exception.reason.trim().is_empty() {
                return Err(format!(
                    "the exception for {} gives no reason; say why this silo is let in",
                    exception.id
                ));
            }
        }
        Ok(())
    }
}

const HEADER: &str = "\
# Personalization mechanisms accepted so far. `selfmodel-inventory check` fails when a mechanism that is not
# here holds a dimension that is. Mechanisms are told by id, which a moved or reformatted file keeps.
# To let a new silo in, add:
#   [[exception]]
#   id = \"pm_...\"
#   reason = \"why it may hold what is held already\"

";
