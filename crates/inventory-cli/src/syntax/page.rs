//! Scripts inside pages: everything else is blanked out, so that positions stay true.

use std::ops::Range;

use memchr::memmem;

/// `source` with spaces for all bytes outside `<script>` elements and attributes of code; line breaks stay.
#[must_use]
pub(crate) fn scripts_only(source: &[u8]) -> Vec<u8> {
    let mut result: Vec<u8> = source
        .iter()
        .map(|byte| if *byte == b'\n' { b'\n' } else { b' ' })
        .collect();
    let lower = source.to_ascii_lowercase();
    let of_alpine = find(source, b"x-data", 0).is_some();
    let mut from = 0;
    loop {
        let tag = find(&lower, b"<script", from);
        add_attributes(
            source,
            from..tag.unwrap_or(source.len()),
            of_alpine,
            &mut result,
        );
        let Some(open) = tag.and_then(|tag| find(&lower, b">", tag)) else {
            break;
        };
        let end = find(&lower, b"</script", open).unwrap_or(source.len());
        if let (Some(target), Some(code)) =
            (result.get_mut(open + 1..end), source.get(open + 1..end))
        {
            target.copy_from_slice(code);
        }
        from = end.max(open + 1);
    }
    result
}

/// No name of an attribute of code is longer.
const LONGEST_NAME: usize = 60;

/// Code in attributes between two scripts: `onclick="…"` of HTML; `x-data="{ … }"` and `@click="…"` of Alpine,
/// where a page uses it.
fn add_attributes(source: &[u8], between: Range<usize>, of_alpine: bool, result: &mut [u8]) {
    let markup = source.get(..between.end).unwrap_or_default();
    let places = memchr::memchr_iter(b'=', markup.get(between.start..).unwrap_or_default());
    for equals in places.map(|place| between.start + place) {
        let Some(quote @ (b'"' | b'\'')) = markup.get(equals + 1) else {
            continue;
        };
        let before = markup.get(equals.saturating_sub(LONGEST_NAME)..equals);
        let name = before.and_then(|it| it.rsplit(u8::is_ascii_whitespace).next());
        if !name.is_some_and(|name| is_of_code(name, of_alpine)) {
            continue;
        }
        let from = equals + 2;
        let rest = markup.get(from..).unwrap_or_default();
        let Some(length) = memchr::memchr(*quote, rest) else {
            return;
        };
        let (Some(code), Some(target)) = (
            rest.get(..length),
            result.get_mut(equals + 1..=from + length),
        ) else {
            continue;
        };
        // Both quotes make room for what sets the code apart from that around it.
        let (open, close) = if code.trim_ascii_start().starts_with(b"{") {
            (b'(', b')')
        } else {
            (b';', b';')
        };
        if let [first, inner @ .., last] = target {
            (*first, *last) = (open, close);
            inner.copy_from_slice(code);
        }
    }
}

fn is_of_code(name: &[u8], of_alpine: bool) -> bool {
    let handles = |event: &[u8]| event.len() > 2 && event.iter().all(u8::is_ascii_lowercase);
    name.strip_prefix(b"on").is_some_and(handles)
        || of_alpine
            && [b"x-data".as_slice(), b"x-init", b"x-on:", b"x-effect", b"@"]
                .iter()
                .any(|beginning| name.starts_with(beginning))
}

fn find(haystack: &[u8], needle: &[u8], from: usize) -> Option<usize> {
    memmem::find(haystack.get(from..)?, needle).map(|position| position + from)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_script_bytes_remain_and_lines_do_not_move() {
        let source = b"<template>x</template>\n<SCRIPT setup>\na()\n</script>\ny";
        let page = scripts_only(source);
        assert_eq!(page.len(), source.len());
        assert_eq!(String::from_utf8_lossy(&page).trim(), "a()");
        assert_eq!(String::from_utf8_lossy(&page).matches('\n').count(), 4);
    }

    #[test]
    fn attributes_of_code_remain_each_for_itself() {
        let code = |source: &str| {
            let page = scripts_only(source.as_bytes());
            assert_eq!(page.len(), source.len());
            String::from_utf8_lossy(&page).trim().to_owned()
        };
        assert_eq!(code("<a onclick=\"go('x')\" class=\"b\">"), ";go('x');");
        assert_eq!(code("<a x-data='{ open: false }'>"), "({ open: false })");
        let both = "<a x-data=\"{}\" @click=\"save()\" :class=\"open\">";
        assert_eq!(
            code(both).split_whitespace().collect::<Vec<_>>(),
            ["({})", ";save();"]
        );
        assert_eq!(
            code("<a @click=\"save()\" one=\"x\" content=\"y\">"),
            "",
            "no Alpine"
        );
        assert_eq!(code("<a onclick=\"never closed"), "");
        let script = "<script>let onclick=\"a\";</script>";
        assert_eq!(code(script), "let onclick=\"a\";", "a script is as it is");
    }
}
