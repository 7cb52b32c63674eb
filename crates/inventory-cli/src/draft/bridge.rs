//! `draft bridges`: one configuration per mechanism that a bridge can tie to the shared model.

use std::collections::BTreeSet;

use super::{
    text::{comment, feature_name, identifier, list, question, quoted, unquoted},
    unify::{Draft, Shape, Unified, is_boolean},
};
use crate::mechanism::{Field, Format, Inference, Kind, Mechanism, Owner, Report};

/// One bridge configuration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BridgeDraft {
    /// Name of the bridge, which is also that of its file without `.toml`.
    pub name: String,
    /// Its text.
    pub text: String,
}

/// Drafted bridges, and what has none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bridges {
    /// By report order; names are unique.
    pub drafts: Vec<BridgeDraft>,
    /// Name of a mechanism without a draft, and why.
    pub without: Vec<(String, String)>,
}

/// A bridge for each mechanism of `report` that can have one.
#[must_use]
pub fn bridges(report: &Report) -> Bridges {
    let unified = Unified::of(report);
    let mut bridges = Bridges {
        drafts: Vec::new(),
        without: Vec::new(),
    };
    let mut taken = BTreeSet::new();
    for mechanism in &report.mechanisms {
        let fields = fields(mechanism, &unified);
        let store = match store(mechanism) {
            Ok(_) if fields.is_empty() => Err("no field of it is in the drafted schema"),
            store => store,
        };
        match store {
            Err(reason) => bridges
                .without
                .push((mechanism.name.clone(), reason.to_owned())),
            Ok(store) => {
                let mut name = identifier(&mechanism.name).replace('_', "-");
                if !taken.insert(name.clone()) {
                    name = format!("{name}-{}", mechanism.id.trim_start_matches("pm_"));
                    taken.insert(name.clone());
                }
                let text = header(mechanism, &name) + &store + &fields;
                bridges.drafts.push(BridgeDraft { name, text });
            }
        }
    }
    bridges
}

fn header(mechanism: &Mechanism, name: &str) -> String {
    let writers = mechanism.access.iter().filter(|access| access.writes > 0);
    let first = writers.max_by_key(|access| access.writes);
    let feature = first
        .map(|access| &access.feature)
        .or_else(|| mechanism.features.first());
    let mut text = comment(&format!("mechanism: {}", mechanism.id));
    text.push_str(&comment(&format!(
        "{}, drafted; answer the questions, then: selfmodel-bridge check",
        mechanism.name
    )));
    if mechanism
        .access
        .iter()
        .filter(|access| access.writes > 0)
        .count()
        > 1
    {
        text.push_str(&question(
            "several features write it; whose evidence is this?",
        ));
    }
    let feature = feature.map_or_else(|| "unknown".to_owned(), |feature| feature_name(feature));
    text + "bridge = "
        + &quoted(name)
        + "\n"
        + "feature = "
        + &quoted(&feature)
        + "\n"
        + "context = "
        + &quoted(&feature)
        + "\n"
}

/// The `[store]` table, or why there is none.
fn store(mechanism: &Mechanism) -> Result<String, &'static str> {
    match mechanism.kind {
        Kind::SqlTable | Kind::OrmModel => Ok(sql(mechanism)),
        Kind::Redis => Ok(redis(mechanism)),
        Kind::BrowserStorage => Ok(snapshot(mechanism)),
        Kind::Prompt => Err("a prompt has no store: call the shared model where it is assembled"),
        Kind::InMemorySession => Err("nothing durable to read: bridge it in process with the SDK"),
        Kind::VectorLlmMemory => Err("vectors and free text have no values to map yet"),
        Kind::RemoteSdk => Err("held by another service: write an http bridge to its profile API"),
        Kind::DocumentCollection => Err("no store adapter for documents yet: bridge it over http"),
        Kind::ConfigFile => Err("files per user: bridge it in process with the SDK"),
        Kind::DeviceStorage => Err("on the user's device: send snapshots from the application"),
    }
}

fn sql(mechanism: &Mechanism) -> String {
    let lower = |name: &&String| !name.chars().any(char::is_uppercase);
    let table = mechanism
        .names
        .iter()
        .find(lower)
        .or_else(|| mechanism.names.first());
    let table = table.unwrap_or(&mechanism.name);
    let user = if mechanism.owner == Owner::Person {
        "id"
    } else {
        "user_id"
    };
    let version = mechanism
        .fields
        .iter()
        .find(|field| identifier(&field.name) == "updated_at");
    let mut text = String::from("\n[store]\nkind = \"sql\"\nurl = \"${DATABASE_URL}\"\n");
    text = text
        + "table = "
        + &quoted(table)
        + "\n"
        + &question("is this the column that names the user?")
        + "user = "
        + &quoted(user)
        + "\n";
    if let Some(version) = version {
        text = text + "version = " + &quoted(&version.name) + "\n";
    }
    text + "\n[capture]\npoll = \"2s\"\nsweep = \"24h\"\n"
}

fn redis(mechanism: &Mechanism) -> String {
    let keys = with_user(mechanism.names.first().unwrap_or(&mechanism.name));
    let type_ = if mechanism.format == Format::JsonBlob {
        "string"
    } else {
        "hash"
    };
    String::from("\n[store]\nkind = \"redis\"\nurl = \"${REDIS_URL}\"\n")
        + "keys = "
        + &quoted(&keys)
        + "\n"
        + &question("a hash, or a string of JSON?")
        + "type = "
        + &quoted(type_)
        + "\n"
        + "\n[capture]\npoll = \"2s\"\nsweep = \"24h\"\n"
}

