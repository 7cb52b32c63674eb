//! Rows of the log as both databases hold them.

use selfmodel_core::{
    log::LogRow,
    names::{ActionName, ContextName, FeatureName, InvalidName, ObservationId},
    names::{OriginName, ProjectionId, Release, UserId},
    time::Timestamp,
};
use serde_json::{Map, Value};

use super::unsigned;
use crate::{
    contract::{Digest, Logged, Result, RowKey, UNIT_CANDIDATES, UnitCandidates},
    error::StoreError,
};

const TABLE: &str = "observations";

pub(crate) mod statements {
    //! Statements about the log.

    use crate::sql::{row_columns, statements};

    statements! {
        ROWS = concat!(
            "SELECT ", row_columns!(), " FROM observations o \
             WHERE o.tenant_id = $1 AND o.user_id = $2 ORDER BY o.seq"
        );
        RECENT_ROWS = concat!(
            "SELECT ", row_columns!(), " FROM observations o \
             WHERE o.tenant_id = $1 AND o.user_id = $2 \
             ORDER BY o.observed_at DESC, o.seq DESC LIMIT $3"
        );
        COVERED_USERS = "SELECT DISTINCT user_id FROM observations \
             WHERE tenant_id = $1 AND user_id > $2 AND feature <> 'user' AND recorded_at <= $4 \
             AND (CAST($5 AS TEXT) IS NULL OR feature = $5) \
             AND (CAST($6 AS TEXT) IS NULL OR action = $6) \
             AND (CAST($7 AS TEXT) IS NULL OR release = $7) \
             AND (CAST($8 AS TEXT) IS NULL OR origin = $8) \
             AND (CAST($9 AS BIGINT) IS NULL OR observed_at >= $9) \
             AND (CAST($10 AS BIGINT) IS NULL OR observed_at < $10) \
             AND (CAST($11 AS TEXT) IS NULL OR user_id = $11) \
             ORDER BY user_id LIMIT $3";
        HELD_USERS = "SELECT DISTINCT user_id FROM observations \
             WHERE tenant_id = $1 AND user_id > $2 AND quarantine_id = $4 \
             ORDER BY user_id LIMIT $3";
    }
}

/// A row of `observations`.
#[derive(sqlx::FromRow)]
pub(crate) struct LogRecord {
    seq: i64,
    user_id: String,
    feature: String,
    id: String,
    action: String,
    details: String,
    context: Option<String>,
    observed_at: i64,
    recorded_at: i64,
    release: Option<String>,
    origin: Option<String>,
    derived_from: Option<String>,
    weightless: bool,
    held: bool,
}

/// A row that may hold the collapse unit of the probe at `ordinal`.
#[derive(sqlx::FromRow)]
pub(crate) struct CandidateRow {
    pub(crate) ordinal: i64,
    #[sqlx(flatten)]
    pub(crate) row: LogRecord,
}

/// The key and payload of a row that is already logged.
#[derive(sqlx::FromRow)]
pub(crate) struct LoggedRow {
    user_id: String,
    feature: String,
    id: String,
    payload: Vec<u8>,
}

impl TryFrom<LogRecord> for LogRow {
    type Error = StoreError;
    fn try_from(row: LogRecord) -> Result<Self> {
        let at = format!("with seq {}", row.seq);
        Ok(Self {
            user: name(UserId::new, "user_id", &at, &row.user_id)?,
            feature: name(FeatureName::new, "feature", &at, &row.feature)?,
            id: name(ObservationId::new, "id", &at, &row.id)?,
            action: name(ActionName::new, "action", &at, &row.action)?,
            details: details(&at, &row.details)?,
            context: optional(ContextName::new, "context", &at, row.context)?,
            observed_at: Timestamp::from_millis(row.observed_at),
            recorded_at: Timestamp::from_millis(row.recorded_at),
            release: optional(Release::new, "release", &at, row.release)?,
            origin: optional(OriginName::new, "origin", &at, row.origin)?,
            derived_from: optional(ProjectionId::new, "derived_from", &at, row.derived_from)?,
            weightless: row.weightless,
            held: row.held,
        })
    }
}

impl TryFrom<LoggedRow> for Logged {
    type Error = StoreError;
    fn try_from(row: LoggedRow) -> Result<Self> {
        let at = format!("with id {:?}", row.id);
        Ok(Self {
            key: RowKey {
                user: name(UserId::new, "user_id", &at, &row.user_id)?,
                feature: name(FeatureName::new, "feature", &at, &row.feature)?,
                id: name(ObservationId::new, "id", &at, &row.id)?,
            },
            payload: Digest::try_from(row.payload)
                .map_err(|_| StoreError::corrupt(TABLE, "payload", at, "it is not 32 bytes"))?,
        })
    }
}

/// Details as they are stored.
pub(crate) fn details_text(details: &Map<String, Value>) -> Result<String> {
    serde_json::to_string(details).map_err(|error| StoreError::Backend {
        doing: "write the details of an observation",
        source: error.into(),
    })
}

