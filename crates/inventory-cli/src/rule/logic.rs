//! Code that personalizes without a store of its own.

use memchr::memmem;

use super::{Logic, Rule, apply::FileContext};
use crate::{
    fact::{FileFacts, LogicFact},
    lexicon::{Lexicon, words},
    syntax::{Expression, FileEvents, Function, Lines, Piece, last_segment},
};

pub(super) fn apply(
    rule: &Rule,
    logic: &Logic,
    context: FileContext<'_>,
    events: &FileEvents,
    facts: &mut FileFacts,
) {
    if !logic.with.is_empty() && !logic.with.iter().any(|text| contains(context.source, text)) {
        return;
    }
    let lines = events.lines(context.source);
    for function in &events.functions {
        if logic
            .functions
            .iter()
            .any(|pattern| pattern.matches(&function.name))
        {
            facts.logic.push(LogicFact {
                rule: rule.id.clone(),
                kind: rule.kind,
                name: function.name.clone(),
                names: Vec::new(),
                members: Vec::new(),
                personal: is_personal(function, lines),
                substantial: function.end_line > function.line + 4,
                line: function.line,
                end_line: function.end_line,
            });
        }
    }
    for class in &events.classes {
        let based = logic.bases.is_empty()
            || class
                .bases
                .iter()
                .any(|base| logic.bases.iter().any(|it| it.matches(base)));
        if based
            && logic
                .classes
                .iter()
                .any(|pattern| pattern.matches(&class.name))
        {
            facts.logic.push(LogicFact {
                rule: rule.id.clone(),
                kind: rule.kind,
                name: class.name.clone(),
                names: Vec::new(),
                members: Vec::new(),
                personal: lines_mention_person(lines, class.line, class.end_line),
                substantial: class.end_line > class.line + 3,
                line: class.line,
                end_line: class.end_line,
            });
        }
    }
    texts(rule, logic, events, facts);
}

/// Objects and files known by a text: `name: "rag-memory"`, `path.join(dir, "USER.md")`.
fn texts(rule: &Rule, logic: &Logic, events: &FileEvents, facts: &mut FileFacts) {
    for assignment in &events.assignments {
        let mut holders: Vec<&str> = Vec::new();
        collect_texts(&assignment.value, &mut holders);
        for text in holders {
            if logic
                .texts
                .iter()
                .any(|wanted| text == wanted || text.ends_with(&format!("/{wanted}")))
            {
                facts.logic.push(LogicFact {
                    rule: rule.id.clone(),
                    kind: rule.kind,
                    name: text.to_owned(),
                    names: vec![last_segment(&assignment.target).to_owned()],
                    members: Vec::new(),
                    personal: true,
                    substantial: true,
                    line: assignment.line,
                    end_line: assignment.line,
                });
            }
        }
    }
}

fn collect_texts<'a>(value: &'a Expression, texts: &mut Vec<&'a str>) {
    match value {
        Expression::Text(text) => texts.push(text),
        Expression::Template(pieces) => {
            if let Some(Piece::Text(text)) = pieces.last() {
                texts.push(text);
            }
        }
        // What asks for a value by its name is told one, as of a box in a form.
        Expression::Call { path, .. } if matches!(last_segment(path), "get" | "pop") => {}
        Expression::Call { arguments, .. } => {
            for argument in arguments {
                collect_texts(&argument.value, texts);
            }
        }
        Expression::Object(pairs) => {
            for (name, value) in pairs {
                if matches!(name.as_str(), "name" | "id" | "key") {
                    collect_texts(value, texts);
                }
            }
        }
        _ => {}
    }
}

/// It takes a user, or asks for the current one.
fn is_personal(function: &Function, lines: Lines<'_>) -> bool {
    let lexicon = Lexicon::get();
    function
        .parameters
        .split([',', '(', ')'])
        .any(|parameter| lexicon.is_person_hole(&words(parameter)))
        || lines_mention_person(lines, function.line, function.end_line)
}

fn lines_mention_person(lines: Lines<'_>, line: u32, end_line: u32) -> bool {
    const SIGNS: &[&str] = &[
        "user_id",
        "userId",
        "UserId",
        "UserID",
        "current_user",
        "currentUser",
        "profile_id",
        "account_id",
        "request.user",
        "->user()",
        "Auth::",
        "user.id",
        "auth()->",
        "req.user",
        "$pid",
        "viewer",
        "user)",
        "ctx.user",
        "member_id",
        "session.user",
        "customer_id",
    ];
    let code = lines.between(line, end_line);
    let code = code.get(..MOST_CODE).unwrap_or(code);
    SIGNS.iter().any(|sign| contains(code, sign))
}

/// Bytes of a function or class in which a person is looked for.
const MOST_CODE: usize = 1 << 16;

fn contains(source: &[u8], text: &str) -> bool {
    !text.is_empty() && memmem::find(source, text.as_bytes()).is_some()
}
