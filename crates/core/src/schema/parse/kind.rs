//! The kinds of dimensions, and the keys that belong to each.

use std::{ops::RangeInclusive, sync::Arc};

use super::names;
use crate::{
    diagnostic::{Code, Diagnostic, Place, Spelling},
    document::{Findings, Key, Node, Table},
    names::Member,
    problem::{listed, quoted},
    schema::{Kind, Members, NumberDomain, Outcomes, SetDomain},
};

/// Most values of a dimension.
const MAX_VALUES: usize = 256;
/// Most listed members of a set.
const MAX_LISTED: usize = 1_000;
/// Most members that one user may have.
const MAX_MEMBERS: i64 = 10_000;
/// Members that one user may have unless said otherwise.
const DEFAULT_MEMBERS: u32 = 200;
/// Least base rate: below it a value could never be believed.
const MIN_RATE: f64 = 1e-6;

/// Lengths of a range whose squares, which variances are, an f64 can hold.
const LENGTHS: RangeInclusive<f64> = 1e-100..=1e100;

/// The keys that only some kinds have.
const OF_KIND: [(&str, &[&str]); 8] = [
    ("values", &["category", "ordinal", "progression"]),
    (
        "base_rates",
        &["boolean", "category", "ordinal", "progression"],
    ),
    ("members", &["set"]),
    ("max_members", &["set"]),
    ("member_base_rate", &["set"]),
    ("range", &["number"]),
    ("tolerance", &["number"]),
    ("prior", &["number"]),
];

#[derive(Clone, Copy)]
enum Word {
    Boolean,
    Category,
    Ordinal,
    Progression,
    Set,
    Number,
}

const WORDS: [(&str, Word); 6] = [
    ("boolean", Word::Boolean),
    ("category", Word::Category),
    ("ordinal", Word::Ordinal),
    ("progression", Word::Progression),
    ("set", Word::Set),
    ("number", Word::Number),
];

/// Reads the kind and its keys, and reports the keys that mean nothing to it.
pub(super) fn kind(mut table: Table<'_>, findings: &mut Findings) -> Option<Kind> {
    let example = "\"category\"` or boolean, ordinal, progression, set, number: `\"…\"";
    let node = table.require("kind", example);
    let word = node.as_ref().and_then(|node| node.word(&WORDS, findings));
    let Some(word) = word else {
        // Nothing can be said of the other keys, except that they exist.
        for (key, _) in OF_KIND {
            table.get(key);
        }
        table.finish(findings);
        return None;
    };
    let kind = match word {
        Word::Boolean => truth(&mut table, findings).map(Kind::Boolean),
        Word::Category => outcomes(&mut table, findings).map(Kind::Category),
        Word::Ordinal => outcomes(&mut table, findings).map(Kind::Ordinal),
        Word::Progression => outcomes(&mut table, findings).map(Kind::Progression),
        Word::Set => set(&mut table, findings).map(Kind::Set),
        Word::Number => number(&mut table, findings).map(Kind::Number),
    };
    let name = node.as_ref().and_then(Node::as_text).unwrap_or_default();
    table.finish_with(findings, |key| of_another_kind(key, name, node.as_ref()));
    kind
}

fn of_another_kind(key: &Key<'_>, kind: &str, node: Option<&Node<'_>>) -> Option<Diagnostic> {
    let (_, kinds) = OF_KIND.iter().find(|(name, _)| *name == key.text)?;
    let kinds = listed(kinds.iter().copied());
    let message = format!("{} belongs to dimensions of kind {kinds}", quoted(key.text));
    let wrong = Diagnostic::error(Code::WrongKind, &key.place, message);
    Some(match node {
        Some(node) => wrong.related(node.place(), format!("this one is a {kind}")),
        None => wrong,
    })
}

fn truth(table: &mut Table<'_>, findings: &mut Findings) -> Option<Outcomes> {
    let values: Vec<Arc<str>> = vec!["false".into(), "true".into()];
    let base_rates = base_rates(table, &values, findings)?;
    Some(Outcomes { values, base_rates })
}

