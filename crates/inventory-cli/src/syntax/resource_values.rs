//! Values of Android's resources: texts that code and screens ask for by name.

use quick_xml::{Reader, events::Event};

use super::{
    event::{Assignment, Expression, FileEvents},
    xml::{Lines, attribute, position},
};

/// Each text as what its name is given: `<string name="theme_key">theme</string>`.
#[must_use]
pub(super) fn events(source: &[u8]) -> FileEvents {
    let mut events = FileEvents::default();
    let mut reader = Reader::from_reader(source);
    let mut lines = Lines::new(source);
    let mut open: Option<(String, u32)> = None;
    loop {
        let start = position(&reader);
        match reader.read_event() {
            Ok(Event::Start(element)) => {
                let is_text = element.local_name().into_inner() == "string";
                let name = attribute(&element, "name").filter(|_| is_text);
                open = name.map(|name| (name, lines.at(start)));
            }
            Ok(Event::Text(text)) => {
                if let Some((target, line)) = open.take() {
                    let text = text.trim().trim_matches('"');
                    events.assignments.push(Assignment {
                        target,
                        value: resource(text).unwrap_or_else(|| Expression::Text(text.to_owned())),
                        line,
                        function: None,
                        class: None,
                    });
                }
            }
            Ok(Event::End(_)) => open = None,
            Ok(Event::Eof) | Err(_) => return events,
            _ => {}
        }
    }
}

/// What `@string/theme_key` asks for, as code would.
pub(super) fn resource(text: &str) -> Option<Expression> {
    let name = text.strip_prefix("@string/")?;
    Some(Expression::Path(format!("R.string.{name}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_stand_under_their_names() {
        let found = events(
            b"<resources>
  <string name=\"theme_key\" translatable=\"false\">theme</string>
  <item name=\"width\">2</item><string name=\"none\"></string>
  <string name=\"size_key\">\"size\"</string>
</resources>",
        );
        let found = found.assignments.iter();
        let found: Vec<_> = found
            .map(|it| (it.target.as_str(), it.value.text(), it.line))
            .collect();
        let expected = [
            ("theme_key", Some("theme"), 2),
            ("size_key", Some("size"), 4),
        ];
        assert_eq!(found, expected);
    }
}
