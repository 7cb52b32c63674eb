//! Who calls, by the key of the request.

use std::sync::Arc;

use axum::{
    extract::FromRequestParts,
    http::{HeaderMap, header, request::Parts},
};
use selfmodel_core::{names::FeatureName, problem::quoted, schema::Schema};
use selfmodel_store::contract::{KeyRecord, Scope, TenantId};

use crate::{
    app::App,
    http::problem::{Problem, ProblemKind},
    service::{Who, observe::Writer},
};

/// The key that a request came with: valid, but not yet asked for a right.
#[derive(Debug, Clone)]
pub struct Caller(Arc<KeyRecord>);

impl Caller {
    /// The tenant that the key belongs to.
    #[must_use]
    pub fn tenant(&self) -> TenantId {
        self.0.tenant
    }

    /// The feature that the key speaks for.
    #[must_use]
    pub fn feature(&self) -> Option<&FeatureName> {
        self.0.feature.as_ref()
    }

    /// Whether the key may do everything.
    #[must_use]
    pub fn is_admin(&self) -> bool {
        self.0.scopes.contains(&Scope::Admin)
    }

    /// On whose part the caller writes.
    pub fn writer(&self) -> Result<Writer, Problem> {
        let is_admin = self.is_admin();
        if self.feature().is_none() && !is_admin {
            return Err(Problem::new(
                ProblemKind::Forbidden,
                "the key speaks for no feature and so cannot write observations",
            ));
        }
        Ok(Writer {
            feature: self.feature().cloned(),
            is_admin,
        })
    }

    /// Who reads. A feature that `schema` does not declare may read nothing.
    pub fn reader(&self, schema: &Schema) -> Result<Who<'_>, Problem> {
        match self.feature() {
            None => Ok(Who::Nobody),
            Some(_) if self.is_admin() => Ok(Who::Nobody),
            Some(feature) if schema.features.contains_key(feature) => Ok(Who::Feature(feature)),
            Some(feature) => Err(Problem::new(
                ProblemKind::Forbidden,
                format!(
                    "feature {}, for which the key speaks, is not declared in schema version {}",
                    quoted(feature.as_str()),
                    schema.version
                ),
            )),
        }
    }

    /// A problem unless the key has `scope`, or may do everything.
    pub fn require(&self, scope: Scope) -> Result<(), Problem> {
        if self.is_admin() || self.0.scopes.contains(&scope) {
            return Ok(());
        }
        Err(Problem::new(
            ProblemKind::Forbidden,
            format!("this operation needs a key with the scope `{scope}`"),
        ))
    }
}

impl FromRequestParts<Arc<App>> for Caller {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Self, Problem> {
        let secret = bearer(&parts.headers)?;
        match app.keyring.authenticate(secret).await {
            Ok(Some(key)) => Ok(Self(key)),
            Ok(None) => Err(unauthenticated(
                "the key is unknown, has expired or was revoked",
            )),
            Err(error) => Err(error.into()),
        }
    }
}

fn bearer(headers: &HeaderMap) -> Result<&str, Problem> {
    let Some(sent) = headers.get(header::AUTHORIZATION) else {
        return Err(unauthenticated("the header `Authorization` is missing"));
    };
    let secret = sent.to_str().ok().and_then(|text| {
        let (scheme, secret) = text.split_once(' ')?;
        scheme.eq_ignore_ascii_case("bearer").then(|| secret.trim())
    });
    match secret {
        Some(secret) if !secret.is_empty() => Ok(secret),
        _ => Err(unauthenticated("`Authorization` is not `Bearer KEY`")),
    }
}

fn unauthenticated(detail: &'static str) -> Problem {
    Problem::new(ProblemKind::Unauthenticated, detail)
}
