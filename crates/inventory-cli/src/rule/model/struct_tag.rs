//! Struct tags of Go: the name of a column, its default and whether it is unique.

use crate::syntax::Column;

/// Most libraries name the column first; GORM names it `column:theme`, XORM in quotes or last, or both do
/// not: then what stands there is a type or an option.
pub(super) fn read_struct_tag(library: &str, tag: &str, column: &mut Column) {
    let quoted = || {
        let (before, rest) = tag.split_once('\'')?;
        let name = rest.split('\'').next()?;
        let before = before.trim_end().to_ascii_lowercase();
        (!name.is_empty() && !before.ends_with("default")).then_some(name)
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
    if matches!(library, "gorm" | "xorm" | "bun") {
        column.default = default_in(tag, &lower).or_else(|| column.default.take());
    }
}

/// `default:dark;` of GORM and Bun, `DEFAULT 'dark'` of XORM and GORM.
fn default_in(tag: &str, lower: &str) -> Option<String> {
    let at = lower.find("default")? + "default".len();
    let rest = tag.get(at..)?.strip_prefix([':', ' '])?.trim_start();
    let value = match rest.strip_prefix('\'') {
        Some(quoted) => quoted.split('\'').next(),
        None => rest.split([';', ' ', ',']).next(),
    };
    value
        .filter(|it| !it.is_empty() && !it.eq_ignore_ascii_case("null"))
        .map(ToOwned::to_owned)
}
