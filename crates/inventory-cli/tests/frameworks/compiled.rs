//! What compiled languages say of their stores: tags, annotations, generic types, enumerations.
use crate::{fields, names, scanned};

#[test]
fn a_tag_that_begins_with_a_type_names_no_column() {
    let of = |tag: &str| {
        let code = format!(
            "package models\ntype Favorite struct {{\n\tEntityID int64 `{tag}`\n\tUserID int64 `{tag}`\n}}\n"
        );
        names(&scanned(&[("models/favorite.go", &code)]))
    };
    for tag in [
        r#"xorm:"bigint not null pk""#,
        r#"gorm:"index""#,
        r#"gorm:"not null;index""#,
    ] {
        assert!(of(tag).contains("Favorite"), "{tag}");
    }
    let named = r#"package models
type UserSetting struct {
	UserID int64 `xorm:"'user_id' bigint"`
	Look string `xorm:"'theme' varchar(20)"`
	Lang string `gorm:"column:language;size:8"`
	Size string `bun:"font_size,notnull"`
	Zone string `xorm:"not null default '' VARCHAR(50) time_zone"`
}
"#;
    let found = fields(&scanned(&[("models/user_setting.go", named)]));
    for column in ["theme", "language", "font_size", "time_zone"] {
        assert!(found.contains(column), "{column}: {found:?}");
    }
}

#[test]
fn a_row_of_content_named_after_a_person_notes_what_they_did_with_it() {
    let of = |name: &str| {
        let code = format!(
            "package models\ntype {name} struct {{\n\tUserID int `gorm:\"primaryKey\"`\n\tMediaID int `gorm:\"primaryKey\"`\n\tFavorite bool `gorm:\"not null\"`\n}}\n"
        );
        let report = scanned(&[("models/media.go", &code)]);
        let excluded = report.excluded.iter().any(|it| it.name == name);
        (!names(&report).is_empty(), excluded)
    };
    assert_eq!(of("UserMediaData"), (true, false));
    assert_eq!(of("MediaData"), (false, true));
}

#[test]
fn what_no_column_holds_is_no_field() {
    let go = r#"package models
type UserSetting struct {
	UserID int64 `gorm:"index"`
	Theme string `gorm:"size:20"`
	FontSize int `gorm:"-"`
}
"#;
    let java = "@Entity class UserSetting { @Id Long id; @OneToOne User user; String theme; @Transient String fontSize; }";
    for (path, code, left_out) in [
        ("models/user_setting.go", go, "FontSize"),
        ("models/UserSetting.java", java, "fontSize"),
    ] {
        let found = fields(&scanned(&[(path, code)]));
        assert!(
            found.iter().any(|it| it.eq_ignore_ascii_case("theme")),
            "{path}: {found:?}"
        );
        assert!(!found.contains(left_out), "{path}: {found:?}");
    }
}

#[test]
fn rows_read_of_several_tables_are_no_table() {
    let of = |tag: &str| {
        let code = format!(
            "package models\ntype Subscription struct {{\n\tUserID int64 `xorm:\"bigint\"`\n\tEntityID int64 `xorm:\"bigint\"`\n}}\nfunc (*Subscription) TableName() string {{ return \"subscriptions\" }}\ntype SubscriptionWithUser struct {{\n\tUserID int64 `xorm:\"bigint\"`\n\tUser *user.User `{tag}`\n}}\n"
        );
        names(&scanned(&[("models/subscription.go", &code)]))
    };
    let joined = of(r#"xorm:"extends""#);
    assert!(joined.contains("subscriptions"), "{joined:?}");
    assert!(!joined.contains("SubscriptionWithUser"), "{joined:?}");
    assert!(of(r#"xorm:"bigint""#).contains("SubscriptionWithUser"));
}

#[test]
fn a_schema_whose_methods_name_its_columns_is_a_table() {
    let of = |owner: &str| {
        let code = format!(
            "package schema\ntype Preference struct {{\n\tent.Schema\n}}\nfunc (Preference) Fields() []ent.Field {{\n\treturn []ent.Field{{\n\t\tfield.String(\"theme\").Default(\"light\"),\n\t\tfield.Bool(\"email_digest\"),\n\t}}\n}}\nfunc (Preference) Edges() []ent.Edge {{\n\treturn []ent.Edge{{edge.From({owner}).Ref(\"preference\").Unique()}}\n}}\n"
        );
        fields(&scanned(&[("ent/schema/preference.go", &code)]))
    };
    let found = of("\"user\", User.Type");
    assert!(
        found.contains("theme") && found.contains("email_digest"),
        "{found:?}"
    );
    assert!(of("\"site\", Site.Type").is_empty());
    assert!(
        of("\"users\", User.Type").is_empty(),
        "an edge to many owns nothing"
    );
}

#[test]
fn a_store_is_known_by_its_class_under_any_name() {
    let service = "export class StorageService {
  get(key: string) { return localStorage.getItem(key) }
  save(key: string, value: string) { localStorage.setItem(key, value) }
}
";
    let of = |class: &str| {
        let component = format!(
            "export class NavComponent {{
  constructor(private kept: {class}) {{}}
  get key() {{ return 'sidebarWidth' }}
  start() {{ return [this.kept.get('theme'), this.kept.get(this.key)] }}
}}
"
        );
        names(&scanned(&[
            ("app/storage-service.ts", service),
            ("app/nav.component.ts", &component),
        ]))
    };
    let found = of("StorageService");
    assert!(
        found.contains("theme") && found.contains("sidebarWidth"),
        "{found:?}"
    );
    assert!(of("HttpClient").is_empty());
}

