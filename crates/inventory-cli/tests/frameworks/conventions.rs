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
fn a_foreign_id_for_a_user_makes_rows_personal() {
    let of = |class: &str| {
        let migration = format!(
            "<?php return new class extends Migration {{ public function up() {{
Schema::create('contacts', function (Blueprint $table) {{
    $table->string('first_name');
    $table->string('avatar');
}});
Schema::create('favorites', function (Blueprint $table) {{
    $table->foreignIdFor({class}::class)->constrained();
    $table->foreignIdFor(Recipe::class)->constrained();
    $table->boolean('is_favorite')->default(false);
}});
}} }};"
        );
        scanned(&[(
            "database/migrations/2020_create_favorites_table.php",
            &migration,
        )])
    };
    assert!(names(&of("User")).contains("favorites"));
    assert!(names(&of("Kitchen")).is_empty());
    // An entry of somebody's address book is no user.
    assert!(names(&of("Contact")).is_empty());
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
fn rows_of_a_database_on_a_device_are_its_owners() {
    let of = |library: &str| {
        let entity = format!(
            "import {library}.Entity
@Entity(tableName = \"search_history\")
data class SearchEntry(val id: Long, val search: String)
"
        );
        names(&scanned(&[("app/SearchEntry.kt", &entity)]))
    };
    assert!(of("androidx.room").contains("search_history"));
    let state = "import androidx.room.Entity
@Entity(tableName = \"stream_state\")
data class StreamState(val streamUid: Long, val progressMillis: Long)
";
    let noted = fields(&scanned(&[("app/StreamState.kt", state)]));
    assert!(noted.contains("progressMillis"), "{noted:?}");
    assert!(of("jakarta.persistence").is_empty());
}

#[test]
fn statements_on_a_device_need_no_column_for_a_user() {
    let of = |library: &str| {
        let helper = format!(
            "import {library};
class Helper {{
  static final String TABLE = \"watch_history\";
  static final String CREATE = \"CREATE TABLE \" + TABLE + \" (url TEXT, watched_at INTEGER)\";
}}
"
        );
        names(&scanned(&[("app/Helper.java", &helper)]))
    };
    assert!(of("android.database.sqlite.SQLiteOpenHelper").contains("watch_history"));
    assert!(of("java.sql.Connection").is_empty());
    let delight = "CREATE TABLE reading_history (url TEXT NOT NULL, read_at INTEGER);\n";
    assert!(names(&scanned(&[("data/history.sq", delight)])).contains("reading_history"));
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
fn a_django_field_of_ones_own_is_a_column() {
    let report = scanned(&[(
        "app/models.py",
        "class UserPreference(models.Model, Permissions):
    user = AutoOneToOneField(User, on_delete=models.CASCADE)
    theme = models.CharField(max_length=20)
    accent = ColorField(default='red')
",
    )]);
    assert!(names(&report).contains("UserPreference"));
    assert!(fields(&report).contains("accent"));
}

#[test]
fn what_one_made_is_ones_own_where_its_name_says_so() {
    let of = |model: &str| {
        let model = format!(
            "class {model}(models.Model):
    recipe = models.ForeignKey(Recipe, on_delete=models.CASCADE)
    created_by = models.ForeignKey(User, on_delete=models.CASCADE)
    created_at = models.DateTimeField(auto_now_add=True)
"
        );
        names(&scanned(&[("app/models.py", &model)]))
    };
    assert!(of("ViewLog").contains("ViewLog"));
    assert!(of("SavedFilter").contains("SavedFilter"));
    // A view of a table that everybody shares.
    assert!(of("View").is_empty());
    assert!(of("Comment").is_empty());
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
fn a_cast_to_a_class_of_settings_gives_the_column_its_members() {
    let report = scanned(&[
        (
            "database/migrations/2020_create_users.php",
            "<?php return new class extends Migration { public function up() {
Schema::create('users', function (Blueprint $table) { $table->string('email'); $table->json('preferences'); });
} };",
        ),
        (
            "app/Models/User.php",
            "<?php class User extends Authenticatable { protected $casts = ['preferences' => UserPreferences::class, 'role' => Role::class]; }",
        ),
        (
            "app/Values/UserPreferences.php",
            "<?php class UserPreferences { public string $theme = 'light'; public bool $compactMode = false; }",
        ),
    ]);
    assert!(fields(&report).contains("compactMode"));
}

#[test]
fn a_document_of_laravel_is_declared_by_what_may_be_filled() {
    let report = scanned(&[(
        "app/Models/ReadingHistory.php",
        "<?php class ReadingHistory extends \\MongoDB\\Laravel\\Eloquent\\Model { protected $fillable = ['user_id', 'article_id', 'seconds']; }",
    )]);
    assert!(names(&report).contains("ReadingHistory"));
}

#[test]
fn a_model_of_django_knows_better_than_the_migrations_that_once_added_a_column() {
    let report = scanned(&[
        (
            "app/models.py",
            "class User(AbstractUser):
    user_timezone = models.CharField(max_length=20)
",
        ),
        (
            "app/migrations/0001.py",
            "class Migration(migrations.Migration):
    operations = [migrations.CreateModel(name='User', fields=[('theme', models.CharField(max_length=20))])]
",
        ),
    ]);
    assert_eq!(
        fields(&report),
        BTreeSet::from(["user_timezone".to_owned()])
    );
}

#[test]
fn settings_of_a_site_are_not_those_of_who_set_them() {
    let of = |columns: &str| {
        let migration = format!(
            "<?php return new class extends Migration {{ public function up() {{
Schema::create('settings', function (Blueprint $table) {{
    $table->integer('user_id');
    $table->string('theme');
    {columns}
}});
}} }};"
        );
        names(&scanned(&[("database/migrations/2020.php", &migration)]))
    };
    let site = ["site_name", "ldap_server", "logo"].map(|it| format!("$table->string('{it}');"));
    assert!(of(&site.join("\n")).is_empty());
    assert!(of("$table->string('density');").contains("settings"));
}

