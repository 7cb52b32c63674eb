//! Applying a schema.

use selfmodel_core::schema::{self, Parsed, Rejected, Schema, SchemaDiff};

use super::Node;
use crate::{
    contract::{JobId, JobKind, NewJob, SchemaRecord, TenantId, UnitOfWork},
    error::StoreError,
    governance::{Governance, SchemaVersion},
};

/// What became of a schema that was put.
#[derive(Debug)]
pub enum SchemaChange {
    /// This version with this text is stored already.
    Unchanged,
    /// It is in force now.
    Applied {
        /// How it differs from the version before; none for the first.
        diff: Option<SchemaDiff>,
        /// The job that refolds the users, where the change calls for it.
        job: Option<JobId>,
    },
}

/// Why a schema is not applied.
#[derive(Debug, thiserror::Error)]
pub enum SchemaRefusal {
    /// It does not check.
    #[error("the schema does not check")]
    Rejected(#[source] Rejected),
    /// The version is stored with another text.
    #[error("version {0} is stored with another text: give the changed schema a greater version")]
    OtherText(u32),
    /// A later version is in force.
    #[error(
        "version {version} is lower than version {current}, which is in force: give the schema \
             a version above it"
    )]
    Lower {
        /// The version that was put.
        version: u32,
        /// The version in force.
        current: u32,
    },
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Node {
    /// Checks whether `text`, which people know as `file`, could be applied, and how it differs from
    /// the version in force; no difference for a first version and for one that is stored already.
    /// Nothing is written.
    pub async fn check_schema(
        &self,
        tenant: TenantId,
        file: &str,
        text: &str,
    ) -> Result<(Parsed, Option<SchemaDiff>), SchemaRefusal> {
        let parsed = schema::parse(file, text).map_err(SchemaRefusal::Rejected)?;
        let governance = self.refresh_governance(tenant).await?;
        let diff = match place(&governance, &parsed.schema, text)? {
            Place::Stored => None,
            Place::After(newest) => diff(&governance, newest, &parsed.schema),
        };
        Ok((parsed, diff))
    }

    /// Puts a schema in force. Users whose models it changes keep the old ones until the job has
    /// refolded them, or the next write does.
    pub async fn apply_schema(
        &self,
        tenant: TenantId,
        file: &str,
        text: &str,
    ) -> Result<SchemaChange, SchemaRefusal> {
        let Parsed { schema, .. } = schema::parse(file, text).map_err(SchemaRefusal::Rejected)?;
        let (mut work, governance) = self.govern(tenant).await?;
        let Place::After(newest) = place(&governance, &schema, text)? else {
            return Ok(SchemaChange::Unchanged);
        };
        let diff = diff(&governance, newest, &schema);
        let fold_version = match (newest, &diff) {
            (Some(newest), Some(diff)) if !diff.refolds() => newest.record.fold_version,
            _ => schema.version,
        };
        let job = self
            .store_schema(tenant, &mut *work, fold_version, &schema, text)
            .await?;
        self.enact(tenant, work).await?;
        Ok(SchemaChange::Applied { diff, job })
    }

    async fn store_schema(
        &self,
        tenant: TenantId,
        work: &mut dyn UnitOfWork,
        fold_version: u32,
        schema: &Schema,
        text: &str,
    ) -> Result<Option<JobId>, StoreError> {
        let applied_at = self.shared.clock.now();
        let record = SchemaRecord {
            version: schema.version,
            fold_version,
            text: text.to_owned(),
            applied_at,
        };
        work.add_schema(tenant, &record).await?;
        if work
            .stale_users(tenant, fold_version, None, 1)
            .await?
            .is_empty()
        {
            return Ok(None);
        }
        let job = NewJob {
            kind: JobKind::Refold,
            created_at: applied_at,
        };
        work.add_job(tenant, &job).await.map(Some)
    }
}

/// How `schema` differs from the version in force, in the light of all those before it.
fn diff(
    governance: &Governance,
    in_force: Option<&SchemaVersion>,
    schema: &Schema,
) -> Option<SchemaDiff> {
    let versions = governance.versions().iter();
    let before: Vec<Schema> = versions.map(|version| (*version.schema).clone()).collect();
    in_force.map(|in_force| schema::diff_since(&before, &in_force.schema, schema))
}

/// Where a schema stands among those that are stored.
enum Place<'a> {
    /// It is one of them.
    Stored,
    /// It may follow the one in force, if there is one.
    After(Option<&'a SchemaVersion>),
}

fn place<'a>(
    governance: &'a Governance,
    schema: &Schema,
    text: &str,
) -> Result<Place<'a>, SchemaRefusal> {
    let stored = governance.versions();
    let same = stored
        .iter()
        .find(|stored| stored.record.version == schema.version);
    match (same, stored.last()) {
        (Some(same), _) if same.record.text == text => Ok(Place::Stored),
        (Some(_), _) => Err(SchemaRefusal::OtherText(schema.version)),
        (None, Some(newest)) if schema.version < newest.record.version => {
            Err(SchemaRefusal::Lower {
                version: schema.version,
                current: newest.record.version,
            })
        }
        (None, newest) => Ok(Place::After(newest)),
    }
}
