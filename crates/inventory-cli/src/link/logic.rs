//! Candidates that are code rather than stores: recommenders, memory tools, maps keyed by user, prompts.

use std::collections::BTreeMap;

use super::candidate::{Candidate, Place};
use crate::{
    fact::{FileFacts, LogicFact, PromptFact},
    lexicon::{Lexicon, Weight, words},
    mechanism::{Excluded, Format, Inference, Kind, Owner, Richness, SiteRole},
};

/// Candidates of all code that personalizes.
pub(super) fn candidates(files: &[(String, FileFacts)]) -> (Vec<Candidate>, Vec<Excluded>) {
    let mut found = Known::default();
    let mut excluded = Vec::new();
    for (path, facts) in files {
        for logic in &facts.logic {
            let candidate = of_logic(path, logic);
            if !logic.substantial {
                excluded.push(candidate.excluded("stub: it returns a constant"));
            } else if !logic.personal {
                excluded.push(candidate.excluded("not_personal: it takes no user"));
            } else {
                found.push(candidate);
            }
        }
        for prompt in &facts.prompts {
            found.push(of_prompt(path, prompt));
        }
    }
    (found.candidates, excluded)
}

/// Fields kept of one candidate.
const MOST_FIELDS: usize = 1_000;

/// Words of a name by which it is part of another one.
const MOST_WORDS: usize = 64;

/// Candidates, and the first of them by identity and by the words that their names begin with.
#[derive(Default)]
struct Known {
    candidates: Vec<Candidate>,
    by_identity: BTreeMap<String, usize>,
    by_name: BTreeMap<(Kind, Vec<String>), usize>,
    by_beginning: BTreeMap<(Kind, Vec<String>), usize>,
}

impl Known {
    /// Adds what one knows of a candidate to the same or to one that its name is a part of, else itself.
    fn push(&mut self, candidate: Candidate) {
        let name: Vec<String> = words(&candidate.name)
            .into_iter()
            .take(MOST_WORDS)
            .collect();
        let same = self.same(&candidate, &name);
        match same.and_then(|at| self.candidates.get_mut(at)) {
            Some(known) => {
                known.places.extend(candidate.places);
                for field in candidate.fields {
                    let mut fields = known.fields.iter();
                    if known.fields.len() < MOST_FIELDS && !fields.any(|it| it.name == field.name) {
                        known.fields.push(field);
                    }
                }
            }
            None => self.add(candidate, name),
        }
    }

    /// The first that is the same, or whose name begins with the name of this one, or this with its.
    fn same(&self, candidate: &Candidate, name: &[String]) -> Option<usize> {
        let kind = candidate.kind;
        let identity = self.by_identity.get(&candidate.identity);
        let shorter = beginnings(name).filter_map(|it| self.by_name.get(&(kind, it)));
        let longer = (name.len() >= SHORTEST).then(|| (kind, name.to_vec()));
        let longer = longer.and_then(|it| self.by_beginning.get(&it));
        identity
            .into_iter()
            .chain(shorter)
            .chain(longer)
            .min()
            .copied()
    }

    fn add(&mut self, candidate: Candidate, name: Vec<String>) {
        let (at, kind) = (self.candidates.len(), candidate.kind);
        let identity = candidate.identity.clone();
        self.by_identity.entry(identity).or_insert(at);
        for beginning in beginnings(&name) {
            self.by_beginning.entry((kind, beginning)).or_insert(at);
        }
        self.by_name.entry((kind, name)).or_insert(at);
        self.candidates.push(candidate);
    }
}

/// Words that one name shares with another of which it is a part.
const SHORTEST: usize = 3;

/// Whatever a name begins with, if that is long enough to tell.
fn beginnings(name: &[String]) -> impl Iterator<Item = Vec<String>> {
    let lengths = SHORTEST..=name.len();
    lengths.filter_map(|length| name.get(..length).map(<[String]>::to_vec))
}