fn outcomes(table: &mut Table<'_>, findings: &mut Findings) -> Option<Outcomes> {
    let node = table.require("values", "[\"…\", \"…\"]");
    let rates = table.get("base_rates");
    let node = node?;
    // A value may be written as freely as a member of a set.
    let names: Vec<Member> = names(&node, "a value", MAX_VALUES, findings)?;
    if names.len() < 2 {
        let message = "a dimension needs at least two values";
        let few = Diagnostic::error(Code::TooFew, node.place(), message);
        findings.push(few.note("with one value there is nothing to believe"));
        return None;
    }
    let values: Vec<Arc<str>> = names.iter().map(|name| name.as_str().into()).collect();
    let base_rates = match rates {
        Some(_) => base_rates(table, &values, findings)?,
        None => uniform(values.len()),
    };
    Some(Outcomes { values, base_rates })
}

#[expect(clippy::cast_precision_loss, reason = "there are at most 256 values")]
fn uniform(values: usize) -> Vec<f64> {
    vec![1.0 / values as f64; values]
}

fn base_rates(
    table: &mut Table<'_>,
    values: &[Arc<str>],
    findings: &mut Findings,
) -> Option<Vec<f64>> {
    let Some(node) = table.get("base_rates") else {
        return Some(uniform(values.len()));
    };
    let before = findings.len();
    let entries = node.table("`{ value = rate, … }`", findings)?.entries();
    let mut rates: Vec<Option<f64>> = vec![None; values.len()];
    for (key, node) in entries {
        match values.iter().position(|value| **value == *key.text) {
            Some(position) => rates[position] = rate(&node, findings),
            None => findings.push(no_value(&key, values)),
        }
    }
    if findings.len() > before {
        return None;
    }
    let without = values.iter().zip(&rates).filter(|(_, rate)| rate.is_none());
    let without: Vec<&str> = without.map(|(value, _)| &**value).collect();
    if !without.is_empty() {
        let message = format!("there is no base rate for {}", listed(without));
        let missing = Diagnostic::error(Code::BaseRates, node.place(), message);
        findings.push(missing.help("give every value its rate, or leave `base_rates` out"));
        return None;
    }
    normalised(
        rates.into_iter().flatten().collect(),
        node.place(),
        findings,
    )
}

fn no_value(key: &Key<'_>, values: &[Arc<str>]) -> Diagnostic {
    let message = format!("{} is none of the values", quoted(key.text));
    let unknown = Diagnostic::error(Code::UnknownValue, &key.place, message);
    let names = || values.iter().map(|value| &**value);
    unknown.suggest(key.text, &key.place, Spelling::Key, "the values are", names)
}

fn rate(node: &Node<'_>, findings: &mut Findings) -> Option<f64> {
    let range = "above 0 (at least 0.000001) and below 1";
    node.number_within(range, |rate| (MIN_RATE..1.0).contains(&rate), findings)
}

/// The rates divided by their sum, which is 1 but for what decimal fractions leave.
fn normalised(rates: Vec<f64>, place: &Place, findings: &mut Findings) -> Option<Vec<f64>> {
    let sum: f64 = rates.iter().sum();
    if (sum - 1.0).abs() > 1e-6 {
        // Rounded to what was written: the sum of 0.3, 0.5 and 0.1 is not 0.9 in binary.
        let sum = libm::round(sum * 1e9) / 1e9;
        let message = format!("the base rates sum to {sum}, not to 1");
        let wrong = Diagnostic::error(Code::BaseRates, place, message);
        findings.push(wrong.note("a base rate is the share of users who show the value"));
        return None;
    }
    Some(rates.into_iter().map(|rate| rate / sum).collect())
}

