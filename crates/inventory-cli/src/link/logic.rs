//! Candidates that are code rather than stores: recommenders, memory tools, maps keyed by user, prompts.

use super::candidate::{Candidate, Place};
use crate::{
    fact::{FileFacts, LogicFact, PromptFact},
    lexicon::{Lexicon, Weight, words},
    mechanism::{Excluded, Format, Inference, Kind, Owner, Richness, SiteRole},
};

/// Candidates of all code that personalizes.
pub(super) fn candidates(files: &[(String, FileFacts)]) -> (Vec<Candidate>, Vec<Excluded>) {
    let mut found: Vec<Candidate> = Vec::new();
    let mut excluded = Vec::new();
    for (path, facts) in files {
        for logic in &facts.logic {
            let candidate = of_logic(path, logic);
            if !logic.substantial {
                excluded.push(candidate.excluded("stub: it returns a constant"));
            } else if !logic.personal {
                excluded.push(candidate.excluded("not_personal: it takes no user"));
            } else {
                push(&mut found, candidate);
            }
        }
        for prompt in &facts.prompts {
            push(&mut found, of_prompt(path, prompt));
        }
    }
    (found, excluded)
}

/// The same name in several files is one mechanism with several sites, and so is the inner part of it
/// (`getRecommendedPrograms`, `getRecommendedProgramsInternal`).
fn push(found: &mut Vec<Candidate>, candidate: Candidate) {
    match found.iter_mut().find(|known| {
        known.identity == candidate.identity
            || (known.kind == candidate.kind && is_part_of(&known.name, &candidate.name))
    }) {
        Some(known) => {
            known.places.extend(candidate.places);
            for field in candidate.fields {
                if !known.fields.iter().any(|it| it.name == field.name) {
                    known.fields.push(field);
                }
            }
        }
        None => found.push(candidate),
    }
}

/// Whether one name goes on where the other ends, after words enough to be the same by.
fn is_part_of(one: &str, other: &str) -> bool {
    let (one, other) = (words(one), words(other));
    let shared = one.len().min(other.len());
    shared >= 3 && one.iter().zip(&other).all(|(one, other)| one == other)
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
