//! `selfmodel keys`: who may call.

use std::sync::Arc;

use clap::{Args, Subcommand};
use comfy_table::Table;
use selfmodel_api_types::{CreateKey, CreatedKey, Key, Scope};
use selfmodel_core::{
    names::FeatureName,
    time::{Millis, Timestamp},
};
use selfmodel_store::{
    clock::{Clock, SystemClock},
    contract::TenantId,
};

use super::{
    CliError, output,
    target::{Target, block_on, refused},
};
use crate::{
    app,
    auth::{Keyring, NewKey, scope_from_wire},
    clock::SystemRandom,
    config::{StoreSettings, StoreUrl},
};

/// Make, list and revoke keys
#[derive(Debug, Subcommand)]
pub(super) enum Keys {
    Create(Create),
    List(List),
    Revoke(Revoke),
}

/// Make a key and print its secret, this once
#[derive(Debug, Args)]
#[command(after_help = CREATE_EXAMPLES)]
pub(super) struct Create {
    /// The feature that the key speaks for
    #[arg(long, value_name = "NAME")]
    feature: Option<String>,
    /// What it may do
    #[arg(long = "scope", value_name = "SCOPE", help = SCOPE_HELP)]
    scopes: Vec<Scope>,
    /// When it ends
    #[arg(long, value_name = "TIME", value_parser = Timestamp::parse, conflicts_with = "expires_in")]
    expires_at: Option<Timestamp>,
    /// How long it lasts, such as 90d
    #[arg(long, value_name = "LENGTH", value_parser = Millis::parse)]
    expires_in: Option<Millis>,
    /// Make it in this store instead of asking a server: the way back in when the admin key is lost
    #[arg(long, value_name = "URL", conflicts_with_all = ["url", "key"])]
    store: Option<StoreUrl>,
    #[command(flatten)]
    target: Target,
}

const SCOPE_HELP: &str =
    "What it may do: observe, read, correct, manage_users, admin [default: observe, read]";
const CREATE_EXAMPLES: &str = "\
Examples:
  selfmodel keys create --feature chat
      a key with which chat observes and reads
  selfmodel keys create --feature docs --scope read --expires-in 90d
      docs may read only, for 90 days
  selfmodel keys create --scope admin --store sqlite:selfmodel.db
      a new admin key when the first one is lost; a running server takes it at once

The secret goes to standard output, everything else to standard error:
  KEY=$(selfmodel keys create --feature chat)";

/// List every key, without its secret
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  SELFMODEL_KEY=… selfmodel keys list")]
pub(super) struct List {
    #[command(flatten)]
    target: Target,
}

/// Revoke a key
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  selfmodel keys revoke key_0f3a…\n\n`selfmodel keys list` shows the ids."
)]
pub(super) struct Revoke {
    /// Id of the key
    #[arg(value_name = "ID")]
    id: String,
    #[command(flatten)]
    target: Target,
}

impl Keys {
    pub(super) fn run(self) -> Result<(), CliError> {
        match self {
            Self::Create(create) => create.run(),
            Self::List(list) => block_on(list.run()),
            Self::Revoke(revoke) => block_on(revoke.run()),
        }
    }
}

impl Create {
    fn run(self) -> Result<(), CliError> {
        let end = self.expires_in.map(|length| SystemClock.now().plus(length));
        let request = CreateKey {
            feature: self.feature,
            scopes: (!self.scopes.is_empty()).then_some(self.scopes),
            expires_at: self.expires_at.or(end),
        };
        let (secret, id) = if let Some(store) = self.store {
            block_on(in_store(store, request))?
        } else {
            let client = self.target.client()?;
            let CreatedKey { key, record } = block_on(async {
                let created = client.create_key(&request).await;
                created.map_err(|error| refused("cannot make a key", error))
            })?;
            (key, record.id)
        };
        output::note(&format!("{id} is made; its secret is shown this once:"));
        output::line(&secret)
    }
}

/// Makes a key in a store that no server needs to have open.
async fn in_store(url: StoreUrl, request: CreateKey) -> Result<(String, String), CliError> {
    let failed = |error| CliError::failed("cannot make a key in the store", error);
    let feature = request.feature.as_deref().map(FeatureName::new).transpose();
    let feature = feature.map_err(|error| CliError::failed("--feature", error))?;
    let scopes = request
        .scopes
        .unwrap_or_else(|| vec![Scope::Observe, Scope::Read]);
    if feature.is_none() && scopes.contains(&Scope::Observe) {
        let text = "a key that observes speaks for a feature: give --feature NAME";
        return Err(CliError::Usage(text.to_owned()));
    }
    let settings = StoreSettings {
        url,
        ..StoreSettings::default()
    };
    let store = app::open(&settings).await.map_err(failed)?;
    let keyring = Keyring::new(
        Arc::clone(&store),
        Arc::new(SystemClock),
        Arc::new(SystemRandom),
    );
    let new = NewKey {
        feature,
        scopes: scopes.into_iter().map(scope_from_wire).collect(),
        expires_at: request.expires_at,
    };
    let made = keyring.create(TenantId::DEFAULT, new).await;
    store.close().await;
    let (secret, record) = made.map_err(failed)?;
    Ok((secret.expose().to_owned(), record.id))
}

impl List {
    async fn run(self) -> Result<(), CliError> {
        let keys = self.target.client()?.keys().await;
        let keys = keys
            .map_err(|error| refused("cannot list the keys", error))?
            .keys;
        let now = SystemClock.now();
        let mut table = Table::new();
        table.load_style(comfy_table::presets::UTF8_HORIZONTAL_ONLY);
        table.set_header(["id", "feature", "scopes", "made", "state"]);
        for key in keys {
            let scopes: Vec<_> = key.scopes.iter().map(|scope| scope.as_str()).collect();
            let state = state(&key, now);
            table.add_row([
                key.id,
                key.feature.map_or_else(|| "–".to_owned(), String::from),
                scopes.join(", "),
                day(key.created_at),
                state,
            ]);
        }
        output::line(&table.to_string())
    }
}

fn state(key: &Key, now: Timestamp) -> String {
    match (key.revoked_at, key.expires_at) {
        (Some(at), _) => output::styled(output::RED, &format!("revoked {}", day(at))),
        (None, Some(end)) if end <= now => {
            output::styled(output::YELLOW, &format!("expired {}", day(end)))
        }
        (None, Some(end)) => output::styled(output::GREEN, &format!("valid to {}", day(end))),
        (None, None) => output::styled(output::GREEN, "valid"),
    }
}

fn day(instant: Timestamp) -> String {
    instant.to_string().chars().take(10).collect()
}

impl Revoke {
    async fn run(self) -> Result<(), CliError> {
        let revoked = self.target.client()?.revoke_key(&self.id).await;
        revoked.map_err(|error| refused("cannot revoke the key", error))?;
        output::note(&format!("{} is revoked", self.id));
        Ok(())
    }
}
