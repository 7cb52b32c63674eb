//! Keys that say how pages look, whatever the pages are about.

/// What a name ends with that says how a page looks or what it lists.
const LOOKS: &[&str] = &[
    "accordion",
    "collapsed",
    "column",
    "density",
    "expanded",
    "filter",
    "height",
    "hidden",
    "language",
    "layout",
    "locale",
    "minimized",
    "open",
    "opened",
    "pagination",
    "sidebar",
    "sort",
    "sorting",
    "tab",
    "table",
    "theme",
    "unit",
    "view",
    "visibility",
    "width",
    "zoom",
];

/// The same of two words.
const LOOKS_OF_TWO: &[[&str; 2]] = &[
    ["column", "order"],
    ["column", "size"],
    ["filter", "state"],
    ["font", "size"],
    ["item", "order"],
    ["page", "size"],
    ["per", "page"],
    ["sort", "by"],
    ["sort", "direction"],
    ["sort", "order"],
    ["table", "state"],
    ["view", "mode"],
];

/// What is kept back whatever it ends with.
const NEVER: &[&str] = &[
    "csrf", "jwt", "mfa", "nonce", "oauth", "otp", "password", "secret", "sudo", "token",
    "verifier", "xsrf",
];

/// `priceUnit`, `admin_nav_hidden`, `sessionsColumnOrder`: the last words say what a key keeps, those before
/// them what the page is about.
pub(super) fn is_how_a_page_looks(identifier: &[String]) -> bool {
    let [about @ .., last] = identifier else {
        return false;
    };
    let ends_so = |ending: &[&str; 2]| {
        let [first, second] = ending;
        last == second && about.last().is_some_and(|it| it == first)
    };
    !about.is_empty()
        && (LOOKS.contains(&last.as_str()) || LOOKS_OF_TWO.iter().any(ends_so))
        && !identifier.iter().any(|it| NEVER.contains(&it.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lexicon::words;

    #[test]
    fn the_last_words_of_a_key_say_what_it_keeps() {
        for (key, looks) in [
            ("priceUnit", true),
            ("admin_nav_hidden", true),
            ("sessionsColumnOrder", true),
            ("invoices-per-page", true),
            ("price", false),
            ("hidden", false),
            ("last_order", false),
            ("hiddenPrice", false),
            ("token_visibility", false),
        ] {
            assert_eq!(is_how_a_page_looks(&words(key)), looks, "{key}");
        }
    }
}
