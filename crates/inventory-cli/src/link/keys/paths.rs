//! What the paths of the files that use a key say of it.

use super::{KeyUse, database::is_of_file};
use crate::{
    lexicon::words,
    mechanism::{Kind, SiteRole},
    rule::wrapper::stem,
};

/// Whether a key is used in folders of authentication alone.
pub(super) fn only_signs_in(uses: &[KeyUse<'_>]) -> bool {
    const FOLDERS: &[&str] = &[
        "auth",
        "authentication",
        "oauth",
        "oauth2",
        "oidc",
        "login",
        "sso",
    ];
    let mut paths = uses.iter().flat_map(|it| &it.accesses);
    paths.all(|(path, _)| path.rsplit('/').skip(1).any(|it| FOLDERS.contains(&it)))
}

/// Whether a file is what another application, or an older one, has left and is only brought over.
pub(super) fn is_foreign(path: &str, rule: &str) -> bool {
    const BRINGS_OVER: &[&str] = &["import", "importer", "migration", "migrator"];
    let of_path = || words(stem(path));
    is_of_file(rule)
        && of_path()
            .iter()
            .any(|it| BRINGS_OVER.contains(&it.as_str()))
}

/// Whether a key on a device is used by nothing but the code that renames or drops it.
pub(super) fn only_migrated(kind: Kind, uses: &[KeyUse<'_>]) -> bool {
    const STEPS: &[&str] = &["migration", "migrator", "migrate", "upgrader", "upgrade"];
    let paths = || {
        uses.iter()
            .flat_map(|it| &it.accesses)
            .map(|(path, _)| *path)
    };
    let migrates = |path: &str| {
        words(stem(path))
            .iter()
            .any(|it| STEPS.contains(&it.as_str()))
    };
    kind.is_on_device() && paths().all(migrates)
}

/// Whether a key on a device is used by nothing but what counts for those who run the application.
pub(super) fn only_measures(kind: Kind, identifier: &[String], uses: &[KeyUse<'_>]) -> bool {
    const METERS: &[&str] = &[
        "pixel",
        "metric",
        "telemetry",
        "analytic",
        "funnel",
        "retention",
    ];
    // Whether one may be counted is for the person to say.
    const CONSENT: &[&str] = &[
        "enabled", "disabled", "enable", "disable", "allow", "allowed", "consent", "opt", "share",
    ];
    let measures = |path: &str| {
        let words = words(stem(path));
        words.iter().any(|it| METERS.contains(&it.as_str()))
    };
    let mut paths = uses.iter().flat_map(|it| &it.accesses);
    // In a browser such a file mostly belongs to a page that shows what was counted.
    kind == Kind::DeviceStorage
        && paths.all(|(path, _)| measures(path))
        && !identifier.iter().any(|it| CONSENT.contains(&it.as_str()))
}

/// Whether a screen for those who build the application is all that sets a key.
pub(super) fn only_for_developers(uses: &[KeyUse<'_>]) -> bool {
    const BUILDERS: &[&str] = &["developer", "develop", "debug", "debugging"];
    let for_builders = |path: &str| {
        words(stem(path))
            .iter()
            .any(|it| BUILDERS.contains(&it.as_str()))
    };
    let mut setters = uses
        .iter()
        .flat_map(|it| &it.accesses)
        .filter(|(_, access)| access.role == SiteRole::Write)
        .peekable();
    setters.peek().is_some()
        && setters.all(|(path, access)| {
            access.rule == "device.android.preference-screen" && for_builders(path)
        })
}

/// Whether a key holds what was copied, until it is pasted.
pub(super) fn only_copies(uses: &[KeyUse<'_>]) -> bool {
    let copies = |path: &str| {
        let words = words(stem(path));
        words
            .iter()
            .any(|it| matches!(it.as_str(), "buffer" | "clipboard"))
    };
    let mut paths = uses.iter().flat_map(|it| &it.accesses);
    paths.all(|(path, _)| copies(path))
}

/// Whether a key on a phone is known to nothing but what is built for those who make the application.
pub(super) fn only_in_own_builds(uses: &[KeyUse<'_>]) -> bool {
    let own = |path: &str| {
        let source = |set: &str| path.contains(set);
        let module = |it: &str| it.ends_with("-internal");
        let sets = ["/src/debug/", "/src/internal/", "/src/mock/"];
        sets.into_iter().any(source) || path.contains("/src/main/") && path.split('/').any(module)
    };
    let mut paths = uses.iter().flat_map(|it| &it.accesses);
    paths.all(|(path, access)| access.kind == Kind::DeviceStorage && own(path))
}

/// Whether the application only reads a key of the system: `AppleActionOnDoubleClick`.
pub(super) fn only_reads_system(key: &str, uses: &[KeyUse<'_>]) -> bool {
    let rest = key
        .strip_prefix("NS")
        .or_else(|| key.strip_prefix("Apple"))
        .unwrap_or_default();
    let mut accesses = uses.iter().flat_map(|it| &it.accesses);
    rest.starts_with(|it: char| it.is_ascii_uppercase())
        && accesses.all(|(_, it)| it.rule.starts_with("device.apple") && it.role == SiteRole::Read)
}
