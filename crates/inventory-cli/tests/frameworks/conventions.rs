//! What frameworks do without saying so: keys that an association adds, schemas that a tool dumped.
use std::collections::BTreeSet;

use crate::{fields, names, scanned};

const PROGRESS: &str = "class MediaProgress extends Model {
  static init(sequelize) {
    super.init({ mediaItemId: DataTypes.UUID, currentTime: DataTypes.FLOAT, isFinished: DataTypes.BOOLEAN },
      { sequelize, modelName: 'mediaProgress' })
    const { OTHER } = sequelize.models
    MediaProgress.belongsTo(OTHER)
  }
}
module.exports = MediaProgress
";

#[test]
fn an_association_with_a_user_makes_rows_personal() {
    let of =
        |other: &str| scanned(&[("models/MediaProgress.js", &PROGRESS.replace("OTHER", other))]);
    assert!(names(&of("user")).contains("mediaProgress"));
    assert!(names(&of("book")).is_empty());
}

#[test]
fn a_dumped_schema_of_rails_ends_its_migrations_wherever_they_moved() {
    let report = scanned(&[
        (
            "db/old_migrations/2012_add_theme.rb",
            "class AddTheme < ActiveRecord::Migration\n  def up\n    add_column :users, :theme, :string\n  end\nend\n",
        ),
        (
            "db/schema.rb",
            "# This file is auto-generated from the current state of the database.
ActiveRecord::Schema.define do
  create_table \"users\" do |t|
    t.string \"email\"
    t.string \"timezone\"
  end
  create_table \"stories\" do |t|
    t.string \"title\"
  end
end
",
        ),
    ]);
    let fields = fields(&report);
    assert!(
        fields.contains("timezone") && !fields.contains("theme"),
        "{fields:?}"
    );
}

#[test]
fn the_schema_that_diesel_prints_is_read_and_ends_its_migrations() {
    let report = scanned(&[
        (
            "migrations/2019_likes/up.sql",
            "CREATE TABLE post_like (id serial, person_id int REFERENCES person, post_id int REFERENCES post, score int);",
        ),
        (
            "crates/schema/src/schema.rs",
            "// @generated automatically by Diesel CLI.
diesel::table! {
    person (id) {
        id -> Int4,
        email -> Text,
    }
}
diesel::table! {
    post_saved (person_id, post_id) {
        person_id -> Int4,
        post_id -> Int4,
        published -> Timestamptz,
    }
}
",
        ),
    ]);
    let names = names(&report);
    assert!(
        names.contains("post_saved") && !names.contains("post_like"),
        "{names:?}"
    );
}

#[test]
fn a_key_is_no_login_for_naming_whose_settings_it_holds() {
    let of = |key: &str| {
        let code = format!(
            "const settings = JSON.parse(localStorage.getItem('{key}'))\nlocalStorage.setItem('{key}', JSON.stringify(settings))\n"
        );
        names(&scanned(&[("store/keep.js", &code)]))
    };
    assert!(of("userSettings").contains("userSettings"));
    assert!(of("userSession").is_empty());
    assert!(of("userSessionSettings").is_empty());
}

#[test]
fn what_belongs_to_the_configuration_of_a_user_belongs_to_the_user() {
    let entity = |name: &str, owner: &str| {
        format!(
            "<?php
use Doctrine\\ORM\\Mapping as ORM;
#[ORM\\Entity]
class {name} {{
    {owner}
    private $holder;
    #[ORM\\Column(type: 'string')]
    private $rule;
}}
"
        )
    };
    let rules = entity(
        "TaggingRule",
        "#[ORM\\ManyToOne(targetEntity: Config::class)]",
    );
    let of = |relation: &str| {
        let owner = format!("#[ORM\\{relation}(targetEntity: User::class)]");
        let user = entity("User", "#[ORM\\Column(type: 'string')]");
        let config = entity("Config", &owner);
        names(&scanned(&[
            ("src/Entity/TaggingRule.php", &rules),
            ("src/Entity/Config.php", &config),
            ("src/Entity/User.php", &user),
        ]))
    };
    assert!(of("OneToOne").contains("TaggingRule"));
    assert!(!of("ManyToOne").contains("TaggingRule"), "many of one user");
}

#[test]
fn a_mark_alone_makes_what_a_user_owns_tell_of_the_user() {
    let of = |column: &str| {
        let schema = format!(
            "create table users (id serial, username text, password text);
create table entries (id serial, user_id int references users(id), title text, {column});
"
        );
        fields(&scanned(&[("db/schema.sql", &schema)]))
    };
    assert!(of("starred bool").contains("starred"));
    assert!(of("processed bool").is_empty());
    assert!(of("rating int").is_empty(), "what readers think of it");
}

