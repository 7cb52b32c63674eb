//! Every kind of problem the API answers with: its name in `type`, its status, its meaning.

use axum::http::StatusCode;

/// A kind of problem. Its documentation is served at `/problems/{slug}`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ProblemKind {
    /// The body is no JSON.
    MalformedJson,
    /// The body is JSON but not what the operation takes.
    InvalidRequest,
    /// The path or the query string is not what the operation takes.
    InvalidParameter,
    /// An observation that the schema does not admit.
    InvalidObservation,
    /// A schema that does not check.
    InvalidSchema,
    /// No valid key.
    Unauthenticated,
    /// A valid key without the right.
    Forbidden,
    /// Nothing is here.
    NotFound,
    /// The path is there, for other methods.
    MethodNotAllowed,
    /// The id was used with another payload.
    IdConflict,
    /// Another schema is in force.
    SchemaConflict,
    /// No schema is in force.
    NoSchema,
    /// The token is of a state that this server never reaches.
    UnreachableToken,
    /// More than the limits allow.
    TooLarge,
    /// The body is of another media type.
    UnsupportedMediaType,
    /// The body did not arrive in time.
    RequestTimeout,
    /// The answer was not ready in time.
    Timeout,
    /// The store cannot be reached or is busy.
    Unavailable,
    /// The store has no room.
    StorageFull,
    /// A defect of the server.
    Internal,
}

/// What there is to say about a kind.
#[derive(Debug, Clone, Copy)]
pub struct Description {
    /// Last part of `type`. It never changes.
    pub slug: &'static str,
    /// The HTTP status.
    pub status: StatusCode,
    /// In words.
    pub title: &'static str,
    /// What it means and what to do.
    pub meaning: &'static str,
}

impl ProblemKind {
    /// Every kind.
    pub const ALL: [Self; 20] = [
        Self::MalformedJson,
        Self::InvalidRequest,
        Self::InvalidParameter,
        Self::InvalidObservation,
        Self::InvalidSchema,
        Self::Unauthenticated,
        Self::Forbidden,
        Self::NotFound,
        Self::MethodNotAllowed,
        Self::IdConflict,
        Self::SchemaConflict,
        Self::NoSchema,
        Self::UnreachableToken,
        Self::TooLarge,
        Self::UnsupportedMediaType,
        Self::RequestTimeout,
        Self::Timeout,
        Self::Unavailable,
        Self::StorageFull,
        Self::Internal,
    ];

