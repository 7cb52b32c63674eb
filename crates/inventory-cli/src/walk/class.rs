//! File classes, as far as paths tell them: code to look into, and the kinds of file that would only mislead.

#![expect(
    clippy::case_sensitive_file_extension_comparisons,
    reason = "what is compared is lower case already, or no file name"
)]

use serde::{Deserialize, Serialize};

/// What kind of file this is to an inventory.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum FileClass {
    /// Code of the product.
    Code,
    /// Tests, fixtures, seeds, stories, examples, documentation.
    Test,
    /// Other people's code.
    Vendored,
    /// Written by a generator.
    Generated,
    /// Minified.
    Minified,
    /// Translations.
    Locale,
}

const VENDORED: &[&str] = &[
    "node_modules",
    "vendor",
    "vendors",
    "third_party",
    "third-party",
    "thirdparty",
    "bower_components",
    "pods",
    "carthage",
    "dist",
    "out",
    ".next",
    ".nuxt",
    ".svelte-kit",
    "target",
    "__pycache__",
    "venv",
    ".venv",
    "site-packages",
    ".git",
    ".yarn",
    "externals",
    "pdfjs",
    "pdf.js",
];

const TEST: &[&str] = &[
    "test",
    "tests",
    "__tests__",
    "__mocks__",
    "spec",
    "specs",
    "testing",
    "testdata",
    "fixtures",
    "fixture",
    "factories",
    "factory",
    "seeds",
    "seeders",
    "stories",
    "storybook",
    ".storybook",
    "examples",
    "example",
    "samples",
    "e2e",
    "cypress",
    "playwright",
    "mocks",
    "mock",
    "benches",
    "benchmark",
    "benchmarks",
    "androidtest",
    "integrationtest",
    "integration-tests",
    "test-utils",
    "testutils",
    ".github",
    ".devcontainer",
];

const LOCALE: &[&str] = &[
    "locales",
    "locale",
    "lang",
    "langs",
    "i18n",
    "translations",
    "l10n",
    "messages_i18n",
];

/// The class a path alone gives away.
#[must_use]
pub fn by_path(path: &str) -> FileClass {
    let lower = path.to_ascii_lowercase();
    let (folders, name) = lower.rsplit_once('/').unwrap_or(("", lower.as_str()));
    let in_folder = |names: &[&str]| folders.split('/').any(|folder| names.contains(&folder));
    // Most names have one dot, and need no look at the parts between two.
    let parted = memchr::memchr_iter(b'.', name.as_bytes()).count() > 1;
    // A whole library with all it needs, made to be dropped into a page.
    let bundled = lies_beside_scripts(&lower)
        || parted && (name.ends_with(".standalone.js") || name.ends_with(".bundle.js"))
        || folders.split('/').any(|it| it.starts_with("pdfjs"));
    if in_folder(VENDORED) || bundled {
        FileClass::Vendored
    } else if parted && name.contains(".min.")
        || name.ends_with(".map")
        || name.ends_with("-min.js")
    {
        FileClass::Minified
    } else if is_generated_name(name) || parted && name.contains(".generated.") {
        FileClass::Generated
    } else if is_beside_code(folders)
        || folders
            .split('/')
            .any(|folder| folder.ends_with("tests") || folder.ends_with(".test"))
        || parted && is_test_part(name)
        || is_test_name(name, path)
    {
        FileClass::Test
    } else if in_folder(LOCALE) && is_locale_file(name) {
        FileClass::Locale
    } else {
        FileClass::Code
    }
}

/// Scripts of others lie beside those of a page.
fn lies_beside_scripts(path: &str) -> bool {
    path.contains("/libs/")
        && [
            "js/libs/",
            "javascript/libs/",
            "javascripts/libs/",
            "static/libs/",
        ]
        .iter()
        .any(|it| path.contains(it))
}

fn is_generated_name(name: &str) -> bool {
    [
        ".pb.go",
        "_pb2.py",
        "_pb2_grpc.py",
        ".g.dart",
        ".g.cs",
        ".pb.ts",
        "_pb.ts",
        "_pb.js",
        "_pb.d.ts",
    ]
    .iter()
    .any(|ending| name.ends_with(ending))
        || name.ends_with(".designer.cs")
        || name.ends_with("modelsnapshot.cs")
}

