//! When a check fails, when it does not, and how it says so.

use std::path::Path;

use proptest::prelude::*;

use super::{CheckFormat, Outcome, check, render};
use crate::{
    baseline::{Baseline, Exception, renew},
    fixture::{self, PLAIN, link, mechanism},
    mechanism::{Kind, Mechanism, Relation, Report},
};

fn baseline(report: &Report) -> Baseline {
    renew(report, None, None)
        .expect("a first baseline takes all in")
        .baseline
}

fn theme(id: &str) -> Mechanism {
    mechanism(id, Kind::BrowserStorage, &["appearance.theme"], &["docs"])
}

/// The product with one more mechanism, against the baseline of the product.
fn with(new: Mechanism) -> (Report, Outcome) {
    let mut report = fixture::product();
    let baseline = baseline(&report);
    report.mechanisms.push(new);
    let outcome = check(&report, &baseline, &[]);
    (report, outcome)
}

#[test]
fn a_new_silo_fails_the_check() {
    let (_, outcome) = with(theme("pm_new"));
    assert!(!outcome.passed());
    assert_eq!(outcome.violations[0].mechanism, "pm_new");
    assert_eq!(outcome.violations[0].held[0].dimension, "appearance.theme");
}

#[test]
fn a_mechanism_of_a_new_dimension_does_not() {
    let (_, outcome) = with(mechanism(
        "pm_new",
        Kind::Redis,
        &["goals.targets"],
        &["docs"],
    ));
    assert!(outcome.passed());
    assert_eq!(outcome.new[0].mechanism, "pm_new");
}

#[test]
fn moved_code_does_not() {
    let mut report = fixture::product();
    let baseline = baseline(&report);
    for mechanism in &mut report.mechanisms {
        for site in &mut mechanism.sites {
            site.path = format!("moved/{}", site.path);
            site.line += 100;
        }
    }
    let outcome = check(&report, &baseline, &[]);
    assert!(outcome.passed() && outcome.stale.is_empty() && outcome.new.is_empty());
}

#[test]
fn a_renamed_store_does_not_and_its_entry_is_stale() {
    let mut report = fixture::product();
    let baseline = baseline(&report);
    let renamed = &mut report.mechanisms[0];
    let old = renamed.id.clone();
    "pm_renamed".clone_into(&mut renamed.id);
    let outcome = check(&report, &baseline, &[]);
    assert!(outcome.passed(), "{outcome:?}");
    assert_eq!(outcome.renamed[0].from, old);
    assert_eq!(outcome.stale[0].id, old);
}

#[test]
fn an_accepted_mechanism_that_takes_up_a_held_dimension_fails() {
    let mut report = fixture::product();
    let baseline = baseline(&report);
    report.mechanisms[0]
        .fields
        .push(fixture::field("appearance.theme"));
    let outcome = check(&report, &baseline, &[]);
    assert!(outcome.violations[0].grown);
}

#[test]
fn a_copy_kept_in_step_does_not_fail() {
    let original = fixture::product().mechanisms[3].id.clone();
    let mut copy = theme("pm_new");
    copy.links = vec![link(&original, Relation::Copy, &["appearance.theme"])];
    let (_, outcome) = with(copy);
    assert!(outcome.passed(), "{outcome:?}");
}

#[test]
fn a_bridge_that_feeds_the_shared_model_lets_a_mechanism_in() {
    for (stage, passes) in [("off", false), ("shadow", true), ("lead", true)] {
        let mut bridged = theme("pm_new");
        bridged.stage = Some(stage.to_owned());
        assert_eq!(with(bridged).1.passed(), passes, "{stage}");
    }
}

#[test]
fn what_the_shared_model_holds_is_held() {
    let mut report = fixture::report(Vec::new());
    let baseline = baseline(&report);
    report.mechanisms.push(theme("pm_new"));
    assert!(check(&report, &baseline, &[]).passed());
    assert!(!check(&report, &baseline, &["appearance.theme".to_owned()]).passed());
}