fn snapshot(mechanism: &Mechanism) -> String {
    let keys: Vec<String> = mechanism.names.iter().map(|name| with_user(name)).collect();
    String::from("\n[store]\nkind = \"snapshot\"\n")
        + "keys = "
        + &list(keys.iter().map(String::as_str))
        + "\n"
}

/// A key template in which the user's id is `{user}`, whatever the code calls it.
fn with_user(key: &str) -> String {
    let mut out = String::new();
    let mut rest = key;
    while let Some((before, after)) = rest.split_once('{') {
        let Some((hole, tail)) = after.split_once('}') else {
            break;
        };
        let word = hole.to_ascii_lowercase();
        let user = ["user", "id", "account", "member", "profile", "uid"]
            .iter()
            .any(|name| word.contains(name));
        out = out + before + "{" + if user { "user" } else { hole } + "}";
        rest = tail;
    }
    out + rest
}

fn fields(mechanism: &Mechanism, unified: &Unified<'_>) -> String {
    let mut text = String::new();
    for field in &mechanism.fields {
        if field.sensitive {
            text = text + "\n" + &comment(&format!("left out: {} is sensitive", field.name));
        } else if let Some(draft) = unified.draft_of(&mechanism.id, &field.name) {
            text.push_str(&entry(mechanism, field, draft));
        }
    }
    if text
        .lines()
        .all(|line| line.is_empty() || line.starts_with('#'))
    {
        return String::new();
    }
    text
}

fn entry(mechanism: &Mechanism, field: &Field, draft: &Draft<'_>) -> String {
    let mode = match mechanism.inference.first() {
        Some(Inference::Explicit | Inference::Unknown) | None => "statement",
        Some(_) => "level",
    };
    let mut text = format!("\n[fields.{}]\n", quoted(&pointer(mechanism, field)));
    text = text + "dimension = " + &quoted(&draft.name) + "\n";
    if let Shape::Switches(_) = draft.shape {
        text = text + "member = " + &quoted(&identifier(&field.name)) + "\n";
    }
    text.push_str(&mapping(field, draft));
    if mechanism.inference.first() == Some(&Inference::Unknown) {
        text.push_str(&question("no writer was found: did the user choose it (statement), or was it worked out (level)?"));
    }
    text = text + "mode = " + &quoted(mode) + "\n";
    if let Some(default) = &field.default {
        text = text + "defaults = " + &list([unquoted(default).as_str()]) + "\n";
    }
    text + "on_null = \"withdraw\"\nproject = { when = \"gap\", min_confidence = 0.8 }\n"
}

/// Where the field stands in its store.
fn pointer(mechanism: &Mechanism, field: &Field) -> String {
    match (mechanism.kind, mechanism.format) {
        (Kind::BrowserStorage, Format::KeyValue) => String::new(),
        (Kind::BrowserStorage, _) | (Kind::Redis, Format::JsonBlob) => format!("/{}", field.name),
        (Kind::SqlTable | Kind::OrmModel, Format::JsonBlob) => {
            let column = mechanism.name.rsplit('.').next().unwrap_or("settings");
            format!("{column}#/{}", field.name)
        }
        _ => field.name.clone(),
    }
}

/// The line that says which stored value means which, with what is unsure about it.
fn mapping(field: &Field, draft: &Draft<'_>) -> String {
    if draft.shape == Shape::Number {
        return String::new();
    }
    let pairs: Vec<String> = stored_values(field, &draft.shape)
        .iter()
        .map(|(from, to)| format!("{} = {}", quoted(from), quoted(to)))
        .collect();
    let unsure = match &draft.shape {
        Shape::Scale(_) if is_boolean(field) => {
            question("a switch in a dimension of several values: what do true and false mean?")
        }
        Shape::Scale(_) | Shape::Values(_) if field.values.is_empty() => {
            question("are these the stored values?")
        }
        _ => String::new(),
    };
    unsure + "map = { " + &pairs.join(", ") + " }\n"
}

/// Stored values, each with the value of the dimension it means. A scale whose values the code does not
/// name is taken to be stored as it is.
fn stored_values(field: &Field, shape: &Shape) -> Vec<(String, String)> {
    let same = |value: &str| (value.to_owned(), value.to_owned());
    match shape {
        Shape::Boolean | Shape::Switches(_) => ["true", "false"].map(same).to_vec(),
        Shape::Scale(scale) => {
            let mut pairs: Vec<(String, String)> = Vec::new();
            for stored in field.values.iter().chain(&field.default) {
                let stored = unquoted(stored);
                let known = pairs.iter().any(|(known, _)| *known == stored);
                if let Some(name) = scale.canonical(&stored).filter(|_| !known) {
                    pairs.push((stored, name.to_owned()));
                }
            }
            if field.values.is_empty() {
                let meant: BTreeSet<String> = pairs.iter().map(|(_, name)| name.clone()).collect();
                let missing = scale.names().into_iter();
                pairs.extend(missing.filter(|name| !meant.contains(*name)).map(same));
            }
            pairs
        }
        Shape::Values(values) => values.iter().map(|value| same(value)).collect(),
        Shape::OpenSet => vec![("*".to_owned(), "as is".to_owned())],
        Shape::Number => Vec::new(),
    }
}
