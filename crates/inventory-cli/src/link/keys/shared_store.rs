//! Keys of stores that all people share: one must say whose its value is, and what for.

use super::{DAY, KeyUse, judge::accesses};
use crate::{
    lexicon::{Meaning, Weight},
    mechanism::{Inference, Richness},
};

pub(super) const NO_USER: &str = "not_personal: the key names no user";

/// Why a key of a shared store holds nothing of one person, or nothing that lasts.
pub(super) fn no_store_of_a_person(
    uses: &[KeyUse<'_>],
    identifier: &[String],
    meaning: Option<&Meaning<'_>>,
) -> Option<&'static str> {
    let has = |list: &[&str]| identifier.iter().any(|word| list.contains(&word.as_str()));
    let home = has(&["home"]) && has(&["timeline", "feed", "stream"]);
    let mut uses_of_key = uses.iter();
    let personal = uses_of_key.any(|used| used.key.personal || (home && used.key.has_hole));
    let accesses = || accesses(uses);
    if !personal && accesses().any(|access| access.needs_person) {
        return Some(NO_USER);
    }
    let longest = accesses().filter_map(|access| access.lifetime).max();
    if longest.is_some_and(|it| it < DAY) {
        return Some("cache: it lives less than a day");
    }
    let purpose = redis_purpose(identifier);
    let computed = purpose.is_some_and(|(dimension, inference, _)| {
        inference != Inference::Explicit && dimension != "behavior.history"
            || has(&["insight", "review", "wrapped", "summary"])
    });
    if accesses().all(|access| access.rule == "server.cache") && !computed {
        return Some("cache: a framework's cache of something kept elsewhere");
    }
    let known = purpose.is_some() || meaning.is_some_and(|it| it.weight >= Weight::Strong);
    (!known).then_some("cache: nothing says what it knows of the user")
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
        "followed",
        "ignored",
        "blocked",
        "upvote",
        "downvote",
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
