//! From candidates to mechanisms: identity, features, scores, ties.

mod kin;
mod score;
mod silo;

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use crate::{
    feature::{Features, is_schema_path},
    link::Candidate,
    mechanism::{
        BelowConfidence, Excluded, Feature, FeatureAccess, Field, Format, Inference, Kind,
        Mechanism, Site, SiteRole,
    },
};

pub(crate) use silo::link_silos;

/// Sites reported of one mechanism.
const MAX_SITES: usize = 120;

/// Mechanisms of the candidates at or above `min_confidence`, and the rest with the reason.
pub(crate) fn mechanisms(
    candidates: Vec<Candidate>,
    features: &Features<'_>,
    min_confidence: u8,
) -> (Vec<Mechanism>, Vec<Excluded>, BTreeMap<String, String>) {
    let mut found = Vec::new();
    let mut excluded = Vec::new();
    let mut stores = BTreeMap::new();
    let built: Vec<(Candidate, Mechanism)> = candidates
        .into_par_iter()
        .map(|candidate| {
            let mechanism = mechanism(&candidate, features);
            (candidate, mechanism)
        })
        .collect();
    for (candidate, mechanism) in built {
        let exclusion = candidate.excluded(String::new());
        if candidate.needs_prompt && !reaches_prompt(&candidate) {
            excluded.push(Excluded {
                reason: "identity: no prompt uses it".to_owned(),
                ..exclusion
            });
        } else if mechanism.confidence >= min_confidence {
            stores.insert(mechanism.id.clone(), candidate.store);
            found.push(mechanism);
        } else {
            let reason = format!("below_confidence: {}", mechanism.confidence);
            excluded.push(Excluded {
                reason,
                below_confidence: Some(BelowConfidence {
                    id: mechanism.id,
                    confidence: mechanism.confidence,
                }),
                ..exclusion
            });
        }
    }
    found.sort_by(|one, other| {
        other
            .confidence
            .cmp(&one.confidence)
            .then_with(|| one.name.cmp(&other.name))
            .then_with(|| one.id.cmp(&other.id))
    });
    excluded.sort_by(|one, other| {
        (&one.name, &one.path, one.line, &one.reason).cmp(&(
            &other.name,
            &other.path,
            other.line,
            &other.reason,
        ))
    });
    excluded.dedup();
    (found, excluded, stores)
}

fn reaches_prompt(candidate: &Candidate) -> bool {
    candidate.places.iter().any(|place| {
        let lower = place.path.to_ascii_lowercase();
        lower.contains("prompt") || lower.contains("llm") || lower.contains("/chat")
    })
}

fn mechanism(candidate: &Candidate, features: &Features<'_>) -> Mechanism {
    let sites = sites(candidate, features);
    let access = access(&sites);
    let mut used_by: Vec<String> = access.iter().map(|it| it.feature.clone()).collect();
    if used_by.is_empty() {
        used_by.extend(sites.first().map(|site| features.of(&site.path).name));
    }
    let reasons = score::confidence_reasons(candidate, &sites);
    let (richness, richness_score, richness_reasons) = score::richness(candidate, access.len());
    let hash = blake3::hash(candidate.identity.as_bytes()).to_hex();
    let short: String = hash.chars().take(12).collect();
    Mechanism {
        id: format!("pm_{short}"),
        name: candidate.name.clone(),
        kind: candidate.kind,
        names: candidate.names.clone(),
        format: candidate.format,
        inference: inference(candidate),
        features: used_by,
        access,
        owner: candidate.owner,
        fields: fields(candidate),
        richness,
        richness_score,
        richness_reasons,
        confidence: score::total(&reasons),
        reasons,
        sites,
        linked: Vec::new(),
        links: Vec::new(),
        stage: None,
    }
}

fn inference(candidate: &Candidate) -> Vec<Inference> {
    if candidate.inference.is_empty() {
        vec![Inference::Unknown]
    } else {
        candidate.inference.clone()
    }
}

