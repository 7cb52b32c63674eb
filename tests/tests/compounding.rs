//! A belief that one feature reads and only another one has evidence of: over HTTP, explained,
//! and filtered out for each reason with the reason told.

#![expect(clippy::unwrap_used, reason = "what goes wrong ends the test")]

use e2e::{Server, days_ago, on_both_stores};
use selfmodel_client::{
    BeliefStatus, Client, Include, Millis, Observation, Read, ReadRequest, WithheldReason,
};

on_both_stores! {
    docs_reads_what_only_chat_knows
    a_filter_tells_what_it_withheld
    a_read_sees_the_write_whose_token_it_names
}

const VERBOSITY: &str = "communication.verbosity";

async fn docs_reads_what_only_chat_knows(server: Server) {
    let (chat, docs) = (server.feature("chat").await, server.feature("docs").await);
    let nothing_yet = docs.client().beliefs("ada").await.unwrap();
    assert_eq!(nothing_yet.belief(VERBOSITY), None);
    let shortened = Observation::new("ada", "answer_shortened").detail("ratio", 0.3);
    chat.observes_hourly(6, days_ago(1), &shortened).await;

    let read = docs.client().beliefs("ada").await.unwrap();
    let belief = read.belief(VERBOSITY).unwrap();
    assert_eq!(belief.value.to_string(), "concise");
    assert_eq!(belief.status, BeliefStatus::Known);
    assert_eq!(format!("{:?}", belief.features), "[\"chat\"]");
    assert_eq!(read.context.unwrap().as_str(), "document_generation");

    let explanation = docs.client().explanation("ada", VERBOSITY).await.unwrap();
    assert_eq!(explanation.contributions.len(), 1);
    let contribution = &explanation.contributions[0];
    assert_eq!(contribution.feature.as_str(), "chat");
    assert!(!contribution.own, "chat is another context than docs");
    let rest = explanation.belief.evidence - contribution.evidence;
    assert!(rest.abs() < 1e-5, "all of it is chat's: {rest}");
    assert_eq!(explanation.observations.len(), 6);
    let mut observed_by = explanation.observations.iter().map(|it| &it.feature);
    assert!(observed_by.all(|feature| feature.as_str() == "chat"));
    assert_eq!(explanation.without.len(), 1);
    let without = &explanation.without[0];
    assert_eq!(without.feature.as_str(), "chat");
    assert_eq!(without.belief.status, BeliefStatus::Prior);
    assert_eq!(without.belief.value.to_string(), "balanced");
    let certain: f64 = explanation
        .alternatives
        .iter()
        .map(|it| it.confidence)
        .sum();
    assert!((certain - 1.0).abs() < 1e-5, "one of the values prevails");
}

async fn a_filter_tells_what_it_withheld(server: Server) {
    let (chat, docs) = (server.feature("chat").await, server.feature("docs").await);
    let shortened = Observation::new("ada", "answer_shortened").detail("ratio", 0.3);
    chat.observes_hourly(6, days_ago(40), &shortened).await;
    let client = docs.client();
    assert!(read(client, |all| all).await.belief(VERBOSITY).is_some());

    let doubtful = read(client, |all| all.min_confidence(0.99)).await;
    assert_eq!(reason(&doubtful), Some(WithheldReason::BelowConfidence));
    assert_eq!(doubtful.withheld.below_confidence, 1);

    let old = read(client, |all| all.max_age(Millis::days(30))).await;
    assert_eq!(reason(&old), Some(WithheldReason::Stale));
    assert_eq!(old.withheld.stale, 1);
    let fresh_enough = read(client, |all| all.max_age(Millis::days(50))).await;
    assert!(fresh_enough.belief(VERBOSITY).is_some());

    let beside = read(client, |all| all.focus("expertise")).await;
    assert_eq!(reason(&beside), Some(WithheldReason::Irrelevant));
    assert!(beside.withheld.irrelevant >= 1);
    let style = read(client, |all| all.focus("style")).await;
    assert!(style.belief(VERBOSITY).is_some(), "a tag is a focus too");
}

async fn a_read_sees_the_write_whose_token_it_names(server: Server) {
    let (chat, docs) = (server.feature("chat").await, server.feature("docs").await);
    for round in 1..=20 {
        let user = format!("user-{round}");
        let style = Observation::new(&user, "style_chosen").detail("style", "long");
        let written = chat.observes(style).await;
        let read = docs.client().beliefs(&user).at_least(&written.token);
        let read = read.await.unwrap();
        let belief = read.belief(VERBOSITY).unwrap();
        assert_eq!(belief.value.to_string(), "detailed");
    }
}

async fn read(
    client: &Client,
    narrow: impl FnOnce(
        ReadRequest<'_, selfmodel_client::OneUser>,
    ) -> ReadRequest<'_, selfmodel_client::OneUser>,
) -> Read {
    let request = client.beliefs("ada").include(Include::Withheld);
    narrow(request).await.unwrap()
}

/// Why the verbosity was withheld; none when it was not.
fn reason(read: &Read) -> Option<WithheldReason> {
    assert_eq!(read.belief(VERBOSITY), None);
    let withheld = read.withheld_dimensions.as_ref().unwrap();
    let mut entries = withheld.iter();
    let entry = entries.find(|entry| entry.dimension.as_str() == VERBOSITY);
    entry.map(|entry| entry.reason)
}