    /// The kind whose `type` ends with `slug`.
    #[must_use]
    pub fn by_slug(slug: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|kind| kind.description().slug == slug)
    }

    /// What there is to say about the kind.
    #[must_use]
    pub const fn description(self) -> Description {
        match self {
            Self::MalformedJson | Self::InvalidRequest | Self::InvalidParameter => {
                self.of_request()
            }
            Self::InvalidObservation | Self::InvalidSchema => self.of_content(),
            Self::Unauthenticated | Self::Forbidden | Self::NotFound | Self::MethodNotAllowed => {
                self.of_access()
            }
            Self::IdConflict | Self::SchemaConflict | Self::NoSchema | Self::UnreachableToken => {
                self.of_state()
            }
            Self::TooLarge | Self::UnsupportedMediaType | Self::RequestTimeout => {
                self.of_transport()
            }
            Self::Timeout | Self::Unavailable | Self::StorageFull | Self::Internal => {
                self.of_server()
            }
        }
    }

    const fn of_request(self) -> Description {
        match self {
            Self::MalformedJson => describe(
                "malformed-json",
                StatusCode::BAD_REQUEST,
                "The body is not JSON",
                "The body cannot be read as JSON in UTF-8: a syntax error, bytes that are no UTF-8, NaN or \
                 Infinity, a number beyond the range of a double, the same name twice in an object, or more \
                 than 127 levels of nesting. Nothing was recorded. `detail` names line and column.",
            ),
            Self::InvalidRequest => describe(
                "invalid-request",
                StatusCode::UNPROCESSABLE_ENTITY,
                "The body is not what this operation takes",
                "The body is JSON, but a field is missing, unknown, of another type or out of its range. \
                 Nothing was done. `errors` points at what to mend; `/openapi.json` describes the body.",
            ),
            _ => describe(
                "invalid-parameter",
                StatusCode::BAD_REQUEST,
                "A parameter is not what this operation takes",
                "A part of the path or of the query string is unknown, repeated, no UTF-8, unparsable or \
                 names something that the schema does not declare. `errors` names each.",
            ),
        }
    }

    const fn of_content(self) -> Description {
        match self {
            Self::InvalidObservation => describe(
                "invalid-observation",
                StatusCode::UNPROCESSABLE_ENTITY,
                "The observation is not admitted",
                "The observation does not fit the schema in force: an undeclared action or context, details \
                 of another type, a time before 1970 or more than 5 minutes ahead, an id that is empty or too \
                 long. It was not recorded. `errors` holds every problem at once; mend them and send it again \
                 under the same id.",
            ),
            _ => describe(
                "invalid-schema",
                StatusCode::UNPROCESSABLE_ENTITY,
                "The schema does not check",
                "The schema has mistakes; the one in force stays. `errors` points at each by line. \
                 `selfmodel schema check FILE` shows them beside the text.",
            ),
        }
    }

    const fn of_access(self) -> Description {
        match self {
            Self::Unauthenticated => describe(
                "unauthenticated",
                StatusCode::UNAUTHORIZED,
                "No valid key",
                "The request needs `Authorization: Bearer KEY` with a key that exists, has not expired and \
                 was not revoked.",
            ),
            Self::Forbidden => describe(
                "forbidden",
                StatusCode::FORBIDDEN,
                "The key does not allow this",
                "The key is valid but lacks the scope, speaks for another feature, or its feature may not \
                 write or read the dimension. `detail` or `errors` says which; an admin widens scopes by a \
                 new key and grants in the schema.",
            ),
            Self::NotFound => describe(
                "not-found",
                StatusCode::NOT_FOUND,
                "Nothing is here",
                "No operation has this path, or what the path names does not exist. `/openapi.json` lists \
                 every path. A user of whom nothing is known is not an error: a read answers with nothing \
                 believed.",
            ),
            _ => describe(
                "method-not-allowed",
                StatusCode::METHOD_NOT_ALLOWED,
                "The path does not take this method",
                "The header `Allow` names the methods that it takes.",
            ),
        }
    }

    const fn of_state(self) -> Description {
        match self {
            Self::IdConflict => describe(
                "id-conflict",
                StatusCode::CONFLICT,
                "The id was used for another observation",
                "An observation with this id was recorded for this user and feature with another payload. \
                 The first one stands. An id names one observation for ever: take a fresh id for a new one, \
                 and send a repetition exactly as it was sent first.",
            ),
            Self::SchemaConflict => describe(
                "schema-conflict",
                StatusCode::CONFLICT,
                "Another schema is in force",
                "The version was applied with another text, or a higher version is in force. Raise `version` \
                 above the one in force with every change of the text.",
            ),
            Self::NoSchema => describe(
                "no-schema",
                StatusCode::CONFLICT,
                "No schema is in force",
                "Before anything can be observed or believed, an admin applies a schema: \
                 `selfmodel schema apply FILE`, `PUT /v1/schema` or `selfmodel serve --schema FILE`.",
            ),
            _ => describe(
                "unreachable-token",
                StatusCode::CONFLICT,
                "The token belongs to another store",
                "`at_least` is a token of another store, or of a state that was lost when this store was \
                 restored from a backup: no read here can promise to see that write. Leave the parameter \
                 out, or write again.",
            ),
        }
    }

    const fn of_transport(self) -> Description {
        match self {
            Self::TooLarge => describe(
                "too-large",
                StatusCode::PAYLOAD_TOO_LARGE,
                "More than the limits allow",
                "The limits are 32 KiB for an observation, 1 MiB for a body, 1,000 observations in a batch \
                 and 500 users in a query. Split the request; nothing of this one was done.",
            ),
            Self::UnsupportedMediaType => describe(
                "unsupported-media-type",
                StatusCode::UNSUPPORTED_MEDIA_TYPE,
                "The body is of another media type",
                "Bodies are JSON with `Content-Type: application/json`, a schema is TOML with \
                 `Content-Type: application/toml`; neither is compressed.",
            ),
            _ => describe(
                "request-timeout",
                StatusCode::REQUEST_TIMEOUT,
                "The body did not arrive in time",
                "The connection delivered the body too slowly or not whole. Nothing was done; send it again.",
            ),
        }
    }

    const fn of_server(self) -> Description {
        match self {
            Self::Timeout => describe(
                "timeout",
                StatusCode::SERVICE_UNAVAILABLE,
                "The answer was not ready in time",
                "The server gave up waiting. A write may have been recorded all the same: send it again \
                 under the same id, a repetition is harmless.",
            ),
            Self::Unavailable => describe(
                "unavailable",
                StatusCode::SERVICE_UNAVAILABLE,
                "The store is not available",
                "The database cannot be reached, is locked, or the server is stopping. What was not answered \
                 with success may be sent again under the same id after the time in `Retry-After`.",
            ),
            Self::StorageFull => describe(
                "storage-full",
                StatusCode::INSUFFICIENT_STORAGE,
                "The store has no room",
                "The disk of the database is full. Nothing of the request was recorded, everything recorded \
                 before stands, reads go on. Writes succeed again once there is room; no restart is needed.",
            ),
            _ => describe(
                "internal",
                StatusCode::INTERNAL_SERVER_ERROR,
                "A defect of the server",
                "Something failed that should not. The log of the server names the cause under `request_id`; \
                 please report it.",
            ),
        }
    }
}

const fn describe(
    slug: &'static str,
    status: StatusCode,
    title: &'static str,
    meaning: &'static str,
) -> Description {
    Description {
        slug,
        status,
        title,
        meaning,
    }
}
