//! `selfmodel import`: a file of rows becomes observations, by a declared mapping.
//!
//! Rows are read in a thread of their own and recorded in batches, several at a time. What was
//! recorded once is recognised by its id, so that an import may be broken off and begun again.

mod column;
mod csv_rows;
mod identity;
mod mapping;
mod ndjson_rows;
mod progress;
mod rows;
mod sink;

use std::path::PathBuf;

use clap::Args;
use selfmodel_client::Client;
use tokio::task::JoinSet;

use self::{
    mapping::Mapping,
    progress::Progress,
    rows::{Batch, Format, Rows},
    sink::Sink,
};
use super::{
    CliError, output,
    target::{Target, block_on},
};
use crate::config::StoreUrl;

/// Import observations from a file
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Import {
    /// Rows as CSV with a header, or as NDJSON; `-` reads standard input
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// How a row becomes observations
    #[arg(long, value_name = "FILE")]
    mapping: PathBuf,
    /// What the file holds [default: by its name]
    #[arg(long, value_enum, value_name = "FORMAT")]
    format: Option<Format>,
    /// Write straight into this store, which no server may have open; much faster than a server
    #[arg(long, value_name = "URL", conflicts_with_all = ["url", "key"])]
    store: Option<StoreUrl>,
    /// With --store: a schema to apply first
    #[arg(long, value_name = "FILE", requires = "store")]
    schema: Option<PathBuf>,
    /// Skip the rows before this line
    #[arg(long, value_name = "LINE", default_value_t = 1)]
    from_line: u64,
    #[command(flatten)]
    target: Target,
}

const EXAMPLES: &str = "\
Examples:
  selfmodel import commits.csv --mapping import.toml \\
      --store sqlite:selfmodel.db --schema schema.toml
      straight into a new store
  SELFMODEL_KEY=… selfmodel import events.ndjson --mapping import.toml
      through a running server, whose cache then knows of it

A mapping names the columns and says what an observation takes from them:

  [columns]
  author = \"text\"                  # text, integer, number, boolean
  date = \"integer\"
  words = \"integer\"
  topics = { list = \"|\" }          # a list whose items are separated so

  [[observations]]                 # a row gives one observation of each
  when = { words = { gt = 0 } }    # optional; rows that do not meet it give none
  user = { from = \"author\" }
  feature = \"docs\"
  action = \"document_written\"
  observed_at = { from = \"date\" }
  observed_at_unit = \"seconds\"     # since 1970; milliseconds; absent for RFC 3339
  details.length = { from = \"words\", buckets = [
      { to = 100, value = \"short\" }, { value = \"long\" }] }
  details.topics = { from = \"topics\" }

A field takes a constant, { from = \"column\" }, or that with `map` or `buckets` as in a schema.
`id`, `context`, `release` and `origin` are optional. Without `id` a row is known by its hash and
by how many rows before it are the same, so that importing a file again records nothing new.

A bad line is reported with its number and reason; the rest goes in. Exit code 0 when every row
went in, 1 when some did not, 2 when the import could not go on; then run it again.";

/// Batches that are being recorded at a time.
const SIDE_BY_SIDE: usize = 4;

impl Import {
    pub(super) fn run(self) -> Result<(), CliError> {
        let mapping = Mapping::read(&self.mapping)?;
        let rows = Rows::open(&self.file, self.format, mapping, self.from_line)?;
        let client = match self.store {
            Some(_) => None,
            None => Some(self.target.client()?),
        };
        block_on(record(rows, client, self.store, self.schema))
    }
}

async fn record(
    rows: Rows,
    client: Option<Client>,
    store: Option<StoreUrl>,
    schema: Option<PathBuf>,
) -> Result<(), CliError> {
    let sink = match (client, store) {
        (Some(client), _) => Sink::Server(client),
        (None, Some(store)) => Sink::open(store, schema).await?,
        (None, None) => return Err(CliError::Usage("give --store or --url".to_owned())),
    };
    let mut progress = Progress::new(rows.size());
    let recorded = drain(rows, &sink, &mut progress).await;
    sink.close().await;
    progress.finish()?;
    recorded?;
    if progress.has_rejected() {
        return Err(CliError::Findings);
    }
    Ok(())
}

/// Records every batch, several at a time, until the rows end or the import is broken off.
async fn drain(rows: Rows, sink: &Sink, progress: &mut Progress) -> Result<(), CliError> {
    let mut batches = rows.read();
    let mut under_way = JoinSet::new();
    let (mut ended, mut broken_off) = (false, false);
    let stop = tokio::signal::ctrl_c();
    tokio::pin!(stop);
    loop {
        let more = !ended && !broken_off && under_way.len() < SIDE_BY_SIDE;
        tokio::select! {
            Some(recorded) = under_way.join_next() => {
                let recorded = recorded
                    .map_err(|error| CliError::failed("cannot record a batch", error))?;
                progress.add(&recorded?);
            }
            batch = batches.recv(), if more => match batch {
                Some(batch) => {
                    let Batch { bytes, items, unread } = batch?;
                    progress.read(bytes, &unread);
                    let sink = sink.clone();
                    under_way.spawn(async move { sink.record(items).await });
                }
                None => ended = true,
            },
            _ = &mut stop, if !ended && !broken_off => {
                broken_off = true;
                output::note("finishing what is under way");
            }
            else => break,
        }
    }
    if broken_off {
        let text = "broken off; run it again to go on, what went in is recognised";
        return Err(CliError::Usage(text.to_owned()));
    }
    Ok(())
}