fn set(table: &mut Table<'_>, findings: &mut Findings) -> Option<SetDomain> {
    let members = table.require("members", "\"open\"` or a list of names `[\"…\"]");
    let max_members = table.get("max_members");
    let rate_node = table.get("member_base_rate");
    let members = members.and_then(|node| members_of(&node, findings));
    let max_members = match max_members {
        Some(node) => Some(node.count_within(1, MAX_MEMBERS, findings)?),
        None => None,
    };
    let rate = match rate_node {
        Some(node) => rate(&node, findings)?,
        None => 0.5,
    };
    let members = members?;
    let default = match &members {
        Members::Open => DEFAULT_MEMBERS,
        Members::Listed(listed) => u32::try_from(listed.len()).unwrap_or(u32::MAX),
    };
    Some(SetDomain {
        members,
        max_members: max_members.unwrap_or(default),
        outcomes: Outcomes::truth(rate),
    })
}

fn members_of(node: &Node<'_>, findings: &mut Findings) -> Option<Members> {
    if !node.is_array() {
        let open = node.as_text() == Some("open");
        if !open {
            let wrong = node.not("`\"open\"` or a list of names");
            findings.push(wrong.help("`open` takes any name as a member, a list only those in it"));
        }
        return open.then_some(Members::Open);
    }
    let members: Vec<Member> = names(node, "a member", MAX_LISTED, findings)?;
    if members.is_empty() {
        let message = "the list has no members";
        let empty = Diagnostic::error(Code::TooFew, node.place(), message);
        findings.push(empty.help("name them, or write `members = \"open\"`"));
        return None;
    }
    Some(Members::Listed(members))
}

fn number(table: &mut Table<'_>, findings: &mut Findings) -> Option<NumberDomain> {
    let range = table.require("range", "[least, greatest]");
    let tolerance = table.require("tolerance", "1.0");
    let prior = table.get("prior");
    let range = range.and_then(|node| ends(&node, findings));
    let positive = |node: Node<'_>, findings: &mut Findings| {
        node.number_within("above 0", |number| number > 0.0, findings)
    };
    let tolerance = tolerance.and_then(|node| positive(node, findings));
    let (low, high) = range?;
    let length = high - low;
    let mut domain = NumberDomain {
        low,
        high,
        tolerance: tolerance?,
        prior_mean: low + length / 2.0,
        prior_variance: (length / 4.0) * (length / 4.0),
        prior_strength: 2.0,
    };
    let Some(prior) = prior else {
        return Some(domain);
    };
    let mut prior = prior.table("`{ mean = …, variance = …, strength = 2 }`", findings)?;
    if let Some(mean) = prior.get("mean") {
        let range = format!("within the range, from {low} to {high}");
        let mean = mean.number_within(&range, |mean| (low..=high).contains(&mean), findings);
        domain.prior_mean = mean.unwrap_or(low);
    }
    if let Some(variance) = prior.get("variance") {
        let most = length * length;
        let range = format!("above 0 and at most {most}, the square of the range's length");
        let within = |variance| variance > 0.0 && variance <= most;
        let variance = variance.number_within(&range, within, findings);
        domain.prior_variance = variance.unwrap_or(most);
    }
    if let Some(strength) = prior.get("strength") {
        let range = "from 0.000001 to 1000000000";
        let strength = strength.number_within(range, |k| (1e-6..=1e9).contains(&k), findings);
        domain.prior_strength = strength.unwrap_or(1.0);
    }
    prior.finish(findings);
    Some(domain)
}

fn ends(node: &Node<'_>, findings: &mut Findings) -> Option<(f64, f64)> {
    let items = node.items(findings)?;
    let [low, high] = items.as_slice() else {
        let message = format!(
            "expected two numbers, least and greatest, found {}",
            items.len()
        );
        findings.push(Diagnostic::error(Code::WrongType, node.place(), message));
        return None;
    };
    let (low, high) = (low.number(findings), high.number(findings));
    let (low, high) = low.zip(high)?;
    if LENGTHS.contains(&(high - low)) {
        return Some((low, high));
    }
    let message = format!("{low} to {high} is no range");
    let wrong = Diagnostic::error(Code::OutOfRange, node.place(), message);
    findings.push(if low < high {
        wrong.help("its ends lie from 1e-100 to 1e100 apart")
    } else {
        wrong.help("the first number is the least and the second the greatest")
    });
    None
}
