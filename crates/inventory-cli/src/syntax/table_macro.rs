//! Diesel's `table! { name (key) { column -> Type, } }`, whose body is raw tokens to the grammar.

use super::{
    event::{Column, Table, TableChange},
    expression::bare,
};

/// What the lines before the name of a table begin with: attributes, imports, comments.
const BESIDE: &[&str] = &["#", "use ", "//"];

/// The table a `table!` invocation declares; `first_line` is the line it starts on.
#[must_use]
pub(super) fn table(invocation: &str, first_line: u32) -> Option<Table> {
    let (_, body) = invocation.split_once('{')?;
    let (head, columns_text) = body.split_once('{')?;
    let name = head
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty() && !BESIDE.iter().any(|it| line.starts_with(it)))
        .find_map(|line| line.split_whitespace().next())?;
    let name = name.split('(').next()?.rsplit('.').next()?;
    let skipped = u32::try_from(invocation.len() - columns_text.len())
        .ok()
        .and_then(|length| invocation.get(..usize::try_from(length).ok()?))
        .map_or(0, |before| before.matches('\n').count());
    let body_line = first_line + u32::try_from(skipped).ok()?;
    let mut columns = Vec::new();
    let lines = (body_line..).zip(columns_text.lines());
    for (line, text) in lines.filter(|(_, text)| !text.trim_start().starts_with("//")) {
        for declaration in text.split(',') {
            if let Some((column, type_)) = declaration.split_once("->") {
                let column = bare(column.rsplit(']').next().unwrap_or(column)).to_owned();
                columns.push(Column {
                    name: column,
                    type_: Some(type_.trim().trim_end_matches('}').trim().to_owned()),
                    line,
                    ..Column::default()
                });
            }
        }
    }
    let lines = u32::try_from(invocation.matches('\n').count()).ok()?;
    Some(Table {
        name: name.to_owned(),
        change: TableChange::Create,
        columns,
        line: first_line,
        end_line: first_line + lines,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_name_no_table_and_no_column() {
        let found = table(
            "diesel::table! {\n    /// The `follows` table.\n    follows (user_id) {\n        /// user -> crate, once\n        user_id -> Int4,\n    }\n}",
            1,
        )
        .unwrap();
        assert_eq!(found.name, "follows");
        let columns = found.columns.iter().map(|it| (it.name.as_str(), it.line));
        assert_eq!(columns.collect::<Vec<_>>(), [("user_id", 5)]);
    }

    #[test]
    fn columns_carry_name_type_and_line() {
        let found = table(
            "diesel::table! {\n    use diesel::sql_types::*;\n    local_user (id) {\n        id -> Int4,\n        theme -> Nullable<Text>,\n    }\n}",
            5,
        )
        .unwrap();
        assert_eq!(found.name, "local_user");
        assert_eq!(
            (found.columns[1].name.as_str(), found.columns[1].line),
            ("theme", 9)
        );
        assert_eq!(found.columns[1].type_.as_deref(), Some("Nullable<Text>"));
    }
}
