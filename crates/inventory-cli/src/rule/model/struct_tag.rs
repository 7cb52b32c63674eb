//! Struct tags of Go: the name of a column and whether it is unique.

use crate::syntax::Column;

/// Most libraries name the column first; GORM names it `column:theme`, XORM in quotes or last, or both do
/// not: then what stands there is a type or an option.
pub(super) fn read_struct_tag(library: &str, tag: &str, column: &mut Column) {
    let quoted = || {
        let (before, rest) = tag.split_once('\'')?;
        let name = rest.split('\'').next()?;
        (!name.is_empty() && !before.trim_end().ends_with("default")).then_some(name)
    };
    let last = || tag.rsplit(' ').next();
    let labelled = || {
        tag.split([';', ' '])
            .find_map(|part| part.strip_prefix("column:"))
    };
    let plain = || tag.split([',', ';', ' ']).next();
    let is_name = |text: &&str| {
        !text.is_empty()
            && text
                .chars()
                .all(|it| it.is_ascii_lowercase() || it.is_ascii_digit() || it == '_')
    };
    let named = match library {
        "gorm" => labelled(),
        "xorm" => quoted().or_else(|| last().filter(|it| is_name(it) && it.contains('_'))),
        _ => plain().filter(|it| is_name(it) && !tag.contains(':')),
    };
    if let Some(name) = named {
        name.clone_into(&mut column.name);
    }
    let lower = tag.to_ascii_lowercase();
    column.unique |=
        lower.contains("primarykey") || lower.contains(" pk") || lower.contains("uniqueindex");
}
