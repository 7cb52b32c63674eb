//! What a feature reads, as lines of a table.

use selfmodel_client::{Belief, BeliefValue, Read};

use super::{
    DemoError, bar,
    cast::Player,
    opinion::percent,
    screen::{BOLD, DIM, GREEN, Screen},
};

/// Shows the beliefs of a read, whose evidence they rest on, and how many were withheld.
pub(super) async fn show(
    player: &Player,
    read: &Read,
    screen: &mut Screen,
) -> Result<(), DemoError> {
    let mut name = player.name;
    for belief in &read.beliefs {
        screen.line(&format!("  {BOLD}{name:<8}{BOLD:#}{}", row(player, belief)))?;
        name = "";
    }
    let withheld = withheld(read);
    screen
        .say(&format!("  {name:<8}{DIM}withheld: {withheld}{DIM:#}"))
        .await
}

fn row(reader: &Player, belief: &Belief) -> String {
    let what = match &belief.member {
        Some(member) => format!("{} · {member}", belief.dimension),
        None => belief.dimension.to_string(),
    };
    let value = match &belief.value {
        BeliefValue::Number(number) => format!("{number:.1}"),
        other => other.to_string(),
    };
    let features: Vec<String> = belief.features.iter().map(ToString::to_string).collect();
    let style = if features == [reader.name] {
        DIM
    } else {
        GREEN
    };
    let (bar, confidence) = (bar::single(belief.confidence), percent(belief.confidence));
    let features = features.join(", ");
    format!("{what:<42}{value:<19}{bar} {confidence:>5}  {style}by {features}{style:#}")
}

/// The counts that are not zero, in words.
fn withheld(read: &Read) -> String {
    let counts = &read.withheld;
    let parts: Vec<String> = [
        (counts.below_confidence, "not confident enough"),
        (counts.stale, "stale"),
        (counts.irrelevant, "irrelevant here"),
        (counts.unknown, "unknown"),
        (counts.suppressed, "suppressed"),
        (counts.not_permitted, "not permitted"),
    ]
    .iter()
    .filter(|(count, _)| *count > 0)
    .map(|(count, reason)| format!("{count} {reason}"))
    .collect();
    if parts.is_empty() {
        return "nothing".into();
    }
    parts.join(", ")
}
