//! Tables of SQL statements, in files and in strings.

use std::{cell::RefCell, collections::HashMap};

use selfmodel_inventory_grammars::Grammar;
use tree_sitter::{Node, Parser, Tree};

use super::{
    class::{end_line_of, line_of},
    event::{Column, Table, TableChange},
    expression::{cut, named_children},
    parse::{Parsed, parse},
};

thread_local! {
    static PARSER: RefCell<Option<Parser>> = const { RefCell::new(None) };
}

/// Whether a text could hold a statement that declares or changes a table.
#[must_use]
pub(super) fn declares_table(text: &str) -> bool {
    let head = cut(text, 4000);
    let names_table = |word: &[u8]| word.eq_ignore_ascii_case(b"table");
    if !head.as_bytes().windows(5).any(names_table) {
        return false;
    }
    let head = head.to_ascii_lowercase();
    head.contains("create") || head.contains("alter") || head.contains("drop")
}

/// Tables in `text`, whose first line is `first_line` of the file.
#[must_use]
pub(super) fn tables_in(text: &str, first_line: u32) -> Vec<Table> {
    PARSER.with_borrow_mut(|slot| {
        if slot.is_none() {
            *slot = Grammar::Sql.language().and_then(|language| {
                let mut parser = Parser::new();
                parser.set_language(&language).ok().map(|()| parser)
            });
        }
        let parsed = slot
            .as_mut()
            .and_then(|parser| parse(parser, text.as_bytes()));
        let first_line = first_line.saturating_sub(1);
        parsed.map_or_else(Vec::new, |Parsed { tree, .. }| {
            tables_of(&tree, text.as_bytes(), first_line)
        })
    })
}

/// Tables in a parsed tree; `offset` is added to every line.
#[must_use]
pub(super) fn tables_of(tree: &Tree, source: &[u8], offset: u32) -> Vec<Table> {
    let mut tables = Vec::new();
    let mut pending = vec![tree.root_node()];
    while let Some(node) = pending.pop() {
        match node.kind() {
            "create_table" => tables.extend(create(node, source, offset)),
            "alter_table" => tables.extend(alter(node, source, offset)),
            "drop_table" => tables.extend(drop_table(node, source, offset)),
            _ => pending.extend(named_children(node)),
        }
    }
    tables.sort_by_key(|table| table.line);
    tables
}

fn text<'a>(node: Node<'_>, source: &'a [u8]) -> &'a str {
    std::str::from_utf8(source.get(node.byte_range()).unwrap_or_default()).unwrap_or_default()
}

fn table_name(node: Node<'_>, source: &[u8]) -> Option<String> {
    let reference = named_children(node).find(|child| child.kind() == "object_reference")?;
    let name = reference.child_by_field_name("name").unwrap_or(reference);
    Some(plain(text(name, source)))
}

fn plain(name: &str) -> String {
    name.trim_matches(|character| matches!(character, '"' | '`' | '[' | ']' | '\''))
        .to_owned()
}

fn create(node: Node<'_>, source: &[u8], offset: u32) -> Option<Table> {
    let name = table_name(node, source)?;
    let definitions = named_children(node).find(|child| child.kind() == "column_definitions");
    let mut columns: Vec<Column> = Vec::new();
    let mut constraints = Vec::new();
    if let Some(definitions) = definitions {
        let mut pending: Vec<Node<'_>> = named_children(definitions).collect();
        pending.reverse();
        while let Some(child) = pending.pop() {
            match child.kind() {
                "column_definition" => columns.extend(column(child, source, offset)),
                "constraint" => constraints.push((columns.len(), child)),
                "constraints" | "ERROR" => pending.extend(named_children(child)),
                _ => {}
            }
        }
    }
    constrain(&constraints, source, &mut columns);
    Some(Table {
        name,
        change: TableChange::Create,
        columns,
        line: line_of(node) + offset,
        end_line: end_line_of(node) + offset,
    })
}

