//! Functions of an application of its own between its code and a store.
use crate::{names, scanned};

#[test]
fn kotlin_and_swift_functions_hand_their_parameters_on() {
    let kotlin = "class Kept(private val prefs: SharedPreferences) {
    fun keepSetting(@Named(\"x\") key: String, value: String) { prefs.edit().putString(key, value).apply() }
    fun f() { keepSetting(\"reader_theme\", \"dark\") }
}
";
    assert!(names(&scanned(&[("app/Kept.kt", kotlin)])).contains("reader_theme"));
    let swift = "import Defaults
extension Defaults.Keys {
    static func UserKey<Value>(_ name: String, default: Value) -> Key<Value> {
        Key(name, default: `default`, suite: .current)
    }
    static var theme: Key<String> { UserKey(\"readerTheme\", default: \"light\") }
}
";
    assert!(names(&scanned(&[("App/Keys.swift", swift)])).contains("readerTheme"));
    let labelled = "func keepSetting(_ value: String, for key: String) { UserDefaults.standard.set(value, forKey: key) }
func f() { keepSetting(\"dark\", for: \"readerTheme\") }
";
    assert!(names(&scanned(&[("App/Kept.swift", labelled)])).contains("readerTheme"));
}

#[test]
fn a_resource_names_the_key_that_a_wrapper_asks_for() {
    let io = "object SettingsIo {
    private val preferences: SharedPreferences
    fun getBoolean(@StringRes id: Int, other: Boolean) = getBoolean(keyOf(id), other)
    fun getBoolean(key: String?, other: Boolean) = preferences.getBoolean(key, other)
}
";
    let of = |asked: &str| {
        let user = format!("class Reader {{ val shown get() = {asked} }}\n");
        names(&scanned(&[
            ("app/SettingsIo.kt", io),
            ("app/Reader.kt", &user),
        ]))
    };
    assert!(
        of("SettingsIo.getBoolean(R.string.pref_night_mode, false)").contains("pref_night_mode")
    );
    // The framework's own method is called so as well.
    assert!(of("getBoolean(R.string.pref_night_mode, false)").is_empty());
}

#[test]
fn what_only_the_screen_of_the_developers_sets_is_no_preference() {
    let screen = "<PreferenceScreen><SwitchPreferenceCompat android:key=\"show_crashes_of_player\"/></PreferenceScreen>";
    let of = |path: &str, code: &str| names(&scanned(&[(path, screen), ("app/Player.kt", code)]));
    let read = "fun f() = prefs.getBoolean(\"show_crashes_of_player\", false)\n";
    let written = "fun f() { prefs.edit().putBoolean(\"show_crashes_of_player\", true).apply() }\n";
    let shown = "show_crashes_of_player";
    assert!(of("res/xml/player_settings.xml", read).contains(shown));
    assert!(!of("res/xml/developer_settings.xml", read).contains(shown));
    assert!(of("res/xml/developer_settings.xml", written).contains(shown));
}

#[test]
fn members_of_a_state_that_is_handed_on_are_no_stores() {
    let of = |key: &str| {
        let code = format!(
            "const {key} = 'app-state'
function keepEverything(state) {{ sessionStorage.setItem({key}, JSON.stringify(state)) }}
keepEverything({{ sidebarWidth: width, darkMode: dark }})
"
        );
        names(&scanned(&[("src/state.js", &code)]))
    };
    assert!(of("uiState").contains("darkMode"));
    assert!(!of("callbackPayload").contains("darkMode"));
}

#[test]
fn an_object_keeps_what_it_is_made_with_a_key_for() {
    let of = |class: &str, made: &str| {
        let kept = format!(
            "export class KeptState {{ {class}
  save(value) {{ localStorage.setItem(this.key, JSON.stringify(value)) }} }}"
        );
        let report = scanned(&[("src/kept.ts", &kept), ("src/page.ts", made)]);
        let names = report.mechanisms.iter().map(|it| it.name.clone());
        names.collect::<Vec<_>>()
    };
    let positional = "const order = new KeptState('sortOrder', [])";
    for class in [
        "constructor(private readonly key: string, first) {}",
        "constructor(name, first) { this.key = name }",
    ] {
        assert_eq!(of(class, positional), ["sortOrder"], "{class}");
    }
    let named = "const order = new KeptState({ first: [], key: 'sortOrder' })";
    for class in [
        "constructor({ key, first }) { this.key = key }",
        "constructor(options) { this.key = options.key }",
        "constructor(options) { this.options = options; this.key = this.options.key }",
    ] {
        assert_eq!(of(class, named), ["sortOrder"], "{class}");
    }
    let other = "constructor(name, first) { this.name = name }";
    assert!(of(other, positional).is_empty());
}

#[test]
fn a_function_may_take_its_key_out_of_options() {
    let kept = "export function useKeptState({ first, key: stored }) {
  return JSON.parse(localStorage.getItem(stored)) ?? first
}";
    let of = |call: &str| {
        let report = scanned(&[("src/kept.ts", kept), ("src/page.ts", call)]);
        report.mechanisms.len()
    };
    assert_eq!(
        of("const order = useKeptState({ key: 'sortOrder', first: [] })"),
        1
    );
    assert_eq!(
        of("const order = useKeptState({ name: 'sortOrder', first: [] })"),
        0
    );
}

#[test]
fn an_id_is_no_text_of_another_file() {
    let report = scanned(&[
        (
            "src/order.ts",
            "localStorage.setItem(`sortOrder:${databaseId}`, order)",
        ),
        (
            "src/first.ts",
            "export const databaseId = ''; localStorage.setItem('theme', it)",
        ),
    ]);
    assert!(names(&report).contains("sortOrder:{databaseId}"));
}

#[test]
fn what_classes_of_another_language_are_given_is_no_key() {
    let script = "class Kept { save() { localStorage.setItem(this.key, this.value) } }";
    let python = "class SortOrder:
    key = 'list.sort_order'

class Theme(models.Model):
    user = models.ForeignKey(User)
    theme = models.CharField()
";
    let report = scanned(&[("src/kept.ts", script), ("app/models.py", python)]);
    assert!(!names(&report).contains("list.sort_order"));
}

#[test]
fn a_key_made_of_whose_it_is_and_a_constant_is_known() {
    let code = "class Reader {
  static final String MARK_READ = \"_mark_posts_as_read\";
  void f() { prefs.edit().putBoolean(accountName + MARK_READ, true).apply(); }
}
";
    let found = names(&scanned(&[("app/Reader.java", code)]));
    assert!(
        found.contains("{accountName}_mark_posts_as_read"),
        "{found:?}"
    );
}

#[test]
fn pages_about_people_are_shown_as_one_likes() {
    let of = |key: &str| {
        let code = format!("fun f() {{ prefs.edit().putString(\"{key}\", x).apply() }}\n");
        names(&scanned(&[("app/Pages.kt", &code)]))
    };
    assert!(of("sort_order_user_comments").contains("sort_order_user_comments"));
    assert!(of("post_layout_user_post").contains("post_layout_user_post"));
    assert!(
        of("user_prompt_input").is_empty(),
        "no matter of how it looks"
    );
    assert!(of("user_layout").contains("user_layout"));
    assert!(of("layout_user").is_empty(), "a user by their layout");
}

#[test]
fn a_lock_set_on_a_screen_is_none_of_data() {
    let of = |key: &str| {
        let screen = format!(
            "<PreferenceScreen><SwitchPreference android:key=\"{key}\"/></PreferenceScreen>"
        );
        names(&scanned(&[("res/xml/toolbar.xml", &screen)]))
    };
    assert!(of("lock_bottom_bar").contains("lock_bottom_bar"));
    assert!(of("cached_bottom_bar").is_empty());
}

#[test]
fn a_labelled_case_in_an_attribute_is_the_key() {
    let used =
        "class Page { @UserDefaultsWrapper(key: .layoutMode, defaultValue: 14) var size: Double }";
    let keys = "enum Key: String { case layoutMode = \"app.home.layout\" }
// UserDefaults.standard.set(true, forKey: key)";
    let other = "struct Row { static let layoutMode = \"row\" }
// UserDefaults.standard.set(true, forKey: key)";
    let found = names(&scanned(&[
        ("App/Page.swift", used),
        ("App/Keys.swift", keys),
        ("App/Row.swift", other),
    ]));
    assert!(found.contains("app.home.layout"), "{found:?}");
}

#[test]
fn a_module_is_called_by_the_name_it_is_imported_under() {
    let kept = "export default { write(key, value) { localStorage.setItem(key, value) } }";
    let of = |import: &str| {
        let page = format!("{import}\nchosen.write('sortOrder', order)");
        let report = scanned(&[("src/kept.ts", kept), ("src/parts/page.ts", &page)]);
        report.mechanisms.len()
    };
    assert_eq!(of("import chosen from '../kept'"), 1);
    assert_eq!(of("import * as chosen from '../kept'"), 1);
    assert_eq!(of("import chosen from '../other'"), 0);
    assert_eq!(of("import another from '../kept'"), 0);
}

#[test]
fn an_object_that_takes_over_its_options_keeps_under_the_key_among_them() {
    let of = |constructor: &str| {
        let class = format!(
            "export class Kept {{\n  key!: string;\n  constructor(args: {{ key: string }}) {{ {constructor} }}\n  save(value) {{ localStorage.setItem(this.key, JSON.stringify(value)); }}\n}}\n"
        );
        crate::names(&crate::scanned(&[
            ("src/kept.ts", &class),
            (
                "src/view.ts",
                "import { Kept } from './kept';\nexport const width = new Kept({ key: 'sidebar-width', initial: 220 });\n",
            ),
        ]))
    };
    assert!(of("Object.assign(this, args);").contains("sidebar-width"));
    assert!(!of("Object.assign(other, args);").contains("sidebar-width"));
}

#[test]
fn keys_stand_in_objects_of_an_object_and_a_service_writes_them_by_type() {
    let store = "export class LocalStoreService {
    private store = localStorage;
    public getBoolean(key: string) { return this.store.getItem(key) === 'true'; }
    public setBoolean(key: string, value: boolean) { this.store.setItem(key, `${value}`); }
}
";
    let keys = "export const Settings = {
    Remote: { HIDE_API: 'ui.api' },
    Local: { CHARTS_STACKED: 'dashboard.charts.stacked' },
};
";
    let page = "export class Page {
    constructor(private readonly localStore: LocalStoreService) {
        this.stacked = localStore.getBoolean(Settings.Local.CHARTS_STACKED);
    }
    public change(value: boolean) { this.localStore.setBoolean(Settings.Local.CHARTS_STACKED, value); }
}
";
    let found = names(&scanned(&[
        ("app/local-store.service.ts", store),
        ("app/settings.ts", keys),
        ("app/page.ts", page),
    ]));
    assert!(found.contains("dashboard.charts.stacked"), "{found:?}");
    assert!(!found.contains("ui.api"), "{found:?}");
}

