//! `[contexts.…]` and `[features.…]`: where beliefs are wanted, and who may write and read them.

use std::collections::BTreeMap;

use super::{Dimensions, description};
use crate::{
    diagnostic::{Code, Diagnostic, Place},
    document::{Findings, Key, Node},
    names::{ContextName, DimensionName},
    problem::{listed, nearest, quoted},
    schema::{Context, DimensionPattern, Feature, USER_FEATURE},
};

/// What patterns may match.
pub(super) struct Patterns<'a> {
    dimensions: &'a Dimensions,
}

impl<'a> Patterns<'a> {
    pub(super) fn new(dimensions: &'a Dimensions) -> Self {
        Self { dimensions }
    }

    fn read(&self, text: &str, place: &Place, findings: &mut Findings) -> Option<DimensionPattern> {
        let pattern = match DimensionPattern::parse(text) {
            Ok(pattern) => pattern,
            Err(invalid) => {
                let message = format!("{} is no pattern of dimensions: it {invalid}", quoted(text));
                let wrong = Diagnostic::error(Code::InvalidName, place, message);
                findings.push(wrong.help("write `*`, `prefix.*` or the name of a dimension"));
                return None;
            }
        };
        let mut names = self.dimensions.keys();
        if pattern == DimensionPattern::All || names.any(|name| pattern.matches(name)) {
            return Some(pattern);
        }
        let message = format!("{} matches no dimension", quoted(text));
        let wrong = Diagnostic::error(Code::MatchesNothing, place, message);
        findings.push(self.suggest(wrong, text));
        None
    }

    fn suggest(&self, wrong: Diagnostic, text: &str) -> Diagnostic {
        let names = || self.dimensions.keys().map(DimensionName::as_str);
        let below = names().any(|name| {
            name.strip_prefix(text)
                .is_some_and(|rest| rest.starts_with('.'))
        });
        if below {
            return wrong.help(format!("to match all below it, write `\"{text}.*\"`"));
        }
        let prefixes: Vec<String> = names()
            .flat_map(|name| {
                name.match_indices('.')
                    .map(|(dot, _)| format!("{}.*", &name[..dot]))
            })
            .collect();
        let known = names().chain(prefixes.iter().map(String::as_str));
        match nearest(text, known) {
            Some(near) => wrong.help(format!("did you mean {}?", quoted(near))),
            None if self.dimensions.is_empty() => wrong.help("the schema declares no dimensions"),
            None => wrong.help(format!("the dimensions are {}", listed(names()))),
        }
    }

    fn list(&self, node: Option<Node<'_>>, findings: &mut Findings) -> Vec<DimensionPattern> {
        let items = node
            .and_then(|node| node.items(findings))
            .unwrap_or_default();
        let mut patterns = Vec::new();
        for item in items {
            let text = item.text(findings);
            patterns.extend(text.and_then(|text| self.read(text, item.place(), findings)));
        }
        patterns
    }
}

pub(super) fn context(
    node: &Node<'_>,
    patterns: &Patterns<'_>,
    findings: &mut Findings,
) -> Option<Context> {
    let before = findings.len();
    let mut table = node.table("`description = \"…\"`", findings)?;
    let description = description(table.get("description"), findings);
    let relevant = table.get("relevant");
    table.finish(findings);
    let relevant =
        relevant.and_then(|node| node.table("`{ \"communication.*\" = 1.0 }`", findings));
    let mut weights = Vec::new();
    for (key, node) in relevant.map(|table| table.entries()).unwrap_or_default() {
        let pattern = patterns.read(key.text, &key.place, findings);
        let range = "from 0 to 1";
        let weight = node.number_within(range, |weight| (0.0..=1.0).contains(&weight), findings);
        weights.extend(pattern.zip(weight));
    }
    (findings.len() == before).then_some(Context {
        description,
        relevant: weights,
    })
}

pub(super) fn feature(
    key: &Key<'_>,
    node: &Node<'_>,
    patterns: &Patterns<'_>,
    contexts: &BTreeMap<ContextName, Option<Context>>,
    findings: &mut Findings,
) -> Option<Feature> {
    if key.text == USER_FEATURE {
        let message = "`user` is no feature: it is the user's own word";
        let reserved = Diagnostic::error(Code::ReservedName, &key.place, message);
        findings.push(
            reserved
                .note("corrections are logged under it")
                .help("choose another name"),
        );
    }
    let before = findings.len();
    let mut table = node.table("`writes = [\"…\"]`", findings)?;
    let context = table.get("context");
    let (writes, reads) = (table.get("writes"), table.get("reads"));
    table.finish(findings);
    if writes.is_none() && reads.is_none() {
        let message = format!("feature {} may neither read nor write", quoted(key.text));
        let warning = Diagnostic::warning(Code::NoGrants, &key.place, message);
        findings.push(warning.help("grant it something: `writes = [\"…\"]`, `reads = [\"*\"]`"));
        // A warning spoils nothing.
        return Some(Feature {
            context: context.and_then(|node| declared(&node, contexts, findings)),
            writes: Vec::new(),
            reads: Vec::new(),
        });
    }
    let feature = Feature {
        context: context.and_then(|node| declared(&node, contexts, findings)),
        writes: patterns.list(writes, findings),
        reads: patterns.list(reads, findings),
    };
    (findings.len() == before).then_some(feature)
}

fn declared(
    node: &Node<'_>,
    contexts: &BTreeMap<ContextName, Option<Context>>,
    findings: &mut Findings,
) -> Option<ContextName> {
    let name: ContextName = node.name("a context", findings)?;
    if contexts.contains_key(&name) {
        return Some(name);
    }
    let message = format!("there is no context {}", quoted(name.as_str()));
    let wrong = Diagnostic::error(Code::UnknownContext, node.place(), message);
    let names = || contexts.keys().map(ContextName::as_str);
    findings.push(
        match (nearest(name.as_str(), names()), contexts.is_empty()) {
            (Some(near), _) => wrong.help(format!("did you mean {}?", quoted(near))),
            (None, true) => wrong.help(format!("declare it: `[contexts.{name}]`")),
            (None, false) => {
                let names = listed(names());
                wrong.help(format!(
                    "the contexts are {names}; or declare it: `[contexts.{name}]`"
                ))
            }
        },
    );
    None
}
