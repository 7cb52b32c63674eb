//! The analysis of a product one can check by hand, and what holds for any.

use proptest::prelude::*;

use super::{Analysis, Evidence, Recommendation, analyse};
use crate::{
    fixture::{self, link, mechanism},
    mechanism::{Feature, Kind, Mechanism, Relation, Richness},
};

fn of(mechanisms: Vec<Mechanism>) -> Analysis {
    analyse(&fixture::report(mechanisms))
}

fn silos(analysis: &Analysis, dimension: &str) -> usize {
    let mut rows = analysis.dimensions.iter();
    let row = rows.find(|row| row.dimension == dimension);
    row.map_or(0, |row| row.silos.len())
}

#[test]
fn two_stores_of_one_dimension_are_two_silos() {
    let analysis = of(vec![
        mechanism("a", Kind::SqlTable, &["appearance.theme"], &["account"]),
        mechanism("b", Kind::BrowserStorage, &["appearance.theme"], &["docs"]),
    ]);
    assert_eq!(silos(&analysis, "appearance.theme"), 2);
    assert_eq!(analysis.counts.extra_silos, 1);
    assert_eq!(analysis.counts.fragmentation, 50);
    assert_eq!(analysis.counts.user_models, 2);
}

#[test]
fn a_copy_is_no_silo() {
    let mut copy = mechanism(
        "b",
        Kind::BrowserStorage,
        &["appearance.theme"],
        &["account"],
    );
    copy.links = vec![link("a", Relation::Copy, &["appearance.theme"])];
    let analysis = of(vec![
        mechanism("a", Kind::SqlTable, &["appearance.theme"], &["account"]),
        copy,
    ]);
    assert_eq!(silos(&analysis, "appearance.theme"), 1);
    assert_eq!(analysis.counts.user_models, 1);
}

#[test]
fn a_copy_of_one_dimension_leaves_the_others_apart() {
    let dimensions = ["appearance.theme", "locale.language"];
    let mut copy = mechanism("b", Kind::BrowserStorage, &dimensions, &["account"]);
    copy.links = vec![link("a", Relation::Copy, &["appearance.theme"])];
    let analysis = of(vec![
        mechanism("a", Kind::SqlTable, &dimensions, &["account"]),
        copy,
    ]);
    assert_eq!(silos(&analysis, "appearance.theme"), 1);
    assert_eq!(silos(&analysis, "locale.language"), 2);
}

#[test]
fn bridges_that_serve_beliefs_join_silos() {
    let stages = |stage: &str| {
        let made = ["a", "b"].map(|id| {
            let mut made = mechanism(id, Kind::SqlTable, &["appearance.theme"], &[id]);
            made.stage = Some(stage.to_owned());
            made
        });
        silos(&of(made.to_vec()), "appearance.theme")
    };
    assert_eq!(stages("shadow"), 2);
    assert_eq!(stages("compare"), 2);
    assert_eq!(stages("assist"), 1);
    assert_eq!(stages("retired"), 1);
}

#[test]
fn compounding_runs_from_who_captures_to_who_needs() {
    let analysis = analyse(&fixture::product());
    let found: Vec<(&str, &str, Evidence, &str)> = analysis
        .compounding
        .iter()
        .map(|opportunity| {
            (
                opportunity.feature.as_str(),
                opportunity.dimension.as_str(),
                opportunity.need.evidence,
                opportunity.sources[0].feature.as_str(),
            )
        })
        .collect();
    assert!(found.contains(&("docs", "communication.style", Evidence::OwnSilo, "chat")));
    assert!(found.contains(&(
        "composer",
        "communication.style",
        Evidence::HardCoded,
        "chat"
    )));
    assert!(
        found
            .iter()
            .all(|(feature, _, _, source)| feature != source)
    );
    let ranks: Vec<Evidence> = found.iter().map(|(_, _, evidence, _)| *evidence).collect();
    assert!(ranks.is_sorted(), "silos first, then literals, then ideas");
}

#[test]
fn who_reads_the_captured_store_needs_nothing_more() {
    let analysis = of(vec![mechanism(
        "a",
        Kind::SqlTable,
        &["communication.style"],
        &["chat", "docs"],
    )]);
    assert_eq!(analysis.compounding, Vec::new());
}

#[test]
fn nothing_found_justifies_nothing() {
    let analysis = of(Vec::new());
    assert_eq!(
        analysis.verdict.recommendation,
        Recommendation::NotJustified
    );
    assert!((analysis.effort.high - 0.0).abs() < f64::EPSILON);
}

#[test]
fn two_features_with_simple_needs_justify_nothing() {
    let analysis = of(vec![
        mechanism("a", Kind::SqlTable, &["appearance.theme"], &["account"]),
        mechanism("b", Kind::BrowserStorage, &["list.sorting"], &["docs"]),
    ]);
    assert_eq!(
        analysis.verdict.recommendation,
        Recommendation::NotJustified
    );
}

#[test]
fn one_preference_table_justifies_nothing_however_many_read_it() {
    let readers: Vec<String> = (0..9).map(|number| format!("feature{number}")).collect();
    let readers: Vec<&str> = readers.iter().map(String::as_str).collect();
    let dimensions = ["appearance.theme", "locale.language"];
    let analysis = of(vec![mechanism("a", Kind::SqlTable, &dimensions, &readers)]);
    assert_eq!(analysis.counts.features, 9);
    assert_eq!(
        analysis.verdict.recommendation,
        Recommendation::NotJustified
    );
}

