//! Keys that name people and say nothing of who is logged in.

use crate::lexicon::{Lexicon, Weight};

/// How names and faces are shown is no name and no face: `showUsername`, `animateAvatars`.
pub(super) fn is_about_showing(identifier: &[String]) -> bool {
    const SHOWS: &[&str] = &[
        "show",
        "hide",
        "display",
        "animate",
        "confirm",
        "prefer",
        "preferred",
    ];
    const SHAPES: &[&str] = &["shape", "position", "style", "size", "animated"];
    const CREDENTIALS: &[&str] = &[
        "login",
        "password",
        "session",
        "auth",
        "token",
        "credential",
    ];
    // A shape that was changed once is the second of its name.
    let has =
        |list: &[&str], word: &String| list.contains(&word.trim_end_matches(char::is_numeric));
    let shows = identifier.first().is_some_and(|it| has(SHOWS, it))
        || identifier.len() > 1 && identifier.last().is_some_and(|it| has(SHAPES, it));
    shows && !identifier.iter().any(|it| has(CREDENTIALS, it))
}

/// `sort_time_user_comments`: how pages about people look is no matter of who is logged in.
pub(super) fn is_of_pages_of_people(identifier: &[String]) -> bool {
    const FEWEST: usize = 3;
    let lexicon = Lexicon::get();
    let others = identifier.iter().filter(|it| !is_person(it));
    let rest: Vec<String> = others.cloned().collect();
    identifier.len() >= FEWEST
        && rest.len() < identifier.len()
        && lexicon.field_veto(&rest).is_none()
        && lexicon.field(&rest, Weight::Owned).is_some_and(|it| {
            let id = it.dimension.id.as_str();
            !id.starts_with("communication.") && !id.starts_with("workflow.")
        })
}

/// `admin-sidebar-collapsed`: who runs a site has a browser, too, and pages that look as they like.
pub(super) fn is_of_pages_of_admins(identifier: &[String]) -> bool {
    let lexicon = Lexicon::get();
    let others = identifier.iter().filter(|it| *it != "admin");
    let rest: Vec<String> = others.cloned().collect();
    rest.len() < identifier.len()
        && lexicon.field_veto(&rest).is_none()
        && lexicon.field(&rest, Weight::Owned).is_some_and(|it| {
            let id = it.dimension.id.as_str();
            ["appearance.", "list.", "interests."]
                .iter()
                .any(|it| id.starts_with(it))
        })
}

fn is_person(word: &str) -> bool {
    matches!(word, "user" | "profile" | "account")
}

/// `userSettings`: the person is no reason against it, and nothing else is one.
pub(super) fn settings_of_a_person(identifier: &[String]) -> bool {
    let words = identifier.iter().cloned();
    let (people, rest): (Vec<String>, Vec<String>) = words.partition(|it| is_person(it));
    let settings = |word: &String| matches!(word.as_str(), "setting" | "preference" | "pref");
    !people.is_empty() && rest.iter().any(settings) && Lexicon::get().field_veto(&rest).is_none()
}

/// Whether a name goes on behind the word for a user, and says nothing of an account without it.
pub(super) fn is_said_of_a_user(identifier: &[String], leading: bool) -> bool {
    let at = identifier.iter().position(|it| it == "user");
    at.filter(|at| at + 1 < identifier.len() && !(leading && *at > 0))
        .is_some_and(|at| {
            let mut rest = identifier.to_vec();
            rest.remove(at);
            Lexicon::get().field_veto(&rest).is_none()
        })
}

/// Whether a name tells that the user has chosen: `userSelectedTheme`, `threshold_set_by_user`.
pub(super) fn is_chosen_by_a_user(identifier: &[String]) -> bool {
    const CHOSEN: &[&str] = &[
        "selected", "chosen", "defined", "decision", "choice", "override",
    ];
    let told = identifier
        .windows(2)
        .enumerate()
        .find(|(_, pair)| match *pair {
            [first, second] => {
                first == "user" && CHOSEN.contains(&second.as_str())
                    || first == "by" && second == "user"
            }
            _ => false,
        });
    told.is_some_and(|(at, _)| {
        let mut rest = identifier.to_vec();
        rest.drain(at..at + 2);
        Lexicon::get().field_veto(&rest).is_none()
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lexicon::words;

    #[test]
    fn what_a_user_has_chosen_says_so() {
        for (key, chosen) in [
            ("KEY_USER_SELECTED_IDLE_THRESHOLD", true),
            ("threshold_set_by_user", true),
            ("userDefinedToken", false),
            ("userEmail", false),
            ("last_user", false),
        ] {
            assert_eq!(is_chosen_by_a_user(&words(key)), chosen, "{key}");
        }
    }

    #[test]
    fn pages_of_admins_look_as_they_like() {
        for (key, looks) in [
            ("admin-sidebar-collapsed", true),
            ("adminPostsPerPage", true),
            ("is_admin", false),
            ("admin-token-theme", false),
            ("sidebar-collapsed", false),
        ] {
            assert_eq!(is_of_pages_of_admins(&words(key)), looks, "{key}");
        }
    }

    #[test]
    fn how_names_are_shown_is_no_name() {
        for (key, shown) in [
            ("showUsername", true),
            ("animate_avatars", true),
            ("avatarShape2", true),
            ("username", false),
            ("style", false),
            ("showLoginButton", false),
            ("userEmail", false),
        ] {
            assert_eq!(is_about_showing(&words(key)), shown, "{key}");
        }
    }
}
