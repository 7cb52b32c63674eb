//! What a diff tells apart, and what holds for any two reports.

use proptest::prelude::*;

use super::{DiffFormat, diff, render};
use crate::fixture::{self, PLAIN, mechanism};
use crate::mechanism::{BelowConfidence, Excluded, Kind, Mechanism, Report};

fn between(old: Vec<Mechanism>, new: Vec<Mechanism>) -> super::Diff {
    diff(&fixture::report(old), &fixture::report(new))
}

fn staged(stage: Option<&str>) -> Mechanism {
    let mut made = mechanism("pm_a", Kind::SqlTable, &["appearance.theme"], &["docs"]);
    made.stage = stage.map(str::to_owned);
    made
}

#[test]
fn what_came_and_went_and_changed_its_name() {
    let old = fixture::product();
    let mut new = fixture::product();
    new.mechanisms
        .retain(|mechanism| mechanism.name != "theme cookie");
    let position = new
        .mechanisms
        .iter()
        .position(|mechanism| mechanism.name == "chat_preferences");
    let renamed = &mut new.mechanisms[position.expect("it is there")];
    "pm_renamed".clone_into(&mut renamed.id);
    "assistant_preferences".clone_into(&mut renamed.name);
    renamed.features.push("docs".to_owned());
    new.mechanisms.push(mechanism(
        "pm_new",
        Kind::Redis,
        &["interests.topics"],
        &["feed"],
    ));
    let found = diff(&old, &new);
    insta::assert_snapshot!(render(DiffFormat::Terminal, &found, PLAIN).expect("it renders"));
    insta::assert_snapshot!(render(DiffFormat::Markdown, &found, PLAIN).expect("it renders"));
    insta::assert_snapshot!(render(DiffFormat::Json, &found, PLAIN).expect("it renders"));
}

#[test]
fn a_bridge_that_goes_further_is_a_migration() {
    let found = between(vec![staged(None)], vec![staged(Some("shadow"))]);
    assert_eq!(found.migrated[0].to, "shadow");
    assert!(
        between(vec![staged(Some("lead"))], vec![staged(Some("shadow"))])
            .migrated
            .is_empty()
    );
}

#[test]
fn a_store_that_goes_after_its_bridge_led_was_migrated() {
    let found = between(vec![staged(Some("native"))], Vec::new());
    assert_eq!((found.migrated.len(), found.removed.len()), (1, 0));
    let found = between(vec![staged(Some("shadow"))], Vec::new());
    assert_eq!((found.migrated.len(), found.removed.len()), (0, 1));
}

#[test]
fn joining_silos_brings_the_debt_down() {
    let two = |stage: Option<&str>| {
        let mut other = mechanism("pm_b", Kind::Redis, &["appearance.theme"], &["chat"]);
        other.stage = stage.map(str::to_owned);
        vec![staged(stage), other]
    };
    let found = between(two(None), two(Some("assist")));
    assert_eq!((found.debt_before, found.debt_after), (1, 0));
}

/// A report that leaves `mechanism` out for its confidence alone.
fn without(mechanism: &Mechanism, confidence: u8) -> Report {
    let mut report = fixture::report(Vec::new());
    report.summary.min_confidence = 50;
    report.excluded.push(Excluded {
        name: mechanism.name.clone(),
        kind: mechanism.kind,
        reason: format!("below_confidence: {confidence}"),
        path: "a.ts".to_owned(),
        line: 1,
        below_confidence: Some(BelowConfidence {
            id: mechanism.id.clone(),
            confidence,
        }),
    });
    report
}

#[test]
fn what_is_only_less_sure_is_not_removed() {
    let found = diff(
        &fixture::report(vec![staged(None)]),
        &without(&staged(None), 45),
    );
    assert!(found.removed.is_empty() && found.renamed.is_empty());
    assert_eq!(found.fell_below[0].confidence_now, 45);
    let text = render(DiffFormat::Terminal, &found, PLAIN).expect("it renders");
    assert!(text.contains("below the threshold of 50 now"), "{text}");
}

#[test]
fn what_was_only_less_sure_is_not_added() {
    let found = diff(
        &without(&staged(None), 45),
        &fixture::report(vec![staged(None)]),
    );
    assert!(found.added.is_empty() && found.renamed.is_empty());
    assert_eq!(found.rose_above[0].confidence_before, 45);
    let text = render(DiffFormat::Terminal, &found, PLAIN).expect("it renders");
    assert!(text.contains("below the threshold of 50 before"), "{text}");
}

#[test]
fn a_store_below_the_threshold_is_no_new_name_of_another() {
    let mut other = staged(None);
    "pm_b".clone_into(&mut other.id);
    let mut new = without(&staged(None), 45);
    new.mechanisms.push(other);
    let found = diff(&fixture::report(vec![staged(None)]), &new);
    assert_eq!((found.fell_below.len(), found.added.len()), (1, 1));
    assert!(found.renamed.is_empty());
}

/// A report that knows `mechanism` and leaves it out for what it is.
fn excluding(mechanism: &Mechanism, reason: &str) -> Report {
    let mut report = fixture::report(Vec::new());
    report.excluded.push(Excluded {
        name: format!("{}: everything", mechanism.name),
        kind: mechanism.kind,
        reason: reason.to_owned(),
        path: "a.ts".to_owned(),
        line: 1,
        below_confidence: None,
    });
    report
}

#[test]
fn what_is_excluded_is_not_removed_and_what_was_is_not_added() {
    let theme = || fixture::report(vec![staged(None)]);
    let without = excluding(&staged(None), "operations: the name says so");
    let found = diff(&theme(), &without);
    assert!(found.removed.is_empty(), "{found:?}");
    assert_eq!(found.left_out[0].reason, "operations: the name says so");
    let text = render(DiffFormat::Terminal, &found, PLAIN).expect("it renders");
    assert!(text.contains("left out"), "{text}");

    let found = diff(&without, &theme());
    assert!(found.added.is_empty(), "{found:?}");
    assert_eq!(found.taken_in.len(), 1);

    let mut other = staged(None);
    other.kind = Kind::ConfigFile;
    let found = diff(&theme(), &excluding(&other, "operations"));
    assert_eq!((found.removed.len(), found.left_out.len()), (1, 0));
}

proptest! {
    #[test]
    fn a_report_does_not_differ_from_itself(report in fixture::any_report()) {
        let found = diff(&report, &report);
        prop_assert!(found.added.is_empty() && found.removed.is_empty() && found.renamed.is_empty());
        prop_assert!(found.changed.is_empty() && found.migrated.is_empty() && found.silos.is_empty());
        prop_assert_eq!(found.debt_before, found.debt_after);
    }

    #[test]
    fn what_came_one_way_went_the_other(old in fixture::any_report(), new in fixture::any_report()) {
        let (forth, back) = (diff(&old, &new), diff(&new, &old));
        prop_assert_eq!(forth.added, back.removed);
        prop_assert_eq!(forth.debt_before, back.debt_after);
        prop_assert_eq!(forth.renamed.len(), back.renamed.len());
    }
}
