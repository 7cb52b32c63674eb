//! Preference screens of Android: XML files that declare what a person can set, with key and default.

use quick_xml::{
    Reader,
    events::{BytesStart, Event},
};

use super::{
    event::{Argument, Call, Expression, FileEvents},
    resource_values::resource,
    xml::{Lines, position},
};

/// How elements end that hold others or only lead somewhere, and keep nothing.
const KEEP_NOTHING: &[&str] = &[
    "PreferenceScreen",
    "PreferenceCategory",
    "PreferenceGroup",
    "HeaderPreference",
    "SearchPreference",
    "LinkPreference",
    "ButtonPreference",
    "FooterPreference",
];

/// Each element of a preference screen that keeps a value, as a call with its key and default. What
/// follows a mistake in the file is not read.
#[must_use]
pub(super) fn events(source: &[u8]) -> FileEvents {
    let mut events = FileEvents::default();
    let mut reader = Reader::from_reader(source);
    let mut lines = Lines::new(source);
    let mut is_screen = false;
    loop {
        let start = position(&reader);
        let event = reader.read_event();
        let Ok(Event::Start(element) | Event::Empty(element)) = event else {
            if matches!(event, Ok(Event::Eof) | Err(_)) {
                return events;
            }
            continue;
        };
        let end = position(&reader);
        let name = local_name(&element);
        is_screen |= name == "PreferenceScreen";
        if is_screen && !keeps_nothing(&element, &name) {
            events.calls.push(Call {
                path: format!("PreferenceScreen.{name}"),
                arguments: arguments(&element),
                line: lines.at(start),
                end_line: lines.at(end),
                start,
                end,
                function: None,
                class: None,
            });
        }
    }
}

/// Whether an element holds others, or shows another screen.
fn keeps_nothing(element: &BytesStart<'_>, name: &str) -> bool {
    let mut all = element.attributes();
    let mut attributes = all.with_checks(false).flatten();
    name == "Preference"
        || KEEP_NOTHING.iter().any(|it| name.ends_with(it))
        || acts(name)
        || attributes.any(|it| it.key.local_name().into_inner() == "fragment")
}

/// Whether an element is named after what happens when it is touched: `ClearCachePreference`. One that
/// lists people to choose among leads to theirs, and a preview shows what the others set.
fn acts(name: &str) -> bool {
    const KEEPS: &[&str] = &["Switch", "CheckBox", "List", "Edit", "Seek"];
    const STARTS: &[&str] = &["Clear", "Delete", "Import", "Export", "Reset", "Backup"];
    const ENDS: &[&str] = &["PreviewPreference", "AccountsListPreference"];
    let starts = STARTS.iter().any(|it| name.starts_with(it));
    starts && !KEEPS.iter().any(|it| name.contains(it)) || ENDS.iter().any(|it| name.ends_with(it))
}

/// `VolumePreference` of `org.example.VolumePreference`.
fn local_name(element: &BytesStart<'_>) -> String {
    let name = element.name().into_inner();
    name.rsplit('.').next().unwrap_or(name).to_owned()
}

/// `android:key="@string/theme_key"` is the argument `key` with the path of the resource, as in code.
fn arguments(element: &BytesStart<'_>) -> Vec<Argument> {
    let mut all = element.attributes();
    let attributes = all.with_checks(false).flatten();
    let arguments = attributes.filter_map(|attribute| {
        let name = attribute.key.local_name().into_inner();
        matches!(name, "key" | "defaultValue").then(|| Argument {
            name: Some(name.to_owned()),
            value: resource(&attribute.value)
                .filter(|_| name == "key")
                .unwrap_or_else(|| Expression::Text(attribute.value.to_string())),
        })
    });
    arguments.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_keeps_a_value_is_read_with_its_line_and_default() {
        let found = events(
            b"<PreferenceScreen xmlns:android=\"a\" xmlns:app=\"b\">
  <Preference android:key=\"about\"/>
  <org.example.HeaderPreference android:key=\"general\"/>
  <org.example.FancyPreference android:key=\"sound\" android:fragment=\"org.example.Sound\"/>
  <SwitchPreference
    android:key=\"@string/dark_key\" android:defaultValue=\"true\"/>
  <org.example.ClearHistoryPreference android:key=\"clear_history\"/>
  <org.example.CardPreviewPreference android:key=\"card_preview\"/>
  <org.example.NotificationAccountsListPreference android:key=\"cat_accounts\"/>
  <ResetSwitchPreference
    app:key=\"reset_daily\"/>
  <org.example.VolumePreference app:key=\"volume\"/>
  <ListPreference app:key=\"theme\"",
        );
        let calls: Vec<_> = found
            .calls
            .iter()
            .map(|it| (it.path.as_str(), it.line))
            .collect();
        let expected = [
            ("PreferenceScreen.SwitchPreference", 5),
            ("PreferenceScreen.ResetSwitchPreference", 10),
            ("PreferenceScreen.VolumePreference", 12),
        ];
        assert_eq!(calls, expected, "the last one is cut off");
        let values: Vec<_> = found.calls[0].arguments.iter().collect();
        assert_eq!(values[0].value.path(), Some("R.string.dark_key"));
        assert_eq!(values[1].value.text(), Some("true"));
        assert!(
            events(b"<LinearLayout android:key=\"x\"/>")
                .calls
                .is_empty()
        );
    }
}