#[test]
fn many_documents_of_one_table_are_one_mechanism() {
    let of = |names: &[&str]| {
        let fields = names
            .iter()
            .map(|it| format!("    {it} = models.JSONField()\n"));
        let model = format!(
            "class ProjectUserProperties(models.Model):\n    user = models.ForeignKey(User)\n    project = models.ForeignKey(Project)\n{}",
            fields.collect::<String>()
        );
        scanned(&[("app/models.py", &model)])
    };
    let report = of(&["filters", "display_filters", "display_properties"]);
    assert_eq!(report.mechanisms.len(), 1);
    assert!(
        !fields(&report).contains("project"),
        "a key to something else"
    );
    assert_eq!(of(&["filters", "properties"]).mechanisms.len(), 2);
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
fn a_type_that_extends_a_model_of_a_schema_is_no_table() {
    let report = scanned(&[
        (
            "prisma/schema.prisma",
            "model User {\n  id Int @id\n  email String\n  theme String\n}\n",
        ),
        (
            "types/user.ts",
            "import { User } from '@prisma/client'\nexport interface AccountSettings extends User { newPassword?: string }\n",
        ),
    ]);
    assert_eq!(names(&report), BTreeSet::from(["User".to_owned()]));
    assert!(fields(&report).contains("theme"));
}

#[test]
fn an_edge_to_those_who_did_something_is_a_store() {
    let of = |column: &str, target: &str| {
        let model = format!(
            "class Recipe(models.Model):\n    title = models.CharField(max_length=20)\n    {column} = models.ManyToManyField({target}, blank=True)\n"
        );
        names(&scanned(&[("app/models.py", &model)]))
    };
    let edge = "Recipe.favorited_by".to_owned();
    assert_eq!(of("favorited_by", "User"), BTreeSet::from([edge]));
    assert!(of("editors", "User").is_empty());
    assert!(of("favorited_by", "Team").is_empty());
}