#[test]
fn what_a_person_table_holds_is_said_once() {
    let user = r#"package user
type User struct {
	ID int64 `xorm:"bigint pk"`
	Username string `xorm:"text"`
	OverdueRemindersEnabled bool `xorm:"bool"`
}
func (u *User) TableName() string { return "users" }
"#;
    let team = r#"package models
type TeamUser struct {
	user.User `xorm:"extends"`
	TeamID int64 `json:"team"`
}
"#;
    let report = scanned(&[("user/user.go", user), ("models/team_user.go", team)]);
    let reminders = report.mechanisms.iter();
    let reminders = reminders.filter(|it| {
        it.fields
            .iter()
            .any(|it| it.name == "OverdueRemindersEnabled")
    });
    assert_eq!(reminders.count(), 1);
}

#[test]
fn a_case_of_an_enumeration_is_a_key() {
    let keys = "enum Keys: String { case theme = \"app_theme\", reader_font\n case haptics }\n";
    let view = "struct V: View {
  @AppStorage(Keys.theme.rawValue) var theme = \"light\"
  @AppStorage(Keys.reader_font.rawValue) var font = \"serif\"
  @AppStorage(Keys.haptics.rawValue) var haptics = true
}
";
    let found = names(&scanned(&[("Keys.swift", keys), ("V.swift", view)]));
    for key in ["app_theme", "reader_font", "haptics"] {
        assert!(found.contains(key), "{key}: {found:?}");
    }
}

#[test]
fn a_key_that_only_a_migration_knows_is_gone() {
    let code = |class: &str| {
        format!(
            "class {class} {{ void f() {{ prefs.edit().putString(\"app_theme\", \"dark\"); }} }}"
        )
    };
    let of = |path: &str, class: &str| names(&scanned(&[(path, &code(class))]));
    assert!(of("Settings.java", "Settings").contains("app_theme"));
    assert!(of("SettingMigrations.java", "SettingMigrations").is_empty());
    let both = scanned(&[
        ("Settings.java", &code("Settings")),
        ("PreferenceUpgrader.java", &code("PreferenceUpgrader")),
    ]);
    assert!(names(&both).contains("app_theme"));
}

#[test]
fn what_a_person_sets_on_a_screen_lasts() {
    let screen = r#"<PreferenceScreen><SwitchPreferenceCompat android:key="follow_queue"/></PreferenceScreen>"#;
    let code = r#"class A { void f() { prefs.getBoolean("follow_queue", true); } }"#;
    let found = names(&scanned(&[
        ("res/xml/settings.xml", screen),
        ("A.java", code),
    ]));
    assert!(found.contains("follow_queue"), "{found:?}");
    assert!(names(&scanned(&[("A.java", code)])).is_empty());
}

#[test]
fn what_to_be_notified_of_is_no_inbox() {
    let of = |table: &str| {
        let code = format!(
            "package entity\ntype Row struct {{\n\tUserID string `xorm:\"BIGINT(20) user_id\"`\n\tSource string `xorm:\"VARCHAR(64) source\"`\n\tEnabled bool `xorm:\"BOOL enabled\"`\n}}\nfunc (Row) TableName() string {{ return \"{table}\" }}\n"
        );
        names(&scanned(&[("entity/row.go", &code)]))
    };
    assert!(of("user_notification_config").contains("user_notification_config"));
    assert!(of("user_notification").is_empty());
}

#[test]
fn a_key_of_its_own_stands_in_for_what_is_handed_in() {
    let code = "const KEY = options.key || 'recent_searches'\nlocalStorage.setItem(KEY, found)\n";
    assert!(names(&scanned(&[("a.js", code)])).contains("recent_searches"));
}

#[test]
fn a_key_that_says_nothing_is_what_its_constant_says() {
    let of = |name: &str| {
        let code = format!("const {name} = '_a_x1_'\nlocalStorage.setItem({name}, value)\n");
        names(&scanned(&[("a.js", &code)]))
    };
    assert!(of("DISPLAY_MODE_STORAGE_KEY").contains("_a_x1_"));
    assert!(of("LOGIN_TOKEN_STORAGE_KEY").is_empty());
}

