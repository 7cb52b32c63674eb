//! What libraries and wrappers of the browser's stores keep of an application's state.
use std::collections::BTreeSet;

use selfmodel_inventory::mechanism::Report;

use crate::{fields, named, scanned};

/// Each key with its fields.
fn kept(report: &Report) -> Vec<(&str, BTreeSet<&str>)> {
    let mechanisms = report.mechanisms.iter();
    mechanisms
        .map(|it| {
            let fields = it.fields.iter().map(|field| field.name.as_str());
            (it.name.as_str(), fields.collect())
        })
        .collect()
}

fn expect(files: &[(&str, &str)], key: &str, fields: &[&str]) {
    let report = scanned(files);
    let wanted = vec![(key, fields.iter().copied().collect::<BTreeSet<_>>())];
    assert_eq!(kept(&report), wanted, "{files:?}");
}

#[test]
fn a_library_that_keeps_a_state_keeps_the_parts_it_is_told_to() {
    let zustand = "import { persist } from 'zustand/middleware'
export const useUi = create<Ui>()(persist((set) => ({ density: 'compact', sortOrder: 'name', token: '', setDensity: (d) => set({ density: d }) }), OPTIONS))";
    let all = zustand.replace("OPTIONS", "{ name: 'ui' }");
    expect(&[("src/ui.ts", &all)], "ui", &["density", "sortOrder"]);
    let part = "{ name: 'ui', partialize: (state) => ({ density: state.density }) }";
    let part = zustand.replace("OPTIONS", part);
    expect(&[("src/ui.ts", &part)], "ui", &["density"]);
    let named = "const partialState = (state: Ui) => ({ density: state.density })";
    let written_out = "function partialState(state: Ui) { return { density: state.density } }";
    for function in [named, written_out] {
        for part in ["(state) => partialState(state)", "partialState"] {
            let part = format!("{{ name: 'ui', partialize: {part} }}");
            let code = zustand.replace("OPTIONS", &part) + "\n" + function;
            expect(&[("src/ui.ts", &code)], "ui", &["density"]);
        }
    }
    let pinia = "export const useReader = defineStore('reader', {
  state: () => ({ pageLayout: 'double', fontSize: 16 }),
  persist: { key: 'reader-prefs', pick: ['pageLayout'] },
})";
    expect(&[("src/a.ts", pinia)], "reader-prefs", &["pageLayout"]);
    let setup = "export const usePlayer = defineStore('player', () => {
  const volume = ref(1)
  function mute() {}
  return { volume, mute }
}, { persist: true })";
    expect(&[("src/a.ts", setup)], "player", &["volume"]);
    let redux = "import { persistReducer } from 'redux-persist'
const config = { key: 'root', storage, whitelist: ['appearance', 'recentlyPlayed'] }
export const reducer = persistReducer(config, rootReducer)";
    let slices = ["appearance", "recentlyPlayed"];
    expect(&[("src/a.ts", redux)], "root", &slices);
}

#[test]
fn a_state_holds_what_it_takes_in_and_what_no_list_names() {
    let code = "import { persist } from 'zustand/middleware'
const DEFAULTS = { density: 'compact', sortOrder: 'name' }
export const useUi = create(persist((set) => ({ ...DEFAULTS, theme: 'dark' }), { name: 'ui' }))";
    let fields = ["density", "sortOrder", "theme"];
    expect(&[("src/ui.ts", code)], "ui", &fields);
    let rest = code.replace(
        "{ name: 'ui' }",
        "{ name: 'ui', partialize: (state) => { const { theme, ...rest } = state; return rest } }",
    );
    expect(&[("src/ui.ts", &rest)], "ui", &fields);
}

