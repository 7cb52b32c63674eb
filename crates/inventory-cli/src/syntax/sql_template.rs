//! Statements in files that a template engine fills in: `CREATE TABLE {{.prefix}}users`.

use std::{borrow::Cow, collections::HashMap};

use memchr::memmem;

/// The statements with blanks for what the engine fills in, so that every byte keeps its place; of two
/// ways to say something, the first.
#[must_use]
pub(super) fn without_holes(source: &[u8]) -> Cow<'_, [u8]> {
    if memmem::find(source, b"{{").is_none() {
        return Cow::Borrowed(source);
    }
    let mut plain = source.to_vec();
    let branches = ends_of_branches(source);
    let mut at = 0;
    while let Some(start) = find(source, at, b"{{") {
        let Some(mut end) = find(source, start, b"}}").map(|end| end + 2) else {
            break;
        };
        if word(source, start) == b"else" {
            end = branches.get(&start).map_or(end, |it| end.max(*it));
        }
        for byte in plain.iter_mut().take(end).skip(start) {
            if *byte != b'\n' {
                *byte = b' ';
            }
        }
        at = end;
    }
    Cow::Owned(plain)
}

/// The first word of the action that begins at `start`.
fn word(source: &[u8], start: usize) -> &[u8] {
    let action = source.get(start + 2..).unwrap_or_default();
    let action = action.strip_prefix(b"-").unwrap_or(action);
    let action = action.trim_ascii_start();
    let length = action.iter().take_while(|it| it.is_ascii_alphabetic());
    action.get(..length.count()).unwrap_or_default()
}

/// Where what follows each `else` ends: before the `end` that belongs to it.
fn ends_of_branches(source: &[u8]) -> HashMap<usize, usize> {
    let mut ends = HashMap::new();
    let mut open: Vec<Vec<usize>> = vec![Vec::new()];
    for start in memmem::find_iter(source, b"{{") {
        match word(source, start) {
            b"end" => {
                let branches = open.pop().unwrap_or_default();
                ends.extend(branches.into_iter().map(|it| (it, start)));
                if open.is_empty() {
                    open.push(Vec::new());
                }
            }
            b"if" | b"range" | b"with" => open.push(Vec::new()),
            b"else" => open.iter_mut().rev().take(1).for_each(|it| it.push(start)),
            _ => {}
        }
    }
    ends
}

fn find(source: &[u8], from: usize, text: &[u8]) -> Option<usize> {
    let rest = source.get(from..)?;
    memmem::find(rest, text).map(|at| at + from)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_filled_in_leaves_blanks_and_one_of_two_ways() {
        let plain = |text: &str| {
            let plain = without_holes(text.as_bytes()).into_owned();
            assert_eq!(plain.len(), text.len());
            String::from_utf8(plain).unwrap()
        };
        let words = |text: &str| {
            let text = plain(text);
            text.split_whitespace().collect::<Vec<_>>().join(" ")
        };
        assert_eq!(words("TABLE {{.prefix}}users ("), "TABLE users (");
        let nested = "a {{- if .x}}JSON{{ else }}{{if .y}}TEXT{{end}} MORE{{end}}, b";
        assert_eq!(words(nested), "a JSON , b");
        assert_eq!(plain("a {{\n}} b {{ c"), "a   \n   b {{ c");
        assert_eq!(words("x {{else}} y"), "x y");
    }
}
