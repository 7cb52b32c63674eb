//! Classes whose columns an XML file maps: those of Hibernate and of JPA.

use memchr::memmem;
use quick_xml::events::BytesStart;

use super::{
    event::{Column, FileEvents, Table, TableChange, last_segment},
    xml::{Element, attribute, elements},
};

/// Whether a file maps classes.
#[must_use]
pub(super) fn maps_classes(source: &[u8]) -> bool {
    [b"<hibernate-mapping".as_slice(), b"<entity-mappings"]
        .iter()
        .any(|root| memmem::find(source, root).is_some())
}

/// The classes as tables: they and their columns bear the names by which the code knows them, which tell
/// more than those of the database do.
#[must_use]
pub(super) fn events(source: &[u8]) -> FileEvents {
    let mut mapping = Mapping::default();
    elements(source, |element, line| match element {
        Element::Opens(element) => mapping.open(element, line),
        Element::Closes(name) => mapping.close(name, line),
    });
    FileEvents {
        tables: mapping.tables,
        ..FileEvents::default()
    }
}

#[derive(Default)]
struct Mapping {
    tables: Vec<Table>,
    /// A collection of Hibernate is open: its name.
    collection: Option<String>,
}

impl Mapping {
    fn open(&mut self, element: &BytesStart<'_>, line: u32) {
        let value = |wanted: &str| attribute(element, wanted);
        match element.local_name().into_inner() {
            "class" | "subclass" | "joined-subclass" | "entity" => {
                let name = value("class").or_else(|| value("name"));
                self.tables.extend(name.map(|name| Table {
                    name: last_segment(&name).to_owned(),
                    change: TableChange::Create,
                    columns: Vec::new(),
                    line,
                    end_line: line,
                }));
            }
            // An inverse collection is the other side of an edge.
            "set" | "list" | "bag" | "map" => {
                let inverse = value("inverse").is_some_and(|it| it == "true");
                self.collection = value("name").filter(|_| !inverse);
            }
            "many-to-many" => {
                let name = self.collection.clone().or_else(|| value("name"));
                let target = value("class").or_else(|| value("target-entity"));
                self.column(name, Some("ManyToMany".to_owned()), target, false, line);
            }
            kind @ ("id" | "property" | "basic" | "key-property" | "key-many-to-one"
            | "many-to-one" | "one-to-one") => {
                let unique = matches!(kind, "id" | "one-to-one")
                    || value("unique").is_some_and(|it| it == "true");
                let class = value("class").or_else(|| value("target-entity"));
                let target = class.filter(|_| kind.ends_with("-to-one"));
                self.column(value("name"), value("type"), target, unique, line);
            }
            _ => {}
        }
    }

    fn close(&mut self, name: &str, line: u32) {
        match name {
            "class" | "subclass" | "joined-subclass" | "entity" => {
                if let Some(table) = self.tables.last_mut() {
                    table.end_line = line;
                }
            }
            "set" | "list" | "bag" | "map" => self.collection = None,
            _ => {}
        }
    }

    fn column(
        &mut self,
        name: Option<String>,
        type_: Option<String>,
        target: Option<String>,
        unique: bool,
        line: u32,
    ) {
        let (Some(name), Some(table)) = (name, self.tables.last_mut()) else {
            return;
        };
        table.columns.push(Column {
            name,
            type_,
            target: target.map(|it| last_segment(&it).to_owned()),
            unique,
            line,
            ..Column::default()
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn columns(source: &str) -> Vec<(String, Option<String>, bool)> {
        assert!(maps_classes(source.as_bytes()));
        let found = events(source.as_bytes());
        let table = &found.tables[0];
        assert_eq!((table.name.as_str(), table.line), ("Mark", 1));
        let columns = table.columns.iter();
        columns
            .map(|it| (it.name.clone(), it.target.clone(), it.unique))
            .collect()
    }

    fn column(name: &str, target: Option<&str>, unique: bool) -> (String, Option<String>, bool) {
        (name.to_owned(), target.map(str::to_owned), unique)
    }

    #[test]
    fn a_class_of_hibernate_is_a_table_of_its_properties() {
        let found = columns(
            "<hibernate-mapping><class name=\"org.example.Mark\" table=\"marks\">
  <id name=\"id\" column=\"mark_id\"/>
  <composite-id><key-many-to-one name=\"reader\" class=\"org.example.User\"/></composite-id>
  <property name=\"color\" type=\"string\"/>
  <property name=\"shade\" unique=\"true\"><column name=\"shade_name\"/></property>
  <many-to-one name=\"createdBy\" class=\"org.example.User\" column=\"user_id\"/>
  <set name=\"pages\"><key column=\"mark_id\"/><many-to-many class=\"org.example.Page\" column=\"page\"/></set>
  <set name=\"users\" inverse=\"true\"><key column=\"mark_id\"/><many-to-many class=\"org.example.User\"/></set>
</class></hibernate-mapping>",
        );
        let expected = [
            column("id", None, true),
            column("reader", Some("User"), false),
            column("color", None, false),
            column("shade", None, true),
            column("createdBy", Some("User"), false),
            column("pages", Some("Page"), false),
        ];
        assert_eq!(found, expected);
    }

    #[test]
    fn an_entity_of_jpa_is_a_table_of_its_attributes() {
        let found = columns(
            "<entity-mappings><entity name=\"Mark\" class=\"org.example.Mark\"><table name=\"marks\"/>
  <attributes>
    <basic name=\"color\"><column name=\"colour\"/></basic>
    <one-to-one name=\"owner\" target-entity=\"org.example.User\"><join-column name=\"owner_id\"/></one-to-one>
  </attributes>
</entity></entity-mappings>",
        );
        let owner = column("owner", Some("User"), true);
        assert_eq!(found, [column("color", None, false), owner]);
        assert!(!maps_classes(b"<beans><class name=\"Mark\"/></beans>"));
    }
}
