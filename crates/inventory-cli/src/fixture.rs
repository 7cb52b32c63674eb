//! Reports for tests: a small product, a large one, a hostile one.

use proptest::prelude::*;

use crate::{
    mechanism::{
        FeatureAccess, Field, Format, Inference, Kind, Link, Mechanism, Owner, Relation, Report,
        Richness, Site, SiteRole,
    },
    report::Paint,
};

/// Six mechanisms in six features, with silos, a copy, hard-coded values and a sensitive field.
pub(crate) fn product() -> Report {
    serde_json::from_str(include_str!("../tests/fixtures/product.json"))
        .expect("the fixture is valid")
}

/// A terminal of the usual width without colour.
pub(crate) const PLAIN: Paint = Paint {
    width: 100,
    color: false,
};

/// A text that must come out harmless in every format.
pub(crate) const HOSTILE: &str = "</script><script>alert(1)</script><img src=x onerror=alert(2)>\"'`|\u{1b}[31m\u{202e}\n[x](javascript:1)";

/// The product with a hostile text wherever a scanned file has a say.
pub(crate) fn hostile() -> Report {
    let mut report = product();
    HOSTILE.clone_into(&mut report.root);
    for mechanism in &mut report.mechanisms {
        mechanism.name.push_str(HOSTILE);
        mechanism.names.push(HOSTILE.to_owned());
        mechanism.features.push(HOSTILE.to_owned());
        mechanism.access.push(access(HOSTILE, 1, 1));
        for field in &mut mechanism.fields {
            field.name.push_str(HOSTILE);
            field.default = Some(HOSTILE.to_owned());
            field.type_ = Some(HOSTILE.to_owned());
            field.values = vec![HOSTILE.to_owned()];
        }
        for site in &mut mechanism.sites {
            site.path.push_str(HOSTILE);
            site.code = Some(HOSTILE.to_owned());
        }
    }
    for excluded in &mut report.excluded {
        excluded.name.push_str(HOSTILE);
        excluded.path.push_str(HOSTILE);
    }
    for skipped in &mut report.skipped {
        skipped.path.push_str(HOSTILE);
    }
    for literal in &mut report.summary.hard_coded {
        literal.value.push_str(HOSTILE);
    }
    report
}

/// `count` mechanisms over twelve features and fourteen dimensions, each in two or more stores.
pub(crate) fn many(count: u32) -> Report {
    let mut report = product();
    report.mechanisms = (0..count).map(numbered).collect();
    report.summary.mechanisms = count;
    report.summary.features.clear();
    report
}

const KINDS: [(Kind, Format); 6] = [
    (Kind::SqlTable, Format::TypedColumns),
    (Kind::BrowserStorage, Format::KeyValue),
    (Kind::Redis, Format::EventLog),
    (Kind::OrmModel, Format::JsonBlob),
    (Kind::Prompt, Format::FreeText),
    (Kind::RemoteSdk, Format::KeyValue),
];
const FEATURES: [&str; 12] = [
    "account",
    "chat",
    "docs",
    "search",
    "feed",
    "mail",
    "player",
    "editor",
    "reader",
    "admin",
    "mobile",
    "onboarding",
];
const DIMENSIONS: [&str; 14] = [
    "appearance.theme",
    "appearance.layout",
    "appearance.typography",
    "locale.language",
    "locale.timezone",
    "notification.preferences",
    "interests.topics",
    "behavior.history",
    "list.sorting",
    "content.filtering",
    "communication.style",
    "memory.facts",
    "media.playback",
    "privacy.visibility",
];

fn nth<T: Clone>(items: &[T], position: u32) -> T {
    items[position as usize % items.len()].clone()
}

