//! The lines of the article, as written there, against a running server.

#![expect(clippy::unwrap_used, reason = "what goes wrong ends the test")]

use e2e::{Server, days_ago, on_both_stores};
use selfmodel_client::{Error, Observation};

on_both_stores! { any_feature_same_api }

async fn any_feature_same_api(server: Server) {
    let chat = server.feature("chat").await;
    let search = server.feature("search").await;
    let shortened = Observation::new("ada", "answer_shortened").detail("ratio", 0.3);
    chat.observes_hourly(6, days_ago(1), &shortened).await;
    let opened = Observation::new("ada", "result_opened")
        .detail("topic", "transaction monitoring")
        .detail("domain", "fintech_compliance");
    search.observes_hourly(6, days_ago(1), &opened).await;

    let docs = server.feature("docs").await;
    lines_of_the_article(docs.client(), "ada", "document_generation")
        .await
        .unwrap();
}

async fn lines_of_the_article(
    client: &selfmodel_client::Client,
    user: &str,
    context: &str,
) -> Result<(), Error> {
    let self_model = client.self_model(user).await?;
    let beliefs = self_model.relevant_beliefs(context);

    let told: Vec<String> = beliefs
        .iter()
        .map(|belief| {
            format!(
                "{} {} {:?}",
                belief.dimension, belief.value, belief.features
            )
        })
        .collect();
    // Chat learned the user prefers brevity: docs get shorter too. Search revealed fintech
    // compliance: its vocabulary is there. Topics are withheld: docs may not read them.
    assert_eq!(
        told,
        [
            "communication.verbosity concise [\"chat\"]",
            "expertise.domain fintech_compliance [\"search\"]",
        ]
    );
    Ok(())
}
