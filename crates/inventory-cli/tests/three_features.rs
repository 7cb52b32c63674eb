//! The article's own example: three features, three mechanisms, silos between them, and what would
//! compound if they shared.

mod scanning;

use std::{collections::BTreeSet, path::Path};

use scanning::scan;
use selfmodel_inventory::{
    analysis::{self, Evidence, Recommendation},
    mechanism::{Kind, Mechanism, Relation, Report},
};

fn example() -> Report {
    scan(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/three-features"))
}

fn of_kind(report: &Report, kind: Kind) -> &Mechanism {
    let found = report.mechanisms.iter().filter(|it| it.kind == kind);
    let found: Vec<&Mechanism> = found.collect();
    assert_eq!(found.len(), 1, "one {kind:?}");
    found[0]
}

#[test]
fn each_feature_has_its_own_mechanism() {
    let report = example();
    assert_eq!(report.mechanisms.len(), 3);
    for (kind, feature) in [
        (Kind::SqlTable, "chat"),
        (Kind::InMemorySession, "search"),
        (Kind::BrowserStorage, "docs"),
    ] {
        assert_eq!(of_kind(&report, kind).features, [feature]);
    }
}

#[test]
fn what_two_of_them_know_is_a_silo() {
    let report = example();
    let table = of_kind(&report, Kind::SqlTable);
    let profile = of_kind(&report, Kind::InMemorySession);
    let browser = of_kind(&report, Kind::BrowserStorage);
    for (one, other, shared) in [
        (
            table,
            browser,
            &["communication.style", "communication.verbosity"][..],
        ),
        (table, profile, &["knowledge.expertise"][..]),
    ] {
        for (from, to) in [(one, other), (other, one)] {
            let link = from.links.iter().find(|link| link.id == to.id);
            let link = link.map(|link| (link.relation, link.dimensions.clone()));
            let expected = (
                Relation::Silo,
                shared.iter().map(|it| (*it).to_owned()).collect(),
            );
            assert_eq!(link, Some(expected), "{} and {}", from.name, to.name);
        }
    }
    assert!(
        !browser.links.iter().any(|link| link.id == profile.id),
        "these two have nothing in common"
    );
    let counts = analysis::analyse(&report).counts;
    assert_eq!(
        (
            counts.user_models,
            counts.siloed_features,
            counts.fragmented_dimensions
        ),
        (3, 3, 3)
    );
}

#[test]
fn what_one_captures_another_needs() {
    let found = analysis::analyse(&example());
    let compounding: BTreeSet<(&str, &str, Evidence, &str)> = found
        .compounding
        .iter()
        .flat_map(|it| {
            let one = (it.feature.as_str(), it.dimension.as_str(), it.need.evidence);
            let sources = it.sources.iter();
            sources.map(move |source| (one.0, one.1, one.2, source.feature.as_str()))
        })
        .filter(|it| it.2 != Evidence::Idea)
        .collect();
    let (style, verbosity, expertise) = (
        "communication.style",
        "communication.verbosity",
        "knowledge.expertise",
    );
    let expected = [
        ("chat", style, Evidence::OwnSilo, "docs"),
        ("docs", style, Evidence::OwnSilo, "chat"),
        ("chat", verbosity, Evidence::OwnSilo, "docs"),
        ("docs", verbosity, Evidence::OwnSilo, "chat"),
        ("chat", expertise, Evidence::OwnSilo, "search"),
        ("search", expertise, Evidence::OwnSilo, "chat"),
        // Docs writes for beginners, always.
        ("docs", expertise, Evidence::HardCoded, "chat"),
        ("docs", expertise, Evidence::HardCoded, "search"),
    ];
    assert_eq!(compounding, BTreeSet::from(expected));
    // Three features are few: what they would share does not settle it by itself.
    assert_eq!(found.verdict.recommendation, Recommendation::Depends);
}
