//! Names of parameters, out of a list as any language writes it.

/// The parameters one by one, as they are written.
pub(super) fn each(parameters: &str) -> impl Iterator<Item = &str> {
    parameters.trim_matches(['(', ')']).split(',')
}

/// The names, without types and defaults; that of the object itself is left out.
pub(in crate::rule) fn parameter_names(parameters: &str) -> Vec<String> {
    each(parameters)
        .map(|parameter| {
            let head = parameter
                .split([':', '='])
                .next()
                .unwrap_or_default()
                .trim();
            let words: Vec<&str> = head.split_whitespace().collect();
            let typed_behind = parameter
                .split('=')
                .next()
                .is_some_and(|it| it.contains(':'));
            // `String key` names last, `key string` first; types begin upper case or are known. Where the
            // type comes behind a colon, what stands before the name is a label, a modifier, a mark.
            let name = match words.as_slice() {
                [.., last] if typed_behind => last,
                [first, last] if is_type(first) => last,
                [first, ..] => first,
                [] => "",
            };
            name.trim_matches(|it: char| !it.is_alphanumeric() && it != '_')
                .to_owned()
        })
        .filter(|name| name != "self")
        .collect()
}

/// The parameter that `name` is taken out of, and what it is called there: 0 and `key` for the `stored` of
/// `({ key: stored, initial }, others)`.
pub(super) fn option(parameters: &str, name: &str) -> Option<(usize, String)> {
    let parameters = parameters.trim();
    let inner = parameters.strip_prefix('(').unwrap_or(parameters);
    let (mut at, mut rest) = (0, inner);
    while let Some(next) = rest.find(['{', ',']) {
        let (before, behind) = rest.split_at(next);
        if behind.starts_with(',') {
            at += 1;
            rest = behind.get(1..)?;
            continue;
        }
        let (members, behind) = behind.get(1..)?.split_once('}')?;
        // What stands behind a colon is a type.
        if before.trim().is_empty() {
            let found = members.split(',').find_map(|member| {
                let member = member.split('=').next()?.trim();
                let (key, local) = member.split_once(':').unwrap_or((member, member));
                (local.trim() == name).then(|| key.trim().to_owned())
            });
            if let Some(key) = found {
                return Some((at, key));
            }
        }
        rest = behind;
    }
    None
}

/// Whether a parameter is a member as well: `constructor(private readonly key: string)`.
pub(super) fn declares(parameters: &str, name: &str) -> bool {
    each(parameters).any(|parameter| {
        let head = parameter.split([':', '=']).next().unwrap_or_default();
        let words: Vec<&str> = head.split_whitespace().collect();
        let modified = words
            .iter()
            .any(|it| matches!(*it, "private" | "public" | "protected" | "readonly"));
        modified
            && words
                .last()
                .is_some_and(|it| it.trim_start_matches('$').trim_end_matches('?') == name)
    })
}

/// The text that a parameter is where nobody gives one: `"open-panels"` of `({ storageKey = "open-panels" })`.
pub(in crate::rule) fn default_text<'a>(parameters: &'a str, name: &str) -> Option<&'a str> {
    let mut parts = parameters.split([',', '{', '}', '(', ')']);
    parts.find_map(|parameter| {
        let (head, value) = parameter.split_once('=')?;
        let head = head.split(':').next()?.trim().trim_start_matches('$');
        let value = value.trim();
        let quote = value.chars().next().filter(|it| matches!(it, '"' | '\''))?;
        let text = value.strip_prefix(quote)?.strip_suffix(quote)?;
        (head == name && !text.is_empty() && !text.contains(quote)).then_some(text)
    })
}

fn is_type(word: &str) -> bool {
    word.chars().next().is_some_and(char::is_uppercase)
        || matches!(
            word,
            "string"
                | "int"
                | "final"
                | "bool"
                | "boolean"
                | "object"
                | "array"
                | "mixed"
                | "_"
                | "float"
        )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn options_are_taken_out_of_their_parameter() {
        let of = |parameters, name| option(parameters, name);
        let found = |at, key: &str| Some((at, key.to_owned()));
        assert_eq!(
            of("({ key, initial = 1 }: Options)", "key"),
            found(0, "key")
        );
        assert_eq!(of("({ key: stored })", "stored"), found(0, "key"));
        assert_eq!(of("(user, { key })", "key"), found(1, "key"));
        assert_eq!(of("(options: { key: string })", "key"), None);
        assert_eq!(of("(key)", "key"), None);
    }

    #[test]
    fn a_default_is_a_text_of_its_own() {
        for (parameters, text) in [
            ("(key = \"open-panels\")", Some("open-panels")),
            ("({ size, key = 'open-panels' })", Some("open-panels")),
            ("(key: string = 'open-panels')", Some("open-panels")),
            ("(key = PANELS)", None),
            ("(other = 'open-panels')", None),
            ("(key)", None),
        ] {
            assert_eq!(default_text(parameters, "key"), text, "{parameters}");
        }
    }

    #[test]
    fn parameters_are_named_in_every_style() {
        assert_eq!(parameter_names("(key, value = 1)"), ["key", "value"]);
        assert_eq!(parameter_names("(String key, int value)"), ["key", "value"]);
        assert_eq!(parameter_names("(self, key: str)"), ["key"]);
        assert_eq!(parameter_names("($key, string $value)"), ["key", "value"]);
        assert_eq!(parameter_names("(key string, v any)"), ["key", "v"]);
        assert_eq!(parameter_names("(for key: String)"), ["key"]);
        assert_eq!(parameter_names("(@StringRes id: Int)"), ["id"]);
        assert_eq!(parameter_names("(private prefs: Store)"), ["prefs"]);
        assert_eq!(parameter_names("(key = 'a:b', c d)"), ["key", "c"]);
    }
}
