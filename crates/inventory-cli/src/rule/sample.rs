//! The samples that rules carry, and running them.

use std::path::Path;

use serde::{Deserialize, Deserializer};

use super::{Rules, apply::FileContext, facts};
use crate::{fact::FileFacts, language::Language, syntax::extract};

/// Samples in files of one sort.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sample {
    /// Extension of the file they would stand in.
    pub file: String,
    /// Code that must match, each by itself.
    #[serde(default, deserialize_with = "one_or_many")]
    pub hit: Vec<String>,
    /// Code that must not match.
    #[serde(default, deserialize_with = "one_or_many")]
    pub miss: Vec<String>,
}

/// A sample that did not do what it should.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SampleFailure {
    /// The rule.
    pub rule: String,
    /// What was expected.
    pub expected: &'static str,
    /// The code.
    pub code: String,
}

/// Runs every sample of every rule; returns how many ran and which failed.
#[must_use]
pub fn test_all(rules: &Rules) -> (usize, Vec<SampleFailure>) {
    let mut count = 0;
    let mut failures = Vec::new();
    for rule in rules.all() {
        for sample in &rule.test {
            let hit = sample.hit.iter().map(|code| (code, true, "a match"));
            let miss = sample.miss.iter().map(|code| (code, false, "no match"));
            for (code, should_hit, expected) in hit.chain(miss) {
                count += 1;
                if hits(rules, &rule.id, &sample.file, code) != should_hit {
                    failures.push(SampleFailure {
                        rule: rule.id.clone(),
                        expected,
                        code: code.clone(),
                    });
                }
            }
        }
    }
    (count, failures)
}

/// Whether the rule makes something of the code.
pub(super) fn hits(rules: &Rules, id: &str, file: &str, code: &str) -> bool {
    facts_of(rules, file, code).is_some_and(|found| {
        found.accesses.iter().any(|it| it.rule == id)
            || found.stores.iter().any(|it| it.rule == id)
            || found.members.iter().any(|it| it.rule == id)
            || found.prompts.iter().any(|it| it.rule == id)
            || found
                .logic
                .iter()
                .any(|it| it.rule == id && it.personal && it.substantial)
    })
}

/// The facts of code in a file of that name or extension; none where the language is not built in.
pub(super) fn facts_of(rules: &Rules, file: &str, code: &str) -> Option<FileFacts> {
    let path = if file.contains('.') {
        file.to_owned()
    } else {
        format!("sample.{file}")
    };
    let language = Language::of(Path::new(&path))?;
    let events = extract(language, code.as_bytes()).events;
    let context = FileContext {
        path: &path,
        language,
        source: code.as_bytes(),
    };
    Some(facts(rules, context, &events))
}

fn one_or_many<'de, D: Deserializer<'de>>(source: D) -> Result<Vec<String>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum OneOrMany {
        One(String),
        Many(Vec<String>),
    }
    Ok(match OneOrMany::deserialize(source)? {
        OneOrMany::One(code) => vec![code],
        OneOrMany::Many(codes) => codes,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_rule_hits_and_misses_its_samples() {
        let (count, failures) = test_all(Rules::get());
        assert!(count >= 2 * Rules::get().all().len());
        assert!(failures.is_empty(), "{failures:#?}");
    }
}
