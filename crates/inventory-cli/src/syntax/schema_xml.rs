//! Schemas written in XML: change logs of Liquibase and models of Core Data.

use quick_xml::events::BytesStart;

use super::{
    event::{Column, FileEvents, Table, TableChange},
    xml::{Element, attribute, elements},
};

/// The tables that a change log creates, changes and drops, or the entities of a model. What follows a
/// mistake in the file is not read, nor what undoes a change.
#[must_use]
pub(super) fn events(source: &[u8]) -> FileEvents {
    let mut schema = Schema::default();
    elements(source, |element, line| match element {
        Element::Opens(element) => schema.open(element, line),
        Element::Closes(name) => schema.close(name, line),
    });
    FileEvents {
        tables: schema.tables,
        ..FileEvents::default()
    }
}

/// What was read so far.
#[derive(Default)]
struct Schema {
    tables: Vec<Table>,
    known: bool,
    undone: usize,
    inside: bool,
}

impl Schema {
    fn open(&mut self, element: &BytesStart<'_>, line: u32) {
        let name = element.local_name().into_inner();
        let value = |wanted: &str| attribute(element, wanted);
        match name {
            "databaseChangeLog" | "model" => self.known = true,
            "rollback" => self.undone += 1,
            _ if !self.known || self.undone > 0 => {}
            "createTable" => self.begin(value("tableName"), TableChange::Create, line),
            "addColumn" => self.begin(value("tableName"), TableChange::Alter, line),
            "entity" => self.begin(value("name"), TableChange::Create, line),
            "dropTable" => self.push(value("tableName"), TableChange::Drop, Vec::new(), line),
            "renameTable" => {
                let change = TableChange::Rename(value("newTableName").unwrap_or_default());
                self.push(value("oldTableName"), change, Vec::new(), line);
            }
            "dropColumn" => {
                let column = named(value("columnName"), line);
                self.push(value("tableName"), TableChange::DropColumns, column, line);
            }
            "addForeignKeyConstraint" => {
                let mut column = named(value("baseColumnNames"), line);
                for column in &mut column {
                    column.target = value("referencedTableName");
                }
                self.push(value("baseTableName"), TableChange::Alter, column, line);
            }
            "column" | "attribute" | "relationship" if self.inside => {
                self.column(name, element, line);
            }
            "constraints" if self.inside => self.constrain(element),
            _ => {}
        }
    }

    fn close(&mut self, name: &str, line: u32) {
        match name {
            "rollback" => self.undone = self.undone.saturating_sub(1),
            "createTable" | "addColumn" | "entity" if self.inside => {
                self.inside = false;
                if let Some(table) = self.tables.last_mut() {
                    table.end_line = line;
                }
            }
            _ => {}
        }
    }

    fn begin(&mut self, name: Option<String>, change: TableChange, line: u32) {
        self.inside = name.is_some();
        self.push(name, change, Vec::new(), line);
    }

    fn push(&mut self, name: Option<String>, change: TableChange, columns: Vec<Column>, line: u32) {
        self.tables.extend(name.map(|name| Table {
            name,
            change,
            columns,
            line,
            end_line: line,
        }));
    }

    fn column(&mut self, kind: &str, element: &BytesStart<'_>, line: u32) {
        let value = |wanted: &str| attribute(element, wanted);
        let to_many = value("toMany").is_some_and(|it| it == "YES");
        let Some(name) = value("name").filter(|_| !to_many) else {
            return;
        };
        let column = Column {
            name,
            type_: value("type").or_else(|| value("attributeType")),
            default: ["defaultValue", "defaultValueBoolean", "defaultValueString"]
                .iter()
                .find_map(|it| value(it)),
            target: value("destinationEntity").filter(|_| kind == "relationship"),
            line,
            ..Column::default()
        };
        if let Some(table) = self.tables.last_mut() {
            table.columns.push(column);
        }
    }

    fn constrain(&mut self, element: &BytesStart<'_>) {
        let value = |wanted: &str| attribute(element, wanted);
        let is_set = |wanted: &str| value(wanted).is_some_and(|it| it == "true");
        let table = self.tables.last_mut();
        if let Some(column) = table.and_then(|it| it.columns.last_mut()) {
            column.unique |= is_set("unique") || is_set("primaryKey");
            // `users(id)`
            let target = value("references").and_then(|it| Some(it.split('(').next()?.to_owned()));
            column.target = target.or_else(|| value("referencedTableName"));
        }
    }
}

fn named(name: Option<String>, line: u32) -> Vec<Column> {
    let column = name.map(|name| Column {
        name,
        line,
        ..Column::default()
    });
    column.into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_log_says_what_becomes_of_tables() {
        let found = events(
            b"<databaseChangeLog><changeSet id=\"1\">
  <createTable tableName=\"user_settings\">
    <column name=\"user_id\" type=\"BIGINT\"><constraints unique=\"true\" references=\"users(id)\"/></column>
    <column name=\"theme\" type=\"VARCHAR(20)\" defaultValue=\"light\"/>
  </createTable>
  <addColumn tableName=\"users\"><column name=\"zoom\" type=\"INT\"/></addColumn>
  <addForeignKeyConstraint baseTableName=\"marks\" baseColumnNames=\"owner\" referencedTableName=\"users\"/>
  <dropColumn tableName=\"users\" columnName=\"map\"/>
  <dropTable tableName=\"gone\"/>
  <renameTable oldTableName=\"old\" newTableName=\"new\"/>
  <rollback><dropTable tableName=\"user_settings\"/></rollback>
</changeSet></databaseChangeLog>",
        );
        let names: Vec<_> = found.tables.iter().map(|it| it.name.as_str()).collect();
        assert_eq!(
            names,
            ["user_settings", "users", "marks", "users", "gone", "old"]
        );
        let settings = &found.tables[0];
        assert_eq!((settings.line, settings.end_line), (2, 5));
        assert_eq!(settings.change, TableChange::Create);
        let owner = &settings.columns[0];
        assert!(
            owner.unique && owner.target.as_deref() == Some("users"),
            "{owner:?}"
        );
        let theme = &settings.columns[1];
        assert_eq!((theme.name.as_str(), theme.line), ("theme", 4));
        assert_eq!(theme.default.as_deref(), Some("light"));
        assert_eq!(found.tables[1].change, TableChange::Alter);
        assert_eq!(found.tables[2].columns[0].target.as_deref(), Some("users"));
        assert_eq!(found.tables[3].change, TableChange::DropColumns);
        assert_eq!(
            found.tables[5].change,
            TableChange::Rename("new".to_owned())
        );
        let other = events(b"<beans><createTable tableName=\"user_settings\"/></beans>");
        assert!(other.tables.is_empty());
    }

    #[test]
    fn an_entity_of_a_model_is_a_table() {
        let found = events(
            b"<model><entity name=\"Visit\">
  <attribute name=\"visitedAt\" attributeType=\"Date\"/>
  <relationship name=\"user\" destinationEntity=\"User\"/>
  <relationship name=\"pages\" toMany=\"YES\" destinationEntity=\"Page\"/>
</entity></model>",
        );
        let visit = &found.tables[0];
        assert_eq!(visit.name, "Visit");
        let columns: Vec<_> = visit.columns.iter().map(|it| it.name.as_str()).collect();
        assert_eq!(columns, ["visitedAt", "user"]);
        assert_eq!(visit.columns[1].target.as_deref(), Some("User"));
    }
}