/// What one statement adds, drops and renames, each by itself.
fn alter(node: Node<'_>, source: &[u8], offset: u32) -> Vec<Table> {
    let Some(name) = table_name(node, source) else {
        return Vec::new();
    };
    let mut added = Vec::new();
    let mut dropped = Vec::new();
    let mut changes = Vec::new();
    for child in named_children(node) {
        match child.kind() {
            "add_column" => added.extend(
                named_children(child)
                    .filter(|it| it.kind() == "column_definition")
                    .filter_map(|it| column(it, source, offset)),
            ),
            "drop_column" => dropped.extend(child.child_by_field_name("name").map(|it| Column {
                name: plain(text(it, source)),
                line: line_of(child) + offset,
                ..Column::default()
            })),
            "rename_object" => {
                let to = table_name(child, source).map(TableChange::Rename);
                changes.extend(to.map(|change| (change, Vec::new())));
            }
            _ => {}
        }
    }
    if !dropped.is_empty() {
        changes.push((TableChange::DropColumns, dropped));
    }
    if !added.is_empty() || changes.is_empty() {
        changes.push((TableChange::Alter, added));
    }
    let tables = changes.into_iter().map(|(change, columns)| Table {
        name: name.clone(),
        change,
        columns,
        line: line_of(node) + offset,
        end_line: end_line_of(node) + offset,
    });
    tables.collect()
}

fn drop_table(node: Node<'_>, source: &[u8], offset: u32) -> Option<Table> {
    Some(Table {
        name: table_name(node, source)?,
        change: TableChange::Drop,
        columns: Vec::new(),
        line: line_of(node) + offset,
        end_line: end_line_of(node) + offset,
    })
}

fn column(node: Node<'_>, source: &[u8], offset: u32) -> Option<Column> {
    let name = node
        .child_by_field_name("name")
        .or_else(|| node.named_child(0))?;
    let keyword = text(name, source).to_ascii_uppercase();
    // `ENABLE ROW LEVEL SECURITY`, and nothing but its first word where the parse gives up.
    let rest = source.get(name.end_byte()..).unwrap_or_default();
    let rest = rest.trim_ascii_start();
    let switches = matches!(keyword.as_str(), "ENABLE" | "DISABLE" | "FORCE");
    if switches
        && rest
            .get(..3)
            .is_some_and(|it| it.eq_ignore_ascii_case(b"ROW"))
    {
        return None;
    }
    if matches!(
        keyword.as_str(),
        "UNIQUE"
            | "PRIMARY"
            | "FOREIGN"
            | "CONSTRAINT"
            | "CHECK"
            | "INDEX"
            | "KEY"
            // Options of the table, which a lenient parse takes for columns.
            | "ROW_FORMAT"
            | "CONVERT"
    ) {
        return None;
    }
    let mut column = Column {
        name: plain(text(name, source)),
        type_: node
            .child_by_field_name("type")
            .map(|it| text(it, source).to_owned()),
        line: line_of(node) + offset,
        ..Column::default()
    };
    if column.type_.is_none() {
        let second = text(node, source).split_whitespace().nth(1);
        column.type_ = second.map(|it| it.trim_end_matches(',').to_owned());
    }
    column.values = values_of(column.type_.as_deref().unwrap_or_default());
    let mut after_default = false;
    let mut after_references = false;
    for child in named_children(node) {
        match child.kind() {
            "keyword_default" => after_default = true,
            "keyword_references" => after_references = true,
            "keyword_unique" | "keyword_primary" => column.unique = true,
            "object_reference" if after_references => {
                let name = child.child_by_field_name("name").unwrap_or(child);
                column.target = Some(plain(text(name, source)));
                after_references = false;
            }
            _ if after_default => {
                column.default = Some(default_value(text(child, source)));
                after_default = false;
            }
            _ => {}
        }
    }
    Some(column)
}

