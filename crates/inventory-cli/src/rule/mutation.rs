//! Breaking every rule on purpose: each break must change what the rule's own samples give, or the
//! samples would not notice when somebody does it by accident.

use toml::{Table, Value};

use super::{
    Rules, Sample,
    load::FILES,
    sample::{facts_of, hits},
};

/// Lists of a trigger of which one entry is enough to match.
const ALTERNATIVES: [&str; 12] = [
    "call",
    "object",
    "bases",
    "attributes",
    "field_attributes",
    "field_calls",
    "functions",
    "classes",
    "names",
    "sinks",
    "uses",
    "add",
];

/// Conditions without which a rule would match more than it means.
const CONDITIONS: [&str; 11] = [
    "imports",
    "requires",
    "with",
    "held",
    "options",
    "inside",
    "given",
    "of_class",
    "class_names",
    "beside",
    "homes",
];

/// What matches nothing.
const NOTHING: &str = "^no-such-name-anywhere";

#[test]
fn without_a_rule_nothing_makes_up_for_it() {
    let mut wrong = Vec::new();
    for (index, rule) in Rules::get().all().iter().enumerate() {
        let rest = rules_without(index);
        for (sample, code) in hit_samples(&rule.test) {
            let with = count(Rules::get(), &sample.file, code);
            if hits(&rest, &rule.id, &sample.file, code) || count(&rest, &sample.file, code) >= with
            {
                wrong.push(format!("{}: {code}", rule.id));
            }
        }
    }
    assert_eq!(wrong, Vec::<String>::new(), "other rules hit these samples");
}

#[test]
fn every_alternative_of_a_rule_has_a_sample_that_needs_it() {
    let mut wrong = Vec::new();
    for rule in tables() {
        for (list, entry) in alternatives(&rule) {
            let mut broken = rule.clone();
            if let Some(entries) = trigger(&mut broken)
                .get_mut(&list)
                .and_then(Value::as_array_mut)
            {
                entries[entry] = NOTHING.into();
            }
            if !is_noticed(&broken) {
                wrong.push(format!("{}: {list}[{entry}]", name(&rule)));
            }
        }
    }
    assert_eq!(wrong, Vec::<String>::new(), "breaking these goes unnoticed");
}

#[test]
fn every_condition_of_a_rule_has_a_sample_that_needs_it() {
    let mut wrong = Vec::new();
    for rule in tables() {
        for condition in CONDITIONS {
            let mut loose = rule.clone();
            let removed = loose.remove(condition).is_some();
            if (removed || trigger(&mut loose).remove(condition).is_some()) && !is_noticed(&loose) {
                wrong.push(format!("{}: {condition}", name(&rule)));
            }
        }
    }
    assert_eq!(wrong, Vec::<String>::new(), "dropping these goes unnoticed");
}

#[test]
fn the_prefilter_lets_every_sample_pass() {
    let mut wrong = Vec::new();
    for rule in Rules::get().all() {
        for (_, code) in hit_samples(&rule.test) {
            if !rule.anchors.iter().any(|anchor| code.contains(anchor)) {
                wrong.push(format!("{}: {code}", rule.id));
            }
        }
    }
    assert_eq!(wrong, Vec::<String>::new(), "without any anchor");
}

/// Whether a sample of the rule no longer does what it should.
fn is_noticed(rule: &Table) -> bool {
    let broken = parse(std::slice::from_ref(rule));
    let rule = &broken.all()[0];
    rule.test.iter().any(|sample| {
        let hit = |code: &String| hits(&broken, &rule.id, &sample.file, code);
        !sample.hit.iter().all(hit) || sample.miss.iter().any(hit)
    })
}

fn alternatives(rule: &Table) -> Vec<(String, usize)> {
    let mut rule = rule.clone();
    let trigger = trigger(&mut rule);
    let lists = ALTERNATIVES.iter().filter_map(|list| {
        let entries = trigger.get(*list)?.as_array()?.len();
        Some((0..entries).map(|entry| ((*list).to_owned(), entry)))
    });
    lists.flatten().collect()
}

/// How many facts all rules together make of the code.
fn count(rules: &Rules, file: &str, code: &str) -> usize {
    facts_of(rules, file, code).map_or(0, |found| {
        found.accesses.len()
            + found.stores.len()
            + found.members.len()
            + found.logic.len()
            + found.prompts.len()
    })
}

fn hit_samples(samples: &[Sample]) -> impl Iterator<Item = (&Sample, &String)> {
    let hits = samples.iter();
    hits.flat_map(|sample| sample.hit.iter().map(move |code| (sample, code)))
}

/// The rules as data, in their order.
fn tables() -> Vec<Table> {
    let files = FILES.iter().map(|(_, text)| {
        let file: Table = text.parse().expect("the built-in rules are valid");
        let rules = file["rule"].as_array().expect("a list of rules").clone();
        rules
            .into_iter()
            .map(|rule| rule.as_table().expect("a rule").clone())
    });
    files.flatten().collect()
}

fn rules_without(index: usize) -> Rules {
    let mut rules = tables();
    rules.remove(index);
    parse(&rules)
}

fn parse(rules: &[Table]) -> Rules {
    let rules = rules.iter().cloned().map(Value::Table).collect();
    let file = Table::from_iter([("rule".to_owned(), Value::Array(rules))]);
    Rules::parse(&[("broken.toml", &file.to_string())]).expect("still a valid file")
}

/// What the rule matches, inside `match = { kind = { … } }`.
fn trigger(rule: &mut Table) -> &mut Table {
    let matching = rule["match"].as_table_mut().expect("every rule matches");
    let (_, trigger) = matching.iter_mut().next().expect("one trigger");
    trigger.as_table_mut().expect("with its parts")
}

fn name(rule: &Table) -> &str {
    rule["id"].as_str().expect("every rule has an id")
}
