//! Whether shared infrastructure is justified here: by the criteria usually given for it, each with its
//! threshold and what was measured, and with "not justified" as a possible answer.
//!
//! Neither count alone decides: how many features there are hinges on how finely folders are cut, how many
//! user models there are does not. The criteria: five or more features that need user understanding; more than three or four separate
//! user models; compounding between features; new features often. With two or three features of simple
//! needs, application code may be enough.

use std::collections::BTreeSet;

use serde::Serialize;

use super::{Counts, compounding::Opportunity};
use crate::mechanism::{Report, Richness};

/// The answer and what it rests on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Verdict {
    /// The answer.
    pub recommendation: Recommendation,
    /// Why, in a sentence or two.
    pub because: String,
    /// Each criterion.
    pub criteria: Vec<Criterion>,
    /// What would make the answer wrong.
    pub caveats: Vec<String>,
}

/// Whether to build shared infrastructure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Recommendation {
    /// The code shows enough.
    Justified,
    /// It hinges on what the code does not show.
    Depends,
    /// Application code is enough.
    NotJustified,
}

impl Recommendation {
    /// In words.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Justified => "justified",
            Self::Depends => "depends",
            Self::NotJustified => "not justified",
        }
    }
}

/// One criterion.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Criterion {
    /// What is asked.
    pub name: String,
    /// What speaks for infrastructure.
    pub threshold: String,
    /// What was found.
    pub measured: String,
    /// Whether it is met.
    pub met: Met,
}

/// Whether a criterion is met.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Met {
    /// It speaks for infrastructure.
    Yes,
    /// It does not.
    No,
    /// The code cannot tell.
    Unknown,
}

impl From<bool> for Met {
    fn from(met: bool) -> Self {
        if met { Self::Yes } else { Self::No }
    }
}

const MANY_FEATURES: usize = 5;
const FEW_FEATURES: usize = 3;
const MANY_USER_MODELS: usize = 5;
const FEW_USER_MODELS: usize = 4;
/// Above this share of all files, what was skipped could change the answer.
const MUCH_SKIPPED_PERCENT: usize = 2;

struct Findings {
    features: usize,
    user_models: usize,
    evident: usize,
    dimensions: usize,
    rich: usize,
}

pub(super) fn reach(report: &Report, counts: &Counts, compounding: &[Opportunity]) -> Verdict {
    let evident: Vec<&Opportunity> = compounding
        .iter()
        .filter(|opportunity| opportunity.is_evident())
        .collect();
    let shared: BTreeSet<&str> = evident
        .iter()
        .map(|opportunity| opportunity.dimension.as_str())
        .collect();
    let rich = report
        .mechanisms
        .iter()
        .filter(|mechanism| mechanism.richness == Richness::High);
    let findings = Findings {
        features: counts.features,
        user_models: counts.user_models,
        evident: evident.len(),
        dimensions: shared.len(),
        rich: rich.count(),
    };
    let (recommendation, because) = decide(counts, &findings);
    Verdict {
        recommendation,
        because,
        criteria: criteria(&findings),
        caveats: caveats(report, counts),
    }
}

fn decide(counts: &Counts, found: &Findings) -> (Recommendation, String) {
    if counts.mechanisms == 0 {
        let because = "no personalization mechanism was found: there is nothing to share";
        return (Recommendation::NotJustified, because.to_owned());
    }
    if found.user_models == 1 && found.rich == 0 {
        let because = "all that is known of a user is in one place already: a feature that needs it can \
                       read it there";
        return (Recommendation::NotJustified, because.to_owned());
    }
    let few = found.features <= FEW_FEATURES && found.user_models <= FEW_USER_MODELS;
    if few && found.evident == 0 && found.rich == 0 {
        let because = format!(
            "{} with simple needs and {} that hold nothing twice: application code is enough",
            counted(found.features, "feature"),
            counted(found.user_models, "user model"),
        );
        return (Recommendation::NotJustified, because);
    }
    let many = found.features >= MANY_FEATURES && found.user_models >= MANY_USER_MODELS;
    if many && found.evident > 0 {
        let because = format!(
            "{} need user understanding and keep it in {}; in {} one captures what another needs",
            counted(found.features, "feature"),
            counted(found.user_models, "user model"),
            counted(found.dimensions, "dimension"),
        );
        return (Recommendation::Justified, because);
    }
    (Recommendation::Depends, what_it_hinges_on(found))
}