#[test]
fn what_holds_when_it_was_fetched_is_a_cache() {
    let of = |time: &str| {
        let code = format!(
            "localStorage.setItem('shown_history', JSON.stringify({{ shown, {time}: now() }}))"
        );
        scanned(&[("src/system.ts", &code)]).mechanisms.len()
    };
    assert_eq!(of("lastFetched"), 0);
    assert_eq!(of("cachedAt"), 0);
    assert_eq!(of("lastOpened"), 1);
}

#[test]
fn keys_are_made_by_members_that_are_functions_and_by_functions_of_these() {
    let keys = "export const Kept = {
    Local: {
        LANGUAGE: (schema: any) => `schemas.${schema}.language`,
        COLLAPSED: (schema: any) => `schemas.${schema}.collapsed`,
    },
};
";
    let page = "import { Kept } from './kept';
class Page {
    private collapsedKey() { return Kept.Local.COLLAPSED(this.schema.id); }
    private other() { return Kept.Local.OTHER(this.schema.id); }
    change(value) {
        localStorage.setItem(Kept.Local.LANGUAGE(this.schema), value);
        localStorage.setItem(this.collapsedKey(), value);
    }
}
";
    let found = names(&scanned(&[("app/kept.ts", keys), ("app/page.ts", page)]));
    assert!(found.contains("schemas.{schema}.language"), "{found:?}");
    assert!(found.contains("schemas.{schema}.collapsed"), "{found:?}");
}

