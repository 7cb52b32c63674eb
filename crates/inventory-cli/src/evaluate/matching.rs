//! Which label a finding stands for.

use std::collections::BTreeMap;

use super::{Evaluation, Label, Truth};
use crate::mechanism::{Format, Mechanism, Report, Site, SiteRole};

/// Lines a site may be off.
const NEAR: u32 = 5;

/// Names so common that they identify nothing outside the label's own files.
const WEAK: &[&str] = &[
    "name",
    "type",
    "other",
    "state",
    "status",
    "settings",
    "rules",
    "queue",
    "rating",
    "theme",
    "bio",
    "locale",
    "language",
    "mute",
    "actions",
    "action",
    "player",
    "lists",
    "criteria",
    "likes",
    "like",
    "following",
    "followers",
    "blocks",
    "volume",
    "scrobble",
    "annotation",
    "bookmark",
    "bookmarks",
    "device",
    "devices",
    "font",
    "muted",
    "starred",
    "memory",
    "playlists",
    "favorites",
];

/// Measures one repository.
pub(super) fn measure(truth: &Truth, report: &Report) -> Evaluation {
    let mut evaluation = Evaluation {
        repository: truth.repo.clone(),
        ..Evaluation::default()
    };
    let mut found: BTreeMap<&str, &Mechanism> = BTreeMap::new();
    let mut negatives = vec![false; truth.hard_negatives.len()];
    for mechanism in &report.mechanisms {
        evaluation.findings += 1;
        let nearest = nearest(truth, mechanism);
        match nearest {
            Some(label) if label.is_core() => evaluation.right += 1,
            Some(_) => evaluation.borderline += 1,
            None => {
                let hit = hit_negatives(truth, mechanism, &mut negatives);
                if hit {
                    evaluation.wrong += 1;
                } else {
                    evaluation.unlabelled += 1;
                }
                let place = mechanism
                    .sites
                    .first()
                    .map_or_else(String::new, |site| format!("{}:{}", site.path, site.line));
                evaluation.doubtful.push(format!(
                    "{place} {}{}",
                    mechanism.name,
                    if hit { " (hard negative)" } else { "" }
                ));
            }
        }
        if let Some(label) = nearest {
            let better = found
                .get(label.id.as_str())
                .is_none_or(|known| agreement(label, mechanism) > agreement(label, known));
            if better {
                found.insert(&label.id, mechanism);
            }
        }
    }
    evaluation.negatives = (count(&negatives), size(negatives.len()));
    for label in truth.mechanisms.iter().filter(|label| label.is_core()) {
        score_label(
            &mut evaluation,
            label,
            found.get(label.id.as_str()).copied(),
        );
    }
    evaluation
}

/// The label that shares most with the finding.
fn nearest<'a>(truth: &'a Truth, mechanism: &Mechanism) -> Option<&'a Label> {
    truth
        .mechanisms
        .iter()
        .map(|label| (closeness(label, mechanism), label))
        .filter(|(closeness, _)| *closeness > 0)
        .max_by(|one, other| one.0.cmp(&other.0).then_with(|| other.1.id.cmp(&one.1.id)))
        .map(|(_, label)| label)
}

/// Names and sites in common; a declaration on the primary site counts most.
fn closeness(label: &Label, mechanism: &Mechanism) -> u32 {
    let own_files: Vec<&str> = label.sites().map(|site| site.path.as_str()).collect();
    let declaration = mechanism.sites.first();
    let in_own_files = declaration.is_some_and(|site| own_files.contains(&site.path.as_str()));
    let names = mechanism.names.iter().map(|name| (name, 3));
    let names = names.chain(mechanism.fields.iter().map(|field| (&field.name, 5)));
    let mut shared = 0;
    for (name, worth) in names {
        let name = normal(name);
        let known = label.names.iter().any(|it| normal(it) == name);
        if known && (in_own_files || !WEAK.contains(&name.as_str())) {
            shared += worth;
        }
    }
    let declared = mechanism
        .sites
        .iter()
        .filter(|site| site.role == SiteRole::Declare);
    let mut nearest_declared = 0;
    for site in declared {
        for place in label.sites() {
            if let Some(distance) = distance(site, &place.path, place.line) {
                nearest_declared = nearest_declared.max(6 - distance.min(5));
            }
        }
    }
    let primary = declaration
        .and_then(|site| distance(site, &label.primary.path, label.primary.line))
        .map_or(0, |it| 6 - it.min(5));
    let others = mechanism
        .sites
        .iter()
        .filter(|site| {
            matches!(site.role, SiteRole::Read | SiteRole::Write) && site.end_line.is_none()
        })
        .filter(|site| {
            label
                .sites()
                .any(|place| place.path == site.path && place.line.abs_diff(site.line) <= 1)
        })
        .count();
    let others = if shared > 0 || nearest_declared > 0 {
        size(others).min(3)
    } else {
        0
    };
    shared + nearest_declared + primary + others
}

