//! Values with a name that every user has of their own, wherever they are kept.
use std::collections::BTreeSet;

use selfmodel_inventory::mechanism::Report;

use crate::{fields, names, scanned};

fn titles(report: &Report) -> BTreeSet<&str> {
    let mechanisms = report.mechanisms.iter();
    mechanisms.map(|it| it.name.as_str()).collect()
}

const TABLE: &str = "<?php return new class extends Migration { public function up() {
Schema::create('user_options', function (Blueprint $table) {
    $table->integer('user_id');
    $table->string('name');
    $table->string('value');
});
} };";

const ACCESSORS: &str = "<?php class Page {
  const MODE = 'dark_mode';
  function show($user) { return $user->getPreference(self::MODE); }
  function sort($user) { $user->setPreference('sort_order', 'name'); $user->setPreference('api_token', 'x'); }
}";

#[test]
fn named_values_of_a_user_are_gathered_by_what_they_are_for() {
    let report = scanned(&[("app/page.php", ACCESSORS)]);
    assert_eq!(
        titles(&report),
        BTreeSet::from(["user_values: appearance", "user_values: list"])
    );
    assert!(!fields(&report).contains("api_token"), "a secret");
}

#[test]
fn a_table_of_names_and_values_lends_them_its_name() {
    let report = scanned(&[
        ("database/migrations/2020_create.php", TABLE),
        ("app/page.php", ACCESSORS),
    ]);
    assert!(titles(&report).contains("user_options: appearance"));
}

#[test]
fn values_that_a_document_lists_are_its_members() {
    let model = "@Table({ tableName: 'users' }) class User extends Model {
  @Column email: string;
  @Column(DataType.JSONB) preferences: UserPreferences;
}
type UserPreferences = { darkMode?: boolean; sortOrder?: string; };
";
    let client = "user.setPreference('darkMode', true); user.setPreference('sortOrder', 'name');";
    let report = scanned(&[("server/models/User.ts", model), ("app/page.ts", client)]);
    let values = |it: &&str| it.starts_with("user_values");
    assert!(!titles(&report).iter().any(values), "{:?}", titles(&report));
    assert!(fields(&report).contains("darkMode"));
}

#[test]
fn what_is_preferred_is_a_preference_be_it_an_address() {
    let of = |key: &str| {
        let code = format!("localStorage.setItem('{key}', value)");
        scanned(&[("src/page.js", &code)]).mechanisms.len()
    };
    assert_eq!(of("preferred-team-url"), 1);
    assert_eq!(of("default-team-url"), 0);
}

#[test]
fn whose_a_key_is_says_nothing_against_what_it_is() {
    let of = |key: &str| {
        let code = format!("localStorage.setItem('{key}', value)");
        scanned(&[("src/page.js", &code)]).mechanisms.len()
    };
    assert_eq!(of("userTimezone"), 1);
    assert_eq!(of("userTimezoneToken"), 0);
    assert_eq!(of("userNumber"), 0);
}

#[test]
fn a_key_of_no_known_word_among_what_signs_people_in_is_none_of_theirs() {
    let of = |path: &str, key: &str| {
        let code = format!("localStorage.setItem('{key}', value); localStorage.getItem('{key}')");
        scanned(&[(path, &code)]).mechanisms.len()
    };
    assert_eq!(of("src/auth/steps/page.js", "whatever"), 0);
    assert_eq!(of("src/auth/steps/page.js", "sortOrder"), 1);
    assert_eq!(of("src/board/steps/page.js", "whatever"), 1);
}

#[test]
fn rows_of_a_user_a_name_and_a_value_are_settings_whatever_they_are_called() {
    let of_owner = |owner: &str, table: &str, more: &str| {
        let sql = format!(
            "CREATE TABLE {owner}s (id int, email text);
CREATE TABLE {table} (id int, {owner}_id int, name text, value text{more});"
        );
        scanned(&[("db/schema.sql", &sql)]).mechanisms.len()
    };
    let of = |table: &str, more: &str| of_owner("user", table, more);
    assert_eq!(of("storage_entries", ""), 1);
    assert_eq!(of_owner("customer", "storage_entries", ""), 0);
    assert_eq!(of("storage_entries", ", project_id int"), 0);
    assert_eq!(of("storage_entries", ", width int, height int"), 0);
    assert_eq!(of("tokens", ""), 0);
}

#[test]
fn what_somebody_did_is_theirs_by_any_name_for_who_did_it() {
    let of = |table: &str, who: &str| {
        let sql = format!(
            "CREATE TABLE {table} (id int, {who}_type text, {who}_id int, thing_id int, created_at timestamp);"
        );
        scanned(&[("db/schema.sql", &sql)]).mechanisms.len()
    };
    assert_eq!(of("favorites", "favoritor"), 1);
    assert_eq!(of("bookmarks", "bookmarker"), 1);
    assert_eq!(of("parcels", "bookmarker"), 0);
    assert_eq!(of("bookmarks", "page"), 0);
}

#[test]
fn a_statement_is_no_key() {
    let of = |key: &str| {
        let code =
            format!("await db.set(`{key}`, {{ theme: x }}); const row = await db.get(`{key}`);");
        names(&scanned(&[("server/user.js", &code)]))
    };
    assert!(!of("user:${userId}:settings").is_empty());
    assert!(of("SELECT theme FROM user_settings WHERE user_id = ${userId}").is_empty());
}