#[test]
fn a_function_that_sets_what_a_session_holds_is_followed() {
    let report = scanned(&[
        (
            "session.php",
            "<?php function keep_in_session($name, $value) { $_SESSION['app_' . $name] = $value; }",
        ),
        (
            "list.php",
            "<?php keep_in_session('page_size', $size); keep_in_session('cart_total', $sum);",
        ),
    ]);
    let found = names(&report);
    assert!(found.contains("app_page_size"), "{found:?}");
    assert!(!found.contains("app_cart_total"), "{found:?}");
}

#[test]
fn a_setting_of_a_site_whose_key_names_a_user_is_that_users() {
    let menu = "<?php
class Menu { function f() { $all = setting('favorites.menu.' . user()->id, []); setting()->set('favorites.menu.' . user()->id, $all); } }
class Page { function f(Request $r, User $user) { setting()->set('favorites.shown', 1); } }";
    let found = names(&scanned(&[("app/Menu.php", menu)]));
    assert!(
        found.iter().any(|it| it.starts_with("favorites.menu.")),
        "{found:?}"
    );
    assert!(!found.contains("favorites.shown"), "{found:?}");
}

#[test]
fn the_default_of_a_value_that_a_controller_is_given_is_a_key() {
    let controller = "export class PreviewController extends Controller {
  static values = { storageKey: { default: 'app:preview-layout', type: String } };
  keep(layout) { localStorage.setItem(this.storageKeyValue, layout); }
}";
    let found = names(&scanned(&[("src/preview.ts", controller)]));
    assert!(found.contains("app:preview-layout"), "{found:?}");
}