fn what_it_hinges_on(found: &Findings) -> String {
    if found.features >= MANY_FEATURES && found.evident > 0 {
        format!(
            "{} need user understanding, but there are only {}; it hinges on how often new features \
             need it",
            counted(found.features, "feature"),
            counted(found.user_models, "user model"),
        )
    } else if found.features >= MANY_FEATURES {
        format!(
            "{} need user understanding, but none was seen to need what another captures; it hinges \
             on how often new features need it",
            counted(found.features, "feature"),
        )
    } else {
        format!(
            "only {} here need user understanding (infrastructure usually pays from \
             {MANY_FEATURES}); {}; it hinges on how often new features need it",
            counted(found.features, "feature"),
            match (found.evident, found.rich) {
                (0, rich) => format!("{} of high richness", counted(rich, "mechanism")),
                (evident, _) => format!("{} for compounding", counted(evident, "case")),
            }
        )
    }
}

fn criteria(found: &Findings) -> Vec<Criterion> {
    let criterion = |name: &str, threshold: String, measured: String, met: Met| Criterion {
        name: name.to_owned(),
        threshold,
        measured,
        met,
    };
    vec![
        criterion(
            "features that need user understanding",
            format!("{MANY_FEATURES} or more"),
            found.features.to_string(),
            (found.features >= MANY_FEATURES).into(),
        ),
        criterion(
            "separate user models",
            "more than 3 to 4".to_owned(),
            found.user_models.to_string(),
            (found.user_models >= MANY_USER_MODELS).into(),
        ),
        criterion(
            "features that need what another captures",
            "at least one case".to_owned(),
            format!(
                "{} over {}",
                counted(found.evident, "case"),
                counted(found.dimensions, "dimension")
            ),
            (found.evident > 0).into(),
        ),
        criterion(
            "needs that are not simple",
            "a mechanism of high richness".to_owned(),
            counted(found.rich, "mechanism"),
            (found.rich > 0).into(),
        ),
        criterion(
            "new features that need user understanding",
            "often".to_owned(),
            "not in the code: ask the product team".to_owned(),
            Met::Unknown,
        ),
    ]
}

fn caveats(report: &Report, counts: &Counts) -> Vec<String> {
    let mut caveats = vec![
        "features are told by folders, packages and routes; name them in the configuration file to be \
         sure"
            .to_owned(),
    ];
    let in_full = |count: u32| usize::try_from(count).unwrap_or(usize::MAX);
    let unresolved = in_full(report.summary.unresolved_keys);
    if unresolved > 0 {
        caveats.push(format!(
            "the keys of {} could not be resolved: there may be more mechanisms",
            counted(unresolved, "storage call")
        ));
    }
    let read = in_full(report.summary.files.parsed);
    if report.skipped.len() * 100 > read.saturating_mul(MUCH_SKIPPED_PERCENT) {
        caveats.push(format!(
            "not looked at, or only in part: {}",
            counted(report.skipped.len(), "file")
        ));
    }
    if counts.unclassified > 0 {
        caveats.push(format!(
            "the lexicon knows no meaning of the fields of {}; they are in no row of the matrix",
            counted(counts.unclassified, "mechanism")
        ));
    }
    caveats
}

/// `1 case`, `3 cases`.
pub(crate) fn counted(count: usize, noun: &str) -> String {
    if count == 1 {
        format!("1 {noun}")
    } else {
        format!("{count} {noun}s")
    }
}
