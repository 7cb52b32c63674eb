//! Tables that calls build column by column.
use std::collections::BTreeSet;

use crate::{fields, scanned};

fn theme() -> BTreeSet<String> {
    BTreeSet::from(["theme".to_owned()])
}

#[test]
fn columns_are_added_to_the_table_that_a_variable_holds() {
    let of = |between: &str| {
        let migration = format!(
            "<?php class Version1 {{ public function change($schema) {{
  $table = $schema->createTable('user_settings');
  $table->addColumn('user_id', 'string');
  {between}
  $table->addColumn('theme', 'string');
}} }}"
        );
        scanned(&[("migrations/Version1.php", &migration)])
    };
    assert_eq!(fields(&of("")), theme());
    let other = "$table = $schema->createTable('prices');";
    assert!(fields(&of(other)).is_empty());
}

#[test]
fn columns_are_added_in_the_chain_that_begins_a_table() {
    let of = |holder: &str| {
        let migration = format!(
            "export async function up(db) {{
  await {holder}.createTable('user_settings')
    .addColumn('user_id', 'uuid', (it) => it.notNull())
    .addColumn('theme', 'varchar')
    .execute()
}}"
        );
        fields(&scanned(&[("src/migrations/1.ts", &migration)]))
    };
    assert_eq!(of("db.schema"), theme());
    assert!(of("db.view").is_empty());
}

#[test]
fn members_of_an_enumeration_name_columns() {
    let of = |column: &str| {
        let migration = format!(
            "exports.up = (knex) => knex.schema.createTable('user_settings', (table) => {{
  table.integer(Columns.userId)
  table.string({column})
}})"
        );
        fields(&scanned(&[("src/migrations/1.js", &migration)]))
    };
    assert_eq!(of("Columns.theme"), theme());
    assert!(of("theme").is_empty());
}

#[test]
fn the_prefix_of_all_tables_is_no_part_of_a_name() {
    let report = scanned(&[(
        "migrations/m1.php",
        "<?php class m1 extends Migration { function up() {
  $this->createTable('{{%user_settings}}', ['user_id' => $this->integer(), 'theme' => $this->string()]);
} }",
    )]);
    assert_eq!(fields(&report), theme());
    assert!(crate::names(&report).contains("user_settings"));
}

#[test]
fn each_table_of_a_chain_has_its_own_columns() {
    let code = "exports.up = knex => knex.schema
  .createTable('users', table => { table.increments('id'); table.string('timezone'); })
  .createTable('pages', table => { table.integer('userId'); table.string('title'); })
  .alterTable('users', table => { table.string('theme'); });";
    let report = scanned(&[("db/migrations/1.js", code)]);
    let names = report.mechanisms.iter().map(|it| it.name.as_str());
    assert!(names.clone().all(|it| it.starts_with("users")), "{names:?}");
    let fields = report.mechanisms.iter().flat_map(|it| &it.fields);
    let mut fields: Vec<&str> = fields.map(|it| it.name.as_str()).collect();
    fields.sort_unstable();
    assert_eq!(fields, ["theme", "timezone"]);
}