/// What may stand in a column: `enum('stream','skip')`.
fn values_of(type_: &str) -> Vec<String> {
    let listed = type_
        .get(..5)
        .is_some_and(|it| it.eq_ignore_ascii_case("enum("));
    let quoted = type_.split('\'').skip(1).step_by(2);
    quoted.filter(|_| listed).map(str::to_owned).collect()
}

/// A default without its quotes, its cast and what a lenient parse took for a part of it.
fn default_value(text: &str) -> String {
    let quoted = text.strip_prefix('\'');
    let value = quoted.and_then(|rest| rest.split('\'').next());
    let bare = text.split("::").next().unwrap_or(text);
    cut(value.unwrap_or(bare), 60).to_owned()
}

/// Table constraints tell of unique columns and foreign keys; each stands behind a number of columns.
fn constrain(constraints: &[(usize, Node<'_>)], source: &[u8], columns: &mut [Column]) {
    if constraints.is_empty() {
        return;
    }
    let names = columns.iter().enumerate().rev();
    let places: HashMap<String, usize> = names.map(|(at, it)| (it.name.clone(), at)).collect();
    for (before, node) in constraints {
        let constraint = Constraint::of(*node, source);
        let [only] = constraint.columns.as_slice() else {
            continue;
        };
        let place = places.get(only).filter(|at| *at < before);
        if let Some(column) = place.and_then(|at| columns.get_mut(*at)) {
            column.unique |= constraint.unique;
            if column.target.is_none() {
                column.target = constraint.target;
            }
        }
    }
}

#[derive(Default)]
struct Constraint {
    columns: Vec<String>,
    target: Option<String>,
    unique: bool,
}

impl Constraint {
    fn of(node: Node<'_>, source: &[u8]) -> Self {
        let mut constraint = Self::default();
        let mut pending: Vec<Node<'_>> = vec![node];
        while let Some(child) = pending.pop() {
            match child.kind() {
                "keyword_unique" | "keyword_primary" => constraint.unique = true,
                "column" => constraint.columns.push(plain(text(child, source))),
                "object_reference" => {
                    let name = child.child_by_field_name("name").unwrap_or(child);
                    constraint.target = Some(plain(text(name, source)));
                }
                _ => pending.extend(named_children(child)),
            }
        }
        constraint
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn creates_alters_and_constraints_are_read_with_their_lines() {
        let tables = tables_in(
            "create table if not exists public.\"user_settings\" (\n user_id int primary key references users(id),\n theme text default 'light'\n);\nalter table users add column lang text;\ndrop table old;\n\
             alter table users drop column theme, add column tone text default 'dry'::text;\nalter table user_ rename to person;",
            10,
        );
        assert_eq!(tables.len(), 6);
        assert_eq!(tables[0].name, "user_settings");
        assert_eq!(tables[0].columns[0].target.as_deref(), Some("users"));
        assert!(tables[0].columns[0].unique);
        assert_eq!(tables[0].columns[1].default.as_deref(), Some("light"));
        assert_eq!(tables[0].columns[1].line, 12);
        assert_eq!(tables[1].columns[0].name, "lang");
        assert_eq!(tables[2].change, TableChange::Drop);
        assert_eq!(tables[3].change, TableChange::DropColumns);
        assert_eq!(tables[3].columns[0].name, "theme");
        assert_eq!(tables[4].columns[0].default.as_deref(), Some("dry"));
        assert_eq!(tables[5].change, TableChange::Rename("person".into()));
    }

    #[test]
    fn options_of_a_table_are_no_columns() {
        let tables = tables_in(
            "ALTER TABLE `users` ROW_FORMAT=DYNAMIC;\nALTER TABLE `users` CONVERT TO CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;\nALTER TABLE `users` ADD `alias` varchar(128);\nALTER TABLE users ENABLE ROW LEVEL SECURITY;\nALTER TABLE users ADD engine varchar(20);",
            1,
        );
        let columns = tables.iter().flat_map(|table| &table.columns);
        let columns: Vec<&str> = columns.map(|column| column.name.as_str()).collect();
        assert_eq!(columns, ["alias", "engine"]);
    }
}
