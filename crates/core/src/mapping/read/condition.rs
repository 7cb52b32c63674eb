//! `when`: tests of details, each of a type that the detail can pass.

use serde_json::Value;

use super::{Declared, unknown, words};
use crate::{
    diagnostic::{Code, Diagnostic, Place, Spelling},
    document::{Findings, Key, Node},
    mapping::{Condition, Test, whole},
    problem::{listed, quoted, shown},
    schema::{DetailField, DetailType},
};

const EXAMPLE: &str = "`{ ratio = { lt = 0.8 } }`";
const TESTS: [&str; 8] = ["eq", "ne", "lt", "le", "gt", "ge", "in", "present"];

/// Reads the conditions of a rule; those with a mistake are left out.
pub fn conditions(
    node: &Node<'_>,
    declared: &Declared,
    findings: &mut Findings,
) -> Option<Vec<Condition>> {
    let table = node.table(EXAMPLE, findings)?;
    let mut conditions = Vec::new();
    for (key, tests) in table.entries() {
        match declared.get(key.text) {
            Some(detail) => {
                let tests = read(&key, &tests, detail.as_ref(), findings);
                conditions.extend(tests.into_iter().map(|test| Condition {
                    field: key.text.into(),
                    test,
                }));
            }
            None => findings.push(unknown(key.text, &key.place, Spelling::Key, declared)),
        }
    }
    Some(conditions)
}

/// The tests of one detail.
fn read(
    key: &Key<'_>,
    node: &Node<'_>,
    detail: Option<&DetailField>,
    findings: &mut Findings,
) -> Vec<Test> {
    if !node.is_table() {
        let wrong = node.not("a table of tests");
        let example = format!(
            "to compare with one value, write `{} = {{ eq = … }}`",
            key.text
        );
        findings.push(
            wrong
                .help(example)
                .help(format!("tests are {}", listed(TESTS))),
        );
        return Vec::new();
    }
    let Some(mut table) = node.table(EXAMPLE, findings) else {
        return Vec::new();
    };
    let mut tests = Vec::new();
    for word in TESTS {
        if let Some(node) = table.get(word) {
            tests.extend(Reader { word, detail }.test(&node, findings));
        }
    }
    table.finish(findings);
    warn_of_constant(&tests, &key.place, detail, findings);
    tests
}

struct Reader<'a> {
    word: &'static str,
    detail: Option<&'a DetailField>,
}

impl Reader<'_> {
    fn kind(&self) -> Option<&DetailType> {
        self.detail.map(|detail| &detail.kind)
    }

    fn test(&self, node: &Node<'_>, findings: &mut Findings) -> Option<Test> {
        match self.word {
            "eq" => self.constant(node, findings).map(Test::Equal),
            "ne" => self.constant(node, findings).map(Test::NotEqual),
            "lt" => self.bound(node, findings).map(Test::Less),
            "le" => self.bound(node, findings).map(Test::AtMost),
            "gt" => self.bound(node, findings).map(Test::Greater),
            "ge" => self.bound(node, findings).map(Test::AtLeast),
            "in" => self.constants(node, findings).map(Test::In),
            _ => node.boolean(findings).map(Test::Present),
        }
    }

    fn bound(&self, node: &Node<'_>, findings: &mut Findings) -> Option<f64> {
        if let Some(kind) = self.kind().filter(|kind| kind.bounds().is_none()) {
            let message = format!(
                "`{}` compares numbers, and the detail is {}",
                self.word,
                words(kind)
            );
            let wrong = Diagnostic::error(Code::DetailType, node.place(), message);
            findings.push(wrong.help("use eq, ne or in for other types, present for all"));
            return None;
        }
        node.number(findings)
    }

    fn constant(&self, node: &Node<'_>, findings: &mut Findings) -> Option<Value> {
        if let Some(kind @ DetailType::List { .. }) = self.kind() {
            let message = format!(
                "`{}` compares single values, and the detail is {}",
                self.word,
                words(kind)
            );
            let wrong = Diagnostic::error(Code::DetailType, node.place(), message);
            findings.push(wrong.help("of a list only `present` can be tested"));
            return None;
        }
        let constant = node.scalar(findings)?;
        let Some(why) = self.kind().and_then(|kind| impossible(kind, &constant)) else {
            return Some(constant);
        };
        let message = format!("the detail can never be {}", shown(&constant));
        let mistake = Diagnostic::error(Code::UnknownValue, node.place(), message).label(why);
        findings.push(match (self.kind(), constant.as_str()) {
            (Some(DetailType::Enum { values }), Some(text)) => {
                let names = || values.iter().map(String::as_str);
                mistake.suggest(text, node.place(), Spelling::Value, "its values are", names)
            }
            _ => mistake,
        });
        None
    }

    fn constants(&self, node: &Node<'_>, findings: &mut Findings) -> Option<Vec<Value>> {
        let items = node.items(findings)?;
        if items.is_empty() {
            let message = "`in` needs at least one value";
            findings.push(Diagnostic::error(Code::TooFew, node.place(), message));
        }
        let constants = items.iter().map(|item| self.constant(item, findings));
        let constants: Vec<_> = constants.collect();
        constants.into_iter().collect()
    }
}

