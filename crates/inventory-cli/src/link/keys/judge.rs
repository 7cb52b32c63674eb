//! Whether a key is personal, whose it is and what it says.

use std::collections::BTreeSet;

use super::{DAY, KeyUse};
use crate::{
    lexicon::{Lexicon, Meaning, Weight},
    link::candidate::Candidate,
    mechanism::{Excluded, Inference, Kind, Owner, Richness, SiteRole},
};

pub(super) fn judge_key(
    candidate: &mut Candidate,
    uses: &[KeyUse<'_>],
    identifier: &[String],
    meaning: Option<&Meaning<'_>>,
) -> Result<(), Option<Excluded>> {
    let lexicon = Lexicon::get();
    let accesses = || {
        uses.iter()
            .flat_map(|used| &used.accesses)
            .map(|(_, access)| *access)
    };
    if let Some((reason, length)) = lexicon.field_veto(identifier) {
        let saved = meaning.is_some_and(|it| {
            it.weight == Weight::Strong && it.length > length
                || it.length > length + 1
                || (it.weight >= Weight::Owned && reason == "site_settings")
                || (it.length >= length && matches!(reason, "transient" | "cache" | "operations"))
        });
        let by_user = candidate.kind == Kind::Redis || candidate.kind == Kind::OrmModel;
        let only_person =
            by_user && reason == "auth" && identifier_is_only_person(identifier, meaning);
        if !(saved || only_person) {
            return Err(Some(
                candidate.excluded(format!("{reason}: `{}` says so", candidate.name)),
            ));
        }
    }
    if identifier == ["name"] || identifier == ["id"] {
        return Err(Some(
            candidate.excluded("identity: who the user is, not what they like"),
        ));
    }
    judge_owner(candidate, uses, identifier, meaning)?;
    match meaning {
        Some(found) if found.weight == Weight::Strong => {
            candidate.because(25, format!("the key says {}", found.dimension.id));
        }
        Some(found) => candidate.because(15, format!("the key may say {}", found.dimension.id)),
        None => candidate.because(0, "no word of the key is known"),
    }
    let roles: BTreeSet<SiteRole> = accesses().map(|access| access.role).collect();
    if roles.contains(&SiteRole::Write) && roles.contains(&SiteRole::Read) {
        candidate.because(10, "it is written and read");
    }
    Ok(())
}

/// Whose the value is; what is nobody's, or only a cache, is left out.
pub(super) fn judge_owner(
    candidate: &mut Candidate,
    uses: &[KeyUse<'_>],
    identifier: &[String],
    meaning: Option<&Meaning<'_>>,
) -> Result<(), Option<Excluded>> {
    let accesses = || {
        uses.iter()
            .flat_map(|used| &used.accesses)
            .map(|(_, access)| *access)
    };
    let home = identifier.iter().any(|it| it == "home")
        && identifier
            .iter()
            .any(|it| matches!(it.as_str(), "timeline" | "feed" | "stream"));
    let personal = uses
        .iter()
        .any(|used| used.key.personal || (home && used.key.has_hole));
    match candidate.kind {
        Kind::BrowserStorage | Kind::DeviceStorage => {
            candidate.owner = Owner::Device;
            candidate.because(50, "the browser or device belongs to one person");
        }
        Kind::InMemorySession => {
            candidate.owner = Owner::Session;
            candidate.because(25, "a session belongs to one person");
            if meaning.is_none_or(|it| it.weight == Weight::Loose) {
                return Err(None);
            }
        }
        Kind::Redis => {
            candidate.owner = Owner::Key;
            if !personal && accesses().any(|access| access.needs_person) {
                return Err(
                    meaning.map(|_| candidate.excluded("not_personal: the key names no user"))
                );
            }
            candidate.because(32, "the key names a user");
            let short = accesses()
                .filter_map(|access| access.lifetime)
                .max()
                .is_some_and(|it| it < DAY);
            if short {
                return Err(Some(candidate.excluded("cache: it lives less than a day")));
            }
            let cached = accesses().all(|access| access.rule == "server.cache");
            let computed = redis_purpose(identifier).is_some_and(|it| {
                it.1 != Inference::Explicit && it.0 != "behavior.history"
                    || identifier.iter().any(|word| {
                        matches!(word.as_str(), "insight" | "review" | "wrapped" | "summary")
                    })
            });
            if cached && !computed {
                return Err(Some(candidate.excluded(
                    "cache: a framework's cache of something kept elsewhere",
                )));
            }
            if meaning.is_none_or(|it| it.weight < Weight::Strong)
                && redis_purpose(identifier).is_none()
            {
                return Err(Some(
                    candidate.excluded("cache: nothing says what it knows of the user"),
                ));
            }
        }
        Kind::RemoteSdk | Kind::VectorLlmMemory => {
            candidate.owner = Owner::Key;
            candidate.because(45, "a service is told of one user");
        }
        _ => {
            candidate.owner = Owner::Key;
            candidate.because(40, "the label names a user");
        }
    }
    Ok(())
}

/// A key that is vetoed only because it holds a user's id.
fn identifier_is_only_person(identifier: &[String], meaning: Option<&Meaning<'_>>) -> bool {
    meaning.is_some()
        && identifier
            .iter()
            .any(|word| matches!(word.as_str(), "user" | "profile"))
        || redis_purpose(identifier).is_some()
        || identifier.len() >= 3 && identifier.first().is_some_and(|it| it == "user")
}

/// What a key of a user is kept for, by a word no single field would prove anything by.
pub(super) fn redis_purpose(identifier: &[String]) -> Option<(&'static str, Inference, Richness)> {
    let has = |list: &[&str]| identifier.iter().any(|word| list.contains(&word.as_str()));
    if has(&["timeline", "feed", "stream", "home"]) {
        Some(("interests.social", Inference::Rules, Richness::High))
    } else if has(&[
        "suggestion",
        "suggested",
        "recommendation",
        "recommended",
        "affinity",
        "similar",
        "rec",
    ]) {
        Some(("interests.topics", Inference::Implicit, Richness::High))
    } else if has(&["insight", "memory", "review", "summary", "wrapped"]) {
        Some(("behavior.history", Inference::Implicit, Richness::Medium))
    } else if has(&[
        "follow",
        "following",
        "follower",
        "mute",
        "block",
        "bookmark",
        "like",
        "filter",
        "hashtag",
    ]) {
        Some(("interests.social", Inference::Explicit, Richness::Medium))
    } else if has(&["read", "seen", "viewed", "marker", "recent", "history"]) {
        Some(("behavior.history", Inference::Implicit, Richness::Medium))
    } else if has(&[
        "whitelist",
        "whitelisted",
        "skill",
        "setting",
        "preference",
        "pref",
    ]) {
        Some(("workflow.defaults", Inference::Explicit, Richness::Medium))
    } else {
        None
    }
}
