//! Odd input: scanned as far as it goes, reported with the reason, never a panic.
#![expect(clippy::unwrap_used, reason = "a mistake here is a failed test")]

mod scanning;

use std::{fs, path::Path};

use proptest::prelude::*;
use scanning::{options, scan};
use selfmodel_inventory::{Error, scan::scan as try_scan};
use tempfile::TempDir;

const GOOD: &str =
    "localStorage.setItem('reading-theme', v); localStorage.getItem('reading-theme');";

fn write(root: &Path, name: &str, content: &[u8]) {
    let path = root.join(name);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, content).unwrap();
}

#[test]
fn members_that_are_given_each_other_are_no_endless_way() {
    let folder = tempfile::tempdir().unwrap();
    let code = format!(
        "class Kept {{ constructor(key) {{ this.one = this.two; this.two = this.one; \
         this.options = this.options.inner; }}\n\
         save(value) {{ localStorage.setItem(this.one, value); }}\n\
         keep(value) {{ localStorage.setItem(this.options, value); }} }}\n{GOOD}"
    );
    write(folder.path(), "kept.js", code.as_bytes());
    let report = scan(folder.path());
    let mut names = report.mechanisms.iter().flat_map(|it| &it.names);
    assert!(names.any(|it| it == "reading-theme"));
}

#[test]
fn bad_files_are_reported_and_good_ones_still_found() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    write(root, "good.ts", GOOD.as_bytes());
    write(root, "nul.ts", b"localStorage.setItem('x', 1)\0\0");
    write(
        root,
        "latin.ts",
        b"localStorage.setItem('view-mode', '\xe9\xe8')",
    );
    write(root, "huge.js", &vec![b'a'; 5 << 20]);
    write(root, "conflict.ts", b"<<<<<<< HEAD\nlocalStorage.setItem('sort-order', a\n=======\nlocalStorage.setItem('sort-order', b)\n");
    write(
        root,
        "bomb.ts",
        format!("localStorage.setItem({}", "(".repeat(100_000)).as_bytes(),
    );
    #[cfg(unix)]
    std::os::unix::fs::symlink(root, root.join("loop")).unwrap();
    let report = scan(root);
    let names: Vec<&str> = report
        .mechanisms
        .iter()
        .flat_map(|it| it.names.iter().map(String::as_str))
        .collect();
    for name in ["reading-theme", "view-mode", "sort-order"] {
        assert!(names.contains(&name), "{name}: {names:?}");
    }
    let reason = |path: &str| {
        report
            .skipped
            .iter()
            .find(|it| it.path == path)
            .map(|it| it.reason.clone())
            .unwrap_or_default()
    };
    assert!(reason("nul.ts").contains("NUL"), "{:?}", report.skipped);
    assert!(reason("latin.ts").contains("UTF-8"), "{:?}", report.skipped);
    assert!(
        reason("huge.js").contains("larger than"),
        "{:?}",
        report.skipped
    );
}

#[test]
fn a_missing_path_and_a_broken_configuration_are_errors() {
    let folder = tempfile::tempdir().unwrap();
    let missing = options(&folder.path().join("nowhere"));
    assert!(matches!(try_scan(&missing), Err(Error::PathMissing { .. })));
    write(
        folder.path(),
        "selfmodel-inventory.toml",
        b"[[ignore]]\nname = \"x\"\n",
    );
    let error = try_scan(&options(folder.path())).unwrap_err();
    assert!(error.to_string().contains("reason"), "{error}");
}

#[test]
fn ignores_need_no_luck_and_unused_ones_are_told() {
    let folder = tempfile::tempdir().unwrap();
    write(
        folder.path(),
        "a.ts",
        format!("// selfmodel-inventory: ignore -- theme of the printer\n{GOOD}\n").as_bytes(),
    );
    write(
        folder.path(),
        "b.ts",
        b"// selfmodel-inventory: ignore -- nothing here\n",
    );
    let report = scan(folder.path());
    assert!(report.mechanisms.is_empty(), "{:?}", report.mechanisms);
    assert!(
        report
            .excluded
            .iter()
            .any(|it| it.reason == "ignored: theme of the printer")
    );
    assert_eq!(report.summary.unused_ignores.len(), 1);
}

/// A folder of stores under keys of their own and of another file, and of code that stores nothing.
fn forty_features() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for index in 0..40 {
        let home = format!("src/features/f{index}");
        let store = format!(
            "localStorage.setItem('theme-{index}', v); localStorage.getItem(SIDEBAR_KEY_{index})"
        );
        let keys = format!("export const SIDEBAR_KEY_{index} = 'sidebar.{index}'");
        write(folder.path(), &format!("{home}/store.ts"), store.as_bytes());
        write(folder.path(), &format!("{home}/keys.ts"), keys.as_bytes());
        write(folder.path(), &format!("{home}/sum.ts"), b"sum(1, 2)");
    }
    folder
}

