//! A server without a network, and those who call it.

use std::sync::Arc;

use axum::{
    Router,
    body::{Body, Bytes},
    http::{HeaderMap, Method, Request, StatusCode, header},
};
use http_body_util::BodyExt;
use metrics_exporter_prometheus::PrometheusBuilder;
use selfmodel_core::time::{Millis, Timestamp};
use selfmodel_server::{
    app::{App, Parts},
    clock::{FixedClock, SeededRandom},
    config::HttpSettings,
    http,
};
use selfmodel_store::{
    node::NodeOptions,
    sqlite::{SqliteOptions, SqliteStore},
};
use serde_json::{Value, json};
use tempfile::TempDir;
use tower::ServiceExt;

/// What the clock shows: 2026-03-01T12:00:00Z.
pub(crate) const NOW: Timestamp = Timestamp::from_millis(1_772_366_400_000);
pub(crate) const ADMIN_KEY: &str = "the-admin-key-of-these-tests";
pub(crate) const SCHEMA: &str = include_str!("schema.toml");

/// A server on a store of its own.
pub(crate) struct Server {
    pub(crate) app: Arc<App>,
    pub(crate) clock: Arc<FixedClock>,
    pub(crate) router: Router,
    pub(crate) folder: TempDir,
}

impl Server {
    /// One with the schema of these tests in force.
    pub(crate) async fn new() -> Self {
        let server = Self::without_schema().await;
        let applied = server.admin().put_schema("/v1/schema", SCHEMA).await;
        assert_eq!(applied.status, StatusCode::OK, "{}", applied.body);
        server
    }

    pub(crate) async fn without_schema() -> Self {
        Self::with(HttpSettings::default(), |_| ()).await
    }

    pub(crate) async fn with(
        settings: HttpSettings,
        tune: impl FnOnce(&mut SqliteOptions),
    ) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mut options = SqliteOptions::new(folder.path().join("store.db"));
        tune(&mut options);
        let clock = Arc::new(FixedClock::new(NOW));
        let app = App::build(Parts {
            store: Arc::new(SqliteStore::open(&options).await.unwrap()),
            options: NodeOptions::default(),
            http: settings,
            clock: Arc::clone(&clock) as _,
            random: Arc::new(SeededRandom::default()),
            metrics: PrometheusBuilder::new().build_recorder().handle(),
        })
        .await
        .unwrap();
        app.found(Some(ADMIN_KEY.into())).await.unwrap();
        Self {
            router: http::router(Arc::clone(&app)),
            app,
            clock,
            folder,
        }
    }

    pub(crate) fn caller(&self, key: &str) -> Caller {
        Caller {
            router: self.router.clone(),
            key: Some(key.to_owned()),
        }
    }

    pub(crate) fn admin(&self) -> Caller {
        self.caller(ADMIN_KEY)
    }

    pub(crate) fn nobody(&self) -> Caller {
        Caller {
            router: self.router.clone(),
            key: None,
        }
    }

    /// A caller with a fresh key of `feature`.
    pub(crate) async fn feature(&self, feature: &str) -> Caller {
        self.key(json!({"feature": feature})).await
    }

    /// A caller with a fresh key.
    pub(crate) async fn key(&self, request: Value) -> Caller {
        let created = self.admin().post("/v1/keys", &request).await;
        assert_eq!(created.status, StatusCode::CREATED, "{}", created.body);
        self.caller(created.body["key"].as_str().unwrap())
    }

    pub(crate) fn advance(&self, length: Millis) {
        use selfmodel_store::clock::Clock;
        self.clock.set(self.clock.now().plus(length));
    }
}

/// Somebody with a key.
#[derive(Clone)]
pub(crate) struct Caller {
    router: Router,
    key: Option<String>,
}

impl Caller {
    pub(crate) async fn get(&self, path: &str) -> Reply {
        self.send(Method::GET, path, None, Bytes::new()).await
    }

    pub(crate) async fn delete(&self, path: &str) -> Reply {
        self.send(Method::DELETE, path, None, Bytes::new()).await
    }

    pub(crate) async fn post(&self, path: &str, body: &Value) -> Reply {
        self.post_text(path, body.to_string()).await
    }

    pub(crate) async fn post_text(&self, path: &str, body: impl Into<Bytes>) -> Reply {
        self.send(Method::POST, path, Some("application/json"), body)
            .await
    }

    pub(crate) async fn put_schema(&self, path: &str, text: &str) -> Reply {
        let media_type = Some("application/toml");
        self.send(Method::PUT, path, media_type, text.to_owned())
            .await
    }

    /// Records an observation that must go in.
    pub(crate) async fn observe(&self, observation: &Value) -> Value {
        let reply = self.post("/v1/observations", observation).await;
        assert_eq!(reply.status, StatusCode::OK, "{}", reply.body);
        reply.body
    }

    pub(crate) async fn send(
        &self,
        method: Method,
        path: &str,
        media_type: Option<&str>,
        body: impl Into<Bytes>,
    ) -> Reply {
        let mut request = Request::builder().method(method).uri(path);
        if let Some(key) = &self.key {
            request = request.header(header::AUTHORIZATION, format!("Bearer {key}"));
        }
        if let Some(media_type) = media_type {
            request = request.header(header::CONTENT_TYPE, media_type);
        }
        self.raw(request.body(Body::from(body.into())).unwrap())
            .await
    }

    pub(crate) async fn raw(&self, request: Request<Body>) -> Reply {
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let bytes = body.collect().await.unwrap().to_bytes();
        let text = String::from_utf8(bytes.into()).unwrap();
        let body = serde_json::from_str(&text).unwrap_or(Value::String(text));
        Reply {
            status: parts.status,
            headers: parts.headers,
            body,
        }
    }
}

/// What was answered.
#[derive(Debug)]
pub(crate) struct Reply {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Value,
}

impl Reply {
    /// The body without what differs from run to run.
    pub(crate) fn stable(&self) -> Value {
        let mut body = self.body.clone();
        stabilise(&mut body);
        body
    }

    /// Sees to it that this is a problem of `kind`, and answers its errors as `pointer: detail`.
    #[track_caller]
    pub(crate) fn problem(&self, kind: &str) -> Vec<String> {
        assert_eq!(
            self.body["type"],
            format!("/problems/{kind}"),
            "{}",
            self.body
        );
        assert_eq!(self.body["status"], self.status.as_u16(), "{}", self.body);
        assert_eq!(
            self.headers[header::CONTENT_TYPE],
            "application/problem+json"
        );
        let id = self.headers["x-request-id"].to_str().unwrap();
        assert_eq!(self.body["request_id"], id, "{}", self.body);
        let errors = self.body["errors"].as_array().cloned().unwrap_or_default();
        errors
            .iter()
            .map(|error| {
                let part = |name: &str| error[name].as_str().unwrap().to_owned();
                format!("{}: {}", part("pointer"), part("detail"))
            })
            .collect()
    }
}

fn stabilise(value: &mut Value) {
    match value {
        Value::Object(fields) => {
            for (name, value) in fields {
                match name.as_str() {
                    "token" => *value = "[token]".into(),
                    "request_id" => *value = "[request id]".into(),
                    _ => stabilise(value),
                }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(stabilise),
        _ => {}
    }
}

/// An observation by chat that speaks for concise answers.
pub(crate) fn shortened(user: &str, id: &str) -> Value {
    json!({"id": id, "user": user, "action": "answer_shortened", "details": {"ratio": 0.5},
           "observed_at": "2026-03-01T11:00:00Z"})
}
