//! `selfmodel schema apply`.

use std::{path::PathBuf, time::Duration};

use clap::Args;
use indicatif::{ProgressBar, ProgressStyle};
use selfmodel_api_types::{
    BeliefChange, BeliefSummary, BeliefValue, ChangeClass, Job, JobStatus, SchemaChangeStatus,
    SchemaPreview, SchemaResult,
};
use selfmodel_client::Client;
use selfmodel_core::schema::Class;

use super::{change, checked, read};
use crate::cli::{
    CliError, output,
    target::{Target, block_on, refused},
};

/// Put a schema in force, or say what that would change
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(in crate::cli) struct Apply {
    /// The schema
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Change nothing: replay a sample of the log and show which beliefs would change
    #[arg(long)]
    dry_run: bool,
    /// Do not wait until every user is folded anew
    #[arg(long)]
    no_wait: bool,
    #[command(flatten)]
    target: Target,
}

const EXAMPLES: &str = "\
Examples:
  selfmodel schema apply schema.toml --dry-run
  selfmodel schema apply schema.toml

The schema is checked first, as by `schema check`. Its version must be above the one in force;
applying the same version with the same text again changes nothing. Where a rule changed, users
are folded anew in the background; their old beliefs are served until then.
Exit code 1 when the schema does not check.";

impl Apply {
    pub(super) fn run(self) -> Result<(), CliError> {
        let text = read(&self.file)?;
        checked(&self.file, &text)?;
        let client = self.target.client()?;
        block_on(async {
            let result = if self.dry_run {
                client.check_schema(&text).await
            } else {
                client.apply_schema(&text).await
            };
            let result = result.map_err(|error| refused("cannot apply the schema", error))?;
            show(&result)?;
            match &result.job {
                Some(job) if !self.no_wait => follow(&client, job).await,
                _ => Ok(()),
            }
        })
    }
}

fn show(result: &SchemaResult) -> Result<(), CliError> {
    for found in &result.changes {
        let class = match found.class {
            ChangeClass::Compatible => Class::Compatible,
            ChangeClass::Narrows => Class::Narrows,
            ChangeClass::Refolds => Class::Refolds,
            ChangeClass::Loses => Class::Loses,
        };
        output::line(&change(class, &found.pointer, &found.detail))?;
    }
    if let Some(preview) = &result.preview {
        show_preview(preview)?;
    }
    let version = result.version;
    output::line(&match result.status {
        SchemaChangeStatus::Applied => format!("version {version} is in force"),
        SchemaChangeStatus::Unchanged => format!("version {version} was in force already"),
        SchemaChangeStatus::DryRun => format!("version {version} could be applied"),
    })
}

fn show_preview(preview: &SchemaPreview) -> Result<(), CliError> {
    output::line(&format!(
        "of {} users in the sample {} would see {} beliefs change",
        preview.sampled_users, preview.users, preview.beliefs
    ))?;
    for example in &preview.examples {
        let BeliefChange {
            user,
            dimension,
            member,
            before,
            after,
        } = example;
        let member = member.as_ref().map(|member| format!(" · {member}"));
        output::line(&format!(
            "  {user}  {dimension}{}  {} → {}",
            member.unwrap_or_default(),
            summary(before.as_ref()),
            summary(after.as_ref())
        ))?;
    }
    Ok(())
}

fn summary(belief: Option<&BeliefSummary>) -> String {
    let Some(belief) = belief else {
        return "nothing".to_owned();
    };
    let value = match &belief.value {
        BeliefValue::Boolean(truth) => truth.to_string(),
        BeliefValue::Number(number) => format!("{number:.1}"),
        BeliefValue::Text(text) => text.to_string(),
    };
    format!("{value} {:.2}", belief.confidence)
}

/// Shows how far the refold is until it ends.
async fn follow(client: &Client, job: &Job) -> Result<(), CliError> {
    let bar = ProgressBar::new(job.progress.total);
    let style = "folding users anew {wide_bar} {pos}/{len}, {per_sec}, {eta} left";
    bar.set_style(ProgressStyle::with_template(style).unwrap_or(ProgressStyle::default_bar()));
    loop {
        let versions = client.schema_versions().await;
        let versions = versions.map_err(|error| refused("cannot ask for the refold", error))?;
        let Some(job) = versions.refold.filter(|newest| newest.id == job.id) else {
            bar.finish_and_clear();
            output::note("the refold goes on in the background");
            return Ok(());
        };
        bar.set_length(job.progress.total);
        bar.set_position(job.progress.done);
        match job.status {
            JobStatus::Queued | JobStatus::Running => {}
            JobStatus::Done => {
                bar.finish_and_clear();
                return output::line(&format!("{} users are folded anew", job.progress.done));
            }
            JobStatus::Failed => {
                bar.finish_and_clear();
                let text = "the refold failed; the log of the server says why".to_owned();
                return Err(CliError::failed("cannot fold every user anew", text));
            }
        }
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
}