#[test]
fn cutting_features_finer_does_not_justify_it() {
    let of_pieces = |pieces: usize| {
        let names: Vec<String> = (0..pieces).map(|number| format!("piece{number}")).collect();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let (one, other) = names.split_at(pieces / 2);
        of(vec![
            mechanism("a", Kind::SqlTable, &["appearance.theme"], one),
            mechanism("b", Kind::BrowserStorage, &["appearance.theme"], other),
        ])
    };
    for pieces in [2, 4, 12, 60] {
        let analysis = of_pieces(pieces);
        assert_eq!(analysis.verdict.recommendation, Recommendation::Depends);
    }
}

#[test]
fn two_features_with_one_silo_hinge_on_the_plans() {
    let mut rich = mechanism("a", Kind::SqlTable, &["interests.topics"], &["search"]);
    rich.richness = Richness::High;
    let analysis = of(vec![rich]);
    assert_eq!(analysis.verdict.recommendation, Recommendation::Depends);
}

#[test]
fn many_features_that_need_each_other_justify_it() {
    let analysis = analyse(&fixture::product());
    assert_eq!(analysis.verdict.recommendation, Recommendation::Justified);
}

#[test]
fn the_effort_of_five_to_ten_mechanisms_is_around_the_figures_of_practice() {
    for count in [5_u8, 7, 10] {
        let made = (0..count).map(|position| {
            let id = format!("m{position}");
            mechanism(&id, Kind::SqlTable, &["appearance.theme"], &[&id])
        });
        let effort = of(made.collect()).effort;
        assert!(
            effort.low <= 4.0 && effort.high >= 4.0,
            "{count}: {effort:?}"
        );
        assert!(effort.high <= 10.0, "{count}: {effort:?}");
    }
}

#[test]
fn a_store_is_bridged_once_and_what_else_it_holds_costs_less() {
    let mut second = mechanism("b", Kind::SqlTable, &["locale.language"], &["docs"]);
    second.links = vec![link("a", Relation::SameStore, &[])];
    let first = mechanism("a", Kind::SqlTable, &["appearance.theme"], &["docs"]);
    let other = mechanism("c", Kind::SqlTable, &["locale.timezone"], &["docs"]);
    let effort = of(vec![first, second, other]).effort;
    let further = effort.parts.iter().find(|it| it.what.contains("already"));
    assert_eq!(further.map(|it| it.count), Some(1), "{effort:?}");
}

#[test]
fn a_feature_captures_only_what_it_was_seen_to_use() {
    let dimensions = ["appearance.theme", "locale.language"];
    let mut report = fixture::report(vec![
        mechanism("a", Kind::SqlTable, &dimensions, &["account"]),
        mechanism("b", Kind::BrowserStorage, &dimensions, &["docs"]),
    ]);
    report.summary.features = vec![Feature {
        name: "account".to_owned(),
        basis: "fixture".to_owned(),
        reads: Vec::new(),
        writes: vec!["a".to_owned()],
        dimensions: [("appearance.theme".to_owned(), 1)].into(),
    }];
    let compounding = analyse(&report).compounding;
    let captured = |dimension: &str| {
        let mut needs = compounding.iter().filter(|it| it.dimension == dimension);
        needs.any(|it| it.sources.iter().any(|source| source.feature == "account"))
    };
    assert!(captured("appearance.theme"), "{compounding:?}");
    assert!(!captured("locale.language"), "{compounding:?}");
}

#[test]
fn what_is_done_is_no_place_to_start() {
    let mut done = mechanism("a", Kind::SqlTable, &["appearance.theme"], &["account"]);
    done.stage = Some("native".to_owned());
    let analysis = of(vec![
        done,
        mechanism("b", Kind::Redis, &["interests.topics"], &["search"]),
    ]);
    let starts: Vec<&str> = analysis
        .starts
        .iter()
        .map(|start| start.mechanism.as_str())
        .collect();
    assert_eq!(starts, ["b"]);
}

proptest! {
    #[test]
    fn the_silos_of_a_dimension_part_its_holders(report in fixture::any_report()) {
        for row in analyse(&report).dimensions {
            let mut members: Vec<&String> = row.silos.iter().flatten().collect();
            let mut holders: Vec<&String> = row.cells.iter().map(|cell| &cell.mechanism).collect();
            members.sort();
            holders.sort();
            prop_assert_eq!(members, holders);
        }
    }

    #[test]
    fn every_score_is_the_sum_it_shows(report in fixture::any_report()) {
        for start in analyse(&report).starts {
            let sum = |reasons: &[crate::mechanism::Reason]| -> i32 {
                reasons.iter().map(|reason| reason.points).sum()
            };
            prop_assert_eq!(i64::from(start.value), i64::from(sum(&start.value_reasons)));
            prop_assert_eq!(i64::from(start.cost), i64::from(sum(&start.cost_reasons)));
        }
    }

    #[test]
    fn the_order_of_mechanisms_changes_no_count(report in fixture::any_report()) {
        let mut reversed = report.clone();
        reversed.mechanisms.reverse();
        let (forth, back) = (analyse(&report), analyse(&reversed));
        prop_assert_eq!(forth.counts, back.counts);
        prop_assert_eq!(forth.verdict, back.verdict);
        prop_assert_eq!(forth.starts, back.starts);
    }

    #[test]
    fn another_silo_never_lowers_fragmentation(report in fixture::any_report()) {
        let before = analyse(&report).counts;
        let mut more = report;
        let Some(held) = more.mechanisms.first().cloned() else { return Ok(()) };
        let dimensions = held.dimensions();
        more.mechanisms.push(mechanism("pm_new", Kind::Redis, &dimensions, &["new"]));
        let after = analyse(&more).counts;
        prop_assert_eq!(after.extra_silos, before.extra_silos + dimensions.len());
    }
}
