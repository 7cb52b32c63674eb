//! Words that tell against a key only where they stand alone: beside others, they name what a person sets.

use crate::{lexicon::Lexicon, mechanism::Kind};

/// When something is refreshed by itself.
const WHEN: &[&str] = &[
    "on",
    "after",
    "auto",
    "automatic",
    "background",
    "interval",
    "frequency",
    "launch",
    "start",
    "startup",
    "wifi",
];

/// What is kept of a refresh that was, or is to be: no choice.
const BOOKKEEPING: &[&str] = &[
    "last", "next", "date", "time", "record", "required", "needed", "count", "state", "status",
    "id", "login",
];

/// How something scrolls, not where it stands.
const HOW: &[&str] = &[
    "auto",
    "infinite",
    "smooth",
    "sync",
    "action",
    "speed",
    "direction",
    "natural",
    "continuous",
];

/// What a lock is known by, where it keeps others out.
const LOCKS: &[&str] = &[
    "id", "owner", "holder", "file", "key", "until", "at", "count",
];

/// How a person marks others.
const MARKED: &[&str] = &[
    "subscribed",
    "followed",
    "muted",
    "blocked",
    "favorite",
    "favourite",
    "pinned",
    "hidden",
    "ignored",
];

/// Whether the word that gave `reason` only says what it is that a person sets on a device: when it
/// refreshes, how it scrolls, what it locks, whom it is about.
pub(super) fn says_what_is_set(reason: &str, kind: Kind, identifier: &[String]) -> bool {
    let on_device = kind == Kind::DeviceStorage;
    if !on_device && kind != Kind::BrowserStorage {
        return false;
    }
    let has = |list: &[&str]| identifier.iter().any(|it| list.contains(&it.as_str()));
    let others = |word: &str| !has(BOOKKEEPING) && is_free_without(identifier, word);
    match reason {
        "auth" => others("refresh") && (on_device || has(WHEN)) || marks_people(identifier),
        "cache" => on_device && !has(LOCKS) && others("lock") && last(identifier) != Some("lock"),
        "transient" => has(HOW) && others("scroll"),
        _ => false,
    }
}

/// Why a key on a device or in a browser only says how far the application is, whatever else its name has.
pub(super) fn says_how_far_it_is(kind: Kind, identifier: &[String]) -> Option<&'static str> {
    const ONCE_SEEN: &[&str] = &["seen", "shown", "new", "news", "prompted", "bible"];
    const AGE: &[&str] = &["refreshed", "check", "checked", "synced", "fetched"];
    const WORK: &[&str] = &[
        "save",
        "saving",
        "sync",
        "cleanup",
        "upload",
        "download",
        "import",
        "export",
        "migration",
    ];
    if !matches!(kind, Kind::DeviceStorage | Kind::BrowserStorage) {
        return None;
    }
    let has = |list: &[&str]| identifier.iter().any(|it| list.contains(&it.as_str()));
    if last(identifier) == Some("version") && !has(ONCE_SEEN) {
        return Some("cache: it holds which version was there");
    }
    if matches!(identifier, [.., last, age] if last == "last" && AGE.contains(&age.as_str())) {
        return Some("cache: it holds when something was fetched");
    }
    let works = identifier.windows(3).any(|it| {
        matches!(it, [work, within, progress]
            if WORK.contains(&work.as_str()) && within == "in" && progress == "progress")
    });
    works.then_some("transient: it lasts as long as some work")
}

/// Whether nothing tells against a name of several words without one of them.
fn is_free_without(identifier: &[String], word: &str) -> bool {
    let others = identifier.iter().filter(|it| *it != word);
    let rest: Vec<String> = others.cloned().collect();
    !rest.is_empty() && rest.len() < identifier.len() && Lexicon::get().field_veto(&rest).is_none()
}

/// `SUBSCRIBED_USER_IDS`: those whom a person has marked, not who is logged in.
fn marks_people(identifier: &[String]) -> bool {
    identifier.windows(2).any(
        |pair| matches!(pair, [mark, user] if user == "user" && MARKED.contains(&mark.as_str())),
    )
}

fn last(identifier: &[String]) -> Option<&str> {
    identifier.last().map(String::as_str)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lexicon::words;

    #[test]
    fn how_far_an_application_is_is_nobodys_choice() {
        let device = Kind::DeviceStorage;
        for (kind, key, far) in [
            (device, "Flag.currentVersion", true),
            (device, "lastUsedAppVersion", true),
            (device, "lastSeenVersion", false),
            (device, "versionColumnOrder", false),
            (device, "EPISODE_COUNT_LAST_REFRESHED", true),
            (device, "messages.last-check", true),
            (device, "spell_check", false),
            (Kind::BrowserStorage, "{tabId}_saveInProgress", true),
            (device, "showInProgress", false),
            (Kind::Redis, "currentVersion", false),
        ] {
            let found = says_how_far_it_is(kind, &words(key));
            assert_eq!(found.is_some(), far, "{key}");
        }
    }

    #[test]
    fn what_a_person_sets_is_told_from_what_happens() {
        let device = Kind::DeviceStorage;
        let browser = Kind::BrowserStorage;
        for (reason, kind, key, set) in [
            ("auth", device, "refresh_on_start", true),
            ("auth", device, "Library.backgroundRefresh", true),
            ("auth", device, "home_refresh", true),
            ("auth", browser, "home_refresh", false),
            ("auth", browser, "refreshOnLaunch", true),
            ("auth", device, "refresh", false),
            ("auth", device, "lastRefresh", false),
            ("auth", device, "refreshToken", false),
            ("auth", device, "refresh_login", false),
            ("auth", Kind::Redis, "refresh_on_start", false),
            ("auth", device, "SUBSCRIBED_USER_IDS", true),
            ("auth", device, "CURRENT_USER_ID", false),
            ("cache", device, "Library.lockLibrary", true),
            ("cache", device, "lock_app_after", true),
            ("cache", device, "sync_lock", false),
            ("cache", device, "lock_owner", false),
            ("cache", browser, "lockLibrary", false),
            ("transient", device, "Reader.autoScrollSpeed", true),
            ("transient", browser, "log-auto-scroll", true),
            ("transient", browser, "restore-scroll-position", false),
            ("transient", browser, "auto-reload", false),
        ] {
            assert_eq!(says_what_is_set(reason, kind, &words(key)), set, "{key}");
        }
    }
}
