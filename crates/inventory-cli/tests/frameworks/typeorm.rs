//! Entities of decorators.
use crate::{fields, named, scanned};

#[test]
fn a_relation_beside_its_column_is_no_second_owner() {
    let of = |other: &str| {
        let code = format!(
            "@Entity('reader_profile') export class ReaderProfile {{
  @Column() userId: string
  @OneToOne(() => User) {other}: User
  @Column() hideSeen: boolean
  @Column() language: string
}}
@Entity('user') export class User {{ @PrimaryColumn() id: string; @Column() email: string }}"
        );
        scanned(&[("src/entities/reader.ts", &code)])
    };
    assert!(fields(&of("user")).contains("language"), "one row for each");
    assert!(
        !fields(&of("owner")).contains("language"),
        "rows of two people"
    );
}

#[test]
fn a_table_of_preferences_holds_some_whatever_its_columns_are_called() {
    let of = |table: &str| {
        let migration = format!(
            "class A < ActiveRecord::Migration[7.0]
  def change
    create_table :{table} do |t|
      t.string :email_type
      t.references :user
    end
  end
end"
        );
        scanned(&[("db/migrate/1_a.rb", &migration)])
    };
    assert!(named(&of("user_preferences"), "user_preferences").is_some());
    assert!(of("user_places").mechanisms.is_empty());
}

#[test]
fn a_table_that_is_built_anew_under_another_name_is_the_same() {
    let new = "CREATE TABLE `__new_user_settings` (`user_id` text, `theme` text);
DROP TABLE `user_settings`;
ALTER TABLE `__new_user_settings` RENAME TO `user_settings`;";
    let first = "CREATE TABLE `user_settings` (`user_id` text, `theme` text);";
    let report = scanned(&[("db/drizzle/0001.sql", first), ("db/drizzle/0002.sql", new)]);
    assert_eq!(report.mechanisms.len(), 1);
}