#[test]
fn an_exception_lets_in_what_it_names_and_nothing_else() {
    let mut report = fixture::product();
    let mut baseline = baseline(&report);
    let dimensions = ["appearance.theme", "locale.language"];
    report
        .mechanisms
        .push(mechanism("pm_new", Kind::Redis, &dimensions, &["docs"]));
    baseline.exceptions.push(Exception {
        id: "pm_new".to_owned(),
        name: String::new(),
        dimensions: vec!["appearance.theme".to_owned()],
        reason: "for one release".to_owned(),
    });
    let outcome = check(&report, &baseline, &[]);
    assert_eq!(outcome.excepted[0].reason, "for one release");
    assert_eq!(outcome.violations[0].held.len(), 1);
    assert_eq!(outcome.violations[0].held[0].dimension, "locale.language");
    report.mechanisms.pop();
    let outcome = check(&report, &baseline, &[]);
    assert!(
        outcome.stale[0].exception,
        "an exception for nothing is stale"
    );
}

#[test]
fn a_baseline_is_renewed_with_a_reason_only() {
    let mut report = fixture::product();
    let first = baseline(&report);
    report.mechanisms.push(theme("pm_new"));
    let refused = renew(&report, Some(&first), Some("  ")).expect_err("no reason, no silo");
    assert!(refused.to_string().contains("pm_new"));
    let renewed =
        renew(&report, Some(&first), Some("until the bridge runs")).expect("it has a reason");
    assert_eq!(renewed.excepted, ["pm_new"]);
    let outcome = check(&report, &renewed.baseline, &[]);
    assert_eq!(outcome.excepted[0].reason, "until the bridge runs");
    let again = renew(&report, Some(&renewed.baseline), None).expect("nothing is new");
    assert_eq!(again.baseline, renewed.baseline);
}

#[test]
fn broken_baselines_say_what_is_wrong() {
    let refused = |text: &str| {
        let error = Baseline::parse(Path::new("baseline.toml"), text).expect_err("it is refused");
        error.to_string()
    };
    insta::assert_snapshot!(
        [
            refused("version = 2"),
            refused("version = 1\n[[exception]]\nid = \"pm_a\"\nreason = \" \""),
            refused("version = 1\n[[exception]]\nid = \"pm_a\""),
            refused("version = 1\n[[exceptions]]\nid = \"pm_a\""),
            refused("version = "),
        ]
        .join("\n---\n")
    );
}

#[test]
fn a_failed_check_in_each_format() {
    let (report, outcome) = with(theme("pm_new"));
    let show = |format| render(format, &report, &outcome, PLAIN).expect("it renders");
    insta::assert_snapshot!(show(CheckFormat::Terminal));
    insta::assert_snapshot!(show(CheckFormat::Markdown));
    insta::assert_snapshot!(show(CheckFormat::Json));
    let sarif: serde_json::Value =
        serde_json::from_str(&show(CheckFormat::Sarif)).expect("it parses");
    let results = sarif["runs"][0]["results"]
        .as_array()
        .expect("there are results");
    let errors: Vec<_> = results
        .iter()
        .filter(|result| result["level"] == "error")
        .collect();
    assert_eq!(errors.len(), 1);
    assert_eq!(errors[0]["baselineState"], "new");
    assert_eq!(errors[0]["partialFingerprints"]["mechanismId/v1"], "pm_new");
}

proptest! {
    #[test]
    fn a_scan_passes_its_own_baseline(report in fixture::any_report()) {
        let outcome = check(&report, &baseline(&report), &[]);
        prop_assert_eq!(outcome, Outcome {
            violations: Vec::new(),
            excepted: Vec::new(),
            new: Vec::new(),
            renamed: Vec::new(),
            stale: Vec::new(),
        });
    }

    #[test]
    fn a_baseline_reads_back_as_written(report in fixture::any_report()) {
        let written = baseline(&report);
        let text = written.to_toml().expect("it serialises");
        prop_assert_eq!(Baseline::parse(Path::new("baseline.toml"), &text).expect("it parses"), written);
    }

    #[test]
    fn taking_mechanisms_away_never_fails(report in fixture::any_report(), keep in any::<u64>()) {
        let baseline = baseline(&report);
        let mut less = report;
        let mut position = 0;
        less.mechanisms.retain(|_| { position += 1; keep >> position & 1 == 1 });
        // Links to what is gone may part a copy from its original, which was accepted with it.
        prop_assert!(check(&less, &baseline, &[]).passed());
    }
}