#[test]
fn a_schema_in_xml_declares_stores() {
    let log = "<databaseChangeLog><changeSet id=\"1\">
  <createTable tableName=\"users\"><column name=\"id\" type=\"INT\"/><column name=\"email\" type=\"VARCHAR(99)\"/></createTable>
  <addColumn tableName=\"users\"><column name=\"timezone\" type=\"VARCHAR(99)\"/></addColumn>
</changeSet></databaseChangeLog>";
    let found = fields(&scanned(&[("db/changelog-1.xml", log)]));
    assert!(found.contains("timezone"), "{found:?}");
    let model = "<model><entity name=\"SearchHistory\"><attribute name=\"query\" attributeType=\"String\"/></entity></model>";
    let found = names(&scanned(&[(
        "App/Store.xcdatamodeld/Store.xcdatamodel/contents",
        model,
    )]));
    assert!(found.contains("SearchHistory"), "{found:?}");
}

#[test]
fn a_prefix_inside_a_text_is_asked_of_other_files() {
    let found = names(&scanned(&[
        ("Keys.kt", "const val READER_PREFIX = \"reader_\"\n"),
        (
            "A.kt",
            "fun f() { prefs.getBoolean(\"$READER_PREFIX$mode\", true) }\n",
        ),
    ]));
    assert!(found.contains("reader_{mode}"), "{found:?}");
}

#[test]
fn a_key_that_each_class_gives_its_own_value_is_each_of_them() {
    let base = "export abstract class Grid {
  protected abstract sortKey: string;
  load() { return localStorage.getItem(this.sortKey) }
}
";
    let films = "export class Films extends Grid { protected sortKey = 'films_sort_order' }\n";
    let albums = "export class Albums extends Grid { protected sortKey = 'albums_sort_order' }\n";
    let found = names(&scanned(&[
        ("grid.ts", base),
        ("films.ts", films),
        ("albums.ts", albums),
    ]));
    for key in ["films_sort_order", "albums_sort_order"] {
        assert!(found.contains(key), "{key}: {found:?}");
    }
}

#[test]
fn a_class_alone_in_a_file_named_after_a_table_is_its_row() {
    let table =
        "create table favorite_song (user_id int not null, song_id int, rated_at timestamp);";
    let row = "package model\ntype SongMark struct {\n\tUserID string `db:\"user_id\"`\n\tSongID string `db:\"song_id\"`\n}\n";
    let stores = |path: &str| {
        let report = scanned(&[("db/1.sql", table), (path, row)]);
        let mechanisms = report.mechanisms.into_iter();
        let mut stores: Vec<String> = mechanisms.map(|it| it.names.join(" ")).collect();
        stores.sort();
        stores
    };
    assert_eq!(stores("model/favorite_song.go"), ["favorite_song SongMark"]);
    assert!(stores("model/marks.go").contains(&"favorite_song".to_owned()));
}

#[test]
fn tables_of_statements_that_an_engine_fills_in_are_read() {
    let of = |owner: &str| {
        let table = format!(
            "CREATE TABLE IF NOT EXISTS {{{{.prefix}}}}subscriptions (
    topic VARCHAR(10),
    extra {{{{if .postgres}}}}JSON{{{{else}}}}TEXT{{{{end}}}},
    {owner} VARCHAR(36),
    PRIMARY KEY (topic)
) {{{{if .mysql}}}}DEFAULT CHARACTER SET utf8mb4{{{{end}}}};
"
        );
        names(&scanned(&[("store/migrations/1.up.sql", &table)]))
    };
    assert!(of("subscriber_id").contains("subscriptions"));
    assert!(!of("block_id").contains("subscriptions"));
}

#[test]
fn a_property_that_is_a_text_names_a_cookie() {
    let names_of = |value: &str| {
        let keys = format!(
            "public static class CookieNames {{
    private const string Prefix = \".Shop\";
    public static string RecentItems => {value};
}}
"
        );
        let service = "public class Recent {
  void Keep() { Response.Cookies.Append(CookieNames.RecentItems, value, options); }
}
";
        names(&scanned(&[
            ("CookieNames.cs", &keys),
            ("Recent.cs", service),
        ]))
    };
    assert!(names_of("\".Shop.RecentItems\"").contains(".Shop.RecentItems"));
    assert!(names_of("Prefix + \".RecentItems\"").contains(".Shop.RecentItems"));
    assert!(names_of("Load()").is_empty());
}

#[test]
fn a_struct_tag_of_go_may_tell_a_default_and_is_none() {
    let report = scanned(&[(
        "models/settings.go",
        r#"package models
type UserSettings struct {
	UserID int64 `gorm:"primaryKey"`
	Theme string `gorm:"size:20;default:dark" json:"theme"`
	Language string `xorm:"varchar(5) NOT NULL DEFAULT 'de'"`
	Density string `json:"density" bun:",notnull,default:wide"`
	Layout string `gorm:"size:20" json:"layout"`
}
"#,
    )]);
    let fields = report.mechanisms.iter().flat_map(|it| &it.fields);
    let defaults: Vec<(&str, Option<&str>)> = fields
        .map(|it| (it.name.as_str(), it.default.as_deref()))
        .collect();
    for expected in [
        ("Theme", Some("dark")),
        ("Language", Some("de")),
        ("Density", Some("wide")),
        ("Layout", None),
    ] {
        assert!(defaults.contains(&expected), "{defaults:?}");
    }
}