#[test]
fn threads_and_cache_change_no_byte() {
    let folder = forty_features();
    let cache = tempfile::tempdir().unwrap();
    let mut texts = Vec::new();
    for (threads, cached) in [(1, false), (2, false), (8, false), (2, true), (2, true)] {
        let mut asked = options(folder.path());
        asked.threads = threads;
        asked.cache = cached.then(|| cache.path().to_owned());
        texts.push(serde_json::to_string(&try_scan(&asked).unwrap()).unwrap());
    }
    assert!(texts[0].contains("theme-7") && texts[0].contains("sidebar.7"));
    for text in &texts[1..] {
        assert_eq!(*text, texts[0]);
    }
}

#[test]
fn the_prefilter_hides_no_mechanism() {
    let folder = forty_features();
    let of = |no_prefilter| {
        let mut asked = options(folder.path());
        asked.no_prefilter = no_prefilter;
        try_scan(&asked).unwrap()
    };
    let (filtered, all) = (of(false), of(true));
    assert!(filtered.summary.files.parsed < all.summary.files.parsed);
    assert_eq!(
        serde_json::to_value(&filtered.mechanisms).unwrap(),
        serde_json::to_value(&all.mechanisms).unwrap()
    );
}

#[test]
fn a_site_shows_its_line() {
    let folder = tempfile::tempdir().unwrap();
    let code = format!("// first\n\n   {GOOD}  // {}\n", "long ".repeat(50));
    write(folder.path(), "src/a.ts", code.as_bytes());
    let report = scan(folder.path());
    let sites: Vec<_> = report.mechanisms.iter().flat_map(|it| &it.sites).collect();
    assert!(!sites.is_empty());
    for site in sites {
        let line = code.lines().nth(site.line as usize - 1).unwrap().trim();
        let shown: String = line.chars().take(160).collect();
        assert_eq!(
            site.code.as_deref(),
            Some(shown.as_str()),
            "line {}",
            site.line
        );
    }
}

#[test]
fn a_warm_scan_sees_what_has_changed() {
    let folder = tempfile::tempdir().unwrap();
    let cache = tempfile::tempdir().unwrap();
    let root = folder.path();
    let file = "src/features/chat/store.ts";
    write(root, file, b"localStorage.setItem('theme', value)");
    write(root, "src/other.ts", b"export const SIZE_KEY = 'fontSize'");
    // Files that have just changed are read however warm the cache is.
    std::thread::sleep(std::time::Duration::from_millis(2_100));
    let scan = |cached: bool| {
        let mut asked = options(root);
        asked.cache = cached.then(|| cache.path().to_owned());
        serde_json::to_string(&try_scan(&asked).unwrap()).unwrap()
    };
    for _ in 0..2 {
        let warm = scan(true);
        assert!(warm.contains("theme"), "{warm}");
        assert_eq!(warm, scan(false));
    }
    write(root, file, b"localStorage.setItem(SIZE_KEY, value)");
    let warm = scan(true);
    assert!(warm.contains("fontSize"), "{warm}");
    assert_eq!(warm, scan(false));
    write(
        root,
        "src/features/docs/new.ts",
        b"localStorage.setItem('locale', value)",
    );
    let warm = scan(true);
    assert!(warm.contains("locale"), "{warm}");
    assert_eq!(warm, scan(false));
}

/// What names other constants in every line could be read for ever, or fill the memory.
#[test]
fn constants_of_constants_do_not_multiply() {
    let object = |name: &str, member: &str, value: &str| {
        let members = (0..1_500).map(|it| format!("{member}{it}: {value}"));
        format!(
            "const {name} = {{\n{}\n}}\n",
            members.collect::<Vec<_>>().join(",\n")
        )
    };
    let constants = [
        object("C", "c", "1"),
        object("B", "b", "C"),
        object("A", "a", "B"),
    ]
    .concat();
    let store = "import Store from 'electron-store'\nconst store = new Store({ name: 'theme', defaults: A })\n";
    let saves = "localStorage.setItem('font', JSON.stringify(A))\nstore.set(A)\n".repeat(300);
    let folder = tempfile::tempdir().unwrap();
    write(
        folder.path(),
        "src/a.ts",
        [&constants, store, &saves].concat().as_bytes(),
    );
    let report = scan(folder.path());
    let fields = report.mechanisms.iter().map(|it| it.fields.len());
    assert!((1..5_000).contains(&fields.sum::<usize>()));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn any_bytes_in_any_language_are_survived(
        bytes in proptest::collection::vec(any::<u8>(), 0..600),
        extension in proptest::sample::select(vec!["ts", "py", "rb", "go", "php", "java", "kt", "cs", "rs", "swift", "sql", "prisma", "graphql", "proto", "vue"]),
        prefix in proptest::sample::select(vec!["", "localStorage.setItem(", "create table user_settings (", "class User(models.Model):\n theme = ", "create_table :users do |t|"]),
    ) {
        let folder = tempfile::tempdir().unwrap();
        let mut content = prefix.as_bytes().to_vec();
        content.extend(&bytes);
        fs::write(folder.path().join(format!("file.{extension}")), content).unwrap();
        let _report = scan(folder.path());
    }
}
