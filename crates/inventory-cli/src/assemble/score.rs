//! Scores as sums of reasons that people can check.

use crate::{
    link::Candidate,
    mechanism::{Format, Inference, Kind, Owner, Reason, Richness, Site, SiteRole},
};

/// The reasons of the confidence: those of the candidate, and what its use adds.
pub(super) fn confidence_reasons(candidate: &Candidate, sites: &[Site]) -> Vec<Reason> {
    let mut reasons = candidate.reasons.clone();
    let used = |role| {
        sites
            .iter()
            .any(|site| site.role == role && site.rule == "usage.name")
    };
    let (reads, writes) = (used(SiteRole::Read), used(SiteRole::Write));
    if reads && writes {
        reasons.push(Reason {
            points: 10,
            text: "other code reads and writes it".to_owned(),
        });
    } else if reads || writes {
        reasons.push(Reason {
            points: 6,
            text: "other code uses it".to_owned(),
        });
    }
    reasons.retain(|reason| reason.points != 0);
    reasons
}

/// A sum of reasons, cut to 0..=100.
pub(super) fn total(reasons: &[Reason]) -> u8 {
    let sum: i32 = reasons.iter().map(|reason| reason.points).sum();
    u8::try_from(sum.clamp(0, 100)).unwrap_or(100)
}

/// How much a mechanism knows of a user.
pub(super) fn richness(candidate: &Candidate, features: usize) -> (Richness, u8, Vec<Reason>) {
    let mut reasons = Vec::new();
    let mut because = |points: i32, text: String| {
        if points > 0 {
            reasons.push(Reason { points, text });
        }
    };
    let fields = i32::try_from(candidate.fields.len()).unwrap_or(i32::MAX);
    because((fields * 3).min(24), format!("fields: {fields}"));
    match candidate.format {
        Format::EventLog => because(30, "a row per thing that happened".to_owned()),
        Format::Embedding => because(30, "a vector".to_owned()),
        Format::FreeText => because(22, "free text".to_owned()),
        Format::Relation => because(16, "edges to things or people".to_owned()),
        Format::JsonBlob => because(10, "a structured document".to_owned()),
        Format::TypedColumns | Format::KeyValue => {}
    }
    match candidate.inference.first() {
        Some(Inference::Implicit) => because(15, "learned from behaviour".to_owned()),
        Some(Inference::Rules | Inference::Model) => {
            because(12, "computed for the user".to_owned());
        }
        Some(Inference::PromptInjection) => {
            because(15, "a language model writes or reads it".to_owned());
        }
        _ => {}
    }
    if matches!(candidate.owner, Owner::ManyRows) {
        because(8, "many rows per user".to_owned());
    }
    if !matches!(
        candidate.kind,
        Kind::BrowserStorage | Kind::DeviceStorage | Kind::InMemorySession
    ) && candidate.owner != Owner::Device
    {
        because(5, "kept on the server".to_owned());
    }
    let readers = i32::try_from(features).unwrap_or(i32::MAX);
    because(
        (readers.saturating_sub(1) * 2).clamp(0, 10),
        format!("{readers} features use it"),
    );
    let score = total(&reasons);
    let by_score = match score {
        0..=29 => Richness::Low,
        30..=54 => Richness::Medium,
        _ => Richness::High,
    };
    (candidate.richness.unwrap_or(by_score), score, reasons)
}