fn fields(candidate: &Candidate) -> Vec<Field> {
    let mut seen = BTreeSet::new();
    let mut fields: Vec<Field> = candidate
        .fields
        .iter()
        .filter(|field| seen.insert(field.name.clone()))
        .map(|field| Field {
            name: field.name.clone(),
            type_: field.type_.clone(),
            default: field.default.clone(),
            values: field.values.clone(),
            dimension: field.dimension.clone(),
            sensitive: field.sensitive,
        })
        .collect();
    // A store whose fields are edges or events is itself what it knows.
    if let Some(dimension) = &candidate.dimension
        && !fields.iter().any(|field| match candidate.format {
            Format::EventLog | Format::Relation => field.dimension.as_ref() == Some(dimension),
            _ => field.dimension.is_some(),
        })
    {
        let single = fields.len() == 1;
        match fields.first_mut() {
            Some(first)
                if first.dimension.is_none() && (candidate.kind != Kind::OrmModel || single) =>
            {
                first.dimension = Some(dimension.clone());
            }
            _ => fields.push(Field {
                name: candidate
                    .store
                    .rsplit('|')
                    .next()
                    .unwrap_or_default()
                    .to_owned(),
                type_: Some(format_word(candidate.format).to_owned()),
                default: None,
                values: Vec::new(),
                dimension: Some(dimension.clone()),
                sensitive: false,
            }),
        }
    }
    fields
}

fn format_word(format: Format) -> &'static str {
    match format {
        Format::EventLog => "events",
        Format::Relation => "edges",
        Format::Embedding => "vector",
        Format::FreeText => "text",
        _ => "rows",
    }
}

fn sites(candidate: &Candidate, features: &Features<'_>) -> Vec<Site> {
    let mut sites: Vec<Site> = candidate
        .places
        .iter()
        .map(|place| {
            let attributed = matches!(place.role, SiteRole::Read | SiteRole::Write);
            let feature =
                attributed && !(is_schema_path(&place.path) && place.rule == "usage.name");
            Site {
                path: place.path.clone(),
                line: place.line,
                end_line: place.end_line,
                role: place.role,
                feature: feature.then(|| features.of(&place.path).name),
                rule: place.rule.clone(),
                code: None,
            }
        })
        .collect();
    // The declaration stays first; the rest are in the order of the tree.
    if let Some((_, rest)) = sites.split_first_mut() {
        rest.sort_by(|one, other| {
            (role_rank(one.role), &one.path, one.line).cmp(&(
                role_rank(other.role),
                &other.path,
                other.line,
            ))
        });
    }
    let mut seen = BTreeSet::new();
    sites.retain(|site| seen.insert((site.path.clone(), site.line, site.role)));
    sites.truncate(MAX_SITES);
    sites
}

fn role_rank(role: SiteRole) -> u8 {
    match role {
        SiteRole::Declare => 0,
        SiteRole::Migrate => 1,
        SiteRole::Write => 2,
        SiteRole::Read => 3,
    }
}

fn access(sites: &[Site]) -> Vec<FeatureAccess> {
    let mut by_feature: BTreeMap<&str, (u32, u32)> = BTreeMap::new();
    for site in sites {
        if let Some(feature) = &site.feature {
            let counts = by_feature.entry(feature).or_default();
            if site.role == SiteRole::Write {
                counts.1 += 1;
            } else {
                counts.0 += 1;
            }
        }
    }
    by_feature
        .into_iter()
        .map(|(feature, (reads, writes))| FeatureAccess {
            feature: feature.to_owned(),
            reads,
            writes,
        })
        .collect()
}

/// Features of all mechanisms, by name.
pub(crate) fn features(mechanisms: &[Mechanism], attributed: &Features<'_>) -> Vec<Feature> {
    let mut features: BTreeMap<String, Feature> = BTreeMap::new();
    for mechanism in mechanisms {
        let basis: BTreeMap<&str, String> = mechanism
            .sites
            .iter()
            .filter_map(|site| Some((site.feature.as_deref()?, attributed.of(&site.path).basis)))
            .collect();
        for access in &mechanism.access {
            let feature = features
                .entry(access.feature.clone())
                .or_insert_with(|| Feature {
                    name: access.feature.clone(),
                    basis: basis
                        .get(access.feature.as_str())
                        .cloned()
                        .unwrap_or_default(),
                    reads: Vec::new(),
                    writes: Vec::new(),
                    dimensions: BTreeMap::new(),
                });
            if access.reads > 0 {
                feature.reads.push(mechanism.id.clone());
            }
            if access.writes > 0 {
                feature.writes.push(mechanism.id.clone());
            }
            for dimension in mechanism.dimensions() {
                *feature.dimensions.entry(dimension.to_owned()).or_default() +=
                    access.reads + access.writes;
            }
        }
    }
    features.into_values().collect()
}
