//! The whole evaluation on a small population: against an independent computation, against itself
//! in another order, and what it prints.

#![expect(
    clippy::expect_used,
    clippy::cast_precision_loss,
    reason = "tests of a few thousand small numbers; what cannot be set up must not run"
)]

mod population;

use std::path::PathBuf;

use selfmodel_evaluation::{Inputs, Report, evaluate};

use self::population::{commits, csv};

fn run(text: &str) -> Report {
    let directory = tempfile::tempdir().expect("a directory");
    let path = directory.path().join("commits.csv");
    std::fs::write(&path, text).expect("a file");
    evaluate(&inputs(path), &|_| {}).expect("an evaluation")
}

fn inputs(commits: PathBuf) -> Inputs {
    Inputs {
        commits,
        movielens: None,
        assistments: None,
    }
}

fn measured(report: &Report, id: &str, metric: &str) -> f64 {
    let found = report
        .measurements
        .iter()
        .find(|row| row.id == id && row.metric == metric);
    found.expect("a measurement").measured
}

/// The formulas of the belief mathematics once more, plainly and in floats.
mod plainly {
    use super::population::{Commit, PEOPLE};

    const CHECKPOINTS: [usize; 13] = [1, 2, 3, 5, 8, 12, 20, 35, 60, 100, 170, 300, 600];

    /// Confidence and credit of every query over one dimension.
    pub(super) fn predictions(
        commits: &[Commit],
        width: usize,
        value: fn(&Commit) -> usize,
    ) -> Vec<(f64, f64)> {
        let people: Vec<Vec<&Commit>> = (0..PEOPLE)
            .map(|user| {
                commits
                    .iter()
                    .filter(|commit| commit.user == user)
                    .collect()
            })
            .collect();
        let rates = base_rates(&people, width, value);
        let mut predictions = Vec::new();
        for person in people.iter().skip(1).step_by(2) {
            for seen in CHECKPOINTS {
                if seen + 10 > person.len() {
                    continue;
                }
                let now = person[seen].day as f64;
                let mass = |half_life: f64| -> Vec<f64> {
                    let of = |outcome| {
                        let same = person[..seen].iter().filter(|c| value(c) == outcome);
                        same.map(|c| ((c.day as f64 - now) / half_life).exp2())
                            .sum()
                    };
                    (0..width).map(of).collect()
                };
                let confidence = confidence(&mass(180.0), &mass(14.0), &rates);
                let best = (0..width)
                    .max_by(|a, b| confidence[*a].total_cmp(&confidence[*b]))
                    .expect("an outcome");
                predictions.push((
                    confidence[best],
                    credit(&person[seen..seen + 10], best, width, value),
                ));
            }
        }
        predictions
    }

    /// Even people, ten commits of each repository, averaged and shrunk by ten people to uniform.
    fn base_rates(people: &[Vec<&Commit>], width: usize, value: fn(&Commit) -> usize) -> Vec<f64> {
        let mut sums = vec![10.0 / width as f64; width];
        for person in people.iter().step_by(2) {
            let first: Vec<&&Commit> = (0..3)
                .flat_map(|source| person.iter().filter(move |c| c.source == source).take(10))
                .collect();
            for commit in &first {
                sums[value(commit)] += 1.0 / first.len() as f64;
            }
        }
        sums.into_iter()
            .map(|sum| sum / (10.0 + people.len().div_ceil(2) as f64))
            .collect()
    }

    fn confidence(long: &[f64], fast: &[f64], rates: &[f64]) -> Vec<f64> {
        let prior: Vec<f64> = rates.iter().map(|rate| 5.0 * rate).collect();
        let older: Vec<f64> = prior
            .iter()
            .zip(long)
            .zip(fast)
            .map(|((a, r), f)| a + r - f)
            .collect();
        let evidence = |x: &[f64], alpha: &[f64]| -> f64 {
            let total = |values: &[f64]| values.iter().sum::<f64>();
            let terms = x
                .iter()
                .zip(alpha)
                .map(|(x, a)| ln_gamma(a + x) - ln_gamma(*a));
            ln_gamma(total(alpha)) - ln_gamma(total(alpha) + total(x)) + terms.sum::<f64>()
        };
        let log_factor = evidence(fast, &prior) - evidence(fast, &older);
        let change = 1.0 / (1.0 + 9.0 * (-log_factor).exp());
        let posterior = |masses: &[f64]| -> Vec<f64> {
            let total = 5.0 + masses.iter().sum::<f64>();
            masses
                .iter()
                .zip(&prior)
                .map(|(m, a)| (a + m) / total)
                .collect()
        };
        let shares = posterior(long).into_iter().zip(posterior(fast));
        let powers: Vec<f64> = shares
            .map(|(long, fast)| (change * fast + (1.0 - change) * long).powf(1.5))
            .collect();
        let total: f64 = powers.iter().sum();
        powers.into_iter().map(|power| power / total).collect()
    }

