//! The reliability diagrams as one SVG picture, side by side.

use std::fmt::Write as _;

use super::{Diagram, Report, diagram::Point};

const SIDE: f64 = 300.0;
const LEFT: f64 = 60.0;
const TOP: f64 = 50.0;
const PANEL: f64 = LEFT + SIDE + 30.0;
const HEIGHT: f64 = TOP + SIDE + 60.0;

impl Report {
    /// The diagrams as an SVG document.
    #[must_use]
    pub fn svg(&self) -> String {
        #[expect(clippy::cast_precision_loss, reason = "a handful of panels")]
        let width = PANEL * self.diagrams.len().max(1) as f64;
        let mut svg = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {HEIGHT}\" \
             width=\"{width}\" height=\"{HEIGHT}\" font-family=\"system-ui, sans-serif\" \
             font-size=\"12\">\n<rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>\n"
        );
        let mut left = 0.0;
        for diagram in &self.diagrams {
            panel(&mut svg, diagram, left);
            left += PANEL;
        }
        svg.push_str("</svg>\n");
        svg
    }
}

/// Writing to a string cannot fail, so results are dropped throughout.
fn panel(svg: &mut String, diagram: &Diagram, left: f64) {
    let _ = writeln!(svg, "<g transform=\"translate({}, {TOP})\">", left + LEFT);
    let _ = writeln!(
        svg,
        "<text x=\"{}\" y=\"-22\" text-anchor=\"middle\" font-size=\"14\" font-weight=\"600\">{}</text>",
        SIDE / 2.0,
        escaped(&diagram.title)
    );
    axes(svg);
    let _ = writeln!(
        svg,
        "<line x1=\"0\" y1=\"{SIDE}\" x2=\"{SIDE}\" y2=\"0\" stroke=\"#999\" stroke-dasharray=\"4 4\"/>"
    );
    let line: Vec<String> = diagram
        .points
        .iter()
        .map(|point| format!("{:.1},{:.1}", x(point.confidence), y(point.accuracy)))
        .collect();
    let _ = writeln!(
        svg,
        "<polyline points=\"{}\" fill=\"none\" stroke=\"#0b7285\" stroke-width=\"2\"/>",
        line.join(" ")
    );
    let most = diagram
        .points
        .iter()
        .map(|point| point.count)
        .fold(1.0, f64::max);
    for point in &diagram.points {
        mark(svg, point, most);
    }
    svg.push_str("</g>\n");
}

fn axes(svg: &mut String) {
    for tick in [0.0, 0.2, 0.4, 0.6, 0.8, 1.0] {
        let (across, down) = (x(tick), y(tick));
        let _ = writeln!(
            svg,
            "<path d=\"M{across:.0} 0V{SIDE}M0 {down:.0}H{SIDE}\" stroke=\"#e5e5e5\"/>\
             <text x=\"{across:.0}\" y=\"{}\" text-anchor=\"middle\" fill=\"#555\">{tick}</text>\
             <text x=\"-8\" y=\"{:.0}\" text-anchor=\"end\" fill=\"#555\">{tick}</text>",
            SIDE + 18.0,
            down + 4.0
        );
    }
    let _ = writeln!(
        svg,
        "<text x=\"{}\" y=\"{}\" text-anchor=\"middle\">confidence claimed</text>\
         <text transform=\"translate(-38, {}) rotate(-90)\" text-anchor=\"middle\">how often right</text>",
        SIDE / 2.0,
        SIDE + 40.0,
        SIDE / 2.0
    );
}

/// A dot whose area is the number of beliefs, with its 95 % interval.
fn mark(svg: &mut String, point: &Point, most: f64) {
    let (across, down) = (x(point.confidence), y(point.accuracy));
    let (low, high) = point.interval();
    let _ = writeln!(
        svg,
        "<line x1=\"{across:.1}\" x2=\"{across:.1}\" y1=\"{:.1}\" y2=\"{:.1}\" stroke=\"#0b7285\"/>\
         <circle cx=\"{across:.1}\" cy=\"{down:.1}\" r=\"{:.1}\" fill=\"#0b7285\" fill-opacity=\"0.75\">\
         <title>{} beliefs: claimed {:.3}, right {:.3}</title></circle>",
        y(low.max(0.0)),
        y(high.min(1.0)),
        3.0 + 7.0 * (point.count / most).sqrt(),
        point.count,
        point.confidence,
        point.accuracy,
    );
}

fn x(share: f64) -> f64 {
    share * SIDE
}

fn y(share: f64) -> f64 {
    (1.0 - share) * SIDE
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}
