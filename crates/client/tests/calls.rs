//! What the client sends, how patiently, and what it makes of the answers: against a server that
//! answers as each test tells it to.

#![expect(clippy::unwrap_used, reason = "an unexpected error fails the test")]

use std::time::{Duration, Instant};

use selfmodel_client::{
    Client, CreateKey, Error, Include, Millis, Observation, RecordedStatus, Retries, Scope, Token,
};
use serde_json::{Value, json};
use wiremock::{
    Mock, MockServer, Request, ResponseTemplate,
    matchers::{body_partial_json, header, method, path},
};

const QUICK: Retries = Retries {
    attempts: 3,
    first: Duration::from_millis(2),
    longest: Duration::from_millis(1500),
};

fn client(server: &MockServer) -> Client {
    let builder = Client::builder(server.uri(), "secret-key").retries(QUICK);
    builder.timeout(Duration::from_secs(2)).build().unwrap()
}

fn problem(status: u16, kind: &str) -> ResponseTemplate {
    let body = json!({
        "type": format!("/problems/{kind}"), "title": "The observation is not admitted",
        "status": status, "detail": "1 problem",
        "errors": [{"pointer": "/details/ratio", "detail": "is 3, allowed is 0 to 1"}],
        "request_id": "r-1",
    });
    ResponseTemplate::new(status).set_body_raw(body.to_string(), "application/problem+json")
}

fn recorded() -> ResponseTemplate {
    let body = json!({"id": "o-1", "status": "recorded", "token": "t-1"});
    ResponseTemplate::new(200).set_body_json(body)
}

fn read() -> Value {
    json!({
        "user": "ada", "context": "chat", "as_of": "2026-03-01T12:00:00.000Z", "token": "t-2",
        "schema_version": 3, "later_addition": true,
        "beliefs": [{
            "dimension": "communication.verbosity", "value": "concise", "confidence": 0.81,
            "status": "known", "conflict": 0.0, "change": 0.1, "relevance": 1.0, "evidence": 6.5,
            "updated_at": "2026-03-01T11:00:00.000Z", "features": ["chat"],
        }],
        "withheld": {"below_confidence": 1, "stale": 0, "irrelevant": 0, "unknown": 4,
            "suppressed": 0, "not_permitted": 0},
    })
}

async fn sent(server: &MockServer) -> Vec<Request> {
    server.received_requests().await.unwrap()
}

#[tokio::test]
async fn a_repeated_write_is_the_same_write() {
    let server = MockServer::start().await;
    let busy = problem(503, "unavailable");
    Mock::given(path("/v1/observations"))
        .respond_with(busy)
        .up_to_n_times(2)
        .mount(&server)
        .await;
    Mock::given(path("/v1/observations"))
        .and(header("authorization", "Bearer secret-key"))
        .respond_with(recorded())
        .mount(&server)
        .await;

    let observation = Observation::new("ada", "answer_shortened").detail("ratio", 0.4);
    let answer = client(&server).observe(observation).await.unwrap();

    assert_eq!(answer.status, RecordedStatus::Recorded);
    let requests = sent(&server).await;
    assert_eq!(requests.len(), 3);
    assert!(requests.iter().all(|it| it.body == requests[0].body));
    let body: Value = requests[0].body_json().unwrap();
    assert_eq!(body["id"].as_str().unwrap().len(), 32);
    assert_eq!(body["details"], json!({"ratio": 0.4}));
}

#[tokio::test]
async fn an_id_of_the_caller_is_kept_and_two_writes_get_two_ids() {
    let server = MockServer::start().await;
    Mock::given(method("POST"))
        .respond_with(recorded())
        .mount(&server)
        .await;
    let client = client(&server);
    let own = Observation {
        id: Some("mine".into()),
        ..Observation::new("ada", "a")
    };
    client.observe(own).await.unwrap();
    client.observe(Observation::new("ada", "a")).await.unwrap();
    client.observe(Observation::new("ada", "a")).await.unwrap();

    let bodies: Vec<Value> = sent(&server)
        .await
        .iter()
        .map(|it| it.body_json().unwrap())
        .collect();
    assert_eq!(bodies[0]["id"], "mine");
    assert_ne!(bodies[1]["id"], bodies[2]["id"]);
}

