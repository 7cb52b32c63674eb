//! The log in PostgreSQL.

use async_trait::async_trait;

use super::{Handle, Session, statements};
use crate::{
    contract::{Counts, LogWriter, Logged, NewRow, Result, RowKey, TenantId},
    contract::{UNIT_CANDIDATES, UnitCandidates, UnitProbe},
    sql::{CandidateRow, LoggedRow, details_text, failed, grouped_candidates, integer, unsigned},
};

crate::sql::log::implement! {
    async fn logged(&mut self, tenant: TenantId, keys: &[RowKey]) -> Result<Vec<Logged>> {
        let rows: Vec<LoggedRow> = sqlx::query_as(statements::LOGGED)
            .bind(tenant.0)
            .bind(column(keys, |key| key.user.as_str()))
            .bind(column(keys, |key| key.feature.as_str()))
            .bind(column(keys, |key| key.id.as_str()))
            .fetch_all(&mut *self.handle)
            .await
            .map_err(failed("look up observations"))?;
        rows.into_iter().map(TryInto::try_into).collect()
    }

    async fn unit_candidates(
        &mut self,
        tenant: TenantId,
        probes: &[UnitProbe],
    ) -> Result<Vec<UnitCandidates>> {
        let rows: Vec<CandidateRow> = sqlx::query_as(statements::UNIT_CANDIDATES)
            .bind(tenant.0)
            .bind(column(probes, |probe| probe.user.as_str()))
            .bind(column(probes, |probe| probe.content.as_slice()))
            .bind(column(probes, |probe| probe.since.millis()))
            .bind(column(probes, |probe| probe.until.millis()))
            .bind(integer(UNIT_CANDIDATES + 1))
            .fetch_all(&mut *self.handle)
            .await
            .map_err(failed("look up collapse units"))?;
        grouped_candidates(probes.len(), rows)
    }

    async fn counts(&mut self) -> Result<Counts> {
        let (observations, models): (i64, i64) = sqlx::query_as(statements::ESTIMATES)
            .fetch_one(&mut *self.handle)
            .await
            .map_err(failed("estimate how much is stored"))?;
        Ok(Counts {
            observations: unsigned("pg_class", "reltuples", "observations", observations)?,
            models: unsigned("pg_class", "reltuples", "models", models)?,
        })
    }
}

#[async_trait]
impl<H: Handle> LogWriter for Session<H> {
    async fn append(&mut self, tenant: TenantId, rows: &[NewRow]) -> Result<()> {
        if rows.is_empty() {
            return Ok(());
        }
        let details = rows.iter().map(|new| details_text(&new.row.details));
        sqlx::query(statements::APPEND)
            .bind(tenant.0)
            .bind(column(rows, |new| new.row.user.as_str()))
            .bind(column(rows, |new| new.row.feature.as_str()))
            .bind(column(rows, |new| new.row.id.as_str()))
            .bind(column(rows, |new| new.row.action.as_str()))
            .bind(details.collect::<Result<Vec<String>>>()?)
            .bind(column(rows, |new| {
                new.row
                    .context
                    .as_ref()
                    .map(selfmodel_core::names::ContextName::as_str)
            }))
            .bind(column(rows, |new| new.row.observed_at.millis()))
            .bind(column(rows, |new| new.row.recorded_at.millis()))
            .bind(column(rows, |new| {
                new.row
                    .release
                    .as_ref()
                    .map(selfmodel_core::names::Release::as_str)
            }))
            .bind(column(rows, |new| {
                new.row
                    .origin
                    .as_ref()
                    .map(selfmodel_core::names::OriginName::as_str)
            }))
            .bind(column(rows, |new| {
                new.row
                    .derived_from
                    .as_ref()
                    .map(selfmodel_core::names::ProjectionId::as_str)
            }))
            .bind(column(rows, |new| new.payload.as_slice()))
            .bind(column(rows, |new| new.content.as_slice()))
            .bind(column(rows, |new| new.row.weightless))
            .bind(column(rows, |new| {
                new.quarantine.map(|quarantine| quarantine.0)
            }))
            .execute(&mut *self.handle)
            .await
            .map_err(failed("log the observations"))?;
        Ok(())
    }
}

/// One column of many rows, as an array.
pub(super) fn column<'a, T, C>(rows: &'a [T], value: impl Fn(&'a T) -> C) -> Vec<C> {
    rows.iter().map(value).collect()
}