#[test]
fn a_module_that_is_kept_is_declared_by_its_first_state() {
    let store = "import createPersistedState from 'vuex-persistedstate'
export default new Store({ modules: { reader }, plugins: [createPersistedState({ paths: ['reader'] })] })";
    let module = "export const reader = { state: { fontSize: 14, theme: 'light' }, mutations: {} }";
    let files = [("src/index.js", store), ("src/store/reader.js", module)];
    expect(&files, "vuex", &["fontSize", "theme"]);
}

const WRAPPER: &str = "export function useKept() {
  const prefix = 'app_'
  function get(key) { return localStorage.getItem(prefix + key) }
  function set(key, value) { localStorage.setItem(prefix + key, value) }
  return { get, set }
}";

#[test]
fn a_function_taken_out_of_what_wraps_a_store_is_followed() {
    let of = |line: &str| {
        let code = format!("{line}\nread('playerVolume')");
        scanned(&[("src/useKept.js", WRAPPER), ("src/player.js", &code)])
    };
    let report = of("const { get: read } = useKept()");
    assert_eq!(
        kept(&report),
        [("app_playerVolume", BTreeSet::from(["app_playerVolume"]))]
    );
    assert!(kept(&of("const { get: read } = useOther()")).is_empty());
}

#[test]
fn functions_of_an_object_are_called_by_its_name() {
    let object = "export const kept = {
  set: (key, value) => { localStorage.setItem(key, value) },
}";
    let of = |call: &str| {
        let report = scanned(&[("src/lib/local.js", object), ("src/page.js", call)]);
        report.mechanisms.len()
    };
    assert_eq!(of("kept.set('sortOrder', order)"), 1);
    assert_eq!(of("cache.set('sortOrder', order)"), 0);
}

#[test]
fn a_wrapper_around_a_wrapper_is_followed() {
    let inner = "export class LocalStore {
  fullKey(space, key) { return `${space}:${key}` }
  write(space, key, value) { localStorage.setItem(this.fullKey(space, key), value) }
}";
    let outer = "import { LocalStore } from './local-store'
export function rememberChoice(name, value) { new LocalStore(); LocalStore.write('choices', name, value) }";
    let of = |call: &str| {
        let report = scanned(&[
            ("src/local-store.js", inner),
            ("src/choices.js", outer),
            ("src/page.js", call),
        ]);
        let names = report.mechanisms.iter().map(|it| it.name.clone());
        names.collect::<Vec<_>>()
    };
    assert_eq!(of("rememberChoice('sortOrder', order)"), ["sortOrder"]);
    assert!(of("forgetChoice('sortOrder', order)").is_empty());
}

#[test]
fn a_key_that_ends_like_settings_is_still_what_the_rest_of_it_says() {
    let of = |key: &str| {
        let code = format!("localStorage.setItem('{key}', value)");
        scanned(&[("src/page.js", &code)]).mechanisms.len()
    };
    assert_eq!(of("reader_config"), 1);
    assert_eq!(of("server_settings"), 0);
    assert_eq!(of("oauth_temp_config"), 0);
}

#[test]
fn a_wrapper_with_a_common_name_is_known_by_its_import() {
    let storage = "export function getItem(key, brief) {
  return JSON.parse((brief ? sessionStorage : localStorage).getItem(key))
}";
    let of = |page: &str| {
        let report = scanned(&[("src/lib/storage.js", storage), ("src/page.js", page)]);
        report.mechanisms.len()
    };
    let call = "const [order] = useState(getItem('sortOrder'))";
    assert_eq!(
        of(&format!(
            "import {{ getItem }} from '@/lib/storage'\n{call}"
        )),
        1
    );
    assert_eq!(
        of(&format!("import {{ getItem }} from '@/lib/store'\n{call}")),
        0
    );
    assert_eq!(of(call), 0);
}

