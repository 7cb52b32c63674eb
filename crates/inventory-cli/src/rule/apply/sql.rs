//! Tables that SQL declares, and which files are steps of a schema's history.

use memchr::memmem;

use super::FileContext;
use crate::{fact::StoreFact, mechanism::Kind, syntax::FileEvents};

/// The tables of a file, but for those of the part that undoes.
pub(super) fn tables(context: FileContext<'_>, events: &FileEvents) -> Vec<StoreFact> {
    if events.tables.is_empty() || is_undo(context.path) {
        return Vec::new();
    }
    let undone_from = rollback_line(context.source);
    let on_device = is_on_device(context.source, context.path);
    let done = events.tables.iter().filter(|it| it.line < undone_from);
    done.map(|table| StoreFact {
        rule: "sql.table".to_owned(),
        kind: Kind::SqlTable,
        table: Some(table.name.clone()),
        class: None,
        bases: Vec::new(),
        change: table.change.clone(),
        migration: is_migration(context.path),
        on_device,
        columns: table.columns.clone(),
        line: table.line,
        end_line: table.end_line,
    })
    .collect()
}

/// Whether a file is the half of a migration that takes it back.
pub(crate) fn is_undo(path: &str) -> bool {
    let file = path.rsplit('/').next().unwrap_or(path);
    file == "down.sql" || file.ends_with(".down.sql")
}

/// Libraries and file types of databases that an application keeps on the device it runs on.
const DEVICE_LIBRARIES: &[&str] = &[
    "android.database",
    "androidx.sqlite",
    "androidx.room",
    "expo-sqlite",
    "react-native-sqlite",
    "import GRDB",
    "import FMDB",
    "import SQLite3",
    "import SQLite\n",
];

/// Whether the statements of a file run on one person's device and not on a server.
#[must_use]
pub(crate) fn is_on_device(source: &[u8], path: &str) -> bool {
    let extension = path.rsplit('.').next().unwrap_or_default();
    // SQLDelight's files of statements and of migrations, and models of Core Data.
    matches!(extension, "sq" | "sqm" | "xcdatamodel/contents")
        || DEVICE_LIBRARIES
            .iter()
            .any(|library| memmem::find(source, library.as_bytes()).is_some())
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
pub(crate) fn is_migration(path: &str) -> bool {
    let lower = path.to_ascii_lowercase();
    [
        "migration",
        "/migrate/",
        "alembic",
        "changelog",
        "/versions/",
        "flyway",
        "liquibase",
        "/drizzle/",
    ]
    .iter()
    .any(|part| lower.contains(part))
}
