//! Splitting identifiers into words that can be looked up.

/// The words of an identifier, lower case and singular: `hideRecentlyRead` is hide, recently, read.
#[must_use]
pub fn words(identifier: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word = String::new();
    let mut before: Option<char> = None;
    let mut characters = identifier.chars().peekable();
    while let Some(character) = characters.next() {
        if character.is_alphanumeric() {
            let starts_word = character.is_uppercase()
                && before.is_some_and(|it| {
                    it.is_lowercase()
                        || it.is_numeric()
                        || (it.is_uppercase()
                            && characters.peek().is_some_and(|after| after.is_lowercase()))
                });
            if starts_word {
                flush(&mut words, &mut word);
            }
            if character.is_ascii() {
                word.push(character.to_ascii_lowercase());
            } else {
                word.extend(character.to_lowercase());
            }
        } else {
            flush(&mut words, &mut word);
        }
        before = Some(character);
    }
    flush(&mut words, &mut word);
    words
}

fn flush(words: &mut Vec<String>, word: &mut String) {
    if word.is_empty() {
        return;
    }
    let taken = std::mem::take(word);
    // Most lengths differ, so this is faster than a search in order.
    match GLUED.iter().find(|(glued, _)| *glued == taken) {
        Some((_, parts)) => words.extend(parts.iter().map(|part| (*part).to_owned())),
        None if taken.ends_with('s') => words.push(singular(&taken)),
        None => words.push(taken),
    }
}

/// Compounds people write as one word.
const GLUED: &[(&str, &[&str])] = &[
    ("colorscheme", &["color", "scheme"]),
    ("darkmode", &["dark", "mode"]),
    ("fontsize", &["font", "size"]),
    ("nightmode", &["night", "mode"]),
    ("pagesize", &["page", "size"]),
    ("perpage", &["per", "page"]),
    ("playcount", &["play", "count"]),
    ("playlist", &["playlist"]),
    ("playqueue", &["play", "queue"]),
    ("sortby", &["sort", "by"]),
    ("sortorder", &["sort", "order"]),
    ("textsize", &["text", "size"]),
    ("timezone", &["timezone"]),
    ("userconfig", &["user", "config"]),
    ("userid", &["user", "id"]),
    ("userprefs", &["user", "pref"]),
    ("usersettings", &["user", "setting"]),
    ("viewmode", &["view", "mode"]),
    ("watchlist", &["watchlist"]),
];

/// Words that end like a plural and are none.
const KEPT: &[&str] = &[
    "access", "address", "alias", "always", "bias", "canvas", "class", "css", "dms", "focus",
    "has", "hls", "https", "ios", "is", "js", "news", "os", "previous", "process", "progress",
    "radius", "redis", "series", "sms", "status", "this", "tts", "was",
];

/// A rough English singular, good enough to compare words with.
#[must_use]
pub fn singular(word: &str) -> String {
    if word.len() < 4 || KEPT.contains(&word) || word.ends_with("ss") || word.ends_with("us") {
        return word.to_owned();
    }
    if let Some(stem) = word.strip_suffix("ies")
        && stem.len() > 1
    {
        return if stem == "mov" || stem == "cook" {
            format!("{stem}ie")
        } else {
            format!("{stem}y")
        };
    }
    if word == "statuses" {
        return "status".to_owned();
    }
    for ending in ["ches", "shes", "sses", "xes", "zes"] {
        if word.ends_with(ending) {
            return word.get(..word.len() - 2).unwrap_or(word).to_owned();
        }
    }
    word.strip_suffix('s').unwrap_or(word).to_owned()
}

/// Words joined by underscores: the one form tables, classes and keys are compared in.
#[must_use]
pub fn canonical(identifier: &str) -> String {
    words(identifier).join("_")
}

/// Whether the canonical form of `identifier` is `meaning`; names that begin otherwise are told apart at once.
#[must_use]
pub fn means(identifier: &str, meaning: &str) -> bool {
    let first = identifier.chars().find(|it| it.is_alphanumeric());
    let begins = first.map(|it| it.to_lowercase().next().unwrap_or(it));
    begins == meaning.chars().next() && canonical(identifier) == meaning
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_way_to_write_a_name_gives_the_same_words() {
        for name in [
            "UserSettings",
            "user_settings",
            "user-setting",
            "USER_SETTINGS",
            "usersettings",
        ] {
            assert_eq!(canonical(name), "user_setting", "{name}");
        }
        assert_eq!(words("HTMLTheme2"), ["html", "theme2"]);
        assert_eq!(
            words("recently_read_entries"),
            ["recently", "read", "entry"]
        );
    }
}
