//! Keys on a device by which an application keeps its own books: they are nobody's preferences.
use std::collections::BTreeSet;

use crate::{names, scanned};

/// The names of what is found of these keys, written and read by the class `store`.
fn kept(store: &str, keys: &[&str]) -> BTreeSet<String> {
    let accesses = keys.iter().map(|key| {
        format!("preferences.edit {{ putString(\"{key}\", value) }}\n  preferences.getString(\"{key}\", null)\n")
    });
    let accesses = accesses.collect::<String>();
    let source = format!(
        "import android.content.SharedPreferences
class {store}(private val preferences: SharedPreferences) {{
  fun keep(value: String) {{
  {accesses}
  }}
}}
"
    );
    names(&scanned(&[(
        &format!("app/src/main/java/{store}.kt"),
        &source,
    )]))
}

fn set(names: &[&str]) -> BTreeSet<String> {
    names.iter().map(|it| (*it).to_owned()).collect()
}

#[test]
fn what_only_measures_is_no_preference() {
    let keys = ["toolbar_position", "share_usage"];
    assert_eq!(kept("ToolbarStore", &keys), set(&keys));
    // Whether one may be counted is for the person to say.
    assert_eq!(kept("ToolbarPixels", &keys), set(&["share_usage"]));
    assert_eq!(kept("ToolbarMetricsStore", &keys), set(&["share_usage"]));
}

#[test]
fn words_of_bookkeeping_say_that_a_key_is_none() {
    let books = [
        "scan_run_count",
        "KEY_SK",
        "pixel_sent",
        "processed",
        "weekly_last_sent_ms",
    ];
    assert_eq!(kept("ScanStore", &books), set(&[]));
    let told = ["count_in_title", "skip_intro", "processed_first"];
    assert_eq!(kept("ScanStore", &told), set(&told));
}

#[test]
fn a_key_that_says_nothing_is_like_the_others_of_its_file() {
    let vault = ["access_token", "refresh_token", "client_secret"];
    let neutral = ["platform", "theme"];
    let of = |keys: &[&str]| kept("AccountStore", &[keys, &neutral].concat());
    assert_eq!(of(&vault), set(&["theme"]));
    assert_eq!(of(&vault[..2]), set(&neutral), "too few to tell");
    let many = ["font_size", "accent_color", "sort_order"];
    let all = kept("AccountStore", &[&vault[..], &many, &neutral].concat());
    assert_eq!(
        all,
        set(&[&many[..], &neutral].concat()),
        "not most of them"
    );
}

#[test]
fn what_only_builds_for_developers_know_is_no_preference() {
    let source = "import android.content.SharedPreferences
class Store(private val preferences: SharedPreferences) {
  fun keep() { preferences.edit { putString(\"selected_theme\", \"dark\") } }
}
";
    let of = |path: &str| names(&scanned(&[(path, source)]));
    assert_eq!(of("app/src/main/java/Store.kt"), set(&["selected_theme"]));
    for path in [
        "app/src/internal/java/Store.kt",
        "app/src/debug/java/Store.kt",
        "design/design-internal/src/main/java/Store.kt",
    ] {
        assert!(of(path).is_empty(), "{path}");
    }
}
