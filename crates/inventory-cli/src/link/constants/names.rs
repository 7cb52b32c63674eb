//! What names and texts of keys say by how they are written.

use crate::syntax::{Piece, last_segment};

pub(super) fn is_kotlin(path: &str) -> bool {
    path.rsplit('.')
        .next()
        .is_some_and(|it| matches!(it, "kt" | "kts"))
}

/// `"$PREFIX$key"`: names that grammars of Kotlin leave inside a text.
pub(super) fn holes_of_kotlin(text: &str) -> Vec<Piece> {
    let mut parts = text.split('$');
    let mut pieces = vec![Piece::Text(parts.next().unwrap_or_default().to_owned())];
    for part in parts {
        let is_name = |it: char| it.is_alphanumeric() || it == '_';
        let (name, rest) = part.split_at(part.find(|it| !is_name(it)).unwrap_or(part.len()));
        if name.is_empty() {
            pieces.push(Piece::Text(format!("${rest}")));
        } else {
            pieces.push(Piece::Hole(name.to_owned()));
            pieces.push(Piece::Text(rest.to_owned()));
        }
    }
    pieces.retain(|it| !matches!(it, Piece::Text(text) if text.is_empty()));
    pieces
}

/// Whether a name is written like a constant or an export, and so can mean one of another file.
pub(crate) fn is_constant_name(name: &str) -> bool {
    name.len() > 4 && (name.chars().any(char::is_uppercase) || name.contains('_'))
}

/// Whether a path is that of a text of Android's resources: `R.string.theme_key`.
pub(crate) fn is_resource(path: &str) -> bool {
    path.starts_with("R.string.") || path.contains(".R.string.")
}

/// A name without what only reads its value: `Keys.theme.rawValue` is `Keys.theme`.
pub(crate) fn strip_accessors(name: &str) -> &str {
    let mut name = name;
    for ending in [
        ".rawValue",
        ".name",
        ".value",
        ".key",
        ".toString",
        ".getKey",
        ".id",
    ] {
        if let Some(stripped) = name.strip_suffix(ending)
            && last_segment(stripped)
                .chars()
                .next()
                .is_some_and(char::is_alphabetic)
            && stripped.contains('.')
        {
            name = stripped;
        }
    }
    name
}

/// What a template of a page puts into a text, `{{ name }}` or `<?= $name ?>`, is a hole without a name.
pub(super) fn without_template_holes(text: &str) -> String {
    const HOLES: [(&str, &str); 3] = [("{{", "}}"), ("{%", "%}"), ("<?", "?>")];
    let mut text = text.to_owned();
    for (open, close) in HOLES {
        while let Some((before, rest)) = text.split_once(open)
            && let Some((_, after)) = rest.split_once(close)
        {
            text = format!("{before}{}{after}", "{}");
        }
    }
    text
}

/// Enumeration and case, where the value of a case is asked for: `ThemeKey.tint.rawValue`, `Key.THEME.name`.
pub(super) fn case_of_enumeration(name: &str) -> Option<(&str, &str)> {
    let case = name
        .strip_suffix(".rawValue")
        .or_else(|| name.strip_suffix(".name").filter(|it| shouts(it)))?;
    let (enumeration, case) = case.rsplit_once('.')?;
    let enumeration = last_segment(enumeration);
    (enumeration.starts_with(char::is_uppercase) && !case.is_empty()).then_some((enumeration, case))
}

/// Whether the last member is written in capitals.
pub(super) fn shouts(name: &str) -> bool {
    let last = last_segment(name);
    last.chars().any(char::is_uppercase) && !last.chars().any(char::is_lowercase)
}

pub(super) fn hole_name(hole: &str) -> String {
    let mut parts: Vec<&str> = hole
        .split('.')
        .filter(|it| !matches!(*it, "self" | "[]" | ""))
        .collect();
    if parts.len() > 2 {
        parts.drain(..parts.len() - 2);
    }
    if parts.is_empty() {
        "value".to_owned()
    } else {
        parts.join(".")
    }
}
