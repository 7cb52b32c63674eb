//! Whether a key is personal, whose it is and what it says.

use std::collections::BTreeSet;

use super::{
    KeyUse,
    database::{database_purpose, is_of_database, is_of_file},
    looks::is_how_a_page_looks,
    paths::{
        only_copies, only_for_developers, only_in_own_builds, only_measures, only_migrated,
        only_reads_system, only_signs_in,
    },
    people::{
        is_about_showing, is_chosen_by_a_user, is_of_pages_of_admins, is_of_pages_of_people,
        is_said_of_a_user, settings_of_a_person,
    },
    shared_store::{NO_USER, no_store_of_a_person, redis_purpose},
    ways::{says_how_far_it_is, says_what_is_set},
};
use crate::{
    fact::AccessFact,
    lexicon::{Lexicon, Meaning, Weight, words},
    link::candidate::Candidate,
    mechanism::{Excluded, Kind, Owner, SiteRole},
};

pub(super) fn judge_key(
    candidate: &mut Candidate,
    uses: &[KeyUse<'_>],
    identifier: &[String],
    meaning: Option<&Meaning<'_>>,
) -> Result<(), Option<Excluded>> {
    if is_statement(&candidate.name) || is_trial(identifier) || is_of_site(uses) {
        return Err(None);
    }
    if let Some(reason) = refusal(candidate, uses, identifier, meaning) {
        return Err(Some(candidate.excluded(reason)));
    }
    judge_owner(candidate, uses, identifier, meaning)?;
    judge_meaning(candidate, uses, meaning)?;
    if candidate.kind == Kind::RemoteSdk
        && accesses(uses)
            .flat_map(|it| &it.members)
            .any(|it| is_trait(it))
    {
        candidate.because(15, "a trait says what the user prefers or does");
    }
    let mut members = accesses(uses).flat_map(|it| &it.members);
    let on_device = candidate.kind.is_on_device();
    if on_device && meaning.is_none() && members.any(|it| is_trait(it)) {
        candidate.because(15, "a member says what the user prefers or does");
    }
    let roles: BTreeSet<SiteRole> = accesses(uses).map(|access| access.role).collect();
    if roles.contains(&SiteRole::Write) && roles.contains(&SiteRole::Read) {
        candidate.because(10, "it is written and read");
    }
    Ok(())
}

/// Whether what stands in the place of a key is a statement: databases, too, have a `get`.
fn is_statement(key: &str) -> bool {
    const VERBS: &[&str] = &["select", "insert", "update", "delete", "pragma", "with"];
    let verb = key.split_once(char::is_whitespace);
    verb.is_some_and(|(verb, _)| VERBS.contains(&verb.to_ascii_lowercase().as_str()))
}

/// Whether the key only tries whether there is a store: `__storage_test__`.
fn is_trial(identifier: &[String]) -> bool {
    const TRIED: &[&str] = &[
        "storage",
        "local",
        "session",
        "cookie",
        "availability",
        "available",
    ];
    let tries = |it: &String| it == "test";
    identifier == ["test"]
        || identifier.iter().any(tries) && identifier.iter().any(|it| TRIED.contains(&it.as_str()))
}

/// Why a key is no preference of anybody's, whoever owns it.
fn refusal(
    candidate: &Candidate,
    uses: &[KeyUse<'_>],
    identifier: &[String],
    meaning: Option<&Meaning<'_>>,
) -> Option<String> {
    if let Some((reason, length)) = Lexicon::get().field_veto(identifier)
        && !outweighs_veto(candidate.kind, uses, identifier, meaning, (reason, length))
    {
        return Some(format!("{reason}: `{}` says so", candidate.name));
    }
    let reason = if let Some(reason) = says_how_far_it_is(candidate.kind, identifier) {
        reason
    } else if only_migrated(candidate.kind, uses) {
        "transient: only what brings old settings over knows the key"
    } else if only_measures(candidate.kind, identifier, uses) {
        "analytics: only what measures knows the key"
    } else if only_copies(uses) {
        "transient: what was copied, until it is pasted"
    } else if only_for_developers(uses) {
        "operations: nothing but the screen of the developers sets it"
    } else if only_in_own_builds(uses) {
        "operations: only builds for those who make it know the key"
    } else if only_reads_system(&candidate.name, uses) {
        "configuration: the system keeps it for all applications"
    } else if accesses(uses)
        .flat_map(|it| &it.members)
        .any(|it| is_age(it))
    {
        "cache: it holds when it was fetched"
    } else if identifier == ["name"] || identifier == ["id"] {
        "identity: who the user is, not what they like"
    } else {
        return None;
    };
    Some(reason.to_owned())
}

/// Weighs what the key says; one that says nothing may still be known by who uses it.
fn judge_meaning(
    candidate: &mut Candidate,
    uses: &[KeyUse<'_>],
    meaning: Option<&Meaning<'_>>,
) -> Result<(), Option<Excluded>> {
    let file = accesses(uses).all(|it| is_of_file(&it.rule));
    let says_nothing = || meaning.is_none_or(|it| it.weight == Weight::Loose);
    if file && says_nothing() && database_purpose(uses, &candidate.name).is_none() {
        return Err(None);
    }
    match meaning {
        Some(found) if found.weight == Weight::Strong => {
            candidate.because(25, format!("the key says {}", found.dimension.id));
        }
        Some(found) => candidate.because(15, format!("the key may say {}", found.dimension.id)),
        None if accesses(uses).all(|it| is_of_database(&it.rule))
            && database_purpose(uses, &candidate.name).is_none() =>
        {
            return Err(Some(candidate.excluded(
                "cache: a database in the browser mostly keeps content at hand",
            )));
        }
        None if uses.iter().all(|it| is_of_any_key(&it.key.template)) => return Err(None),
        None if only_signs_in(uses) => {
            return Err(Some(
                candidate.excluded("auth: only what signs people in knows the key"),
            ));
        }
        None => candidate.because(0, "no word of the key is known"),
    }
    Ok(())
}

/// Whether something says more for a key than the lexicon's veto of some `length` says against it.
fn outweighs_veto(
    kind: Kind,
    uses: &[KeyUse<'_>],
    identifier: &[String],
    meaning: Option<&Meaning<'_>>,
    (reason, length): (&str, usize),
) -> bool {
    // `config` at the end of a key says nothing against what the rest says.
    let of_app = reason == "site_settings"
        && !identifier
            .iter()
            .any(|word| matches!(word.as_str(), "server" | "instance" | "site" | "tenant"));
    // What ends so is one, whatever it is for: `push_notification_token`.
    let last = identifier.last().map(String::as_str);
    if reason == "secret" && matches!(last, Some("token" | "password" | "secret")) {
        return false;
    }
    // A table of copies is one, whatever it has copies of.
    if last == Some("cache") && accesses(uses).all(|it| is_of_database(&it.rule)) {
        return false;
    }
    // What is preferred is a preference, be it an address.
    let preferred = identifier.first().is_some_and(|it| it == "preferred");
    let telling =
        meaning.filter(|it| of_app || preferred || it.dimension.id != "workflow.defaults");
    let saved = telling.is_some_and(|it| {
        it.weight == Weight::Strong && it.length > length
            || it.length > length + 1
            || (it.weight >= Weight::Owned && reason == "site_settings")
            || (it.length >= length && matches!(reason, "transient" | "cache" | "operations"))
    });
    let by_user = kind == Kind::Redis || kind == Kind::OrmModel;
    let only_person = reason == "auth"
        && if by_user {
            identifier_is_only_person(identifier, meaning)
        } else {
            settings_of_a_person(identifier) || is_of_pages_of_people(identifier)
        };
    // `userTimezone`: whose it is says nothing against what is beyond doubt, nor against what is usual on a
    // person's own device.
    let enough = if by_user {
        Weight::Strong
    } else {
        Weight::Owned
    };
    let of_user = reason == "auth"
        && meaning.is_some_and(|it| {
            it.weight == Weight::Strong
                || it.weight >= enough && it.dimension.purpose != "communication"
        })
        && is_said_of_a_user(identifier, by_user);
    let chosen = reason == "auth" && !by_user && is_chosen_by_a_user(identifier);
    let of_admin = reason == "auth" && !by_user && is_of_pages_of_admins(identifier);
    let shown =
        matches!(reason, "identity" | "auth" | "operations") && is_about_showing(identifier);
    // What a person sets on a screen lasts, whatever its name, and locks no data.
    let locks = || identifier.iter().any(|it| it == "lock");
    let set = (reason == "transient" || reason == "cache" && locks())
        && accesses(uses).any(|it| it.rule == "device.android.preference-screen");
    // In a browser, and on a device, the subject of a page is no reason against what it looks like.
    let about_a_page = !by_user
        && !matches!(reason, "secret" | "cache" | "transient")
        && is_how_a_page_looks(identifier);
    let set = set || says_what_is_set(reason, kind, identifier);
    saved || only_person || of_user || chosen || of_admin || shown || set || about_a_page
}

/// `app_{key}` and `{namespace}:keys`: what a function that wraps the store makes of every key, a store
/// of none.
fn is_of_any_key(template: &str) -> bool {
    const ANY: &[&str] = &["key", "k", "name", "property", "suffix"];
    const GENERAL: &[&str] = &["key", "data", "item", "value"];
    let hole = template
        .split_once('{')
        .and_then(|(before, rest)| Some((before, rest.split_once('}')?)));
    let Some((before, (hole, behind))) = hole else {
        return false;
    };
    let ends_in_any = behind.is_empty() && ANY.contains(&hole);
    let says_nothing = words(behind)
        .iter()
        .all(|it| GENERAL.contains(&it.as_str()));
    ends_in_any || (before.is_empty() && says_nothing)
}

/// A member that tells more than who the user is.
fn is_trait(member: &str) -> bool {
    let lexicon = Lexicon::get();
    let identifier = words(member);
    lexicon.field(&identifier, Weight::Owned).is_some() && lexicon.field_veto(&identifier).is_none()
}

/// A member that says how old a copy is: `lastFetched`, `cachedAt`.
fn is_age(member: &str) -> bool {
    let name = words(member);
    name == ["cache"]
        || matches!(name.as_slice(), [first, second]
        if first == "last" && second == "fetched"
            || matches!(first.as_str(), "fetched" | "cached") && second == "at")
}

/// Whose the value is; what is nobody's, or only a cache, is left out.
pub(super) fn judge_owner(
    candidate: &mut Candidate,
    uses: &[KeyUse<'_>],
    identifier: &[String],
    meaning: Option<&Meaning<'_>>,
) -> Result<(), Option<Excluded>> {
    let (owner, points, reason) = match candidate.kind {
        Kind::BrowserStorage | Kind::DeviceStorage => (
            Owner::Device,
            50,
            "the browser or device belongs to one person",
        ),
        Kind::InMemorySession => (Owner::Session, 35, "a session belongs to one person"),
        Kind::Redis => (Owner::Key, 32, "the key names a user"),
        Kind::RemoteSdk | Kind::VectorLlmMemory => {
            (Owner::Key, 45, "a service is told of one user")
        }
        _ => (Owner::Key, 40, "the label names a user"),
    };
    candidate.owner = owner;
    match candidate.kind {
        Kind::InMemorySession if meaning.is_none_or(|it| it.weight == Weight::Loose) => {
            return Err(None);
        }
        Kind::Redis => {
            if let Some(reason) = no_store_of_a_person(uses, identifier, meaning) {
                let told = meaning.is_some() || reason != NO_USER;
                return Err(told.then(|| candidate.excluded(reason)));
            }
        }
        _ => {}
    }
    candidate.because(points, reason);
    Ok(())
}

/// Whether a key of a store of a site names no user.
fn is_of_site(uses: &[KeyUse<'_>]) -> bool {
    const RULE: &str = "server.setting-of-user";
    let personal = uses.iter().any(|it| it.key.personal);
    !personal && accesses(uses).any(|access| access.rule == RULE)
}

/// Every use of a key in the code.
pub(super) fn accesses<'a>(uses: &'a [KeyUse<'a>]) -> impl Iterator<Item = &'a AccessFact> {
    let accesses = uses.iter().flat_map(|used| &used.accesses);
    accesses.map(|(_, access)| *access)
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
