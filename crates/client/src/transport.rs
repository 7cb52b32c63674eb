//! Sends a call, repeats it where that is harmless, and reads the answer.

use std::time::SystemTime;

use reqwest::{Body, Method, StatusCode, Url, header::CONTENT_TYPE};
use selfmodel_api_types::{PROBLEM_JSON, Problem, TOML};
use serde::{Serialize, de::DeserializeOwned};

use crate::{
    client::Client,
    error::{Error, Refusal},
    retry,
};

/// One call, ready to be sent as often as needed.
pub(crate) struct Call {
    operation: &'static str,
    method: Method,
    url: Url,
    body: Option<(&'static str, String)>,
    repeatable: bool,
}

impl Call {
    /// A call that changes nothing or may be repeated without harm. `operation` names it in
    /// errors.
    pub(crate) const fn new(operation: &'static str, method: Method, url: Url) -> Self {
        Self {
            operation,
            method,
            url,
            body: None,
            repeatable: true,
        }
    }

    /// Marks a call that would do its work twice; it is sent once.
    pub(crate) const fn once(mut self) -> Self {
        self.repeatable = false;
        self
    }

    pub(crate) fn json(mut self, body: &impl Serialize) -> Result<Self, Error> {
        let operation = self.operation;
        let text =
            serde_json::to_string(body).map_err(|source| Error::Request { operation, source })?;
        self.body = Some(("application/json", text));
        Ok(self)
    }

    pub(crate) fn toml(mut self, text: &str) -> Self {
        self.body = Some((TOML, text.to_owned()));
        self
    }
}

/// Why an attempt gave no answer to read.
enum Failure {
    NoAnswer(reqwest::Error),
    Refused(Refusal),
}

impl Failure {
    /// Whether another attempt may help and does no harm.
    fn may_repeat(&self, repeatable: bool) -> bool {
        match self {
            // What was never sent can be sent by any call.
            Self::NoAnswer(source) => source.is_connect() || (repeatable && !source.is_builder()),
            Self::Refused(refusal) => {
                repeatable && StatusCode::from_u16(refusal.status).is_ok_and(retry::is_transient)
            }
        }
    }

    fn into_error(self, operation: &'static str, client: &Client, attempts: u32) -> Error {
        match self {
            Self::NoAnswer(source) => Error::Unreachable {
                operation,
                server: client.base.origin(),
                attempts,
                source: Box::new(source.without_url()),
            },
            Self::Refused(refusal) => Error::Refused {
                operation,
                refusal: Box::new(Refusal {
                    attempts,
                    ..refusal
                }),
            },
        }
    }
}

impl Client {
    /// Sends a call and reads its answer.
    pub(crate) async fn call<T: DeserializeOwned>(&self, call: Call) -> Result<T, Error> {
        let operation = call.operation;
        let answer = self.send(call).await?;
        serde_json::from_slice(&answer).map_err(|source| Error::Answer { operation, source })
    }

    /// Sends a call until it is answered, and gives the body of the answer.
    pub(crate) async fn send(&self, call: Call) -> Result<Vec<u8>, Error> {
        let mut sent = 0;
        loop {
            let outcome = self.attempt(&call).await;
            sent += 1;
            let failure = match outcome {
                Ok(answer) => return Ok(answer),
                Err(failure) => failure,
            };
            let asked = match &failure {
                Failure::Refused(refusal) => refusal.retry_after,
                Failure::NoAnswer(_) => None,
            };
            let wait = failure
                .may_repeat(call.repeatable)
                .then(|| self.retries.wait(sent, asked, retry::random()))
                .flatten();
            match wait {
                Some(wait) => tokio::time::sleep(wait).await,
                None => return Err(failure.into_error(call.operation, self, sent)),
            }
        }
    }

    async fn attempt(&self, call: &Call) -> Result<Vec<u8>, Failure> {
        let mut request = self.http.request(call.method.clone(), call.url.clone());
        if let Some((media_type, text)) = &call.body {
            request = request
                .header(CONTENT_TYPE, *media_type)
                .body(Body::from(text.clone()));
        }
        let response = request.send().await.map_err(Failure::NoAnswer)?;
        let (status, headers) = (response.status(), response.headers().clone());
        let body = response.bytes().await.map_err(Failure::NoAnswer)?;
        if status.is_success() {
            return Ok(body.into());
        }
        let is_problem = headers
            .get(CONTENT_TYPE)
            .is_some_and(|it| it.as_bytes().starts_with(PROBLEM_JSON.as_bytes()));
        let problem: Option<Problem> = is_problem
            .then(|| serde_json::from_slice(&body).ok())
            .flatten();
        Err(Failure::Refused(Refusal {
            status: status.as_u16(),
            problem,
            retry_after: retry::retry_after(&headers, SystemTime::now()),
            attempts: 0,
        }))
    }
}
