//! Whose rows are, and which declaration of a table counts.
use std::collections::BTreeSet;

use crate::{fields, names, scanned};

#[test]
fn what_an_owner_has_several_of_by_name_is_not_one_of_each() {
    let of = |name: &str| {
        let code = format!(
            "package models
type User struct {{ Email string `xorm:\"pk\"` }}
type Place struct {{
	Owner string `xorm:\"varchar(100) notnull pk\"`
	Name string `xorm:\"{name}\"`
	Theme string `xorm:\"varchar(100)\"`
}}
"
        );
        fields(&scanned(&[("models/place.go", &code)]))
    };
    assert!(of("varchar(100)").contains("Theme"));
    assert!(!of("varchar(100) notnull pk").contains("Theme"));
}

#[test]
fn a_model_in_a_migration_is_what_it_was_then() {
    let now = "package models
type Account struct {
	Email string `bun:\",unique\"`
	Language string `bun:\",nullzero\"`
}
";
    let then = "package account
type Account struct {
	Email string `bun:\",unique\"`
	Theme string `bun:\",nullzero\"`
}
";
    let of = |files: &[(&str, &str)]| fields(&scanned(files));
    let both = of(&[
        ("models/account.go", now),
        ("db/migrations/2023_fix/account.go", then),
    ]);
    assert!(
        both.contains("Language") && !both.contains("Theme"),
        "{both:?}"
    );
    let alone = of(&[("db/migrations/2023_fix/account.go", then)]);
    assert!(alone.contains("Theme"), "{alone:?}");
}

#[test]
fn places_shut_out_for_all_are_nobodys() {
    let of = |name: &str| {
        let code = format!(
            "package models
type User struct {{ Email string `bun:\",unique\"` }}
type {name} struct {{
	Phrase string `bun:\",notnull\"`
	CreatedByUserID string `bun:\"type:CHAR(26)\"`
}}
"
        );
        names(&scanned(&[("models/block.go", &code)]))
    };
    assert!(of("WordFilter").contains("WordFilter"));
    assert!(of("DomainBlock").is_empty());
}

#[test]
fn how_one_is_called_and_a_second_factor_are_no_preferences() {
    let code = "package models
type User struct {
	Email string `bun:\",unique\"`
	DisplayName string `bun:\",nullzero\"`
	MfaEmailEnabled bool `bun:\",nullzero\"`
	EmailEnabled bool `bun:\",nullzero\"`
}
";
    let found = fields(&scanned(&[("models/user.go", code)]));
    assert_eq!(found.into_iter().collect::<Vec<_>>(), ["EmailEnabled"]);
}

#[test]
fn an_entity_knows_better_than_the_migration_that_once_made_its_table() {
    let entity = "@Entity @Table(name = \"users\") class User { @Id Long id; String email; String language; }";
    let migration =
        "CREATE TABLE users (id BIGINT, email TEXT, book_preferences JSON, language TEXT);\n";
    let of = |files: &[(&str, &str)]| fields(&scanned(files));
    let made = ("db/migration/V1__tables.sql", migration);
    assert!(of(&[made]).contains("book_preferences"));
    let both = of(&[made, ("model/User.java", entity)]);
    assert!(
        both.contains("language") && !both.contains("book_preferences"),
        "{both:?}"
    );
}

#[test]
fn a_service_that_embeds_many_parts_takes_no_rows_from_them() {
    let of = |parts: &str| {
        let code = format!(
            "package models
type User struct {{ Email string `bun:\",unique\"` }}
type Bookmark struct {{ UserID string `bun:\"type:CHAR(26)\"`; PageID string `bun:\"type:CHAR(26)\"` }}
type Service struct {{
{parts}}}
"
        );
        names(&scanned(&[("models/user.go", &code)]))
    };
    let found = of("\tdb.Bookmark\n\tdb.Mute\n\tdb.User\n\tdb.List\n");
    assert!(found.contains("Bookmark"), "{found:?}");
    assert!(!of("\tdb.Bookmark\n").contains("Bookmark"), "a base of one");
}

#[test]
fn a_number_called_uid_is_whose_the_row_is() {
    let of = |type_: &str| {
        let code = format!(
            "package models
type Star struct {{
	ID int64 `gorm:\"primaryKey\"`
	UserID {type_} `gorm:\"column:uid;uniqueIndex:star_unique\"`
	RepoID int64 `gorm:\"uniqueIndex:star_unique\"`
}}
"
        );
        names(&scanned(&[("models/star.go", &code)]))
    };
    assert!(of("int64").contains("Star"));
    assert!(of("string").is_empty(), "the row's own");
}

#[test]
fn filters_of_what_is_read_are_ones_own() {
    let of = |name: &str| {
        let code = format!(
            "import androidx.room.Entity
@Entity class {name} {{ String name; String excludes; }}
"
        );
        names(&scanned(&[("app/Filter.java", &code)]))
    };
    assert!(of("PostFilter").contains("PostFilter"));
    assert!(of("Post").is_empty());
}

#[test]
fn a_struct_that_embeds_a_person_makes_no_other_person() {
    let code = "package models
type User struct {
	Email string `xorm:\"unique\"`
	Language string `xorm:\"varchar(8)\"`
}
type Member struct {
	*User
	IsOwner bool
}
";
    let report = scanned(&[("models/member.go", code)]);
    let names: Vec<&str> = report
        .mechanisms
        .iter()
        .map(|it| it.name.as_str())
        .collect();
    assert_eq!(names, ["User: language"]);
}

#[test]
fn a_class_mapped_in_xml_is_known_with_all_it_has() {
    let mapping = |extra: &str| {
        format!(
            "<hibernate-mapping><class name=\"org.example.UserSetting\" table=\"usersetting\">
  <composite-id><key-many-to-one name=\"user\" class=\"org.example.User\" column=\"userinfoid\"/></composite-id>
  <property name=\"theme\"/>{extra}
</class></hibernate-mapping>"
        )
    };
    let log = "ALTER TABLE user_setting ADD COLUMN timezone text;";
    let of = |path: &str, extra: &str| {
        let files = [
            (path, mapping(extra)),
            ("db/migrations/2.sql", log.to_owned()),
        ];
        let files = files.each_ref().map(|(path, text)| (*path, text.as_str()));
        fields(&scanned(&files))
    };
    let told = |names: &[&str]| {
        names
            .iter()
            .map(|it| (*it).to_owned())
            .collect::<BTreeSet<_>>()
    };
    assert_eq!(of("hibernate/UserSetting.hbm.xml", ""), told(&["theme"]));
    assert_eq!(
        of("META-INF/orm.xml", "<property name=\"language\"/>"),
        told(&["language", "theme"])
    );
    assert!(!of("hibernate/UserSetting.xml", "").contains("theme"));
}
