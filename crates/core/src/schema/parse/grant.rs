//! `[contexts.…]` and `[features.…]`: where beliefs are wanted, and who may write and read them.

use std::collections::BTreeMap;

use super::{Dimensions, description};
use crate::{
    diagnostic::{Code, Diagnostic, Place, Spelling},
    document::{Findings, Key, Node, is_enough},
    names::{ContextName, DimensionName},
    problem::quoted,
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

    fn read(
        &self,
        text: &str,
        place: &Place,
        spelling: Spelling,
        findings: &mut Findings,
    ) -> Option<DimensionPattern> {
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
        findings.push(self.suggest(wrong, text, place, spelling));
        None
    }

    fn suggest(
        &self,
        wrong: Diagnostic,
        text: &str,
        place: &Place,
        spelling: Spelling,
    ) -> Diagnostic {
        if self.dimensions.is_empty() {
            return wrong.help("the schema declares no dimensions");
        }
        let names = || self.dimensions.keys().map(DimensionName::as_str);
        let below = format!("{text}.");
        if names().any(|name| name.starts_with(&below)) {
            let pattern = format!("\"{text}.*\"");
            return wrong.fix(
                place,
                format!("to match all below it, write {pattern}"),
                pattern,
            );
        }
        let above = |name: &str| name.rfind('.').map(|dot| format!("{}.*", &name[..dot]));
        let prefixes: Vec<String> = names().filter_map(above).collect();
        let known = || names().chain(prefixes.iter().map(String::as_str));
        wrong.suggest(text, place, spelling, "the dimensions are", known)
    }

    fn list(&self, node: Option<Node<'_>>, findings: &mut Findings) -> Vec<DimensionPattern> {
        let items = node
            .and_then(|node| node.items(findings))
            .unwrap_or_default();
        let mut patterns = Vec::new();
        for item in items {
            if is_enough(findings) {
                break;
            }
            let text = item.text(findings);
            patterns.extend(
                text.and_then(|text| self.read(text, item.place(), Spelling::Value, findings)),
            );
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
        if is_enough(findings) {
            break;
        }
        let pattern = patterns.read(key.text, &key.place, Spelling::Key, findings);
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
    let wrong = wrong.suggest(
        name.as_str(),
        node.place(),
        Spelling::Value,
        "the contexts are",
        names,
    );
    findings.push(match wrong.fix {
        Some(_) => wrong,
        None => wrong.help(format!("declare it: `[contexts.{name}]`")),
    });
    None
}
