//! Prompts with user data: texts on their way to a model that name something personal.

use super::{Pattern, Rule, apply::FileContext};
use crate::{
    fact::{FileFacts, PromptFact},
    lexicon::words,
    syntax::{Call, Expression, FileEvents, Piece, Template, last_segment},
};

/// A text with less around its holes tells a model nothing: `Memories: …`.
const SHORTEST_PROMPT: usize = 10;

/// What says a text to those who run the program, or in an exception.
const SAID: &[&str] = &[
    "print", "println", "printf", "echo", "secho", "log", "debug", "info", "warn", "warning",
    "error", "raise", "fail", "abort", "fatal",
];

/// Whether a call says its text to people and not to a model.
fn says(call: &Call) -> bool {
    let name = last_segment(&call.path);
    let lower = name.to_ascii_lowercase();
    SAID.contains(&lower.as_str())
        || lower.ends_with("print")
        || name == "DoesNotExist"
        || name.ends_with("Error")
        || name.ends_with("Exception")
}

/// Templates on their way to a model that name something personal.
pub(super) fn apply(
    rule: &Rule,
    sinks: &[Pattern],
    context: FileContext<'_>,
    events: &FileEvents,
    facts: &mut FileFacts,
) {
    let stem = super::wrapper::stem(context.path);
    let is_sink = |name: &str| sinks.iter().any(|sink| sink.matches(name));
    let file_is_sink = is_sink(stem);
    let kept = events.assignments.iter();
    let kept = kept.filter(|it| is_sink(last_segment(&it.target)));
    let kept = Kept::on(kept.map(|it| it.line));
    let given = events.calls.iter().filter(|call| {
        let mut arguments = call.arguments.iter();
        is_sink(last_segment(&call.path))
            || arguments.any(|it| names_sink(it.name.as_deref(), &it.value, sinks))
    });
    let given = Given::on(given.map(|it| (it.line, it.end_line)));
    let said = events.calls.iter().filter(|call| says(call));
    let said = Given::on(said.map(|it| (it.line, it.end_line)));
    for template in &events.templates {
        let holes: Vec<String> = personal_holes(template);
        if holes.is_empty() || literal_length(template) < SHORTEST_PROMPT {
            continue;
        }
        let function = template
            .function
            .and_then(|index| events.functions.get(index));
        let function_name = function.map_or("", |it| it.name.as_str());
        let assigned = kept.near(template);
        let handed = given.hold(template);
        let named = file_is_sink || is_sink(function_name);
        if assigned || handed || named && !said.hold(template) {
            facts.prompts.push(PromptFact {
                rule: rule.id.clone(),
                holes,
                function: function_name.to_owned(),
                line: template.line,
                end_line: template.end_line,
            });
        }
    }
}

/// The lines on which something is assigned that is told to a language model.
struct Kept(Vec<u32>);

impl Kept {
    fn on(lines: impl Iterator<Item = u32>) -> Self {
        let mut lines: Vec<u32> = lines.collect();
        lines.sort_unstable();
        Self(lines)
    }

    /// Whether one of them is among those of a template or right before it.
    fn near(&self, template: &Template) -> bool {
        let from = template.line.saturating_sub(1);
        let first = self.0.partition_point(|line| *line < from);
        self.0.get(first).is_some_and(|it| *it <= template.end_line)
    }
}

/// The lines of calls that are given a text: where each begins, and where the last one
/// ends that begins no later.
struct Given(Vec<(u32, u32)>);

impl Given {
    fn on(lines: impl Iterator<Item = (u32, u32)>) -> Self {
        let mut lines: Vec<(u32, u32)> = lines.collect();
        lines.sort_unstable();
        let mut last = 0;
        for (_, end) in &mut lines {
            last = last.max(*end);
            *end = last;
        }
        Self(lines)
    }

    /// Whether a template begins inside one of them.
    fn hold(&self, template: &Template) -> bool {
        let behind = self.0.partition_point(|it| it.0 <= template.line);
        let before = behind.checked_sub(1).and_then(|at| self.0.get(at));
        before.is_some_and(|(_, end)| template.line <= *end)
    }
}

fn names_sink(name: Option<&str>, value: &Expression, sinks: &[Pattern]) -> bool {
    name.is_some_and(|name| sinks.iter().any(|sink| sink.matches(name)))
        || matches!(value, Expression::Object(pairs)
            if pairs.iter().any(|(key, value)| key == "role" && matches!(value.text(), Some("system" | "developer"))
                || matches!(key.as_str(), "system" | "instructions" | "systemPrompt" | "system_prompt")))
}

fn literal_length(template: &Template) -> usize {
    template
        .pieces
        .iter()
        .map(|piece| {
            if let Piece::Text(text) = piece {
                text.len()
            } else {
                0
            }
        })
        .sum()
}

/// Words for somebody, in singular.
pub(crate) const PERSONS: &[&str] = &[
    "user",
    "profile",
    "member",
    "customer",
    "account",
    "persona",
    "pref",
    "preference",
    "memory",
];

/// Words for something about somebody, in singular.
pub(crate) const TRAITS: &[&str] = &[
    "memory",
    "preference",
    "bio",
    "instruction",
    "profile",
    "persona",
    "tone",
    "style",
    "timezone",
    "language",
    "locale",
    "interest",
    "expertise",
    "occupation",
    "location",
    "fact",
    "goal",
    "hobby",
    "allergy",
    "diet",
    "skill",
];

/// What ends so tells where something is, or which it is, and nothing of a person.
const POINTERS: &[&str] = &[
    "id",
    "path",
    "dir",
    "directory",
    "folder",
    "url",
    "uuid",
    "slug",
    "file",
];

/// Holes that name a person's memory, preference or trait.
fn personal_holes(template: &Template) -> Vec<String> {
    let holes = template.pieces.iter().filter_map(|piece| match piece {
        Piece::Hole(path) => Some(path),
        Piece::Text(_) => None,
    });
    let personal = holes.filter(|path| {
        let words = words(path);
        let names = |known: &[&str]| words.iter().any(|word| known.contains(&word.as_str()));
        let points = words
            .last()
            .is_some_and(|it| POINTERS.contains(&it.as_str()));
        names(PERSONS) && names(TRAITS) && !points
    });
    personal.cloned().collect()
}
