//! Scripts inside pages: everything else is blanked out, so that positions stay true.

/// `source` with spaces for all bytes outside `<script>` elements; line breaks stay.
#[must_use]
pub(crate) fn scripts_only(source: &[u8]) -> Vec<u8> {
    let mut result: Vec<u8> = source
        .iter()
        .map(|byte| if *byte == b'\n' { b'\n' } else { b' ' })
        .collect();
    let lower = source.to_ascii_lowercase();
    let mut from = 0;
    while let Some(tag) = find(&lower, b"<script", from) {
        let Some(open) = find(&lower, b">", tag) else {
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

fn find(haystack: &[u8], needle: &[u8], from: usize) -> Option<usize> {
    memchr::memmem::find(haystack.get(from..)?, needle).map(|position| position + from)
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
}
