//! The silo graph: mechanisms on a circle, a chord for each pair that holds the same understanding apart.
//! The layout is computed here, the same bytes for the same report; the matrix above it says the same in a
//! table.

use std::{
    collections::{BTreeMap, BTreeSet},
    f64::consts::{FRAC_PI_2, TAU},
};

use maud::{Markup, html};

use super::{Column, Page, kind_class, kind_legend, words};
use crate::mechanism::Relation;

/// The drawing: a small one with labels that lie flat, a large one with labels like rays. The view box holds
/// the circle and the numbers around it; the names stand outside of it, where the page has room for them.
struct Circle {
    view_box: &'static str,
    center: f64,
    radius: f64,
    rays: bool,
    count: usize,
}

impl Circle {
    fn of(count: usize) -> Self {
        if count > MOST_FLAT_LABELS {
            Self {
                view_box: "0 0 724 724",
                center: 362.0,
                radius: 310.0,
                rays: true,
                count,
            }
        } else {
            Self {
                view_box: "0 0 500 500",
                center: 250.0,
                radius: 205.0,
                rays: false,
                count,
            }
        }
    }

    /// The angle of a position, clockwise; half a step off the top, so that no label stands on the axis.
    fn angle(&self, position: usize) -> f64 {
        let turn = (as_f64(position) + 0.5) / as_f64(self.count.max(1));
        TAU * turn - FRAC_PI_2
    }

    /// The point of a position, `beyond` the circle.
    fn point(&self, position: usize, beyond: f64) -> (f64, f64) {
        let angle = self.angle(position);
        let radius = self.radius + beyond;
        (
            self.center + radius * angle.cos(),
            self.center + radius * angle.sin(),
        )
    }

    /// Whether a position is on the left half.
    fn is_left(&self, position: usize) -> bool {
        self.angle(position).cos() < 0.0
    }

    /// How far the label of a position is turned, in degrees.
    fn turn(&self, position: usize) -> f64 {
        let degrees = self.angle(position).to_degrees();
        match (self.rays, self.is_left(position)) {
            (false, _) => 0.0,
            (true, false) => degrees,
            (true, true) => degrees + 180.0,
        }
    }
}

/// Above this many chords they are faint.
const MANY_CHORDS: usize = 80;
/// Up to this many labels have room to lie flat.
const MOST_FLAT_LABELS: usize = 14;
/// Labels are cut after this many characters; the whole name is in the title.
const LONGEST_LABEL: usize = 30;

/// How two mechanisms relate in the graph.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Tie {
    Silo,
    Copy,
    SameStore,
}

impl Tie {
    fn class(self) -> &'static str {
        match self {
            Self::Silo => "silo",
            Self::Copy => "copy",
            Self::SameStore => "same-store",
        }
    }

    fn words(self) -> &'static str {
        match self {
            Self::Silo => "know the same, apart",
            Self::Copy => "kept in step",
            Self::SameStore => "one store",
        }
    }
}

/// Chords by the positions of their ends, each with the dimensions it stands for.
type Chords<'a> = BTreeMap<(Tie, usize, usize), BTreeSet<&'a str>>;

pub(super) fn section(page: &Page<'_>) -> Markup {
    let chords = chords(page);
    let silos = chords
        .keys()
        .filter(|(tie, _, _)| *tie == Tie::Silo)
        .count();
    html! {
        section #silos {
            h2 { "Silo graph" }
            @if page.columns.is_empty() {
                p.quiet { "There is nothing to draw." }
            } @else {
                p {
                    "Each dot is a mechanism, larger when richer. "
                    (words::counted(silos, "pair")) " know the same of a user without knowing of each other."
                }
                div.controls {
                    label { "Dimension "
                        select #graph-dimension {
                            option value="" { "all" }
                            @for row in &page.view.analysis.dimensions {
                                @if row.cells.len() > 1 { option value=(row.dimension) { (words::printable(&row.dimension)) } }
                            }
                        }
                    }
                    ul.legend aria-label="Legend" {
                        @for tie in [Tie::Silo, Tie::Copy, Tie::SameStore] {
                            li { (line_sample(tie)) " " (tie.words()) }
                        }
                        (kind_legend(page))
                    }
                }
                (drawing(page, &chords))
            }
        }
    }
}

fn line_sample(tie: Tie) -> Markup {
    html! {
        svg.sample viewBox="0 0 28 8" aria-hidden="true" focusable="false" {
            line class={ "chord " (tie.class()) } x1="0" y1="4" x2="28" y2="4" stroke-width="2" {}
        }
    }
}

fn drawing(page: &Page<'_>, chords: &Chords<'_>) -> Markup {
    let circle = Circle::of(page.columns.len());
    let many = chords.len() > MANY_CHORDS;
    let label = "Mechanisms and their silos; the fragmentation matrix says the same as a table";
    html! {
        div.canvas {
            svg #graph.graph.many[many].rays[circle.rays] viewBox=(circle.view_box) role="group" aria-label=(label) {
                g.chords aria-hidden="true" {
                    @for ((tie, from, to), dimensions) in chords {
                        (chord(page, &circle, *tie, (*from, *to), dimensions))
                    }
                }
                g.nodes {
                    @for (position, column) in page.columns.iter().enumerate() {
                        (node(&circle, position, *column, chords))
                    }
                }
            }
        }
        (key(page))
    }
}