fn numbered(position: u32) -> Mechanism {
    let (kind, format) = nth(&KINDS, position);
    let (feature, other) = (nth(&FEATURES, position), nth(&FEATURES, position * 5 + 2));
    let dimensions = [
        nth(&DIMENSIONS, position),
        nth(&DIMENSIONS, position * 3 + 1),
    ];
    let mut made = mechanism(
        &format!("pm_{position:012x}"),
        kind,
        &dimensions,
        &[feature],
    );
    made.name = format!("{feature}_{}", dimensions[0].replace('.', "_"));
    made.format = format;
    made.richness_score = u8::try_from(position * 37 % 90).unwrap_or(0) + 5;
    made.richness = match made.richness_score {
        ..=30 => Richness::Low,
        31..=60 => Richness::Medium,
        _ => Richness::High,
    };
    if position.is_multiple_of(3) && other != feature {
        made.access.push(access(other, 1, 0));
        made.features.push(other.to_owned());
        made.features.sort();
    }
    if position % 7 == 6 {
        let target = format!("pm_{:012x}", position - 6);
        made.links = vec![link(&target, Relation::Copy, &[])];
    }
    made
}

/// A mechanism with one field per dimension, read and written by each feature.
pub(crate) fn mechanism(id: &str, kind: Kind, dimensions: &[&str], features: &[&str]) -> Mechanism {
    Mechanism {
        id: id.to_owned(),
        name: id.to_owned(),
        kind,
        names: vec![id.to_owned()],
        format: Format::TypedColumns,
        inference: vec![Inference::Explicit],
        features: features.iter().map(|&feature| feature.to_owned()).collect(),
        access: features
            .iter()
            .map(|feature| access(feature, 1, 1))
            .collect(),
        owner: Owner::OneRow,
        fields: dimensions
            .iter()
            .map(|dimension| field(dimension))
            .collect(),
        richness: Richness::Medium,
        richness_score: 40,
        richness_reasons: Vec::new(),
        confidence: 80,
        reasons: Vec::new(),
        sites: vec![Site {
            path: format!("src/{id}.ts"),
            line: 1,
            end_line: None,
            role: SiteRole::Declare,
            feature: None,
            rule: "fixture".to_owned(),
            code: None,
        }],
        linked: Vec::new(),
        links: Vec::new(),
        stage: None,
    }
}

/// A field named like the last part of its dimension.
pub(crate) fn field(dimension: &str) -> Field {
    Field {
        name: dimension.rsplit('.').next().unwrap_or(dimension).to_owned(),
        type_: None,
        default: None,
        values: Vec::new(),
        dimension: Some(dimension.to_owned()),
        sensitive: false,
    }
}

/// A tie to `id`.
pub(crate) fn link(id: &str, relation: Relation, dimensions: &[&str]) -> Link {
    Link {
        id: id.to_owned(),
        relation,
        dimensions: dimensions
            .iter()
            .map(|&dimension| dimension.to_owned())
            .collect(),
        reason: "fixture".to_owned(),
    }
}

fn access(feature: &str, reads: u32, writes: u32) -> FeatureAccess {
    FeatureAccess {
        feature: feature.to_owned(),
        reads,
        writes,
    }
}

/// The product with other mechanisms.
pub(crate) fn report(mechanisms: Vec<Mechanism>) -> Report {
    let mut report = product();
    report.mechanisms = mechanisms;
    report.summary.features.clear();
    report.summary.hard_coded.clear();
    report
}

/// Any report of up to twelve mechanisms with distinct ids.
pub(crate) fn any_report() -> impl Strategy<Value = Report> {
    let one = (
        0..6_u32,
        proptest::collection::btree_set(0..6_u32, 0..4),
        proptest::collection::btree_set(0..4_u32, 1..3),
        proptest::option::of(0..12_u32),
    );
    proptest::collection::vec(one, 0..12).prop_map(|all| {
        let made = all
            .iter()
            .enumerate()
            .map(|(position, (kind, dimensions, features, copy))| {
                let dimensions: Vec<&str> =
                    dimensions.iter().map(|&at| nth(&DIMENSIONS, at)).collect();
                let features: Vec<&str> = features.iter().map(|&at| nth(&FEATURES, at)).collect();
                let id = format!("pm_{position:012x}");
                let mut made = mechanism(&id, nth(&KINDS, *kind).0, &dimensions, &features);
                if let Some(target) = copy {
                    made.links = vec![link(&format!("pm_{target:012x}"), Relation::Copy, &[])];
                }
                made
            });
        report(made.collect())
    })
}