#[test]
fn a_list_of_an_entity_names_another_and_settings_of_a_feature_stay_together() {
    let context = "public class DataContext : DbContext { public DbSet<AppUser> Users { get; set; } \
        public DbSet<UserPreferences> Preferences { get; set; } }";
    let user = "public class AppUser { public string Email { get; set; } \
        public ICollection<WantToRead> Wanted { get; set; } }";
    let wanted = "public class WantToRead { public int Id { get; set; } public int BookId { get; set; } \
        public AppUser AppUser { get; set; } public int AppUserId { get; set; } }";
    let preferences = "public class UserPreferences { public int AppUserId { get; set; } \
        public AppUser AppUser { get; set; } public string Theme { get; set; } \
        public string PdfTheme { get; set; } public int PdfZoom { get; set; } \
        public string PdfFont { get; set; } public string Locale { get; set; } \
        public bool EmailDigest { get; set; } public string SortOrder { get; set; } }";
    let of = |user: &str| {
        scanned(&[
            ("Data/DataContext.cs", context),
            ("Entities/AppUser.cs", user),
            ("Entities/WantToRead.cs", wanted),
            ("Entities/UserPreferences.cs", preferences),
        ])
    };
    let report = of(user);
    assert!(names(&report).contains("WantToRead"));
    let alone = user.replace("ICollection<WantToRead>", "string");
    assert!(!names(&of(&alone)).contains("WantToRead"));
    let pdf = report.mechanisms.iter().find(|it| {
        let mut fields = it.fields.iter();
        fields.any(|field| field.name == "PdfTheme")
    });
    let pdf: Vec<_> = pdf
        .unwrap()
        .fields
        .iter()
        .map(|it| it.name.as_str())
        .collect();
    assert_eq!(pdf, ["PdfTheme", "PdfZoom", "PdfFont"]);
}

#[test]
fn a_text_named_after_preferences_holds_a_document_of_them() {
    let of = |column: &str| {
        let schema =
            format!("create table users (id serial, email text, password text, {column});");
        fields(&scanned(&[("db/schema.sql", &schema)]))
    };
    assert!(of("preferences text").contains("preferences"));
    assert!(of("preferences int").is_empty());
    assert!(of("options_of_contract text").is_empty());
}

#[test]
fn what_is_fixed_is_read_where_no_store_is() {
    let code =
        "def render(user, cache):\n    language = 'en'\n    return page(user, language, cache)\n";
    let report = scanned(&[("app/render.py", code)]);
    let fixed = &report.summary.hard_coded;
    let fixed: Vec<_> = fixed
        .iter()
        .map(|it| (it.value.as_str(), it.line))
        .collect();
    assert_eq!(fixed, [("en", 2)]);
    assert_eq!(report.summary.files.parsed, 0, "it is not parsed for that");
}

#[test]
fn a_key_is_a_constant_of_its_own_language() {
    let with_keys_in = |path: &str, keys: &str| {
        let use_ = "import { Keys } from './keys';\nexport const keep = (v) => localStorage.setItem(Keys.THEME_KEY, v);\n";
        names(&scanned(&[
            ("app/theme.ts", use_),
            (path, keys),
            ("app/other.ts", "export const other = 1;\n"),
        ]))
    };
    let own = with_keys_in(
        "app/keys.ts",
        "export class Keys {\n  static THEME_KEY = 'own_theme';\n}\n",
    );
    assert!(own.contains("own_theme"), "{own:?}");
    let other = with_keys_in(
        "tool/keys.py",
        "class Keys:\n    THEME_KEY = 'other_theme'\n",
    );
    assert!(!other.contains("other_theme"), "{other:?}");
}

#[test]
fn a_copy_that_a_migration_makes_is_the_table() {
    let report = scanned(&[(
        "migrations/1.ts",
        "await queryRunner.query(`CREATE TABLE \"user_settings\" (\"id\" integer, \"userId\" integer, \"theme\" varchar)`);
await queryRunner.query(`CREATE TABLE \"temporary_user_settings\" (\"id\" integer, \"userId\" integer, \"theme\" varchar, \"density\" varchar)`);",
    )]);
    assert_eq!(names(&report), BTreeSet::from(["user_settings".to_owned()]));
}

#[test]
fn fields_that_an_administrator_names_are_no_preferences() {
    let of = |column: &str| {
        let schema = format!(
            "ActiveRecord::Schema.define do\n  create_table \"users\" do |t|\n    t.string \"email\"\n    t.string \"{column}\"\n  end\nend\n"
        );
        fields(&scanned(&[("db/schema.rb", &schema)]))
    };
    assert!(of("custom_value1").is_empty());
    assert!(of("custom_shortcut").contains("custom_shortcut"));
}

#[test]
fn a_class_tells_what_rows_are_where_their_table_only_links() {
    let of = |class: &str| {
        let code = format!(
            "class {class}(Base):
    __tablename__ = 'book_seen_link'
    user_id = Column(Integer, ForeignKey('user.id'))
    book_id = Column(Integer)
    times = Column(Integer)
"
        );
        !scanned(&[("app/models.py", &code)]).mechanisms.is_empty()
    };
    assert!(of("ReadBook"));
    assert!(!of("SomeBook"));
}

#[test]
fn a_document_of_any_settings_is_one_of_settings() {
    let of = |column: &str| {
        let code = format!(
            "class User(Base):
    __tablename__ = 'user'
    email = Column(String)
    {column} = Column(JSON, default={{}})

    def set(self, page, value):
        self.{column}['table'] = value  # settings[
"
        );
        !scanned(&[("app/models.py", &code)]).mechanisms.is_empty()
    };
    assert!(of("extra_settings"));
    assert!(!of("extra_details"));
}