/// What the numbers stand for, where there is no room for names.
fn key(page: &Page<'_>) -> Markup {
    let mut columns = page.columns.clone();
    columns.sort_by_key(|column| column.number);
    html! {
        details.key open[columns.len() <= MOST_FLAT_LABELS] {
            summary { "What the numbers stand for" }
            ol {
                @for column in columns {
                    li class=(kind_class(column.mechanism.kind)) {
                        a href={ "#" (column.mechanism.id) } { (words::printable(&column.mechanism.name)) }
                    }
                }
            }
        }
    }
}

fn chord(
    page: &Page<'_>,
    circle: &Circle,
    tie: Tie,
    ends: (usize, usize),
    dimensions: &BTreeSet<&str>,
) -> Markup {
    let (x1, y1) = circle.point(ends.0, 0.0);
    let (x2, y2) = circle.point(ends.1, 0.0);
    let center = circle.center;
    let path = format!("M{x1:.1} {y1:.1}Q{center:.1} {center:.1} {x2:.1} {y2:.1}");
    let all: Vec<&str> = dimensions.iter().copied().collect();
    let ids: Vec<&str> = [ends.0, ends.1]
        .iter()
        .filter_map(|end| page.columns.get(*end))
        .map(|column| column.mechanism.id.as_str())
        .collect();
    let width = 1 + dimensions.len().min(4);
    html! {
        path class={ "chord " (tie.class()) } d=(path) stroke-width=(width)
            data-ends=(ids.join(" ")) data-dimensions=(all.join(" ")) {
            title { (words::printable(&all.join(", "))) }
        }
    }
}

fn node(circle: &Circle, position: usize, column: Column<'_>, chords: &Chords<'_>) -> Markup {
    let mechanism = column.mechanism;
    let (x, y) = circle.point(position, 0.0);
    let (label_x, label_y) = circle.point(position, 18.0);
    let anchor = if circle.is_left(position) {
        "end"
    } else {
        "start"
    };
    let turn = format!(
        "rotate({:.1} {label_x:.1} {label_y:.1})",
        circle.turn(position)
    );
    let radius = 4.0 + f64::from(mechanism.richness_score) / 12.0;
    let name = words::printable(&mechanism.name);
    let silos = chords
        .keys()
        .filter(|(tie, from, to)| *tie == Tie::Silo && (*from == position || *to == position))
        .count();
    let label = format!(
        "{name}: knows the same as {}",
        words::counted(silos, "other mechanism")
    );
    let dimensions = mechanism.dimensions().join(" ");
    html! {
        a class={ "node " (kind_class(mechanism.kind)) } href={ "#" (mechanism.id) }
            data-id=(mechanism.id) data-dimensions=(dimensions) aria-label=(label) {
            title { (label) }
            circle cx=(format!("{x:.1}")) cy=(format!("{y:.1}")) r=(format!("{radius:.1}")) {}
            text.name x=(format!("{label_x:.1}")) y=(format!("{label_y:.1}")) dy="0.35em"
                text-anchor=(anchor) transform=(turn) { (shortened(&name)) }
            text.digits x=(format!("{label_x:.1}")) y=(format!("{label_y:.1}")) dy="0.35em"
                text-anchor=(anchor) transform=(turn) { (column.number) }
        }
    }
}

fn shortened(name: &str) -> String {
    if name.chars().count() <= LONGEST_LABEL {
        return name.to_owned();
    }
    let start: String = name.chars().take(LONGEST_LABEL - 1).collect();
    start + "…"
}

fn as_f64(count: usize) -> f64 {
    u32::try_from(count).map_or(f64::MAX, f64::from)
}

fn chords<'a>(page: &Page<'a>) -> Chords<'a> {
    let mut positions = BTreeMap::new();
    for (position, column) in page.columns.iter().enumerate() {
        positions.insert(column.mechanism.id.as_str(), position);
    }
    let mut chords: Chords<'a> = BTreeMap::new();
    let mut tie = |tie: Tie, left: &str, right: &str, dimensions: Vec<&'a str>| {
        if let (Some(&left), Some(&right)) = (positions.get(left), positions.get(right)) {
            let key = (tie, left.min(right), left.max(right));
            chords.entry(key).or_default().extend(dimensions);
        }
    };
    for row in &page.view.analysis.dimensions {
        for (position, silo) in row.silos.iter().enumerate() {
            for other in row.silos.iter().skip(position + 1) {
                for left in silo {
                    for right in other {
                        tie(Tie::Silo, left, right, vec![&row.dimension]);
                    }
                }
            }
        }
    }
    for column in &page.columns {
        for link in &column.mechanism.links {
            let kind = match link.relation {
                Relation::Silo => continue,
                Relation::Copy => Tie::Copy,
                Relation::SameStore => Tie::SameStore,
            };
            let dimensions = link.dimensions.iter().map(String::as_str);
            tie(kind, &column.mechanism.id, &link.id, dimensions.collect());
        }
    }
    chords
}
