//! The article's own example: three features, three mechanisms, silos between them.

mod scanning;

use std::path::Path;

use scanning::scan;
use selfmodel_inventory::mechanism::{Kind, Mechanism, Relation};

fn example() -> Vec<Mechanism> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/three-features");
    scan(&root).mechanisms
}

fn of_kind(mechanisms: &[Mechanism], kinds: &[Kind]) -> Mechanism {
    let found: Vec<&Mechanism> = mechanisms
        .iter()
        .filter(|it| kinds.contains(&it.kind))
        .collect();
    assert_eq!(
        found.len(),
        1,
        "{kinds:?}: {:?}",
        found.iter().map(|it| &it.name).collect::<Vec<_>>()
    );
    found[0].clone()
}

#[test]
fn each_feature_has_its_own_mechanism() {
    let mechanisms = example();
    let table = of_kind(&mechanisms, &[Kind::SqlTable, Kind::OrmModel]);
    let profile = of_kind(&mechanisms, &[Kind::InMemorySession]);
    let browser = of_kind(&mechanisms, &[Kind::BrowserStorage]);
    assert_eq!(mechanisms.len(), 3);
    assert!(
        table.features.contains(&"chat".to_owned()),
        "{:?}",
        table.features
    );
    assert!(
        profile.features.contains(&"search".to_owned()),
        "{:?}",
        profile.features
    );
    assert!(
        browser.features.contains(&"docs".to_owned())
            || browser.features.contains(&"doc".to_owned()),
        "{:?}",
        browser.features
    );
}

#[test]
fn what_two_of_them_know_is_a_silo() {
    let mechanisms = example();
    let table = of_kind(&mechanisms, &[Kind::SqlTable, Kind::OrmModel]);
    let silo = |other: &Mechanism, dimension: &str| {
        table.links.iter().any(|link| {
            link.id == other.id
                && link.relation == Relation::Silo
                && link.dimensions.iter().any(|it| it == dimension)
        })
    };
    let browser = of_kind(&mechanisms, &[Kind::BrowserStorage]);
    let profile = of_kind(&mechanisms, &[Kind::InMemorySession]);
    assert!(silo(&browser, "communication.style"), "{:?}", table.links);
    assert!(silo(&profile, "knowledge.expertise"), "{:?}", table.links);
}
