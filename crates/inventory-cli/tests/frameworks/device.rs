//! Databases on a device: every row is its owner's.
use selfmodel_inventory::mechanism::{Format, Report, Richness};

use crate::{fields, named, names, scanned};

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
    let event = |field: &str| {
        let entity = format!(
            "import androidx.room.Entity
@Entity data class Event(val id: Long, val songId: String, val {field}: Long)
"
        );
        names(&scanned(&[("app/Event.kt", &entity)]))
    };
    assert!(event("playTime").contains("Event"));
    assert!(event("startTime").is_empty());
    assert!(of("jakarta.persistence").is_empty());
}

#[test]
fn a_list_of_what_somebody_lets_pass_is_theirs() {
    let of = |table: &str| {
        let entity = format!(
            "import androidx.room.Entity
@Entity(tableName = \"{table}\") data class Domain(val id: Long, val domain: String)
"
        );
        names(&scanned(&[("app/Domain.kt", &entity)]))
    };
    assert!(of("user_whitelist").contains("user_whitelist"));
    assert!(of("remote_whitelist").is_empty());
}

#[test]
fn what_a_person_lets_sites_do_and_how_they_look_is_theirs() {
    let of = |table: &str, column: &str| {
        let entity = format!(
            "import androidx.room.Entity
@Entity(tableName = \"{table}\") data class Row(val id: Long, val domain: String, val {column}: Int)
"
        );
        fields(&scanned(&[("app/Row.kt", &entity)]))
    };
    assert!(of("site_permissions", "askCameraSetting").contains("askCameraSetting"));
    assert!(of("role_permissions", "askCameraSetting").is_empty());
    assert!(of("cards", "zoomLevel").contains("zoomLevel"));
    assert!(of("cards", "color").is_empty());
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
fn an_account_in_a_database_on_a_device_is_its_owner() {
    let of = |library: &str| {
        let entity = format!(
            "import {library}.Entity
@Entity data class Account(val id: Long, val jwt: String, val defaultSortType: Int)
"
        );
        fields(&scanned(&[("app/Account.kt", &entity)]))
    };
    assert!(of("androidx.room").contains("defaultSortType"));
    assert!(of("jakarta.persistence").is_empty());
}

#[test]
fn the_other_end_of_an_edge_says_what_it_is_itself() {
    let model = |type_: &str| {
        format!(
            "<model><entity name=\"Page\"><attribute name=\"title\" attributeType=\"String\"/>{type_}</entity></model>"
        )
    };
    let of = |column: &str| {
        fields(&scanned(&[(
            "App.xcdatamodeld/A.xcdatamodel/contents",
            &model(column),
        )]))
    };
    let attribute = "<attribute name=\"searchHistory\" attributeType=\"String\"/>";
    let edge = "<relationship name=\"searchHistory\" toMany=\"YES\" destinationEntity=\"Search\"/>";
    assert!(of(attribute).contains("searchHistory"));
    assert!(of(edge).is_empty());
}

#[test]
fn a_type_of_settings_that_encodes_itself_is_a_document_of_its_members() {
    let of = |path: &str, name: &str, members: &str| {
        let code = format!("final class {name}: Codable {{\n{members}\n}}\n");
        scanned(&[(path, &code)])
    };
    let members = "var feedLayout: FeedLayout\nvar fontSize: Int\nvar other: Other";
    let kept = of("App/ReaderSettings.swift", "ReaderSettings", members);
    assert_eq!(kept.mechanisms.len(), 1);
    assert_eq!(kept.mechanisms[0].format, Format::JsonBlob);
    let fields = fields(&kept);
    assert!(fields.contains("feedLayout") && fields.contains("other"));
    let none = |report: Report| report.mechanisms.is_empty();
    assert!(none(of("App/API/A.swift", "ReaderSettings", members)));
    assert!(none(of("App/A.swift", "DebugReaderSettings", members)));
    assert!(none(of(
        "App/A.swift",
        "ReaderSettings",
        "var port: Int\nvar retries: Int"
    )));
}

#[test]
fn when_an_app_first_ran_is_bookkeeping_and_how_it_refreshes_a_preference() {
    let of = |key: &str| {
        let code = format!("UserDefaults.standard.set(value, forKey: \"{key}\")\n");
        scanned(&[("App/Store.swift", &code)]).mechanisms.len()
    };
    assert_eq!(of("isFirstLaunch"), 0);
    assert_eq!(of("catalogETag"), 0);
    assert_eq!(of("libraryLastRefresh"), 0);
    assert_eq!(of("libraryAutoRefresh"), 1);
    assert_eq!(of("refreshFeedsOnLaunch"), 1);
    assert_eq!(of("readerAutoScroll"), 1);
    assert_eq!(of("lockLibrary"), 1);
    assert_eq!(of("lastUsedAppVersion"), 0);
}

#[test]
fn a_resource_stands_for_the_key_that_it_names() {
    let screen = "<PreferenceScreen><SwitchPreference android:key=\"@string/zoom_preference\"/></PreferenceScreen>";
    let code =
        "class A { void f() { prefs.getBoolean(getString(R.string.zoom_preference), true); } }";
    let other = "class B { void f() { prefs.getBoolean(\"cardZoom\", true); } }";
    let of = |value: &str| {
        let values = format!(
            "<resources><string name=\"zoom_preference\">{value}</string>
  <string name=\"old_zoom\">cardZoom</string></resources>"
        );
        let files = [
            ("res/values/keys.xml", values.as_str()),
            ("res/xml/settings.xml", screen),
            ("A.java", code),
            ("B.java", other),
        ];
        let report = scanned(&files);
        let names = report.mechanisms.into_iter().map(|it| it.name);
        names.collect::<Vec<_>>()
    };
    assert_eq!(of("cardZoom"), ["cardZoom"]);
    assert_eq!(of("@string/old_zoom"), ["cardZoom"]);
    assert_eq!(of("Zoom of cards").len(), 2, "a title is no key");
}

#[test]
fn whose_a_key_is_says_nothing_against_what_it_is_for() {
    let of = |key: &str| {
        let code = format!("UserDefaults.standard.set(value, forKey: \"{key}\")\n");
        scanned(&[("App/Store.swift", &code)]).mechanisms.len()
    };
    assert_eq!(of("userAppearance"), 1);
    assert_eq!(of("selectUserLayout"), 1);
    assert_eq!(of("appearanceUser"), 0);
    assert_eq!(of("userSessionAppearance"), 0);
}

#[test]
fn what_the_system_keeps_is_the_applications_only_where_it_writes_it() {
    let of = |code: &str| scanned(&[("App/Window.swift", code)]).mechanisms.len();
    let read = "let action = UserDefaults.standard.string(forKey: \"AppleSortOrder\")\n";
    assert_eq!(of(read), 0);
    assert_eq!(of(&read.replace("Apple", "Apply")), 1);
    let write = "UserDefaults.standard.set(value, forKey: \"AppleSortOrder\")\n";
    assert_eq!(of(write), 1);
}

#[test]
fn a_database_in_a_file_is_called_like_it_and_starts_as_its_module_of_the_state() {
    let stores = "import Datastore from 'nedb'
let pathOf = (name) => `${name}.db`
function createStore(name) {
  return new Datastore({ filename: pathOf(name), autoload: true })
}
export const settings = createStore('settings')
export const searchHistory = createStore('search-history')
export const videoCache = createStore('video-cache')";
    let module = "const state = { baseTheme: 'system', listType: 'grid', landingPage: 'home' }
export default { state }";
    let report = scanned(&[
        ("src/stores/index.js", stores),
        ("src/store/modules/settings.js", module),
    ]);
    let found: Vec<&str> = report
        .mechanisms
        .iter()
        .map(|it| it.name.as_str())
        .collect();
    assert_eq!(found, ["search-history", "settings"]);
    let history = named(&report, "search-history").unwrap();
    assert_eq!(history.richness, Richness::High);
    let settings = named(&report, "settings").unwrap();
    let fields: Vec<&str> = settings.fields.iter().map(|it| it.name.as_str()).collect();
    assert_eq!(fields, ["baseTheme", "listType", "landingPage"]);
}

#[test]
fn a_store_of_a_desktop_application_holds_what_its_defaults_hold() {
    let kept = |code: &str| {
        let code = format!("import Store from 'electron-store'\n{code}");
        let report = scanned(&[("src/main/store.ts", &code)]);
        let kept = report.mechanisms.iter().map(|it| {
            let fields: Vec<&str> = it.fields.iter().map(|field| field.name.as_str()).collect();
            format!("{}: {}", it.name, fields.join(" "))
        });
        kept.collect::<Vec<String>>()
    };
    let groups = "const EDITOR = { fontSize: 14, wordWrap: true }
const PREFERENCES_DEFAULTS = { appearance: { theme: 'auto' }, editor: EDITOR }
";
    let named = format!("{groups}const store = new Store({{ name: 'preferences' }})");
    assert_eq!(kept(&named), ["preferences: fontSize theme wordWrap"]);
    let given = format!("{groups}new Store({{ name: 'ui', defaults: PREFERENCES_DEFAULTS }})");
    assert_eq!(kept(&given), ["ui: fontSize theme wordWrap"]);
    let schema = "new Store({ schema: { windowTheme: { type: 'string', default: 'dark' } } })";
    assert_eq!(kept(schema), ["config: windowTheme"]);
    assert!(kept("export const store = new Store({ cwd: 'v2' })").is_empty());
    assert!(kept("new Store({ name: 'currencies', defaults: { cache: null } })").is_empty());
}

#[test]
fn settings_asked_of_a_service_are_a_persons_where_an_application_has_no_server() {
    let found = |path: &str, writes: usize| {
        let names = ["fontSize", "sortOrder", "sidebarWidth", "buildNumber"];
        let writes = names.iter().take(writes);
        let code: String = writes
            .map(|name| format!("settingsManager.setValue('{name}', given)\n"))
            .chain(["const theme = settingsManager.getValue('darkMode')".to_owned()])
            .collect();
        names_of(&scanned(&[(path, &code)]))
    };
    let all = ["darkMode", "fontSize", "sidebarWidth", "sortOrder"];
    assert_eq!(found("src/app.ts", 4), all, "no word for a build");
    assert!(found("src/app.ts", 2).is_empty(), "too few are written");
    assert!(found("packages/server/app.ts", 4).is_empty(), "a site's");
    let screen = "settingsManager.setValue('fontSize', given)
settingsManager.setValue('sortOrder', given)
settingsManager.setValue('ui.sidebarWidth', given)";
    let schema = "CREATE TABLE user_settings (user_id int UNIQUE, sidebar_width int);";
    let files = [("src/app.ts", screen), ("db/schema.sql", schema)];
    let kept = names_of(&scanned(&files));
    assert!(!kept.contains(&"ui.sidebarWidth".to_owned()), "{kept:?}");
    assert!(kept.contains(&"fontSize".to_owned()), "{kept:?}");
}

/// The names of what was found, in order.
fn names_of(report: &Report) -> Vec<String> {
    let mut names: Vec<String> = report.mechanisms.iter().map(|it| it.name.clone()).collect();
    names.sort();
    names
}

#[test]
fn a_key_that_only_tries_the_store_and_the_parts_of_a_message_are_nothing() {
    let code = "export function writeHandoff(state) { sessionStorage.setItem(HANDOFF, JSON.stringify(state)) }
const HANDOFF = 'chat:handoff'
writeHandoff({ message: text, chatId: id })
localStorage.setItem('__local_storage_test__', 'x')";
    assert_eq!(
        names_of(&scanned(&[("src/chat.ts", code)])),
        ["chat:handoff"]
    );
}
