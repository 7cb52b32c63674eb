//! Edges from things to people: `favorited_by`, `subscribers` of what belongs to nobody.

use super::{blank, distinctive};
use crate::{
    lexicon::{canonical, words},
    link::{
        candidate::{Candidate, Place},
        columns::{field, is_relation},
        tables::{PlacedColumn, Table},
    },
    mechanism::{Format, Inference, Owner, Richness, SiteRole},
};

/// What a person must have done to stand in such a column.
const DONE: &[&str] = &[
    "favorited",
    "favourited",
    "favorite",
    "favourite",
    "bookmarked",
    "bookmark",
    "starred",
    "liked",
    "like",
    "saved",
    "follower",
    "followed",
    "subscriber",
    "watcher",
    "muted",
    "hidden",
    "dismissed",
    "wishlisted",
];

/// The edges of a table, each a store of its own.
pub(super) fn edges(table: &Table, people: &[String], found: &mut Vec<Candidate>) {
    for placed in &table.columns {
        if is_edge(placed, people) {
            found.push(candidate(table, placed));
        }
    }
}

fn is_edge(placed: &PlacedColumn, people: &[String]) -> bool {
    let column = &placed.column;
    let to_person = column.target.as_deref().is_some_and(|target| {
        let target = canonical(target);
        target == "user" || people.contains(&target)
    });
    let done = words(&column.name)
        .iter()
        .any(|it| DONE.contains(&it.as_str()));
    to_person && done && is_relation(column.type_.as_deref())
}

fn candidate(table: &Table, placed: &PlacedColumn) -> Candidate {
    let name = &placed.column.name;
    let mut candidate = blank(table, name);
    candidate.owner = Owner::ManyRows;
    candidate.format = Format::Relation;
    candidate.inference = vec![Inference::Explicit];
    candidate.richness = Some(Richness::Medium);
    candidate.because(20, format!("`{}` has edges to people", table.name()));
    candidate.because(14, "an edge belongs to a person");
    candidate.because(25, "its name says what the person did");
    candidate.names.clear();
    candidate.named(&format!("{}.{name}", table.name()));
    candidate.terms.clear();
    if distinctive(name) {
        candidate.terms.push(name.clone());
    }
    let rule = table.places.iter().find(|it| it.path == placed.path);
    candidate.places = vec![Place {
        path: placed.path.clone(),
        line: placed.column.line,
        end_line: None,
        role: SiteRole::Declare,
        rule: rule.map_or_else(String::new, |it| it.rule.clone()),
    }];
    candidate.fields = vec![field(placed, None)];
    candidate
}
