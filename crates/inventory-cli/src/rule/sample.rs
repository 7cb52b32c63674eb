//! Running the samples that rules carry.

use std::path::Path;

use super::{Rules, apply::FileContext, facts};
use crate::{fact::FileFacts, language::Language, syntax::extract};

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
            for (code, should_hit, expected) in [
                (&sample.hit, true, "a match"),
                (&sample.miss, false, "no match"),
            ] {
                let Some(code) = code else { continue };
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

fn hits(rules: &Rules, id: &str, file: &str, code: &str) -> bool {
    let path = if file.contains('.') {
        file.to_owned()
    } else {
        format!("sample.{file}")
    };
    let Some(language) = Language::of(Path::new(&path)) else {
        return false;
    };
    let events = extract(language, code.as_bytes()).events;
    let context = FileContext {
        path: &path,
        language,
        source: code.as_bytes(),
    };
    let found: FileFacts = facts(rules, context, &events);
    found.accesses.iter().any(|it| it.rule == id)
        || found.stores.iter().any(|it| it.rule == id)
        || found.members.iter().any(|it| it.rule == id)
        || found
            .logic
            .iter()
            .any(|it| it.rule == id && it.personal && it.substantial)
        || found.prompts.iter().any(|it| it.rule == id)
        || (!found.relations.is_empty() && id.ends_with("association"))
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
