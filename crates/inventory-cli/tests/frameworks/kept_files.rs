//! Files in the folder that a system gives an application for its one person.
use selfmodel_inventory::mechanism::{Format, Richness};

use crate::{named, names, scanned};

#[test]
fn a_file_is_known_by_its_name_and_its_folder() {
    let of = |folder: &str, file: &str| {
        let code = format!("const file = path.join({folder}, '{file}') // app.getPath('userData')");
        scanned(&[("src/main/keep.ts", &code)])
    };
    let own = "app.getPath('userData')";
    let history = of(own, "history.json");
    let history = named(&history, "history").expect("a history is kept");
    assert_eq!(history.format, Format::JsonBlob);
    assert_eq!(history.richness, Richness::High);
    let settings = of(own, "settings.json");
    let settings = named(&settings, "settings").expect("settings are kept");
    assert_eq!(settings.richness, Richness::Medium);
    for (folder, file) in [
        ("__dirname", "history.json"),
        (own, "history.db"),
        (own, "catalogue.json"),
        (own, "device-token.json"),
    ] {
        let found = names(&of(folder, file));
        assert!(found.is_empty(), "{folder} {file}: {found:?}");
    }
}

#[test]
fn a_file_that_is_only_brought_over_is_none_of_it() {
    let code = "let file = Paths.appSupportUrl.appendingPathComponent(\"bookmarks.plist\")";
    let of = |path: &str| names(&scanned(&[(path, code)]));
    assert!(of("App/Store.swift").contains("bookmarks"));
    assert!(of("App/OldReaderImporter.swift").is_empty());
}

#[test]
fn a_table_is_called_like_the_constant_says() {
    let of = |name: &str| {
        let code = format!(
            "import androidx.room.Entity
const val PAGES = \"pages\"
@Entity(tableName = {name}) data class Page(val id: Long, val url: String) {{
  companion object {{ const val TABLE = \"bookmarks\" }}
}}
"
        );
        names(&scanned(&[("app/Page.kt", &code)]))
    };
    assert!(of("Page.TABLE").contains("bookmarks"));
    assert!(of("PAGES").is_empty());
}
