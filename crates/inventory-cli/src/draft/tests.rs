//! Drafts are valid, unify what is the same, and never hold what is sensitive.

use std::collections::BTreeSet;

use proptest::prelude::*;

use super::{bridges, schema};
use crate::{fixture, mechanism::Kind};

fn checked(text: &str) -> selfmodel_core::schema::Schema {
    match selfmodel_core::schema::parse("draft.toml", text) {
        Ok(parsed) => parsed.schema,
        Err(rejected) => panic!("{}\n{text}", rejected.render(false)),
    }
}

#[test]
fn schema_of_a_product() {
    let text = schema(&fixture::product());
    checked(&text);
    insta::assert_snapshot!(text);
}

#[test]
fn values_of_several_silos_become_one_scale() {
    let schema = checked(&schema(&fixture::product()));
    let dimension = schema
        .dimensions
        .iter()
        .find(|(name, _)| name.as_str() == "communication.style.verbosity")
        .expect("verbosity and length are one");
    assert_eq!(dimension.1.kind.word(), "ordinal");
}

#[test]
fn bridges_of_a_product() {
    let drafted = bridges(&fixture::product());
    let texts = drafted
        .drafts
        .iter()
        .map(|draft| format!("==== {}.toml\n{}", draft.name, draft.text));
    let without = drafted
        .without
        .iter()
        .map(|(name, why)| format!("{name}: {why}\n"));
    insta::assert_snapshot!(texts.chain(without).collect::<String>());
}

#[test]
fn what_is_sensitive_is_in_no_draft() {
    let mut report = fixture::product();
    for mechanism in &mut report.mechanisms {
        for field in &mut mechanism.fields {
            field.sensitive = true;
        }
    }
    assert!(checked_or_empty(&schema(&report)));
    assert!(bridges(&report).drafts.is_empty());
}

fn checked_or_empty(text: &str) -> bool {
    let table: toml::Table = text.parse().expect("it is TOML");
    !table.contains_key("dimensions")
}

#[test]
fn a_feature_named_like_the_reserved_one_gets_another_name() {
    let made = fixture::mechanism("pm_a", Kind::SqlTable, &["appearance.theme"], &["user"]);
    let report = fixture::report(vec![made]);
    checked(&schema(&report));
    assert!(
        bridges(&report).drafts[0]
            .text
            .contains("feature = \"user_feature\"")
    );
}

#[test]
fn drafts_of_hostile_names_are_valid() {
    let report = fixture::hostile();
    checked(&schema(&report));
    for draft in bridges(&report).drafts {
        let _: toml::Table = draft.text.parse().expect("it is TOML");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn every_draft_is_valid(report in fixture::any_report()) {
        let text = schema(&report);
        if report.mechanisms.iter().any(|mechanism| !mechanism.dimensions().is_empty()) {
            checked(&text);
        }
        let drafted = bridges(&report);
        let names: BTreeSet<&String> = drafted.drafts.iter().map(|draft| &draft.name).collect();
        prop_assert_eq!(names.len(), drafted.drafts.len());
        prop_assert_eq!(drafted.drafts.len() + drafted.without.len(), report.mechanisms.len());
        for draft in &drafted.drafts {
            let table: Result<toml::Table, _> = draft.text.parse();
            prop_assert!(table.is_ok(), "{}", draft.text);
        }
    }
}