#[tokio::test]
async fn a_refusal_names_every_point_and_is_not_repeated() {
    let server = MockServer::start().await;
    Mock::given(method("POST"))
        .respond_with(problem(422, "invalid-observation"))
        .mount(&server)
        .await;

    let error = client(&server)
        .observe(Observation::new("ada", "a"))
        .await
        .unwrap_err();

    assert_eq!(
        error.to_string(),
        "record an observation: 422 The observation is not admitted: 1 problem; /details/ratio \
         is 3, allowed is 0 to 1 (request r-1)"
    );
    let refusal = error.refusal().unwrap();
    assert_eq!(refusal.kind(), Some("invalid-observation"));
    assert_eq!(refusal.attempts, 1);
    assert_eq!(
        error.advice(),
        "mend every point that is named, then send it again"
    );
    assert_eq!(sent(&server).await.len(), 1);
}

#[tokio::test]
async fn a_server_that_asks_to_wait_is_not_asked_earlier() {
    let server = MockServer::start().await;
    let busy = problem(429, "too-many").insert_header("Retry-After", "1");
    Mock::given(method("GET"))
        .respond_with(busy)
        .up_to_n_times(1)
        .mount(&server)
        .await;
    Mock::given(method("GET"))
        .respond_with(ResponseTemplate::new(200).set_body_json(read()))
        .mount(&server)
        .await;

    let begun = Instant::now();
    client(&server).beliefs("ada").await.unwrap();
    assert!(begun.elapsed() >= Duration::from_secs(1));
}

#[tokio::test]
async fn a_server_that_asks_for_more_patience_than_allowed_is_reported() {
    let server = MockServer::start().await;
    let busy = problem(503, "unavailable").insert_header("Retry-After", "60");
    Mock::given(method("GET"))
        .respond_with(busy)
        .mount(&server)
        .await;

    let error = client(&server).beliefs("ada").await.unwrap_err();
    let refusal = error.refusal().unwrap();
    assert_eq!(refusal.retry_after, Some(Duration::from_mins(1)));
    assert_eq!(refusal.attempts, 1);
    assert!(
        error.advice().ends_with("ask again in 60 s"),
        "{}",
        error.advice()
    );
}

#[tokio::test]
async fn a_slow_answer_is_given_up_and_names_no_user() {
    let server = MockServer::start().await;
    let slow = ResponseTemplate::new(200)
        .set_body_json(read())
        .set_delay(Duration::from_secs(30));
    Mock::given(method("GET"))
        .respond_with(slow)
        .mount(&server)
        .await;
    let impatient = Client::builder(server.uri(), "k")
        .timeout(Duration::from_millis(50))
        .retries(QUICK)
        .build()
        .unwrap();

    let error = impatient.beliefs("ada-lovelace").await.unwrap_err();

    assert!(matches!(error, Error::Unreachable { attempts: 3, .. }));
    let mut texts = vec![error.to_string(), error.advice(), format!("{error:?}")];
    let mut source = std::error::Error::source(&error);
    while let Some(inner) = source {
        texts.push(inner.to_string());
        source = inner.source();
    }
    let told = texts.join("\n");
    assert!(told.contains("timed out"), "{told}");
    assert!(!told.contains("ada-lovelace"), "{told}");
}

#[tokio::test]
async fn a_call_that_would_act_twice_is_sent_once() {
    let server = MockServer::start().await;
    Mock::given(path("/v1/keys"))
        .respond_with(problem(503, "unavailable"))
        .mount(&server)
        .await;
    let key = CreateKey {
        scopes: Some(vec![Scope::Read]),
        ..CreateKey::default()
    };
    client(&server).create_key(&key).await.unwrap_err();
    assert_eq!(sent(&server).await.len(), 1);
}