    /// Stirling's series after shifting the argument above 20.
    fn ln_gamma(x: f64) -> f64 {
        if x < 20.0 {
            return ln_gamma(x + 1.0) - x.ln();
        }
        let inverse = 1.0 / x;
        (x - 0.5) * x.ln() - x + 0.5 * (2.0 * std::f64::consts::PI).ln() + inverse / 12.0
            - inverse.powi(3) / 360.0
            + inverse.powi(5) / 1_260.0
    }

    fn credit(next: &[&Commit], said: usize, width: usize, value: fn(&Commit) -> usize) -> f64 {
        let count = |outcome| {
            next.iter()
                .filter(|commit| value(commit) == outcome)
                .count()
        };
        let most = (0..width).map(count).max().expect("an outcome");
        let ties = (0..width).filter(|outcome| count(*outcome) == most).count();
        if count(said) == most {
            1.0 / ties as f64
        } else {
            0.0
        }
    }
}

#[test]
fn prediction_agrees_with_a_plain_computation() {
    let commits = commits();
    let report = run(&csv(&commits));
    let mut expected = plainly::predictions(&commits, 4, |commit| commit.period);
    expected.extend(plainly::predictions(&commits, 2, |commit| commit.weekend));
    // The four columns that never vary: their base rates know it but for the ten people towards
    // whom they are shrunk.
    for width in [3, 2, 4, 3] {
        expected.extend(plainly::predictions(&commits, width, |_| 0));
    }
    let count = expected.len() as f64;
    let brier = expected
        .iter()
        .map(|(said, credit)| (said - credit).powi(2))
        .sum::<f64>()
        / count;
    assert!((measured(&report, "B1", "brier") - brier).abs() < 1e-9);
    let bold: Vec<_> = expected.iter().filter(|(said, _)| *said >= 0.7).collect();
    let coverage = bold.len() as f64 / count;
    assert!((measured(&report, "B1", "coverage_at_0.7") - coverage).abs() < 1e-9);
    let accuracy = bold.iter().map(|(_, credit)| credit).sum::<f64>() / bold.len() as f64;
    assert!((measured(&report, "B1", "accuracy_at_0.7") - accuracy).abs() < 1e-9);
}

#[test]
fn the_order_of_the_file_does_not_matter() {
    let mut commits = commits();
    let before = run(&csv(&commits));
    fastrand::Rng::with_seed(9).shuffle(&mut commits);
    assert_eq!(run(&csv(&commits)), before);
}

#[test]
fn every_bench_reports_and_what_is_printed_is_reviewed() {
    let report = run(&csv(&commits()));
    for id in ["B1", "B2", "B3", "B5", "B6", "B7"] {
        assert!(report.measurements.iter().any(|row| row.id == id), "{id}");
    }
    for row in &report.measurements {
        assert!(row.measured.is_finite(), "{row:?}");
        assert!(
            row.low <= row.measured && row.measured <= row.high,
            "{row:?}"
        );
    }
    assert!((measured(&report, "B6", "bit_identical") - 1.0).abs() < f64::EPSILON);
    assert!((measured(&report, "B3", "bit_identical") - 1.0).abs() < f64::EPSILON);
    insta::assert_snapshot!("table", anstream::adapter::strip_str(&report.text()));
    insta::assert_snapshot!("json", report.json());
    insta::assert_snapshot!("svg", report.svg());
}

#[test]
fn bad_files_are_explained() {
    let head = csv(&[]);
    let says = |text: &str| {
        let directory = tempfile::tempdir().expect("a directory");
        let path = directory.path().join("commits.csv");
        std::fs::write(&path, text).expect("a file");
        let error = evaluate(&inputs(path), &|_| {}).expect_err("an error");
        error
            .to_string()
            .replace(directory.path().to_str().expect("a path"), "…")
    };
    insta::assert_snapshot!(
        "errors",
        [
            says("user,source\n"),
            says(&format!(
                "{head}u1,a,yesterday,morning,0,terse,0,code,small,3,code\n"
            )),
            says(&format!(
                "{head}u1,a,5,morning,maybe,terse,0,code,small,3,code\n"
            )),
            says(&format!(
                "{head}u1,a b,5,morning,0,terse,0,code,small,3,code\n"
            )),
            says(&format!(
                "{head}u1,a,5,morning,0,terse,0,code,small,3,code\nu1,a\n"
            )),
            says(&head),
        ]
        .join("\n")
    );
}
