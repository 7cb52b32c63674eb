//! What can go wrong with a call, and what to do about it.

use std::{error, fmt, time::Duration};

use reqwest::StatusCode;
use selfmodel_api_types::Problem;

/// Why a call failed. [`Error::advice`] says what to do.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The address of the server is not one.
    #[error("read the address of the server: {reason}")]
    Address {
        /// What is wrong with it.
        reason: String,
    },
    /// The key holds characters that no header can carry.
    #[error("read the key: it holds characters that no header can carry")]
    Key,
    /// The connection layer could not be set up.
    #[error("set up the client")]
    SetUp(#[source] Box<dyn error::Error + Send + Sync>),
    /// The id of the user is not one.
    #[error("address the user: the id {reason}")]
    User {
        /// What is wrong with it.
        reason: String,
    },
    /// No randomness for the id of an observation.
    #[error("make an id for the observation")]
    Randomness(#[source] getrandom::Error),
    /// The input cannot be written as JSON.
    #[error("{operation}: write the request as JSON")]
    Request {
        /// What was attempted.
        operation: &'static str,
        /// Why it cannot.
        #[source]
        source: serde_json::Error,
    },
    /// No answer arrived, after every attempt that was allowed.
    #[error("{operation}: no answer from {server} after {attempts} attempt(s)")]
    Unreachable {
        /// What was attempted.
        operation: &'static str,
        /// Scheme, host and port.
        server: String,
        /// How often it was sent.
        attempts: u32,
        /// Why there was none. It names no path, for that would name the user.
        #[source]
        source: Box<dyn error::Error + Send + Sync>,
    },
    /// The server refused.
    #[error("{operation}: {refusal}")]
    Refused {
        /// What was attempted.
        operation: &'static str,
        /// What the server answered.
        refusal: Box<Refusal>,
    },
    /// The answer is not one that this client knows.
    #[error("{operation}: read the answer")]
    Answer {
        /// What was attempted.
        operation: &'static str,
        /// Where it differs.
        #[source]
        source: serde_json::Error,
    },
}

impl Error {
    /// What to do about it, in a sentence or two.
    #[must_use]
    pub fn advice(&self) -> String {
        match self {
            Self::Address { .. } => "give the address as https://host:port".into(),
            Self::Key => "give the key exactly as `POST /v1/keys` answered it".into(),
            Self::SetUp(_) => "check the certificates of this machine".into(),
            Self::User { .. } => {
                "take an id of 1 to 256 bytes without control characters for the user".into()
            }
            Self::Randomness(_) => "set `id` of the observation yourself".into(),
            Self::Request { .. } => "give numbers that are finite".into(),
            Self::Unreachable { server, .. } => format!(
                "check that the server runs ({server}/livez); the call may be repeated, for \
                 observations with the same id"
            ),
            Self::Refused { refusal, .. } => refusal.advice(),
            Self::Answer { .. } => {
                "check that the address is a Selfmodel server of this client's version".into()
            }
        }
    }

    /// What the server answered, if it refused.
    #[must_use]
    pub fn refusal(&self) -> Option<&Refusal> {
        match self {
            Self::Refused { refusal, .. } => Some(refusal),
            _ => None,
        }
    }
}

/// What a server answers when it refuses.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Refusal {
    /// The HTTP status.
    pub status: u16,
    /// The problem document; absent when something between here and the server answered.
    pub problem: Option<Problem>,
    /// When the server wants to be asked again.
    pub retry_after: Option<Duration>,
    /// How often the request was sent.
    pub attempts: u32,
}

impl Refusal {
    /// The last part of the problem's `type`, such as `id-conflict`.
    #[must_use]
    pub fn kind(&self) -> Option<&str> {
        self.problem.as_ref()?.kind.rsplit('/').next()
    }

    fn advice(&self) -> String {
        let standard = match self.status {
            401 => "use a key that exists, has not expired and was not revoked",
            403 => "use a key of the right feature and scope, or widen the grant in the schema",
            404 => "check the address of the server and what the call names",
            409 => "the detail says what is there already; take a fresh id for a new observation",
            413 => "send less at once: at most 1,000 observations and 1 MiB in a request",
            400 | 422 => "mend every point that is named, then send it again",
            429 => "ask less often",
            503 | 504 | 507 => "nothing was lost; the same call may be repeated later",
            300..400 => {
                "give the address that the server itself listens on: redirects are not followed"
            }
            _ => "give the request id to whoever runs the server",
        };
        match self.retry_after {
            Some(wait) => format!("{standard}; ask again in {} s", wait.as_secs()),
            None => standard.into(),
        }
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}", self.status)?;
        let Some(problem) = &self.problem else {
            let reason = StatusCode::from_u16(self.status)
                .ok()
                .and_then(|status| status.canonical_reason());
            return write!(
                formatter,
                " {}, without a problem document",
                reason.unwrap_or("unknown status")
            );
        };
        write!(formatter, " {}", problem.title)?;
        if let Some(detail) = &problem.detail {
            write!(formatter, ": {detail}")?;
        }
        for error in &problem.errors {
            write!(formatter, "; {} {}", error.pointer, error.detail)?;
        }
        match &problem.request_id {
            Some(id) => write!(formatter, " (request {id})"),
            None => Ok(()),
        }
    }
}