#[tokio::test]
async fn a_query_carries_every_parameter() {
    let server = MockServer::start().await;
    Mock::given(method("GET"))
        .and(path("/v1/users/a%2Fb%20%C3%A9/beliefs"))
        .respond_with(ResponseTemplate::new(200).set_body_json(read()))
        .mount(&server)
        .await;

    let answer = client(&server)
        .beliefs("a/b é")
        .context("chat")
        .focus("style")
        .dimension("communication.*")
        .dimension("expertise.level")
        .min_confidence(0.7)
        .max_age(Millis::days(30))
        .min_relevance(0.5)
        .limit(3)
        .exclude_feature("email")
        .exclude_origin("legacy")
        .at_least(&Token("t&1".into()))
        .include(Include::Priors)
        .include(Include::Withheld)
        .await
        .unwrap();

    let belief = answer.belief("communication.verbosity").unwrap();
    assert_eq!(belief.value.to_string(), "concise");
    assert_eq!(
        sent(&server).await[0].url.query().unwrap(),
        "context=chat&focus=style&min_confidence=0.7&max_age=30d&min_relevance=0.5&limit=3\
         &at_least=t%261&dimension=communication.*&dimension=expertise.level\
         &exclude_feature=email&exclude_origin=legacy&include=priors%2Cwithheld"
    );
}

#[tokio::test]
async fn many_users_and_observe_and_read_share_the_parameters() {
    let server = MockServer::start().await;
    Mock::given(path("/v1/beliefs/query"))
        .and(body_partial_json(
            json!({"users": ["ada", "bo"], "limit": 2}),
        ))
        .respond_with(ResponseTemplate::new(200).set_body_json(json!({"results": [read()]})))
        .mount(&server)
        .await;
    let observed = json!({"id": "o", "status": "duplicate", "token": "t", "read": read()});
    Mock::given(path("/v1/users/ada/observe-and-read"))
        .and(body_partial_json(json!({"query": {"context": "chat"}})))
        .respond_with(ResponseTemplate::new(200).set_body_json(observed))
        .mount(&server)
        .await;
    let client = client(&server);

    let many = client.beliefs_of_many(["ada", "bo"]).limit(2);
    assert_eq!(many.await.unwrap().len(), 1);
    let observation = Observation::new("ada", "answer_shortened");
    let both = client.observe_and_read(observation).context("chat").await;
    let both = both.unwrap();
    assert_eq!(both.recorded.status, RecordedStatus::Duplicate);
    assert_eq!(both.read.beliefs.len(), 1);
}

#[tokio::test]
async fn answers_that_are_no_answers_are_errors() {
    let server = MockServer::start().await;
    for (name, answer) in [
        ("text", ResponseTemplate::new(200).set_body_string("hello")),
        (
            "other",
            ResponseTemplate::new(200).set_body_json(json!({"a": 1})),
        ),
        (
            "html",
            ResponseTemplate::new(502).set_body_raw("<h1>Bad</h1>", "text/html"),
        ),
        (
            "broken",
            ResponseTemplate::new(400).set_body_raw("{", "application/problem+json"),
        ),
        (
            "away",
            ResponseTemplate::new(302).insert_header("Location", "http://other.example/"),
        ),
    ] {
        Mock::given(path(format!("/v1/users/{name}/self-model")))
            .respond_with(answer)
            .mount(&server)
            .await;
    }
    let client = client(&server);
    let mut told = Vec::new();
    for user in ["text", "other", "html", "broken", "away"] {
        told.push(client.self_model(user).await.unwrap_err().to_string());
    }
    assert_eq!(
        told,
        [
            "read a self-model: read the answer",
            "read a self-model: read the answer",
            "read a self-model: 502 Bad Gateway, without a problem document",
            "read a self-model: 400 Bad Request, without a problem document",
            "read a self-model: 302 Found, without a problem document",
        ]
    );
}

#[tokio::test]
async fn nobody_there_is_an_error_that_says_where_to_look() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    drop(listener);
    let client = Client::builder(&*address, "k")
        .retries(QUICK)
        .build()
        .unwrap();
    let error = client.keys().await.unwrap_err();
    assert!(
        error
            .advice()
            .contains(&format!("server runs ({address}/livez)"))
    );
    assert!(matches!(error, Error::Unreachable { attempts: 3, .. }));
}

#[tokio::test]
async fn the_key_is_never_shown() {
    let client = Client::new("http://127.0.0.1:1", "secret-key").unwrap();
    assert!(!format!("{client:?}{:?}", client.beliefs("ada")).contains("secret-key"));
    let error = Client::new("http://127.0.0.1:1", "secret\nkey").unwrap_err();
    assert!(!format!("{error}{error:?}").contains("secret"));
}

#[tokio::test]
async fn https_needs_no_global_provider() {
    let client = Client::new("https://127.0.0.1:1", "k");
    assert!(client.is_ok() || matches!(client, Err(Error::SetUp(_))));
}
