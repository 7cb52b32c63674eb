//! Stacked bars: how probable each value is, as cells of a line. Values differ by shade and by
//! colour, so that a bar reads without colour too.

use anstyle::{AnsiColor, Style};

const CELLS: usize = 32;
const SHORT: usize = 12;
const SHADES: [(char, AnsiColor); 4] = [
    ('█', AnsiColor::Cyan),
    ('▓', AnsiColor::Blue),
    ('▒', AnsiColor::Magenta),
    ('░', AnsiColor::Yellow),
];

/// One value after the other, each as long as it is probable.
pub(super) fn stacked(shares: &[f64]) -> String {
    let cells = cells(shares, CELLS);
    let parts = cells.iter().zip(SHADES.iter().cycle());
    parts.map(|(count, shade)| run(*count, *shade)).collect()
}

/// What each shade stands for.
pub(super) fn legend(values: &[&str]) -> String {
    let parts = values.iter().zip(SHADES.iter().cycle());
    let parts: Vec<String> = parts
        .map(|(value, shade)| format!("{} {value}", run(2, *shade)))
        .collect();
    parts.join("   ")
}

/// A single probability.
pub(super) fn single(probability: f64) -> String {
    let style = AnsiColor::Green.on_default();
    let cells = cells(&[probability, 1.0 - probability], SHORT);
    let (full, empty) = ("█".repeat(cells[0]), "·".repeat(cells[1]));
    format!("{style}{full}{style:#}{empty}")
}

fn run(count: usize, (shade, color): (char, AnsiColor)) -> String {
    let style: Style = color.on_default();
    let cells = shade.to_string().repeat(count);
    format!("{style}{cells}{style:#}")
}

/// Whole cells in proportion to the shares, which sum to `width`: largest remainders first.
fn cells(shares: &[f64], width: usize) -> Vec<usize> {
    let total: f64 = shares.iter().sum();
    let mut counts = Vec::new();
    let mut ends = 0.0;
    let mut taken = 0;
    for share in shares {
        ends += share / total.max(f64::MIN_POSITIVE);
        let end = nearest_cell(ends, width).max(taken);
        counts.push(end - taken);
        taken = end;
    }
    counts
}

/// The cell border nearest to a part of the width.
fn nearest_cell(part: f64, width: usize) -> usize {
    (0..=width)
        .min_by(|a, b| distance(*a, part, width).total_cmp(&distance(*b, part, width)))
        .unwrap_or(0)
}

fn distance(border: usize, part: f64, width: usize) -> f64 {
    let as_number = |count: usize| u32::try_from(count).map_or(f64::MAX, f64::from);
    (as_number(border) - part * as_number(width)).abs()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_in_proportion_and_fill_the_bar() {
        assert_eq!(cells(&[0.5, 0.25, 0.25], 32), [16, 8, 8]);
        assert_eq!(cells(&[1.0, 0.0], 16), [16, 0]);
        assert_eq!(cells(&[0.0, 1.0], 16), [0, 16]);
        for split in 0..=100 {
            let share = f64::from(split) / 100.0;
            let thirds = [share, (1.0 - share) / 3.0, (1.0 - share) * 2.0 / 3.0];
            assert_eq!(cells(&thirds, 32).iter().sum::<usize>(), 32, "{thirds:?}");
        }
    }
}