/// Candidate rows by the probe they answer, of `probes` probes.
pub(crate) fn grouped_candidates(
    probes: usize,
    rows: Vec<CandidateRow>,
) -> Result<Vec<UnitCandidates>> {
    let mut groups = vec![UnitCandidates::default(); probes];
    for candidate in rows {
        let ordinal: usize = unsigned(TABLE, "ordinal", candidate.ordinal, candidate.ordinal)?;
        if let Some(group) = groups.get_mut(ordinal) {
            group.rows.push(candidate.row.try_into()?);
        }
    }
    for group in &mut groups {
        group.complete = group.rows.len() <= UNIT_CANDIDATES;
        group.rows.truncate(UNIT_CANDIDATES);
    }
    Ok(groups)
}

/// User ids as they were selected.
pub(crate) fn users(table: &'static str, ids: &[String]) -> Result<Vec<UserId>> {
    ids.iter()
        .map(|id| {
            UserId::new(id)
                .map_err(|error| StoreError::corrupt_of_user(table, "user_id", id, error))
        })
        .collect()
}

fn details(at: &str, text: &str) -> Result<Map<String, Value>> {
    serde_json::from_str(text).map_err(|error| StoreError::corrupt(TABLE, "details", at, error))
}

fn name<T>(
    parse: fn(&str) -> std::result::Result<T, InvalidName>,
    column: &'static str,
    at: &str,
    text: &str,
) -> Result<T> {
    parse(text).map_err(|error| StoreError::corrupt(TABLE, column, at, error))
}

fn optional<T>(
    parse: fn(&str) -> std::result::Result<T, InvalidName>,
    column: &'static str,
    at: &str,
    text: Option<String>,
) -> Result<Option<T>> {
    text.map(|text| name(parse, column, at, &text)).transpose()
}

/// Implements the log's contracts: the methods given, which differ between the dialects, and those
/// that are the same in both.
macro_rules! implement {
    ($($dialect:tt)*) => {
        #[async_trait::async_trait]
        impl<H: Handle> $crate::contract::LogReader for Session<H> {
            $($dialect)*

            async fn rows(
                &mut self,
                tenant: $crate::contract::TenantId,
                user: &selfmodel_core::names::UserId,
            ) -> $crate::contract::Result<Vec<selfmodel_core::log::LogRow>> {
                use $crate::sql::{LogRecord, log::statements};
                let rows: Vec<LogRecord> = sqlx::query_as(statements::ROWS)
                    .bind(tenant.0)
                    .bind(user.as_str())
                    .fetch_all(&mut *self.handle)
                    .await
                    .map_err($crate::sql::failed("read the log of a user"))?;
                rows.into_iter().map(TryInto::try_into).collect()
            }

            async fn recent_rows(
                &mut self,
                tenant: $crate::contract::TenantId,
                user: &selfmodel_core::names::UserId,
                limit: usize,
            ) -> $crate::contract::Result<Vec<selfmodel_core::log::LogRow>> {
                use $crate::sql::{LogRecord, integer, log::statements};
                let rows: Vec<LogRecord> = sqlx::query_as(statements::RECENT_ROWS)
                    .bind(tenant.0)
                    .bind(user.as_str())
                    .bind(integer(limit))
                    .fetch_all(&mut *self.handle)
                    .await
                    .map_err($crate::sql::failed("read the recent log of a user"))?;
                rows.into_iter().map(TryInto::try_into).collect()
            }

            async fn covered_users(
                &mut self,
                tenant: $crate::contract::TenantId,
                retraction: &selfmodel_core::log::Retraction,
                after: Option<&selfmodel_core::names::UserId>,
                limit: usize,
            ) -> $crate::contract::Result<Vec<selfmodel_core::names::UserId>> {
                use $crate::sql::{integer, log::statements};
                let wanted = &retraction.predicate;
                let ids: Vec<String> = sqlx::query_scalar(statements::COVERED_USERS)
                    .bind(tenant.0)
                    .bind(after.map_or("", |user| user.as_str()))
                    .bind(integer(limit))
                    .bind(retraction.accepted_at.millis())
                    .bind(wanted.feature.as_ref().map(|name| name.as_str()))
                    .bind(wanted.action.as_ref().map(|name| name.as_str()))
                    .bind(wanted.release.as_ref().map(|name| name.as_str()))
                    .bind(wanted.origin.as_ref().map(|name| name.as_str()))
                    .bind(wanted.since.map(|instant| instant.millis()))
                    .bind(wanted.until.map(|instant| instant.millis()))
                    .bind(wanted.user.as_ref().map(|name| name.as_str()))
                    .fetch_all(&mut *self.handle)
                    .await
                    .map_err($crate::sql::failed("find the users that a retraction covers"))?;
                $crate::sql::users("observations", &ids)
            }

            async fn held_users(
                &mut self,
                tenant: $crate::contract::TenantId,
                quarantine: $crate::contract::QuarantineId,
                after: Option<&selfmodel_core::names::UserId>,
                limit: usize,
            ) -> $crate::contract::Result<Vec<selfmodel_core::names::UserId>> {
                use $crate::sql::{integer, log::statements};
                let ids: Vec<String> = sqlx::query_scalar(statements::HELD_USERS)
                    .bind(tenant.0)
                    .bind(after.map_or("", |user| user.as_str()))
                    .bind(integer(limit))
                    .bind(quarantine.0)
                    .fetch_all(&mut *self.handle)
                    .await
                    .map_err($crate::sql::failed("find the users that a quarantine holds"))?;
                $crate::sql::users("observations", &ids)
            }
        }
    };
}
pub(crate) use implement;