fn of_logic(path: &str, logic: &LogicFact) -> Candidate {
    let mut candidate = Candidate::new(logic.kind, &logic.name, "");
    candidate.owner = if logic.kind == Kind::InMemorySession {
        Owner::Session
    } else {
        Owner::Key
    };
    candidate.named(&logic.name);
    for name in &logic.names {
        candidate.named(name);
    }
    candidate.terms.clone_from(&candidate.names);
    candidate
        .terms
        .retain(|term| super::stores::distinctive(term) || term.contains('.'));
    candidate.places.push(Place {
        path: path.to_owned(),
        line: logic.line,
        end_line: (logic.end_line > logic.line).then_some(logic.end_line),
        role: SiteRole::Declare,
        rule: logic.rule.clone(),
    });
    for (name, line) in &logic.members {
        let found = Lexicon::get().field(&words(name), Weight::Loose);
        candidate.fields.push(super::candidate::FieldDraft {
            name: name.clone(),
            type_: None,
            default: None,
            values: Vec::new(),
            dimension: found.as_ref().map(|it| it.dimension.id.clone()),
            sensitive: found.is_some_and(|it| it.dimension.sensitive),
            path: path.to_owned(),
            line: *line,
        });
    }
    known_of(&mut candidate, logic);
    candidate
}

/// What code of this kind knows of a person, and how.
fn known_of(candidate: &mut Candidate, logic: &LogicFact) {
    use Inference::{Explicit, Implicit, PromptInjection, Rules};
    let (format, inference, richness, dimension, points, reason): (_, &[_], _, _, _, _) =
        match logic.kind {
            Kind::ConfigFile => (
                Format::FreeText,
                &[Explicit, PromptInjection, Implicit],
                Some(Richness::High),
                "memory.facts",
                65,
                "a file kept about one person",
            ),
            Kind::VectorLlmMemory => (
                Format::Embedding,
                &[Explicit, PromptInjection],
                Some(Richness::Medium),
                "memory.facts",
                62,
                "a tool by which a language model remembers",
            ),
            Kind::InMemorySession => (
                Format::KeyValue,
                &[Implicit],
                None,
                "behavior.history",
                58,
                "a map in memory keyed by user",
            ),
            Kind::Redis => (
                Format::KeyValue,
                &[Implicit, Rules],
                Some(Richness::High),
                "interests.social",
                65,
                "a class that keeps a list per user in Redis",
            ),
            _ => (
                Format::Relation,
                &[Implicit, Rules],
                Some(Richness::Medium),
                "interests.topics",
                60,
                "its name says it chooses for one user",
            ),
        };
    candidate.format = format;
    candidate.inference = inference.to_vec();
    candidate.richness = richness;
    let named = dimension_of(&logic.name).filter(|_| logic.kind == Kind::InMemorySession);
    candidate.dimension = Some(named.unwrap_or_else(|| dimension.to_owned()));
    candidate.because(points, reason);
}

fn dimension_of(name: &str) -> Option<String> {
    Lexicon::get()
        .field(&words(name), Weight::Owned)
        .map(|it| it.dimension.id.clone())
}

fn of_prompt(path: &str, prompt: &PromptFact) -> Candidate {
    let subject = prompt.holes.first().map_or("prompt", String::as_str);
    let mut candidate = Candidate::new(Kind::Prompt, subject, "");
    candidate.name = format!("prompt with {}", prompt.holes.join(", "));
    candidate.owner = Owner::Key;
    candidate.format = Format::FreeText;
    candidate.inference = vec![Inference::PromptInjection];
    candidate.named(&prompt.function);
    candidate.places.push(Place {
        path: path.to_owned(),
        line: prompt.line,
        end_line: (prompt.end_line > prompt.line).then_some(prompt.end_line),
        role: SiteRole::Declare,
        rule: prompt.rule.clone(),
    });
    for hole in &prompt.holes {
        candidate.fields.push(super::candidate::FieldDraft {
            name: hole.clone(),
            type_: None,
            default: None,
            values: Vec::new(),
            dimension: dimension_of(hole),
            sensitive: false,
            path: path.to_owned(),
            line: prompt.line,
        });
    }
    candidate.because(
        60,
        "what a language model is told names the user's own data",
    );
    candidate
}
