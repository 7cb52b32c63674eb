//! The words of the report formats: names of kinds, formats, logic; and text made safe to show.

use crate::{
    analysis::{Met, Usage},
    mechanism::{Format, Inference, Kind, Mechanism, Owner, Reason, Relation, Richness, SiteRole},
};

/// A kind of store, for people.
pub(crate) fn kind(kind: Kind) -> &'static str {
    match kind {
        Kind::SqlTable => "SQL table",
        Kind::OrmModel => "ORM model",
        Kind::DocumentCollection => "document collection",
        Kind::Redis => "Redis",
        Kind::BrowserStorage => "browser storage",
        Kind::ConfigFile => "file per user",
        Kind::InMemorySession => "session",
        Kind::VectorLlmMemory => "LLM or vector memory",
        Kind::RemoteSdk => "remote service",
        Kind::Prompt => "prompt",
        Kind::DeviceStorage => "device storage",
    }
}

/// The kind as it stands in JSON.
pub(crate) fn kind_id(kind: Kind) -> &'static str {
    match kind {
        Kind::SqlTable => "sql_table",
        Kind::OrmModel => "orm_model",
        Kind::DocumentCollection => "document_collection",
        Kind::Redis => "redis",
        Kind::BrowserStorage => "browser_storage",
        Kind::ConfigFile => "config_file",
        Kind::InMemorySession => "in_memory_session",
        Kind::VectorLlmMemory => "vector_llm_memory",
        Kind::RemoteSdk => "remote_sdk",
        Kind::Prompt => "prompt",
        Kind::DeviceStorage => "device_storage",
    }
}

/// A data format, for people.
pub(crate) fn format(format: Format) -> &'static str {
    match format {
        Format::KeyValue => "key-value",
        Format::TypedColumns => "typed columns",
        Format::JsonBlob => "JSON",
        Format::EventLog => "event log",
        Format::Embedding => "embedding",
        Format::FreeText => "free text",
        Format::Relation => "relation",
    }
}

/// Where values come from, for people.
pub(crate) fn inference(inference: Inference) -> &'static str {
    match inference {
        Inference::Explicit => "said by the user",
        Inference::Implicit => "observed",
        Inference::Rules => "rules",
        Inference::Model => "trained model",
        Inference::PromptInjection => "language model",
        Inference::Unknown => "unknown",
    }
}

/// All sources of the values of a mechanism, for people.
pub(crate) fn inferences(mechanism: &Mechanism) -> String {
    let words: Vec<&str> = mechanism
        .inference
        .iter()
        .map(|logic| inference(*logic))
        .collect();
    words.join(" and ")
}

/// A richness, for people.
pub(crate) fn richness(richness: Richness) -> &'static str {
    match richness {
        Richness::Low => "low",
        Richness::Medium => "medium",
        Richness::High => "high",
    }
}

/// How data is tied to one person, for people.
pub(crate) fn owner(owner: Owner) -> &'static str {
    match owner {
        Owner::Person => "columns of the user",
        Owner::OneRow => "one row per user",
        Owner::ManyRows => "many rows per user",
        Owner::Device => "the user's device",
        Owner::Key => "the user's id in the key",
        Owner::Session => "the user's session",
    }
}

/// A role of a site, for people.
pub(crate) fn role(role: SiteRole) -> &'static str {
    match role {
        SiteRole::Declare => "declared",
        SiteRole::Write => "written",
        SiteRole::Read => "read",
        SiteRole::Migrate => "migrated",
    }
}

/// A relation, for people.
pub(crate) fn relation(relation: Relation) -> &'static str {
    match relation {
        Relation::Silo => "silo of the same understanding",
        Relation::Copy => "copy",
        Relation::SameStore => "same store",
    }
}

/// What is done with a mechanism, for people.
pub(crate) fn usage(usage: Usage) -> &'static str {
    match usage {
        Usage::ReadWrite => "read and written",
        Usage::Read => "read, no writer seen",
        Usage::Write => "written, no reader seen",
        Usage::Declared => "declared, no use seen",
    }
}

/// Whether a criterion is met, for people.
pub(crate) fn met(met: Met) -> &'static str {
    match met {
        Met::Yes => "yes",
        Met::No => "no",
        Met::Unknown => "unknown",
    }
}

/// `1 case`, `3 cases`.
pub(crate) use crate::analysis::counted;

/// A sum with its summands: `94 = 74 richness + 20 silos`.
pub(crate) fn sum(total: u32, reasons: &[Reason]) -> String {
    let summands = reasons.iter().enumerate().map(|(position, reason)| {
        let sign = match (position, reason.points < 0) {
            (0, false) => "",
            (_, true) => "- ",
            (_, false) => "+ ",
        };
        let points = reason.points.unsigned_abs();
        format!("{sign}{points} ({})", printable(&reason.text))
    });
    let summands: Vec<String> = summands.collect();
    format!("{total} = {}", summands.join(" "))
}

/// The name of the scanned tree: the last part of its path.
pub(crate) fn tree(root: &str) -> String {
    let last = root
        .trim_end_matches(['/', '\\'])
        .rsplit(['/', '\\'])
        .next();
    printable(last.filter(|last| !last.is_empty()).unwrap_or(root))
}

/// The first names of many, and how many follow.
pub(crate) fn some(names: &[String]) -> String {
    first(6, names)
}

/// The first `count` names, and how many more there are.
pub(crate) fn first(count: usize, names: &[String]) -> String {
    let shown = names.get(..count).unwrap_or(names);
    let text = printable(&shown.join(", "));
    match names.len() - shown.len() {
        0 => text,
        rest => format!("{text} and {rest} more"),
    }
}

/// `path:line` of the declaration.
pub(crate) fn place(mechanism: &Mechanism) -> String {
    mechanism
        .declaration()
        .map_or_else(String::new, |site| format!("{}:{}", site.path, site.line))
}

/// The name of a mechanism, or its id when it is not in the report.
pub(crate) fn name<'a>(mechanisms: &'a [Mechanism], id: &'a str) -> &'a str {
    mechanisms
        .iter()
        .find(|mechanism| mechanism.id == id)
        .map_or(id, |mechanism| &mechanism.name)
}

/// `text` on one line, without characters that steer a terminal or turn the direction of the text:
/// what is scanned is not trusted.
pub(crate) fn printable(text: &str) -> String {
    text.chars()
        .map(|character| match character {
            '\n' | '\r' | '\t' => ' ',
            '\u{200b}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{2069}'
            | '\u{feff}' => char::REPLACEMENT_CHARACTER,
            character if character.is_control() => char::REPLACEMENT_CHARACTER,
            character => character,
        })
        .collect()
}