#[test]
fn a_wrapper_is_known_by_the_member_that_its_object_becomes() {
    let functions = "{ get: function (key) { return localStorage.getItem(key) } }";
    let of = |before: &str, after: &str, call: &str| {
        let helpers = format!("{before}{functions}{after}");
        let report = scanned(&[("src/helpers.js", &helpers), ("src/page.js", call)]);
        report.mechanisms.len()
    };
    let call = "const order = app.kept.get('sortOrder')";
    for (before, after) in [
        ("app = { kept: ", " }"),
        ("app.kept = ", ""),
        (
            "app = { kept: (function () { if (usable) { return ",
            " } })() }",
        ),
        ("const kept = (() => { return ", " })()"),
    ] {
        assert_eq!(of(before, after, call), 1, "{before}");
        let other = "const order = app.cache.get('sortOrder')";
        assert_eq!(of(before, after, other), 0, "{before}");
    }
    let factory = ("app = { kept: function () { return ", " } }");
    assert_eq!(of(factory.0, factory.1, call), 0, "made anew by each call");
    let sections =
        "export default { methods: { recall(key) { return localStorage.getItem(key) } } }";
    let report = scanned(&[
        ("src/recall.js", sections),
        ("src/page.js", "this.recall('sortOrder')"),
    ]);
    assert_eq!(
        report.mechanisms.len(),
        1,
        "a section stands before no call"
    );
}

#[test]
fn a_wrapper_may_give_its_key_a_name_before_it_is_used() {
    let of = |key: &str| {
        let wrapper = format!(
            "const PREFIX = 'local:'
function write(key, value) {{ const full = {key}; localStorage.setItem(full, JSON.stringify(value)) }}
export default {{ write }}"
        );
        let page = "import local from './local'\nlocal.write('sortOrder', order)";
        let report = scanned(&[("src/local.js", &wrapper), ("src/page.js", page)]);
        report
            .mechanisms
            .iter()
            .map(|it| it.name.clone())
            .collect::<Vec<_>>()
    };
    assert_eq!(of("PREFIX + key"), ["local:sortOrder"]);
    assert_eq!(of("`${PREFIX}${key}`"), ["local:sortOrder"]);
    assert!(of("PREFIX + 'csrf'").is_empty());
}

#[test]
fn what_a_server_answers_with_is_no_key() {
    let of = |call: &str| {
        let report = scanned(&[("src/server.ts", call)]);
        let names = report.mechanisms.iter().map(|it| it.name.clone());
        names.collect::<Vec<_>>()
    };
    assert_eq!(of("setCookie(event, 'theme', value)"), ["theme"]);
    assert_eq!(
        of("setCookie('theme', value, { httpOnly: true })"),
        ["theme"]
    );
}

#[test]
fn what_only_tries_a_store_keeps_nothing() {
    let of = |value: &str| {
        let code = format!("localStorage.setItem('recent', {value})");
        scanned(&[("src/page.js", &code)]).mechanisms.len()
    };
    assert_eq!(of("list"), 1);
    assert_eq!(of("'recent'"), 0);
}

/// The names of what is kept in one file of code.
fn kept_by(code: &str) -> Vec<String> {
    let report = scanned(&[("src/page.js", code)]);
    let names = report.mechanisms.iter().map(|it| it.name.clone());
    names.collect()
}

#[test]
fn a_wrapper_that_is_assigned_to_a_member_is_called_by_its_name() {
    let wrapper =
        "this.keep_item = function(key, data) { localStorage.setItem(this.prefix() + key, data) }";
    let of = |call: &str| kept_by(&format!("{wrapper}\n{call}"));
    assert_eq!(of("app.keep_item('sortOrder', x)"), ["{prefix}sortOrder"]);
    assert!(of("app.drop_item('sortOrder', x)").is_empty());
}

#[test]
fn a_bare_call_in_the_file_of_a_wrapper_is_one_of_it() {
    let wrapper = "const saveItem = (key, value) => localStorage.setItem(key, value)";
    let call = "saveItem('sortOrder', order)";
    assert_eq!(kept_by(&format!("{wrapper}\n{call}")), ["sortOrder"]);
    let report = scanned(&[("src/a/page.js", wrapper), ("src/b/page.js", call)]);
    assert!(report.mechanisms.is_empty(), "another file of that name");
}