/// Why a detail of this type is never equal to `constant`.
fn impossible(kind: &DetailType, constant: &Value) -> Option<String> {
    let fits = match (kind, constant) {
        (DetailType::String { max_length }, Value::String(text)) => {
            let too_long = text.len() > *max_length;
            return too_long.then(|| format!("it has at most {max_length} bytes"));
        }
        (DetailType::Enum { values }, Value::String(text)) => {
            return (!values.contains(text)).then(|| "not one of its values".into());
        }
        (DetailType::Number { .. }, Value::Number(_)) | (DetailType::Boolean, Value::Bool(_)) => {
            true
        }
        (DetailType::Integer { .. }, Value::Number(number)) => whole(number).is_some(),
        _ => false,
    };
    if !fits {
        return Some(format!("it is {}", words(kind)));
    }
    let (min, max) = kind.bounds()?;
    let number = constant.as_f64()?;
    let below = min
        .filter(|min| number < *min)
        .map(|min| format!("its `min` is {min}"));
    below.or_else(|| {
        max.filter(|max| number > *max)
            .map(|max| format!("its `max` is {max}"))
    })
}

/// Warns of tests that the declared type decides for every observation.
fn warn_of_constant(
    tests: &[Test],
    place: &Place,
    detail: Option<&DetailField>,
    findings: &mut Findings,
) {
    let Some(detail) = detail else {
        return;
    };
    if let Some(always) = foregone(tests, detail) {
        let name = quoted(place.pointer.rsplit('/').next().unwrap_or_default());
        let message = format!(
            "the condition on {name} {} holds",
            if always { "always" } else { "never" }
        );
        let warning = Diagnostic::warning(Code::ConstantCondition, place, message);
        findings.push(warning.note(reason(detail)));
    }
}

/// Whether the tests hold of every observation or of none, as far as the declared type decides it.
fn foregone(tests: &[Test], detail: &DetailField) -> Option<bool> {
    let (min, max) = detail.kind.bounds().unwrap_or_default();
    let declared = (
        min.unwrap_or(f64::NEG_INFINITY),
        max.unwrap_or(f64::INFINITY),
    );
    let mut left = declared;
    let mut always = !tests.is_empty();
    for test in tests {
        if decided(test, left, detail.optional) == Some(false) {
            return Some(false);
        }
        always &= decided(test, declared, detail.optional) == Some(true);
        match test {
            Test::Less(bound) | Test::AtMost(bound) => left.1 = left.1.min(*bound),
            Test::Greater(bound) | Test::AtLeast(bound) => left.0 = left.0.max(*bound),
            _ => {}
        }
    }
    always.then_some(true)
}

/// What a test says of every number from `low` to `high`, if it says the same of all.
fn decided(test: &Test, (low, high): (f64, f64), optional: bool) -> Option<bool> {
    let (never, always) = match test {
        Test::Present(present) => (!present, *present),
        Test::Less(bound) => (low >= *bound, high < *bound),
        Test::AtMost(bound) => (low > *bound, high <= *bound),
        Test::Greater(bound) => (high <= *bound, low > *bound),
        Test::AtLeast(bound) => (high < *bound, low >= *bound),
        _ => (false, false),
    };
    // An absent detail fails every test but the one for its absence.
    let always = always && !optional;
    let never = never && !(optional && matches!(test, Test::Present(_)));
    match (never, always) {
        (true, _) => Some(false),
        (_, true) => Some(true),
        _ => None,
    }
}

fn reason(detail: &DetailField) -> String {
    let required = if detail.optional {
        "optional"
    } else {
        "required"
    };
    let (min, max) = detail.kind.bounds().unwrap_or_default();
    let bound = |word: &str, bound: Option<f64>| {
        bound.map_or(String::new(), |bound| format!(", {word} = {bound}"))
    };
    let (min, max) = (bound("min", min), bound("max", max));
    format!(
        "the detail is {}, {required}{min}{max}",
        words(&detail.kind)
    )
}
