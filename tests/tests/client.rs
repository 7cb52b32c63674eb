//! Every call of the typed client, against a running server.

#![expect(clippy::unwrap_used, reason = "what goes wrong ends the test")]

use std::fs;

use e2e::{Actor, Server, days_ago, on_both_stores, repository};
use selfmodel_client::{
    Client, CreateKey, Observation, OutcomeStatus, RecordedStatus, SchemaChangeStatus, Scope,
};

on_both_stores! {
    a_schema_is_read_checked_and_applied
    keys_are_made_listed_and_revoked
    observations_are_recorded_once
    a_refusal_says_what_to_mend
}

async fn a_schema_is_read_checked_and_applied(server: Server) {
    let admin = server.admin();
    let text = fs::read_to_string(repository("examples/product/schema.toml")).unwrap();
    assert_eq!(admin.schema().await.unwrap().text, text);
    let again = admin.apply_schema(&text).await.unwrap();
    assert_eq!(again.status, SchemaChangeStatus::Unchanged);

    let next = text.replacen("version = 1", "version = 2", 1);
    let next = next.replace("max_members = 200", "max_members = 100");
    let checked = admin.check_schema(&next).await.unwrap();
    assert_eq!(checked.status, SchemaChangeStatus::DryRun);
    assert_eq!(checked.changes.len(), 1, "{:?}", checked.changes);
    assert_eq!(
        admin.schema().await.unwrap().version,
        1,
        "nothing was applied"
    );

    let applied = admin.apply_schema(&next).await.unwrap();
    assert_eq!(applied.status, SchemaChangeStatus::Applied);
    let versions = admin.schema_versions().await.unwrap().versions;
    let versions: Vec<u32> = versions.iter().map(|version| version.version).collect();
    assert_eq!(versions, [2, 1]);
    let features = admin.features().await.unwrap().features;
    let names: Vec<String> = features.iter().map(|it| it.name.to_string()).collect();
    assert_eq!(names, ["chat", "docs", "email", "search"]);

    let broken = next.replace("kind = \"ordinal\"", "kind = \"ordinall\"");
    let error = admin.apply_schema(&broken).await.unwrap_err();
    assert_eq!(error.refusal().unwrap().kind(), Some("invalid-schema"));
    assert!(error.to_string().contains("ordinal"), "{error}");
}

async fn keys_are_made_listed_and_revoked(server: Server) {
    let admin = server.admin();
    let wanted = CreateKey {
        scopes: Some(vec![Scope::Read]),
        ..CreateKey::default()
    };
    let made = admin.create_key(&wanted).await.unwrap();
    let client = Client::new(server.address(), &made.key).unwrap();
    assert!(client.beliefs("ada").await.unwrap().beliefs.is_empty());
    let refused = client.observe(Observation::new("ada", "answer_expanded"));
    let error = refused.await.unwrap_err();
    assert_eq!(error.refusal().unwrap().kind(), Some("forbidden"));

    let keys = admin.keys().await.unwrap().keys;
    assert!(keys.iter().any(|key| key.id == made.record.id));
    admin.revoke_key(&made.record.id).await.unwrap();
    let error = client.beliefs("ada").await.unwrap_err();
    assert_eq!(error.refusal().unwrap().kind(), Some("unauthenticated"));
    assert!(
        error.advice().contains("was not revoked"),
        "{}",
        error.advice()
    );
}

async fn observations_are_recorded_once(server: Server) {
    let chat = server.feature("chat").await;
    let first = Observation {
        id: Some("first".into()),
        ..Observation::new("ada", "answer_shortened").detail("ratio", 0.2)
    };
    let sent = chat.observes(first.clone()).await;
    assert_eq!(sent.status, RecordedStatus::Recorded);
    assert_eq!(sent.id.as_str(), "first");
    let both = chat
        .client()
        .observe_and_read(first.clone())
        .context("chat");
    let both = both.await.unwrap();
    assert_eq!(both.recorded.status, RecordedStatus::Duplicate);
    assert_eq!(both.read.context.unwrap().as_str(), "chat");

    let other = first.clone().detail("ratio", 0.3);
    let error = chat.client().observe(other.clone()).await.unwrap_err();
    assert_eq!(error.refusal().unwrap().kind(), Some("id-conflict"));
    let unknown = Observation::new("ada", "answer_shortend");
    let batch = vec![
        first,
        other,
        unknown,
        Observation::new("bo", "answer_expanded"),
    ];
    let outcome = chat.client().observe_batch(batch).await.unwrap();
    let statuses: Vec<OutcomeStatus> = outcome.results.iter().map(|it| it.status).collect();
    assert_eq!(
        statuses,
        [
            OutcomeStatus::Duplicate,
            OutcomeStatus::Rejected,
            OutcomeStatus::Rejected,
            OutcomeStatus::Recorded,
        ]
    );
    let problem = outcome.results[2].problem.as_ref().unwrap();
    let said = format!("{:?}", problem.errors);
    assert!(said.contains("answer_shortened"), "did you mean: {said}");

    let reads = chat.client().beliefs_of_many(["bo", "nobody", "ada"]).await;
    let users: Vec<String> = reads
        .unwrap()
        .iter()
        .map(|it| it.user.to_string())
        .collect();
    assert_eq!(users, ["bo", "nobody", "ada"]);
}

async fn a_refusal_says_what_to_mend(server: Server) {
    let chat = server.feature("chat").await;
    for (observation, expected) in [
        (Observation::new("ada", "answer_shortened"), "ratio"),
        (
            Observation::new("ada", "answer_shortened").detail("ratio", 7),
            "/details/ratio",
        ),
        (
            Observation {
                observed_at: Some(days_ago(-2)),
                ..Observation::new("ada", "answer_expanded")
            },
            "/observed_at",
        ),
        (
            Observation {
                context: Some("chatt".into()),
                ..Observation::new("ada", "answer_expanded")
            },
            "chat",
        ),
    ] {
        let told = refusal(&chat, observation).await;
        assert!(told.contains(expected), "{expected} in {told}");
    }
    let forbidden = Observation::new("ada", "result_opened")
        .detail("topic", "sailing")
        .detail("minutes", 3);
    let told = refusal(&chat, forbidden).await;
    assert!(
        told.contains("403") && told.contains("reading.minutes"),
        "{told}"
    );
}

async fn refusal(by: &Actor, observation: Observation) -> String {
    let error = by.client().observe(observation).await.unwrap_err();
    assert!(!error.advice().is_empty());
    error.to_string()
}
