//! A small made-up population, written as a CSV of commits.

use std::fmt::Write as _;

/// One commit, its values as positions.
#[derive(Clone)]
pub(crate) struct Commit {
    pub(crate) user: usize,
    pub(crate) source: usize,
    pub(crate) day: i64,
    pub(crate) period: usize,
    pub(crate) weekend: usize,
    pub(crate) subject: usize,
}

/// How many people.
pub(crate) const PEOPLE: usize = 16;
pub(crate) const PERIODS: [&str; 4] = ["morning", "afternoon", "evening", "night"];
const SOURCES: [&str; 3] = ["a/one", "a/two", "b/three"];

/// Sixteen people with sixty commits each, in order of person and time. Each has a favourite period,
/// and a habit of weekends that half of them change midway; each begins in one repository and moves
/// on to the others.
pub(crate) fn commits() -> Vec<Commit> {
    let mut random = fastrand::Rng::with_seed(1);
    let mut commits = Vec::new();
    for user in 0..PEOPLE {
        let favourite = random.usize(0..PERIODS.len());
        let weekends = random.f64();
        let mut day = 17_000 + random.i64(0..300);
        for number in 0..60 {
            day += random.i64(1..9);
            let changed = user % 2 == 0 && number >= 30;
            let weekend = random.f64() < if changed { 1.0 - weekends } else { weekends };
            commits.push(Commit {
                user,
                source: (number / 20 + random.usize(0..2)) % SOURCES.len(),
                day,
                period: if random.f64() < 0.6 {
                    favourite
                } else {
                    random.usize(0..PERIODS.len())
                },
                weekend: usize::from(weekend),
                subject: 20 + favourite * 10 + random.usize(0..20),
            });
        }
    }
    commits
}

pub(crate) fn csv(commits: &[Commit]) -> String {
    let mut text = String::from(
        "user,source,t,period,weekend,verbosity,conventional,area,size,subject_len,areas\n",
    );
    for commit in commits {
        writeln!(
            text,
            "u{:03x},{},{},{},{},terse,0,code,small,{},code",
            commit.user,
            SOURCES[commit.source],
            commit.day * 86_400,
            PERIODS[commit.period],
            commit.weekend,
            commit.subject,
        )
        .expect("writing to a string");
    }
    text
}
