//! Messages of protocol buffers; the grammar is small enough to read line by line.

use super::event::{Class, Field};

/// The messages of a `.proto` file.
#[must_use]
pub(super) fn messages(source: &str) -> Vec<Class> {
    let mut open: Vec<Class> = Vec::new();
    let mut depth_of: Vec<usize> = Vec::new();
    let mut done = Vec::new();
    let mut depth = 0_usize;
    for (line, text) in (1_u32..).zip(source.lines()) {
        let code = text.split("//").next().unwrap_or_default().trim();
        let mut words = code.split_whitespace();
        if words.next() == Some("message")
            && let Some(name) = words.next()
        {
            let name = name.trim_end_matches('{').to_owned();
            open.push(Class {
                name,
                line,
                end_line: line,
                ..Class::default()
            });
            depth_of.push(depth);
        } else if let (Some(message), Some(field)) = (open.last_mut(), field(code, line)) {
            message.fields.push(field);
        }
        depth += code.matches('{').count();
        depth = depth.saturating_sub(code.matches('}').count());
        while depth_of
            .last()
            .is_some_and(|start| depth <= *start && code.contains('}'))
        {
            depth_of.pop();
            done.extend(open.pop().map(|message| Class {
                end_line: line,
                ..message
            }));
        }
    }
    done.extend(open);
    done.sort_by_key(|message| message.line);
    done
}

fn field(code: &str, line: u32) -> Option<Field> {
    let declaration = code.strip_suffix(';').unwrap_or(code);
    let (left, number) = declaration.split_once('=')?;
    number.trim().split(' ').next()?.parse::<u32>().ok()?;
    let mut words: Vec<&str> = left.split_whitespace().collect();
    let name = words.pop()?;
    let type_ = words.pop()?;
    Some(Field {
        name: name.to_owned(),
        type_: Some(type_.to_owned()),
        line,
        ..Field::default()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nested_messages_and_fields_are_read() {
        let found = messages(
            "message UserSetting {\n  message General {\n    string locale = 1; // x\n  }\n  optional General general = 2;\n}\nmessage Broken {",
        );
        let names: Vec<_> = found
            .iter()
            .map(|message| (message.name.as_str(), message.fields.len()))
            .collect();
        assert_eq!(names, [("UserSetting", 1), ("General", 1), ("Broken", 0)]);
    }
}
