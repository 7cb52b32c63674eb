//! `selfmodel user show`: what is believed of a user, as a table.

use clap::{Args, Subcommand};
use comfy_table::{CellAlignment, Table};
use selfmodel_api_types::{Belief, BeliefStatus, BeliefValue, Include, Read, Withheld};
use selfmodel_core::names::FeatureName;

use super::{
    CliError, output,
    target::{Target, block_on, refused},
};

/// Look at what is believed of a user
#[derive(Debug, Subcommand)]
pub(super) enum User {
    Show(Show),
}

/// Show what is believed of a user
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Show {
    /// The user
    #[arg(value_name = "ID")]
    user: String,
    /// As this context sees the user; without it neutral, all sources alike
    #[arg(long, value_name = "CONTEXT")]
    context: Option<String>,
    /// Only dimensions under this prefix or with this tag
    #[arg(long, value_name = "PREFIX|TAG")]
    focus: Option<String>,
    /// Also what rests on (almost) no evidence of this user
    #[arg(long)]
    priors: bool,
    /// Print the answer of the server as JSON
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    target: Target,
}

const EXAMPLES: &str = "\
Examples:
  selfmodel user show u1
  selfmodel user show u1 --context document_generation --focus communication
  selfmodel user show u1 --priors --json

The bar is the confidence: the probability that the value prevails in the user's next ten
observations of the dimension.";

impl User {
    pub(super) fn run(self) -> Result<(), CliError> {
        let Self::Show(show) = self;
        block_on(show.run())
    }
}

impl Show {
    async fn run(self) -> Result<(), CliError> {
        let client = self.target.client()?;
        let mut request = client
            .beliefs(&self.user)
            .context(self.context.as_deref().unwrap_or("*"))
            .include(Include::Interval);
        if let Some(focus) = &self.focus {
            request = request.focus(focus);
        }
        if self.priors {
            request = request.include(Include::Priors);
        }
        let read = request.await;
        let read = read.map_err(|error| refused("cannot read the user", error))?;
        if self.json {
            let text = serde_json::to_string_pretty(&read)
                .map_err(|error| CliError::failed("cannot write the answer as JSON", error))?;
            return output::line(&text);
        }
        output::line(&heading(&read))?;
        if !read.beliefs.is_empty() {
            output::line(&table(&read.beliefs).to_string())?;
        }
        output::line(&footer(&read))
    }
}

fn heading(read: &Read) -> String {
    let context = read
        .context
        .as_ref()
        .map_or("neutral", |context| context.as_str());
    format!(
        "{}  {}",
        output::styled(output::BOLD, read.user.as_str()),
        output::styled(
            output::DIM,
            &format!(
                "{context}, schema {}, as of {}",
                read.schema_version, read.as_of
            )
        ),
    )
}

fn table(beliefs: &[Belief]) -> Table {
    let mut table = Table::new();
    table.load_style(comfy_table::presets::UTF8_HORIZONTAL_ONLY);
    table.set_header([
        "dimension",
        "value",
        "confidence",
        "",
        "evidence",
        "updated",
        "from",
    ]);
    for belief in beliefs {
        let member = belief.member.as_ref().map(|member| format!(" · {member}"));
        let features: Vec<_> = belief.features.iter().map(FeatureName::as_str).collect();
        table.add_row([
            format!("{}{}", belief.dimension, member.unwrap_or_default()),
            value(belief),
            bar(belief),
            format!("{:.2}", belief.confidence),
            format!("{:.1}", belief.evidence),
            belief.updated_at.map_or_else(
                || "–".to_owned(),
                |at| at.to_string().chars().take(10).collect(),
            ),
            features.join(", "),
        ]);
    }
    for column in [3, 4] {
        if let Some(column) = table.column_mut(column) {
            column.set_cell_alignment(CellAlignment::Right);
        }
    }
    table
}

fn value(belief: &Belief) -> String {
    let text = match &belief.value {
        BeliefValue::Boolean(true) => "yes".to_owned(),
        BeliefValue::Boolean(false) => "no".to_owned(),
        BeliefValue::Number(number) => format!("{number:.1}"),
        BeliefValue::Text(text) => text.to_string(),
    };
    match (&belief.announced, &belief.interval) {
        (Some(announced), _) if **announced != *text => format!("{text} (shown: {announced})"),
        (_, Some(interval)) => format!("{text}  [{:.1}, {:.1}]", interval.low, interval.high),
        _ => text,
    }
}

/// The confidence in twenty steps; green from 0.7 on, dim where nothing is known.
fn bar(belief: &Belief) -> String {
    const STEPS: usize = 20;
    let filled = (1..=20u8).filter(|step| belief.confidence * 20.0 + 0.5 >= f64::from(*step));
    let filled = filled.count();
    let style = match belief.status {
        BeliefStatus::Prior => output::DIM,
        BeliefStatus::Known if belief.confidence >= 0.7 => output::GREEN,
        BeliefStatus::Known => output::YELLOW,
    };
    let rest = "░".repeat(STEPS - filled);
    output::styled(style, &format!("{}{rest}", "█".repeat(filled)))
}

fn footer(read: &Read) -> String {
    let Withheld {
        below_confidence,
        stale,
        irrelevant,
        unknown,
        suppressed,
        not_permitted,
        over_limit,
    } = read.withheld;
    let reasons: Vec<_> = [
        (unknown, "of which nothing is known"),
        (irrelevant, "outside the context or focus"),
        (not_permitted, "that the key may not read"),
        (suppressed, "suppressed"),
        (below_confidence, "not confident enough"),
        (stale, "too old"),
        (over_limit.unwrap_or(0), "over the limit"),
    ]
    .into_iter()
    .filter(|(count, _)| *count > 0)
    .map(|(count, reason)| format!("{count} {reason}"))
    .collect();
    let held = match reasons.as_slice() {
        [] => "nothing withheld".to_owned(),
        reasons => format!("withheld: {}", reasons.join(", ")),
    };
    output::styled(output::DIM, &held)
}
