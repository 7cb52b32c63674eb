//! Reading bridge configurations (TOML) and the status that the bridge runner prints (JSON).

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

use serde::Deserialize;

use super::Stage;
use crate::Error;

/// What the inventory needs of a bridge.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bridge {
    /// Its name.
    pub name: String,
    /// The mechanism that a `# mechanism: pm_…` comment names, as drafts have it.
    pub mechanism: Option<String>,
    /// Table or key templates of its store.
    pub stores: Vec<String>,
    /// Its least advanced stage; [`Stage::Off`] until a status says otherwise.
    pub stage: Stage,
}

/// The configuration file of a bridge; what else stands in it is not looked at.
#[derive(Deserialize)]
struct Configuration {
    bridge: String,
    store: Store,
}

#[derive(Deserialize)]
struct Store {
    table: Option<String>,
    keys: Option<OneOrMany>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum OneOrMany {
    One(String),
    Many(Vec<String>),
}

/// `selfmodel-bridge status --json`.
#[derive(Deserialize)]
struct Status {
    bridges: Vec<BridgeStatus>,
}

#[derive(Deserialize)]
struct BridgeStatus {
    bridge: String,
    /// Dimension to stage.
    stages: BTreeMap<String, String>,
}

/// What `--bridged` names.
const BRIDGES: &str = "the configuration of a bridge (.toml), a directory of them, or the JSON that \
                       `selfmodel-bridge status --json` printed; --bridged names it";

/// Reads bridges from files and directories: `.toml` are configurations, `.json` is a status.
///
/// # Errors
/// [`Error::Read`] and [`Error::Invalid`], for the first file that cannot be used.
pub fn read(paths: &[PathBuf]) -> Result<Vec<Bridge>, Error> {
    let mut bridges: Vec<Bridge> = Vec::new();
    let mut stages: BTreeMap<String, Stage> = BTreeMap::new();
    for path in files(paths)? {
        let text = fs::read_to_string(&path).map_err(|source| Error::Read {
            path: path.clone(),
            what: BRIDGES,
            source,
        })?;
        if path
            .extension()
            .is_some_and(|extension| extension == "json")
        {
            stages.extend(status(&path, &text)?);
        } else {
            bridges.push(configuration(&path, &text)?);
        }
    }
    for bridge in &mut bridges {
        bridge.stage = stages.get(&bridge.name).copied().unwrap_or(Stage::Off);
    }
    Ok(bridges)
}

/// Files as given; of a directory its `.toml` files, by name.
fn files(paths: &[PathBuf]) -> Result<Vec<PathBuf>, Error> {
    let mut files = Vec::new();
    for path in paths {
        if !path.is_dir() {
            files.push(path.clone());
            continue;
        }
        let failed = |source| Error::Read {
            path: path.clone(),
            what: BRIDGES,
            source,
        };
        let mut inside = Vec::new();
        for entry in fs::read_dir(path).map_err(failed)? {
            let file = entry.map_err(failed)?.path();
            if file
                .extension()
                .is_some_and(|extension| extension == "toml")
            {
                inside.push(file);
            }
        }
        inside.sort();
        files.extend(inside);
    }
    Ok(files)
}

fn configuration(path: &Path, text: &str) -> Result<Bridge, Error> {
    let configuration: Configuration = toml::from_str(text).map_err(|error| Error::Invalid {
        path: path.to_owned(),
        what: "bridge configuration",
        reason: error.to_string(),
    })?;
    let mut comments = text
        .lines()
        .filter_map(|line| line.strip_prefix("# mechanism: "));
    let keys = match configuration.store.keys {
        Some(OneOrMany::One(key)) => vec![key],
        Some(OneOrMany::Many(keys)) => keys,
        None => Vec::new(),
    };
    Ok(Bridge {
        name: configuration.bridge,
        mechanism: comments.next().map(|id| id.trim().to_owned()),
        stores: configuration.store.table.into_iter().chain(keys).collect(),
        stage: Stage::Off,
    })
}

fn status(path: &Path, text: &str) -> Result<BTreeMap<String, Stage>, Error> {
    let invalid = |reason: String| Error::Invalid {
        path: path.to_owned(),
        what: "status of bridges (selfmodel-bridge status --json)",
        reason,
    };
    let status: Status = serde_json::from_str(text).map_err(|error| invalid(error.to_string()))?;
    let mut stages = BTreeMap::new();
    for bridge in status.bridges {
        for (dimension, name) in &bridge.stages {
            let stage = Stage::parse(name).ok_or_else(|| {
                invalid(format!(
                    "{name:?}, of {dimension} in {}, is no stage; stages are {}",
                    bridge.bridge,
                    Stage::names()
                ))
            })?;
            let least = stages.entry(bridge.bridge.clone()).or_insert(stage);
            *least = stage.min(*least);
        }
    }
    Ok(stages)
}
