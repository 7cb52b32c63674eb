//! Tables that SQL declares, and which files are steps of a schema's history.

use super::FileContext;
use crate::{fact::StoreFact, mechanism::Kind, syntax::FileEvents};

/// The tables of a file, but for those of the part that undoes.
pub(super) fn tables(context: FileContext<'_>, events: &FileEvents) -> Vec<StoreFact> {
    if events.tables.is_empty() || context.path.ends_with("down.sql") {
        return Vec::new();
    }
    let undone_from = rollback_line(context.source);
    let done = events.tables.iter().filter(|it| it.line < undone_from);
    done.map(|table| StoreFact {
        rule: "sql.table".to_owned(),
        kind: Kind::SqlTable,
        table: Some(table.name.clone()),
        class: None,
        bases: Vec::new(),
        change: table.change.clone(),
        migration: is_migration(context.path),
        columns: table.columns.clone(),
        line: table.line,
        end_line: table.end_line,
    })
    .collect()
}

/// The line from which a migration undoes itself.
fn rollback_line(source: &[u8]) -> u32 {
    let marks = [
        "+goose Down",
        "+migrate Down",
        "migrate:down",
        "+micrate Down",
    ];
    let text = String::from_utf8_lossy(source);
    (1_u32..)
        .zip(text.lines())
        .find(|(_, line)| {
            line.trim_start().starts_with("--") && marks.iter().any(|mark| line.contains(mark))
        })
        .map_or(u32::MAX, |(line, _)| line)
}

/// Whether a file is a step of a schema's history.
#[must_use]
pub(in crate::rule) fn is_migration(path: &str) -> bool {
    let lower = path.to_ascii_lowercase();
    [
        "migration",
        "/migrate/",
        "alembic",
        "changelog",
        "/versions/",
        "flyway",
        "liquibase",
    ]
    .iter()
    .any(|part| lower.contains(part))
}
