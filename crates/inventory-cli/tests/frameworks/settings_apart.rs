//! Settings of users that no table has: types, schemas, objects and uses of them tell.

use crate::{fields, named, names, scanned};

#[test]
fn what_a_type_or_its_uses_tell_of_a_users_settings_is_theirs_wherever_it_is_kept() {
    for (path, code) in [
        (
            "server/config.ts",
            "export interface UserConfig { theme: string; fontSize: number; language: string }",
        ),
        (
            "server/schema.ts",
            "export const userPrefsSchema = z.object({ theme: z.string(), fontSize: z.number(), language: z.string() })",
        ),
        (
            "app/save.php",
            "<?php $user_prefs = ['theme' => $a, 'fontSize' => $b, 'language' => $c];",
        ),
        (
            "app/Configuration.php",
            "<?php\n/**\n * @property string $theme\n * @property int $fontSize\n * @property string $language\n */\nclass UserConfiguration extends Store {}",
        ),
        (
            "app/controllers/users_controller.rb",
            "class UsersController\n  def show\n    current_user.pref[:theme] = current_user.pref[:fontSize] = current_user.pref[:language]\n  end\nend",
        ),
        (
            "app/views.py",
            "def f():\n    return user_settings['theme'], user_settings['fontSize'], user_settings['language']",
        ),
    ] {
        let report = scanned(&[(path, code)]);
        let found = fields(&report);
        for field in ["theme", "fontSize", "language"] {
            assert!(found.contains(field), "{path}: {field} is not in {found:?}");
        }
    }
}

#[test]
fn what_says_too_little_or_is_another_programs_is_left_out() {
    for code in [
        "export interface UserConfig { theme: string; entry: number; output: string }",
        "export interface DaemonPreferences { theme: string; fontSize: number; language: string }",
        "export interface UserConfigProps { theme: string; fontSize: number; language: string }",
    ] {
        let report = scanned(&[("server/config.ts", code)]);
        assert!(report.mechanisms.is_empty(), "{code}");
    }
    let options = "class UsersController\n  def show\n    link options[:theme], options[:fontSize], options[:language]\n  end\nend";
    let report = scanned(&[("app/controllers/users_controller.rb", options)]);
    assert!(report.mechanisms.is_empty());
}

const TYPE: &str =
    "export interface UserSettings { theme: string; fontSize: number; language: string }";

#[test]
fn a_type_that_mirrors_a_table_is_no_store_of_its_own() {
    let table = "CREATE TABLE profiles (user_id int primary key, theme text, font_size int, language text);";
    let report = scanned(&[("db/schema.sql", table), ("web/types.ts", TYPE)]);
    let found = names(&report);
    assert!(found.contains("profiles"), "{found:?}");
    assert!(!found.contains("UserSettings"), "{found:?}");
}

#[test]
fn a_type_tells_what_the_key_beside_it_holds() {
    let keep =
        "export const save = (all) => localStorage.setItem('app-settings', JSON.stringify(all))";
    let report = scanned(&[
        ("web/settings/type.ts", TYPE),
        ("web/settings/keep.ts", keep),
    ]);
    let kept = named(&report, "app-settings").unwrap();
    assert_eq!(kept.fields.len(), 3, "{:?}", kept.fields);
    assert_eq!(report.mechanisms.len(), 1);
    let report = scanned(&[("web/type.ts", TYPE), ("web/settings/keep.ts", keep)]);
    assert_eq!(report.mechanisms.len(), 2, "another folder's");
}