/// Whether a folder holds tests or documentation. Below the root of a source tree a package or a feature may have
/// such a name.
fn is_beside_code(folders: &str) -> bool {
    let (around, package) = folders.split_once("src/main/").unwrap_or((folders, ""));
    let mut in_sources = false;
    let beside = around.split('/').any(|folder| {
        in_sources |= matches!(folder, "src" | "app");
        TEST.contains(&folder) || !in_sources && matches!(folder, "doc" | "docs")
    });
    beside || package.split('/').any(|it| it == "test")
}

/// Whether a part between two dots says that this is a test or a story.
fn is_test_part(name: &str) -> bool {
    let (before, _) = name.rsplit_once('.').unwrap_or((name, ""));
    before.split('.').skip(1).any(|part| {
        matches!(part, "spec" | "stories" | "story" | "cy" | "e2e" | "mock")
            || part.ends_with("test") && part.bytes().all(|it| it.is_ascii_lowercase())
    })
}

fn is_test_name(name: &str, path: &str) -> bool {
    let stem = name.split('.').next().unwrap_or(name);
    let original = path.rsplit('/').next().unwrap_or(path);
    let original = original.split('.').next().unwrap_or(original);
    stem.starts_with("test_")
        || stem.ends_with("_test")
        || stem.ends_with("_spec")
        || stem == "conftest"
        || stem.starts_with("setuptests")
        || (original.ends_with("Test") || original.ends_with("Tests") || original.ends_with("Spec"))
}

fn is_locale_file(name: &str) -> bool {
    let Some((stem, extension)) = name.rsplit_once('.') else {
        return false;
    };
    if matches!(
        extension,
        "po" | "arb" | "xliff" | "json" | "yml" | "yaml" | "properties" | "strings"
    ) {
        return true;
    }
    // A module named after a language (`pt-br.js`, `en.php`) or lying in a folder of one.
    stem.len() <= 5
        && stem.len() >= 2
        && !matches!(
            stem,
            "index" | "utils" | "i18n" | "lang" | "types" | "store" | "hook" | "hooks" | "model"
        )
        || matches!(
            stem,
            "translation" | "translations" | "common" | "messages" | "validation" | "passwords"
        )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_fall_into_their_classes() {
        for (path, class) in [
            ("app/models/user.rb", FileClass::Code),
            ("db/migrations/0001_create.sql", FileClass::Code),
            ("web/node_modules/a/index.js", FileClass::Vendored),
            ("api/docs/viewer.standalone.js", FileClass::Vendored),
            ("app/static/js/libs/viewer.js", FileClass::Vendored),
            ("libs/board/viewer.js", FileClass::Code),
            ("static/app.bundle.js", FileClass::Vendored),
            ("public/pdfjs-5.2/web/viewer.mjs", FileClass::Vendored),
            ("public/app.min.js", FileClass::Minified),
            ("src/user.test.ts", FileClass::Test),
            ("src/user.clienttest.tsx", FileClass::Test),
            ("migration/V3.0_5__api_test.sql", FileClass::Code),
            ("bookwyrm/tests/models/user.py", FileClass::Test),
            ("Foo/UserPreferencesTest.kt", FileClass::Test),
            ("src/latest.ts", FileClass::Code),
            ("docs/theme/index.js", FileClass::Test),
            ("web/src/features/docs/store.ts", FileClass::Code),
            (
                "core/src/main/java/org/samples/docs/User.java",
                FileClass::Code,
            ),
            ("samples/one/src/main/java/User.java", FileClass::Test),
            ("core/src/main/java/org/test/User.java", FileClass::Test),
            ("api/user.pb.go", FileClass::Generated),
            ("resources/lang/de/web.php", FileClass::Locale),
            ("src/locales/de.js", FileClass::Locale),
            ("src/locale/index.js", FileClass::Code),
        ] {
            assert_eq!(by_path(path), class, "{path}");
        }
    }
}
