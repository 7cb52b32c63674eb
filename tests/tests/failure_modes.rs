//! The three ways in which shared models go wrong, and that this one does not: repetition taken
//! for proof, values that oscillate between features, one context that drowns another.

#![expect(clippy::unwrap_used, reason = "what goes wrong ends the test")]

use e2e::{Actor, Server, days_ago, on_both_stores};
use selfmodel_client::{Belief, Millis, Observation, Timestamp};

on_both_stores! {
    a_thousand_repetitions_count_once
    features_that_disagree_do_not_make_the_value_oscillate
    own_evidence_outweighs_foreign_as_it_accumulates
}

const VERBOSITY: &str = "communication.verbosity";

async fn a_thousand_repetitions_count_once(server: Server) {
    let chat = server.feature("chat").await;
    let when = days_ago(1);
    let said = |user: &str| Observation {
        observed_at: Some(when),
        ..Observation::new(user, "style_chosen").detail("style", "short")
    };
    let seen = |user: &str| Observation {
        observed_at: Some(when),
        ..Observation::new(user, "answer_shortened").detail("ratio", 0.3)
    };
    chat.observes_all(vec![said("said-once"), seen("seen-once")])
        .await;
    chat.observes_all(vec![said("said-often"); 1000]).await;
    chat.observes_all(vec![seen("seen-often"); 1000]).await;

    for (once, often) in [("said-once", "said-often"), ("seen-once", "seen-often")] {
        let reads = chat.client().beliefs_of_many([once, often]).await.unwrap();
        let [once, often] = [&reads[0], &reads[1]].map(|read| read.belief(VERBOSITY).unwrap());
        assert_eq!(once.value, often.value);
        assert!(once.confidence > 0.3, "{once:?}");
        let moved = (once.confidence - often.confidence).abs();
        assert!(moved <= 2e-6, "{once:?} {often:?}");
    }
    let explained = chat.client().explanation("seen-often", VERBOSITY).await;
    let evidence = explained.unwrap().belief.evidence;
    assert!(
        evidence < 1.0,
        "all thousand are logged, one counts: {evidence}"
    );
}

async fn features_that_disagree_do_not_make_the_value_oscillate(server: Server) {
    let (chat, docs) = (server.feature("chat").await, server.feature("docs").await);
    let (mut neutral, mut conflict) = (Vec::new(), 0.0_f64);
    for round in 1..=20 {
        chat.observes(shortened(round)).await;
        neutral.push(neutral_value(&chat).await);
        let written = docs.observes(extended(round)).await;
        neutral.push(neutral_value(&chat).await);
        // Reads alone never change what is read, whoever reads.
        for _ in 0..3 {
            neutral.push(neutral_value(&docs).await);
        }
        if round >= 3 {
            let of_chat = chat.client().beliefs("ada").at_least(&written.token);
            let of_chat = of_chat.await.unwrap();
            assert_eq!(value(of_chat.belief(VERBOSITY)), "concise", "round {round}");
            let of_docs = docs.client().beliefs("ada").await.unwrap();
            assert_eq!(
                value(of_docs.belief(VERBOSITY)),
                "detailed",
                "round {round}"
            );
        }
        let read = chat.client().beliefs("ada").context("*").await.unwrap();
        let belief = read.belief(VERBOSITY).unwrap();
        conflict = belief.conflict;
    }
    neutral.dedup();
    assert_eq!(neutral, ["balanced", "concise"], "it settles once");
    assert!(conflict > 0.3, "the disagreement is told: {conflict}");
}

async fn own_evidence_outweighs_foreign_as_it_accumulates(server: Server) {
    let (chat, docs) = (server.feature("chat").await, server.feature("docs").await);
    let brief = Observation::new("ada", "answer_shortened").detail("ratio", 0.0);
    chat.observes_hourly(200, days_ago(1), &brief).await;

    let mut values = Vec::new();
    let mut first = None;
    for round in 1..=40 {
        let read = docs.client().beliefs("ada").await.unwrap();
        let belief = read.belief(VERBOSITY).unwrap().clone();
        first.get_or_insert_with(|| belief.clone());
        values.push(belief.value.to_string());
        docs.observes(extended(round)).await;
    }
    let first = first.unwrap();
    assert_eq!(value(Some(&first)), "concise");
    assert!(
        first.evidence < 8.0,
        "foreign evidence saturates: {}",
        first.evidence
    );
    let borrowed = values.iter().filter(|value| *value == "concise").count();
    assert!(
        borrowed <= 20,
        "docs' own evidence prevails in time: {values:?}"
    );
    values.dedup();
    assert_eq!(values, ["concise", "detailed"], "it changes its mind once");
    let of_chat = chat.client().beliefs("ada").await.unwrap();
    assert_eq!(
        value(of_chat.belief(VERBOSITY)),
        "concise",
        "chat keeps its own"
    );
}

/// Chat sees the user shorten an answer, in the `round`th hour of a day ago.
fn shortened(round: i64) -> Observation {
    Observation {
        observed_at: Some(hour(round)),
        ..Observation::new("ada", "answer_shortened").detail("ratio", 0.0)
    }
}

/// Docs sees the user extend a draft, in the `round`th hour of two days ago.
fn extended(round: i64) -> Observation {
    Observation {
        observed_at: Some(hour(round)),
        ..Observation::new("ada", "draft_edited").detail("change", "extended")
    }
}

fn hour(round: i64) -> Timestamp {
    Timestamp::from_millis(days_ago(3).millis() + round * Millis::minutes(60).get())
}

async fn neutral_value(reader: &Actor) -> String {
    let read = reader.client().beliefs("ada").context("*").await.unwrap();
    value(read.belief(VERBOSITY))
}

fn value(belief: Option<&Belief>) -> String {
    belief.unwrap().value.to_string()
}
