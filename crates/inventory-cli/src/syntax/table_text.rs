//! Statements put together from texts and names: `"CREATE TABLE " + TABLE + " (" + COLUMN + " TEXT)"`.
//!
//! Names that the file itself defines are written out; of others, the name says what it stands for.

use std::collections::BTreeMap;

use super::{
    event::{Assignment, Expression, FileEvents, Piece, Table},
    last_segment, sql,
};

/// The texts of a file's constants: by class and name, and by name alone.
type Texts<'a> = BTreeMap<(&'a str, &'a str), &'a str>;

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

/// Bytes of the statements of a file with the names in them written out.
const MOST_WRITTEN: usize = 4 << 20;

/// Tables of the templates of a file.
pub(super) fn tables(events: &FileEvents) -> Vec<Table> {
    let mut found = Vec::new();
    let mut constants = None;
    let mut last = 0..=0;
    let mut left = MOST_WRITTEN;
    for template in &events.templates {
        let literal: String = template.pieces.iter().map(text_of).collect();
        // The parts of one statement are templates as well; the whole comes first.
        let inside = last.contains(&template.line) && last.contains(&template.end_line);
        if inside || !sql::declares_table(&literal) {
            continue;
        }
        last = template.line..=template.end_line;
        let constants = constants.get_or_insert_with(|| constants_of(events));
        let statement = written_out(&template.pieces, constants, left);
        left = left.saturating_sub(statement.len());
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

/// A name that several classes give to something stands alone for the last of them.
fn constants_of(events: &FileEvents) -> Texts<'_> {
    let mut texts = Texts::new();
    for it in &events.assignments {
        let Expression::Text(text) = &it.value else {
            continue;
        };
        let name = last_segment(&it.target);
        texts.insert((class_of(events, it), name), text);
        texts.insert(("", name), text);
    }
    texts
}

fn class_of<'a>(events: &'a FileEvents, assignment: &Assignment) -> &'a str {
    let class = assignment.class.and_then(|it| events.classes.get(it));
    class.map_or("", |it| it.name.as_str())
}

/// What a name in a statement stands for: `Cards.TABLE` is that of the class, however many others have one.
fn text_of_name(path: &str, constants: &Texts<'_>) -> Option<String> {
    let mut segments = path.rsplit('.');
    let name = segments.next().unwrap_or_default();
    let of_class = segments.next().and_then(|it| constants.get(&(it, name)));
    let text = of_class.or_else(|| constants.get(&("", name)))?;
    Some(spelled_like(name, text))
}

/// `LAST_USED = "lastused"` tells where the words of the text begin: `lastUsed`.
fn spelled_like(name: &str, text: &str) -> String {
    let joined: String = name.split('_').collect();
    let plain = text.bytes().all(|it| it.is_ascii_lowercase());
    if !plain || !name.contains('_') || !joined.eq_ignore_ascii_case(text) {
        return text.to_owned();
    }
    let mut spelled = String::new();
    for word in name.split('_') {
        for (index, letter) in word.chars().enumerate() {
            let begins = index == 0 && !spelled.is_empty();
            spelled.push(if begins {
                letter.to_ascii_uppercase()
            } else {
                letter.to_ascii_lowercase()
            });
        }
    }
    spelled
}

fn written_out(pieces: &[Piece], constants: &Texts<'_>, most: usize) -> String {
    let mut statement = String::new();
    for (index, piece) in pieces.iter().enumerate() {
        if statement.len() > most {
            break;
        }
        let hole = match piece {
            Piece::Text(text) => {
                push_filled(&mut statement, text, constants);
                continue;
            }
            Piece::Hole(hole) => hole,
        };
        if let Some(text) = text_of_name(hole, constants) {
            statement.push_str(&text);
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
fn push_filled(statement: &mut String, text: &str, constants: &Texts<'_>) {
    let mut parts = text.split('$');
    statement.push_str(parts.next().unwrap_or_default());
    for part in parts {
        let is_name = |it: char| it.is_alphanumeric() || it == '_';
        let (name, rest) = part.split_at(part.find(|it| !is_name(it)).unwrap_or(part.len()));
        match text_of_name(name, constants) {
            Some(text) => statement.push_str(&text),
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
    fn a_name_of_a_class_is_that_of_the_class_and_tells_words_apart() {
        let source = r#"class Db {
  static class Cards { static final String TABLE = "cards"; static final String LAST_USED = "lastused"; }
  static class Groups { static final String TABLE = "groups"; static final String ID = "_id"; }
  void create() {
    run("CREATE TABLE " + Cards.TABLE + " (" + Cards.LAST_USED + " INTEGER, " + Groups.ID + " TEXT)");
    run("CREATE TABLE " + Db.Groups.TABLE + " (" + Groups.ID + " TEXT)");
  }
}"#;
        let tables = extract(Language::Java, source.as_bytes()).events.tables;
        let names: Vec<&str> = tables.iter().map(|it| it.name.as_str()).collect();
        assert_eq!(names, ["cards", "groups"]);
        assert_eq!(tables[0].columns[0].name, "lastUsed");
        assert_eq!(tables[0].columns[1].name, "_id");
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