#[test]
fn a_wrapper_may_let_a_function_make_its_key() {
    let of = |key: &str| {
        kept_by(&format!(
            "const kept = {{ set(key, value) {{ localStorage.setItem({key}, value) }} }}
function full(name) {{ return 'app-' + name }}
kept.set('sortOrder', order)"
        ))
    };
    assert_eq!(of("full(key)"), ["app-sortOrder"]);
    assert!(of("other(key)").is_empty());
}

#[test]
fn a_function_named_after_a_key_may_have_another_make_it() {
    let of = |name: &str| {
        kept_by(&format!(
            "function {name}(id) {{ return widthOf(id) }}
function widthOf(id) {{ return `panel-width-${{id}}` }}
function save(id, width) {{ localStorage.setItem({name}(id), width) }}"
        ))
    };
    assert_eq!(of("panelKey"), ["panel-width-{id}"]);
    assert!(of("panel").is_empty());
    let arrow = "const panelKey = id => widthOf(id); const widthOf = id => `panel-width-${id}`
const save = (id, width) => localStorage.setItem(panelKey(id), width)";
    assert_eq!(kept_by(arrow), ["panel-width-{id}"]);
}

#[test]
fn a_wrapper_may_assign_instead_of_calling() {
    let of = |body: &str, after: &str| {
        kept_by(&format!(
            "function rememberValue(key, value) {{ {body} }}\n{after}"
        ))
    };
    let call = "rememberValue('sortOrder', order)";
    assert_eq!(of("localStorage[key] = value", call), ["sortOrder"]);
    let cookie = "document.cookie = key + '=' + value + '; path=/'";
    assert_eq!(of(cookie, call), ["sortOrder"]);
    let prefixed = "document.cookie = 'app_' + key + '=' + value";
    assert_eq!(of(prefixed, call), ["app_sortOrder"]);
    assert!(of("return values[key]; localStorage", call).is_empty());
}

#[test]
fn what_one_namespace_says_of_many_things_is_one() {
    let of = |namespace: &str| {
        let keys =
            ["artist", "songs"].map(|it| format!("localStorage.setItem('{namespace}.{it}', x)"));
        kept_by(&keys.join("\n")).len()
    };
    assert_eq!(of("sortOrder"), 1);
    assert_eq!(of("shell"), 2);
}

const KEEPER: &str = "import { create } from 'zustand'
import { persist } from 'zustand/middleware'
export function createKeptStore(state: any, methods: any, options: any) {
  return create(persist((set, get) => ({ ...state, ...methods(set, get) }), options))
}
";

#[test]
fn a_function_whose_options_are_handed_on_makes_kept_states() {
    let used = "import { createKeptStore } from './store'
export const useUi = createKeptStore({ fontSize: 14, sidebarWidth: 300 }, (set) => ({ reset() {} }), { name: 'ui-config', version: 2 })
export const other = createKeptStore({ fontSize: 14 }, (set) => ({ reset() {} }), { version: 2 })
";
    let report = scanned(&[("src/store.ts", KEEPER), ("src/ui.ts", used)]);
    let kept = named(&report, "ui-config").unwrap();
    assert_eq!(kept.fields.len(), 2, "{:?}", kept.fields);
    assert_eq!(report.mechanisms.len(), 1);
}

#[test]
fn a_state_that_is_combined_with_what_acts_on_it_is_the_state() {
    let combined = "import { combine, persist } from 'zustand/middleware'
export const useUi = create(persist(combine({ fontSize: 14, sidebarWidth: 300 }, (set) => ({ reset() {} })), { name: 'ui-config' }))";
    let report = scanned(&[("src/ui.ts", combined)]);
    let fields = fields(&report);
    assert!(
        fields.contains("fontSize") && fields.contains("sidebarWidth"),
        "{fields:?}"
    );
}
