//! Statements put together from texts and names: `"CREATE TABLE " + TABLE + " (" + COLUMN + " TEXT)"`.
//!
//! Names that the file itself defines are written out; of others, the name says what it stands for.

use std::collections::BTreeMap;

use super::{
    event::{Expression, FileEvents, Piece, Table},
    last_segment, sql,
};

/// What names of constants say besides what they name.
const PREFIXES: &[&str] = &[
    "table_name_",
    "column_name_",
    "table_",
    "column_",
    "col_",
    "key_",
    "field_",
];

/// Names that stand for their class: `Bookmark.TABLE_NAME`.
const OF_CLASS: &[&str] = &["table_name", "table", "tablename", "name"];

/// In the place of a name nobody knows.
const NAMELESS: &str = "_";

/// Tables of the templates of a file.
pub(super) fn tables(events: &FileEvents) -> Vec<Table> {
    let mut found = Vec::new();
    let mut constants = None;
    let mut last = 0..=0;
    for template in &events.templates {
        let literal: String = template.pieces.iter().map(text_of).collect();
        // The parts of one statement are templates as well; the whole comes first.
        let inside = last.contains(&template.line) && last.contains(&template.end_line);
        if inside || !sql::declares_table(&literal) {
            continue;
        }
        last = template.line..=template.end_line;
        let constants = constants.get_or_insert_with(|| constants_of(events));
        let statement = written_out(&template.pieces, constants);
        found.extend(sql::tables_in(&statement, template.line));
    }
    found.retain(|table| table.name != NAMELESS);
    found
}

fn text_of(piece: &Piece) -> &str {
    match piece {
        Piece::Text(text) => text,
        Piece::Hole(_) => "",
    }
}

fn constants_of(events: &FileEvents) -> BTreeMap<&str, &str> {
    let texts = events.assignments.iter().filter_map(|it| match &it.value {
        Expression::Text(text) => Some((last_segment(&it.target), text.as_str())),
        _ => None,
    });
    texts.collect()
}

fn written_out(pieces: &[Piece], constants: &BTreeMap<&str, &str>) -> String {
    let mut statement = String::new();
    for (index, piece) in pieces.iter().enumerate() {
        let hole = match piece {
            Piece::Text(text) => {
                push_filled(&mut statement, text, constants);
                continue;
            }
            Piece::Hole(hole) => hole,
        };
        if let Some(text) = constants.get(last_segment(hole)) {
            statement.push_str(text);
            continue;
        }
        // Part of a longer name, like a prefix of all tables, it is not worth a word.
        let after = pieces.get(index + 1).map_or("", text_of);
        let joined =
            |character: Option<char>| character.is_some_and(|it| it.is_alphanumeric() || it == '_');
        let whole = !joined(after.chars().next()) && !joined(statement.chars().next_back());
        if whole {
            statement.push_str(&name_of(hole));
        }
    }
    statement
}

/// Grammars leave `$NAME` inside a text as it is.
fn push_filled(statement: &mut String, text: &str, constants: &BTreeMap<&str, &str>) {
    let mut parts = text.split('$');
    statement.push_str(parts.next().unwrap_or_default());
    for part in parts {
        let is_name = |it: char| it.is_alphanumeric() || it == '_';
        let (name, rest) = part.split_at(part.find(|it| !is_name(it)).unwrap_or(part.len()));
        match constants.get(name) {
            Some(text) => statement.push_str(text),
            None => statement.push_str(&name_of(name)),
        }
        statement.push_str(rest);
    }
}

/// What an unknown name stands for: a constant says what it holds, a variable or a call may hold anything.
fn name_of(hole: &str) -> String {
    if last_segment(hole).contains(char::is_lowercase) {
        return NAMELESS.to_owned();
    }
    let own = last_segment(hole).to_ascii_lowercase();
    let class = hole.rsplit('.').nth(1);
    let name = match class {
        Some(class) if OF_CLASS.contains(&own.as_str()) => class.to_owned(),
        _ => own,
    };
    let stripped = PREFIXES
        .iter()
        .find_map(|prefix| name.strip_prefix(prefix))
        .filter(|rest| !rest.is_empty());
    stripped.unwrap_or(&name).to_owned()
}

#[cfg(test)]
mod tests {
    use crate::{language::Language, syntax::extract};

    #[test]
    fn names_in_a_statement_are_written_out() {
        let java = r#"class Db {
  static final String TABLE_QUEUE = "PlayQueue";
  static final String CREATE = "CREATE TABLE " + TABLE_QUEUE + " ("
      + KEY_ID + " INTEGER PRIMARY KEY," + Columns.KEY_PLAYED_AT + " INTEGER)";
}"#;
        let kotlin = r#"val create = "CREATE TABLE ${Bookmark.TABLE_NAME} ($KEY_ID INTEGER, $COLUMN_PAGE INTEGER)""#;
        for (language, source, table, column) in [
            (Language::Java, java, "PlayQueue", "played_at"),
            (Language::Kotlin, kotlin, "Bookmark", "page"),
        ] {
            let tables = extract(language, source.as_bytes()).events.tables;
            assert_eq!(tables.len(), 1, "{tables:?}");
            assert_eq!(tables[0].name, table);
            assert_eq!(tables[0].columns[0].name, "id");
            assert_eq!(tables[0].columns[1].name, column);
        }
    }

    #[test]
    fn a_prefix_of_all_tables_is_no_word_of_their_names() {
        let source = "const sql = `create table ${prefix}favorites (user_id int)`;";
        let tables = extract(Language::TypeScript, source.as_bytes())
            .events
            .tables;
        assert_eq!(tables[0].name, "favorites");
        let source = "<?php $sql = 'ALTER TABLE ' . $this->getTable('user') . ' ADD theme TEXT';";
        let tables = extract(Language::Php, source.as_bytes()).events.tables;
        assert!(tables.is_empty(), "{tables:?}");
    }
}
