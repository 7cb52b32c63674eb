//! The rule set: built-in files, parsed once, indexed by the last member of a call's path.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::OnceLock,
};

use super::{Rule, RuleFile, Trigger};

pub(super) const FILES: &[(&str, &str)] = &[
    ("browser.toml", include_str!("../rules/browser.toml")),
    ("cookies.toml", include_str!("../rules/cookies.toml")),
    ("device.toml", include_str!("../rules/device.toml")),
    ("libraries.toml", include_str!("../rules/libraries.toml")),
    ("files.toml", include_str!("../rules/files.toml")),
    ("logic.toml", include_str!("../rules/logic.toml")),
    ("models.toml", include_str!("../rules/models.toml")),
    ("sdk.toml", include_str!("../rules/sdk.toml")),
    ("server.toml", include_str!("../rules/server.toml")),
    ("tables.toml", include_str!("../rules/tables.toml")),
    ("removals.toml", include_str!("../rules/removals.toml")),
];

/// All rules.
#[derive(Debug)]
pub struct Rules {
    list: Vec<Rule>,
    by_call: BTreeMap<String, Vec<usize>>,
    by_any_call: Vec<usize>,
}

impl Rules {
    /// The built-in rules.
    ///
    /// # Panics
    /// Never: the files are part of the binary, and a test reads them.
    #[must_use]
    pub fn get() -> &'static Self {
        static RULES: OnceLock<Rules> = OnceLock::new();
        RULES.get_or_init(|| {
            #[expect(
                clippy::expect_used,
                reason = "the files are part of the binary and tested"
            )]
            let rules = Self::parse(FILES).expect("the built-in rules are valid");
            rules
        })
    }

    /// Parses rule files.
    ///
    /// # Errors
    /// Names the file and says what is wrong with it.
    pub fn parse(files: &[(&str, &str)]) -> Result<Self, String> {
        let mut rules: Vec<Rule> = Vec::new();
        let mut ids = BTreeSet::new();
        for (name, text) in files {
            let file: RuleFile =
                toml::from_str(text).map_err(|error| format!("{name}: {error}"))?;
            for rule in file.rule {
                if !ids.insert(rule.id.clone()) {
                    return Err(format!("{name}: rule {} is there twice", rule.id));
                }
                check(&rule).map_err(|reason| format!("{name}: rule {}: {reason}", rule.id))?;
                rules.push(rule);
            }
        }
        let mut by_call: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        let mut by_any_call = Vec::new();
        for (index, rule) in rules.iter().enumerate() {
            for segment in rule
                .calls()
                .iter()
                .flat_map(super::pattern::Pattern::last_segment)
            {
                if segment.contains('*') {
                    by_any_call.push(index);
                } else {
                    by_call.entry(segment.clone()).or_default().push(index);
                }
            }
        }
        by_any_call.dedup();
        for rules in by_call.values_mut() {
            rules.extend(&by_any_call);
            rules.sort_unstable();
            rules.dedup();
        }
        Ok(Self {
            list: rules,
            by_call,
            by_any_call,
        })
    }

    /// Every rule, in the order of the files.
    #[must_use]
    pub fn all(&self) -> &[Rule] {
        &self.list
    }

    /// Rules that a call with this last member could match.
    pub(super) fn for_call(&self, last: &str) -> impl Iterator<Item = &Rule> {
        let named = if last.bytes().any(|byte| byte.is_ascii_uppercase()) {
            self.by_call.get(&last.to_ascii_lowercase())
        } else {
            self.by_call.get(last)
        };
        let indices = named.unwrap_or(&self.by_any_call);
        indices.iter().filter_map(|index| self.list.get(*index))
    }

    /// Every anchor.
    #[must_use]
    pub fn anchors(&self) -> BTreeSet<&str> {
        self.list
            .iter()
            .flat_map(|rule| &rule.anchors)
            .map(String::as_str)
            .collect()
    }
}

impl Rule {
    /// The patterns of calls it matches.
    #[must_use]
    pub(crate) fn calls(&self) -> &[super::Pattern] {
        match &self.trigger {
            Trigger::Access(access) => &access.call,
            Trigger::Persisted(persisted) => &persisted.call,
            Trigger::Block(block) => &block.call,
            Trigger::Object(object) => &object.call,
            Trigger::Builder(builder) => &builder.call,
            Trigger::Column(column) => &column.call,
            Trigger::Removal(removal) => &removal.call,
            Trigger::Members { call }
            | Trigger::Library { call, .. }
            | Trigger::Arguments { call, .. }
            | Trigger::Association { call }
            | Trigger::Collection { call, .. }
            | Trigger::ClassColumn { call, .. }
            | Trigger::Traits { call }
            | Trigger::Flags { call }
            | Trigger::UserValue { call }
            | Trigger::Memory { call } => call,
            _ => &[],
        }
    }
}

fn check(rule: &Rule) -> Result<(), String> {
    if rule.anchors.is_empty() {
        return Err(
            "needs `anchors`, or the prefilter would drop every file it could match".into(),
        );
    }
    if !rule.test.iter().any(|sample| !sample.hit.is_empty()) {
        return Err("needs a sample that hits: [[rule.test]] with file and hit".into());
    }
    if !rule.test.iter().any(|sample| !sample.miss.is_empty()) {
        return Err("needs a sample that misses: [[rule.test]] with file and miss".into());
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_broken_rule_is_refused_with_its_name() {
        let no_sample = "[[rule]]\nid = \"a.b\"\nkind = \"redis\"\nanchors = [\"x\"]\ntest = []\nmatch = { members = { call = [\"x\"] } }";
        assert!(
            Rules::parse(&[("f.toml", no_sample)])
                .unwrap_err()
                .contains("a.b")
        );
        assert!(
            Rules::parse(&[("f.toml", "nonsense")])
                .unwrap_err()
                .starts_with("f.toml")
        );
    }
}
