//! The log in SQLite.

use async_trait::async_trait;
use data_encoding::HEXLOWER;
use serde_json::{Value, json};

use super::{Handle, Session, statements};
use crate::{
    contract::{Counts, LogWriter, Logged, NewRow, Result, RowKey, TenantId},
    contract::{UNIT_CANDIDATES, UnitCandidates, UnitProbe},
    sql::{CandidateRow, LoggedRow, details_text, failed, grouped_candidates, integer, unsigned},
};

crate::sql::log::implement! {
    async fn logged(&mut self, tenant: TenantId, keys: &[RowKey]) -> Result<Vec<Logged>> {
        let wanted: Value = keys
            .iter()
            .map(|key| json!([key.user.as_str(), key.feature.as_str(), key.id.as_str()]))
            .collect();
        let rows: Vec<LoggedRow> = sqlx::query_as(statements::LOGGED)
            .bind(tenant.0)
            .bind(wanted.to_string())
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
        let wanted: Value = probes
            .iter()
            .map(|probe| {
                let content = HEXLOWER.encode(&probe.content);
                let (since, until) = (probe.since.millis(), probe.until.millis());
                json!([probe.user.as_str(), content, since, until])
            })
            .collect();
        let rows: Vec<CandidateRow> = sqlx::query_as(statements::UNIT_CANDIDATES)
            .bind(tenant.0)
            .bind(wanted.to_string())
            .bind(integer(UNIT_CANDIDATES + 1))
            .fetch_all(&mut *self.handle)
            .await
            .map_err(failed("look up collapse units"))?;
        grouped_candidates(probes.len(), rows)
    }

    async fn counts(&mut self) -> Result<Counts> {
        let observations = sqlx::query_scalar(statements::OBSERVATIONS)
            .fetch_one(&mut *self.handle)
            .await
            .map_err(failed("count the observations"))?;
        let models = sqlx::query_scalar(statements::MODEL_COUNT)
            .fetch_one(&mut *self.handle)
            .await
            .map_err(failed("count the models"))?;
        Ok(Counts {
            observations: unsigned("observations", "seq", "counted", observations)?,
            models: unsigned("models", "rowid", "counted", models)?,
        })
    }
}

#[async_trait]
impl<H: Handle> LogWriter for Session<H> {
    async fn append(&mut self, tenant: TenantId, rows: &[NewRow]) -> Result<()> {
        if rows.is_empty() {
            return Ok(());
        }
        let values = rows.iter().map(columns).collect::<Result<Value>>()?;
        sqlx::query(statements::APPEND)
            .bind(tenant.0)
            .bind(values.to_string())
            .execute(&mut *self.handle)
            .await
            .map_err(failed("log the observations"))?;
        Ok(())
    }
}

fn columns(new: &NewRow) -> Result<Value> {
    let row = &new.row;
    Ok(json!([
        row.user.as_str(),
        row.feature.as_str(),
        row.id.as_str(),
        row.action.as_str(),
        details_text(&row.details)?,
        row.context
            .as_ref()
            .map(selfmodel_core::names::ContextName::as_str),
        row.observed_at.millis(),
        row.recorded_at.millis(),
        row.release
            .as_ref()
            .map(selfmodel_core::names::Release::as_str),
        row.origin
            .as_ref()
            .map(selfmodel_core::names::OriginName::as_str),
        row.derived_from
            .as_ref()
            .map(selfmodel_core::names::ProjectionId::as_str),
        HEXLOWER.encode(&new.payload),
        HEXLOWER.encode(&new.content),
        i64::from(row.weightless),
        new.quarantine.map(|quarantine| quarantine.0),
    ]))
}
