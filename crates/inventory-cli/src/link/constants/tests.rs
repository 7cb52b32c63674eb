//! What keys resolve to.

use super::*;
use crate::syntax::Argument;

fn constant(name: &str, class: &str, value: &str) -> Constant {
    Constant {
        name: name.into(),
        class: class.into(),
        value: Expression::Text(value.into()),
        line: 1,
    }
}

fn file(path: &str, constants: Vec<Constant>) -> (String, FileFacts) {
    (
        path.into(),
        FileFacts {
            constants,
            ..FileFacts::default()
        },
    )
}

#[test]
fn keys_resolve_in_the_file_in_the_class_and_across_files() {
    let files = [
        file("a.ts", vec![constant("KEY", "", "a-key")]),
        file(
            "b.ts",
            vec![
                constant("KEY", "Prefs", "b-key"),
                constant("THEME_KEY", "", "theme"),
            ],
        ),
    ];
    let constants = Constants::new(&files);
    let resolve = |path: &str, class: &str, name: &str| {
        constants
            .resolve(path, class, &Expression::Path(name.into()))
            .map(|key| key.template)
    };
    assert_eq!(resolve("a.ts", "", "KEY").as_deref(), Some("a-key"));
    assert_eq!(resolve("c.ts", "", "Prefs.KEY").as_deref(), Some("b-key"));
    assert_eq!(
        resolve("b.ts", "Prefs", "self.KEY").as_deref(),
        Some("b-key")
    );
    assert_eq!(resolve("c.ts", "", "THEME_KEY").as_deref(), Some("theme"));
    assert_eq!(resolve("c.ts", "", "KEY"), None);
    let through = |name: &str| {
        let key = Expression::Path(name.into());
        constants.resolve("b.ts", "Prefs", &key).unwrap().through
    };
    assert_eq!(through("THEME_KEY"), ["THEME_KEY"]);
    assert!(through("self.KEY").is_empty(), "two classes have a KEY");
}

#[test]
fn what_a_page_template_fills_in_is_a_hole() {
    let constants = Constants::default();
    let resolve = |key: &str| constants.resolve("a.html", "", &Expression::Text(key.into()));
    assert_eq!(resolve("{{ storage.name }}"), None);
    let key = resolve("sort-<?= $list ?>").unwrap();
    assert_eq!(key.template, "sort-{}");
    assert!(key.has_hole);
}

#[test]
fn names_inside_a_text_of_kotlin_are_holes() {
    let files = [file("a.kt", vec![constant("PREFIX", "", "pref_")])];
    let constants = Constants::new(&files);
    let resolve = |path: &str, key: &str| {
        let key = constants.resolve(path, "", &Expression::Text(key.into()));
        key.map(|it| it.template)
    };
    assert_eq!(
        resolve("a.kt", "$PREFIX$theme").as_deref(),
        Some("pref_{theme}")
    );
    assert_eq!(resolve("a.kt", "$one$two"), None);
    assert_eq!(resolve("a.kt", "price_$").as_deref(), Some("price_$"));
    assert_eq!(resolve("a.ts", "$PREFIX").as_deref(), Some("$PREFIX"));
    assert_eq!(
        resolve("a.ts", "_list_view_").as_deref(),
        Some("_list_view_")
    );
    assert_eq!(resolve("a.ts", "list_view_"), None, "only its start");
}

#[test]
fn a_case_without_a_value_is_its_own() {
    let files = [file(
        "a.swift",
        vec![
            constant("tint", "Key", "app_tint"),
            constant("font", "Other", "serif"),
        ],
    )];
    let constants = Constants::new(&files);
    let resolve = |key: Expression| constants.resolve("b", "", &key).map(|key| key.template);
    let path = |name: &str| Expression::Path(name.into());
    assert_eq!(
        resolve(path("Key.tint.rawValue")).as_deref(),
        Some("app_tint")
    );
    assert_eq!(resolve(path("Key.font.rawValue")).as_deref(), Some("font"));
    assert_eq!(resolve(path("Key.FONT.name")).as_deref(), Some("FONT"));
    for other in [
        "key.rawValue",
        "self.key.rawValue",
        "User.first.name",
        "Key.font",
    ] {
        assert_eq!(resolve(path(other)), None, "{other}");
    }
    let call = |path: &str, arguments: Vec<&str>| Expression::Call {
        path: path.into(),
        arguments: arguments
            .into_iter()
            .map(|it| Argument {
                name: None,
                value: Expression::Path(it.into()),
            })
            .collect(),
    };
    assert_eq!(
        resolve(call("Key.FONT.name", vec![])).as_deref(),
        Some("FONT")
    );
    assert_eq!(
        resolve(call("nameof", vec!["Settings.Font"])).as_deref(),
        Some("Font")
    );
    assert_eq!(resolve(call("value", vec!["Settings.Font"])), None);
}

#[test]
fn templates_keep_holes_and_know_people() {
    let files = [file("a.php", vec![constant("CACHE", "S", "tl:home:")])];
    let constants = Constants::new(&files);
    let key = Expression::Template(vec![
        Piece::Hole("self.CACHE".into()),
        Piece::Hole("user.id".into()),
    ]);
    let start = Expression::Path("self.CACHE".into());
    assert_eq!(
        constants.resolve("a.php", "S", &start),
        None,
        "only its start"
    );
    let key = constants.resolve("a.php", "S", &key).unwrap();
    assert_eq!(key.template, "tl:home:{user.id}");
    assert!(key.personal && key.has_hole);
}

#[test]
fn a_constant_is_not_made_of_itself() {
    let mut own = constant("rememberKey", "Dialog", "");
    own.value = Expression::Template(vec![
        Piece::Text("dialogs.".into()),
        Piece::Hole("rememberKey".into()),
    ]);
    let files = [file("a.ts", vec![own])];
    let key = Expression::Path("self.rememberKey".into());
    let key = Constants::new(&files).resolve("a.ts", "Dialog", &key);
    assert_eq!(key.unwrap().template, "dialogs.{rememberKey}");
}

#[test]
fn a_key_that_a_call_makes_of_one_text_is_known_by_it() {
    let made = |callee: &str, values: &[Expression]| {
        let argument = |value: &Expression| Argument {
            name: None,
            value: value.clone(),
        };
        let key = Expression::Call {
            path: callee.into(),
            arguments: values.iter().map(argument).collect(),
        };
        let key = Constants::new(&[]).resolve("a.swift", "", &key);
        key.map(|it| it.template)
    };
    let theme = Expression::Text("theme".into());
    let owner = Expression::Path("pubkey".into());
    let both = [owner, theme.clone()];
    assert_eq!(
        made("self.settingKey", &both).as_deref(),
        Some("{pubkey}_theme")
    );
    assert_eq!(
        made("pk_setting_key", &both).as_deref(),
        Some("{pubkey}_theme")
    );
    assert_eq!(made("load", &both), None);
    assert_eq!(
        made("settingKey", &[theme.clone(), theme]),
        None,
        "which of them?"
    );
}
