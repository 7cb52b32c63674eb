//! Members that a call names of a structured column.

use super::class_name;
use crate::{
    fact::{FileFacts, MembersFact},
    rule::{Rule, column},
    syntax::{Call, Expression, FileEvents},
};

/// `store_accessor :settings, :theme, :density` and its kin.
pub(super) fn members(rule: &Rule, call: &Call, events: &FileEvents, facts: &mut FileFacts) {
    let mut arguments = call.arguments.iter();
    let Some(column) = arguments.next().and_then(|it| it.value.text()) else {
        return;
    };
    let mut members = Vec::new();
    for argument in arguments {
        match &argument.value {
            Expression::Text(name) => members.push(name.clone()),
            Expression::List(names) => {
                members.extend(
                    names
                        .iter()
                        .filter_map(Expression::text)
                        .map(ToOwned::to_owned),
                );
            }
            Expression::Object(pairs) => members.extend(pairs.iter().map(|(name, _)| name.clone())),
            _ => members.extend(argument.name.clone()),
        }
    }
    if members.is_empty() {
        members.extend(column::calls_inside(call, events).map(|inner| inner.0));
    }
    // Each name stands on a line of its own or all on the first: count on from where the call begins.
    let span = call.end_line.saturating_sub(call.line);
    let count = u32::try_from(members.len()).unwrap_or(u32::MAX);
    let spread = span >= count;
    let members = (1_u32..)
        .zip(members)
        .map(|(index, name)| (name, if spread { call.line + index } else { call.line }))
        .collect();
    facts.members.push(MembersFact {
        rule: rule.id.clone(),
        class: class_name(events, call.class),
        column: column.to_owned(),
        members,
        line: call.line,
    });
}
