//! What later migrations take away, in the languages that migrations are written in.
use std::collections::BTreeSet;

use crate::{fields, scanned};

/// A framework: the folder of its migrations and the ending of a file; how one creates a table of settings with
/// `theme`, drops it, and drops that column.
const FRAMEWORKS: &[(&str, &str, &str, &str, &str)] = &[
    (
        "db/migrate",
        "rb",
        "class A < Migration; def change; create_table :user_settings do |t|; t.integer :user_id; t.string :theme; t.string :timezone; end; end; end",
        "class B < Migration; def up; drop_table :user_settings; end; end",
        "class B < Migration; def up; remove_column :user_settings, :theme; end; end",
    ),
    (
        "database/migrations",
        "php",
        "<?php class A { function up() { Schema::create('user_settings', function ($t) { $t->integer('user_id'); $t->string('theme'); $t->string('timezone'); }); } function down() { Schema::dropIfExists('user_settings'); } }",
        "<?php class B { function up() { Schema::dropIfExists('user_settings'); } }",
        "<?php class B { function up() { Schema::table('user_settings', function ($t) { $t->dropColumn(['theme']); }); } }",
    ),
    (
        "migrations",
        "js",
        "exports.up = knex => knex.schema.createTable('user_settings', t => { t.integer('user_id'); t.string('theme'); t.string('timezone'); }); exports.down = knex => knex.schema.dropTable('user_settings');",
        "exports.up = knex => knex.schema.dropTable('user_settings'); exports.down = () => {};",
        "exports.up = knex => knex.schema.alterTable('user_settings', t => { t.dropColumn('theme'); });",
    ),
    (
        "alembic/versions",
        "py",
        "def upgrade():\n    op.create_table('user_settings', sa.Column('user_id', sa.Integer()), sa.Column('theme', sa.String()), sa.Column('timezone', sa.String()))\n\ndef downgrade():\n    op.drop_table('user_settings')\n",
        "def upgrade():\n    op.drop_table('user_settings')\n",
        "def upgrade():\n    op.drop_column('user_settings', 'theme')\n",
    ),
];

#[test]
fn what_a_later_migration_drops_is_gone() {
    let all = BTreeSet::from(["theme".to_owned(), "timezone".to_owned()]);
    for (folder, ending, create, drop, drop_column) in FRAMEWORKS {
        let first = format!("{folder}/20250101_first.{ending}");
        let later = format!("{folder}/20260101_later.{ending}");
        let after = |change: &str| fields(&scanned(&[(&first, create), (&later, change)]));
        assert_eq!(fields(&scanned(&[(&first, create)])), all, "{ending}");
        assert_eq!(after(drop), BTreeSet::new(), "{ending}");
        assert_eq!(
            after(drop_column),
            BTreeSet::from(["timezone".to_owned()]),
            "{ending}"
        );
        // Built anew, it is there again.
        let again = format!("{folder}/20270101_again.{ending}");
        let files = [(&*first, *create), (&later, drop), (&again, create)];
        assert_eq!(fields(&scanned(&files)), all, "{ending}");
    }
}

#[test]
fn a_table_that_code_still_maps_is_there_whatever_a_migration_says() {
    let (folder, ending, create, drop, _) = FRAMEWORKS[1];
    let report = scanned(&[
        (&format!("{folder}/1.{ending}"), create),
        (&format!("{folder}/2.{ending}"), drop),
        (
            "app/Models/UserSetting.php",
            "<?php class UserSetting extends Model { protected $fillable = ['user_id', 'theme']; }",
        ),
    ]);
    assert!(fields(&report).contains("theme"));
}
