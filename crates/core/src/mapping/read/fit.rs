//! Whether a constant, or what a detail holds, is a value of a dimension.

use serde_json::Value;

use super::{Target, words};
use crate::{
    diagnostic::{Code, Diagnostic, Place, Spelling},
    names::Member,
    problem::{self, quoted, shown},
    schema::{DetailType, Kind, Members, Outcomes},
};

/// The mistake of leading to the target with `constant`, none when it is one of its values.
pub(super) fn constant(value: &Value, place: &Place, target: Target<'_>) -> Option<Diagnostic> {
    let name = quoted(target.name.as_str());
    let mistake = |message: String| Diagnostic::error(Code::UnknownValue, place, message);
    match (target.kind, value) {
        (Kind::Boolean(_), Value::Bool(_)) => None,
        (Kind::Boolean(_), other) => {
            let wrong = mistake(format!("{} is no value of {name}", shown(other)));
            Some(wrong.help("it is boolean: write true or false, without quotes"))
        }
        (Kind::Number(domain), Value::Number(number)) => {
            let (low, high) = (domain.low, domain.high);
            let within = number
                .as_f64()
                .is_some_and(|number| (low..=high).contains(&number));
            let message = || format!("{number} is outside the range of {name}");
            (!within).then(|| mistake(message()).label(format!("must be from {low} to {high}")))
        }
        (Kind::Number(_), other) => Some(mistake(format!(
            "{} is no value of {name}, which is a number",
            shown(other)
        ))),
        (Kind::Set(set), Value::String(text)) => member(text, &set.members, &name, place),
        (Kind::Set(_), other) => {
            let wrong = mistake(format!("{} is no member of {name}", shown(other)));
            Some(wrong.help(
                "of a set, `value` is the member's name in quotes; `polarity = false` opposes it",
            ))
        }
        (kind, value) => {
            let outcomes = kind.outcomes()?;
            let text = value.as_str();
            let known = text.is_some_and(|text| outcomes.position(text).is_some());
            (!known).then(|| unknown_outcome(value, outcomes, &name, place))
        }
    }
}

/// The mistake of taking a detail of this type to the target as it is, none where it can be.
pub(super) fn detail(kind: &DetailType, place: &Place, target: Target<'_>) -> Option<Diagnostic> {
    let name = quoted(target.name.as_str());
    let kind = match kind {
        DetailType::List { items, .. } if target.takes_lists => items,
        other => other,
    };
    let fits = match (target.kind, kind) {
        (Kind::Boolean(_), DetailType::Boolean)
        | (Kind::Number(_), DetailType::Number { .. } | DetailType::Integer { .. })
        | (
            Kind::Set(_) | Kind::Category(_) | Kind::Ordinal(_) | Kind::Progression(_),
            DetailType::String { .. },
        ) => true,
        (
            Kind::Set(_) | Kind::Category(_) | Kind::Ordinal(_) | Kind::Progression(_),
            DetailType::Enum { values },
        ) => return enum_values(values, place, target),
        _ => false,
    };
    if fits {
        return None;
    }
    let message = format!(
        "the detail is {}, and {name} is of kind {}",
        words(kind),
        target.kind.word()
    );
    let mistake = Diagnostic::error(Code::DetailType, place, message);
    Some(match kind {
        DetailType::List { .. } => mistake.help(
            "one statement or level has one value; a list can be taken to a set, or be an event",
        ),
        DetailType::Number { .. } | DetailType::Integer { .. } => {
            mistake.help("cut the number into ranges with `buckets = [{ to = …, value = … }, …]`")
        }
        _ => mistake.help("say what each of its values means with `map = { … }`"),
    })
}

/// The mistake of an enum with values that the target does not have.
fn enum_values(values: &[String], place: &Place, target: Target<'_>) -> Option<Diagnostic> {
    let strangers: Vec<&str> = values
        .iter()
        .filter(|value| constant(&Value::from(value.as_str()), place, target).is_some())
        .map(String::as_str)
        .collect();
    if strangers.is_empty() {
        return None;
    }
    let name = quoted(target.name.as_str());
    let message = format!(
        "the detail may be {}, which {name} does not have",
        problem::listed(strangers.iter().copied())
    );
    let entries = strangers
        .iter()
        .take(3)
        .map(|value| format!("{value} = \"…\""));
    let entries: Vec<_> = entries.collect();
    let help = format!(
        "say what they mean: `map = {{ {}, \"*\" = \"as is\" }}`",
        entries.join(", ")
    );
    Some(Diagnostic::error(Code::UnknownValue, place, message).help(help))
}

fn member(text: &str, members: &Members, name: &str, place: &Place) -> Option<Diagnostic> {
    let mistake = |message| Diagnostic::error(Code::UnknownValue, place, message);
    let member = match Member::new(text) {
        Ok(member) => member,
        Err(invalid) => {
            return Some(mistake(format!(
                "{} cannot be a member: it {invalid}",
                quoted(text)
            )));
        }
    };
    let Members::Listed(listed) = members else {
        return None;
    };
    if listed.contains(&member) {
        return None;
    }
    let wrong = mistake(format!("{} is no member of {name}", quoted(text)));
    let names = || listed.iter().map(Member::as_str);
    Some(wrong.suggest(text, place, Spelling::Value, "its members are", names))
}

fn unknown_outcome(value: &Value, outcomes: &Outcomes, name: &str, place: &Place) -> Diagnostic {
    let message = format!("{} is no value of {name}", shown(value));
    let wrong = Diagnostic::error(Code::UnknownValue, place, message);
    let names = || outcomes.values.iter().map(|value| &**value);
    let text = value.as_str().unwrap_or_default();
    wrong.suggest(text, place, Spelling::Value, "its values are", names)
}