fn distance(site: &Site, path: &str, line: u32) -> Option<u32> {
    if site.path != path {
        return None;
    }
    let end = site.end_line.unwrap_or(site.line);
    let off = if line < site.line {
        site.line - line
    } else {
        line.saturating_sub(end)
    };
    (off <= NEAR).then_some(off)
}

fn normal(name: &str) -> String {
    name.trim()
        .to_lowercase()
        .trim_matches(|it| matches!(it, '"' | '\'' | '`' | ':' | '{' | '}' | '$'))
        .to_owned()
}

fn hit_negatives(truth: &Truth, mechanism: &Mechanism, negatives: &mut [bool]) -> bool {
    let mut hit = false;
    for (negative, slot) in truth.hard_negatives.iter().zip(negatives) {
        let on = mechanism
            .sites
            .iter()
            .filter(|site| site.role == SiteRole::Declare)
            .any(|site| {
                let end = site.end_line.unwrap_or(site.line);
                site.path == negative.path
                    && site.line <= negative.line + 1
                    && negative.line <= end + 1
            });
        if on {
            *slot = true;
            hit = true;
        }
    }
    hit
}

/// How many of kind, format and inference a finding has right.
fn agreement(label: &Label, mechanism: &Mechanism) -> u32 {
    u32::from(kind_right(label, mechanism)) * 2
        + u32::from(format_right(label, mechanism))
        + u32::from(inference_right(label, mechanism))
}

fn kind_right(label: &Label, mechanism: &Mechanism) -> bool {
    let kind = word(&mechanism.kind);
    label.kind == kind || label.kind_alt.contains(&kind)
}

fn format_right(label: &Label, mechanism: &Mechanism) -> bool {
    let wanted = label.format.trim_end_matches("_prompt");
    let given = word(&mechanism.format);
    wanted == given || (wanted == "relation" && mechanism.format == Format::TypedColumns)
}

fn inference_right(label: &Label, mechanism: &Mechanism) -> bool {
    mechanism
        .inference
        .iter()
        .any(|it| label.inference.contains(&word(it)))
}

/// An enum as it is written in JSON.
fn word<T: serde::Serialize>(value: &T) -> String {
    serde_json::to_value(value)
        .ok()
        .and_then(|it| it.as_str().map(ToOwned::to_owned))
        .unwrap_or_default()
}

fn score_label(evaluation: &mut Evaluation, label: &Label, found: Option<&Mechanism>) {
    let hit = u32::from(found.is_some());
    let by_richness = match label.data_richness.as_str() {
        "high" => &mut evaluation.high,
        "medium" => &mut evaluation.medium,
        _ => &mut evaluation.low,
    };
    by_richness.0 += hit;
    by_richness.1 += 1;
    evaluation.core.0 += hit;
    evaluation.core.1 += 1;
    match evaluation
        .by_kind
        .iter_mut()
        .find(|(kind, _, _)| *kind == label.kind)
    {
        Some(entry) => {
            entry.1 += hit;
            entry.2 += 1;
        }
        None => evaluation.by_kind.push((label.kind.clone(), hit, 1)),
    }
    let Some(mechanism) = found else {
        evaluation.missed.push(label.id.clone());
        return;
    };
    for (counts, right) in [
        (&mut evaluation.kind, kind_right(label, mechanism)),
        (&mut evaluation.format, format_right(label, mechanism)),
        (&mut evaluation.inference, inference_right(label, mechanism)),
        (
            &mut evaluation.richness,
            word(&mechanism.richness) == label.data_richness,
        ),
    ] {
        counts.0 += u32::from(right);
        counts.1 += 1;
    }
}

fn count(slots: &[bool]) -> u32 {
    size(slots.iter().filter(|slot| **slot).count())
}

fn size(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}
