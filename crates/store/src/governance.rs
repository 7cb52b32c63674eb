//! What governs the log of a tenant: the schema versions, and what makes rows live or not. Kept in
//! memory and read again whenever its revision in the store is another one.

use std::{
    collections::{BTreeMap, HashMap},
    sync::{Arc, PoisonError, RwLock},
};

use selfmodel_core::{
    calibration::Calibration,
    log::{LogRow, Retraction, is_live},
    names::FeatureName,
    schema::{self, Schema},
    time::Timestamp,
};

use crate::{
    contract::{QuarantineId, Reader, Result, SchemaRecord, TenantId},
    error::StoreError,
};

/// One applied schema version.
#[derive(Debug, Clone)]
pub struct SchemaVersion {
    /// As stored.
    pub record: SchemaRecord,
    /// As parsed.
    pub schema: Arc<Schema>,
}

/// Everything that governs the log of one tenant, as of one revision.
#[derive(Debug, Clone)]
pub struct Governance {
    revision: u64,
    versions: Vec<SchemaVersion>,
    schema: Arc<Schema>,
    fold_version: u32,
    retractions: Vec<Retraction>,
    last_accepted: Option<Timestamp>,
    quarantined: BTreeMap<FeatureName, QuarantineId>,
    calibration: Arc<Calibration>,
}

impl Governance {
    /// Reads everything anew.
    pub(crate) async fn load(tenant: TenantId, reader: &mut dyn Reader) -> Result<Self> {
        let revision = revision(tenant, reader).await?;
        let versions = versions(reader.schemas(tenant).await?)?;
        let retractions = reader.retractions(tenant).await?;
        let quarantines = reader.quarantines(tenant).await?;
        let calibration = reader.calibration_in_force(tenant).await?;
        let newest = versions.last();
        Ok(Self {
            revision,
            schema: newest.map_or_else(|| Arc::new(nothing_declared()), |v| v.schema.clone()),
            fold_version: newest.map_or(0, |version| version.record.fold_version),
            last_accepted: retractions.iter().map(|r| r.retraction.accepted_at).max(),
            retractions: retractions
                .into_iter()
                .filter(|record| record.active)
                .map(|record| record.retraction)
                .collect(),
            quarantined: quarantines
                .into_iter()
                .filter(|record| record.lifted_at.is_none())
                .map(|record| (record.feature, record.id))
                .collect(),
            calibration: match calibration {
                Some(record) => Arc::new(parse_calibration(&record.id, &record.body)?),
                None => Arc::default(),
            },
            versions,
        })
    }

    /// All schema versions, ascending.
    #[must_use]
    pub fn versions(&self) -> &[SchemaVersion] {
        &self.versions
    }

    /// The schema in force; before the first is applied, version 0, which declares nothing.
    #[must_use]
    pub fn schema(&self) -> &Arc<Schema> {
        &self.schema
    }

    /// The version that models folded under the schema in force name.
    #[must_use]
    pub fn fold_version(&self) -> u32 {
        self.fold_version
    }

    /// The schema to read a model with that names `fold_version`: the newest version that folds
    /// alike. None for a version that is not known here.
    #[must_use]
    pub fn schema_of(&self, fold_version: u32) -> Option<&Arc<Schema>> {
        if fold_version == self.fold_version {
            return Some(&self.schema);
        }
        self.versions
            .iter()
            .rev()
            .find(|version| version.record.fold_version == fold_version)
            .map(|version| &version.schema)
    }

    /// The calibration in force.
    #[must_use]
    pub fn calibration(&self) -> &Arc<Calibration> {
        &self.calibration
    }

    /// The quarantine that holds what `feature` writes now.
    #[must_use]
    pub fn quarantine_of(&self, feature: &FeatureName) -> Option<QuarantineId> {
        self.quarantined.get(feature).copied()
    }

    /// Features under quarantine.
    pub fn quarantined(&self) -> impl Iterator<Item = &FeatureName> {
        self.quarantined.keys()
    }

    /// Whether `row` counts.
    #[must_use]
    pub fn is_live(&self, row: &LogRow) -> bool {
        is_live(row, &self.retractions)
    }

    /// The earliest instant at which a row may be recorded now, so that no retraction accepted
    /// before covers it.
    pub(crate) fn earliest_record(&self) -> Timestamp {
        self.last_accepted.map_or(Timestamp::EPOCH, |accepted| {
            Timestamp::from_millis(accepted.millis() + 1)
        })
    }
}

/// The governance of every tenant, as far as this node has read it.
#[derive(Debug, Default)]
pub(crate) struct GovernanceCache {
    tenants: RwLock<HashMap<TenantId, Arc<Governance>>>,
}

impl GovernanceCache {
    /// What was read last, if anything was.
    pub(crate) fn known(&self, tenant: TenantId) -> Option<Arc<Governance>> {
        let tenants = self.tenants.read().unwrap_or_else(PoisonError::into_inner);
        tenants.get(&tenant).cloned()
    }

    /// The governance as the store has it: one small query, and all of it when it changed.
    pub(crate) async fn current(
        &self,
        tenant: TenantId,
        reader: &mut dyn Reader,
    ) -> Result<Arc<Governance>> {
        if let Some(known) = self.known(tenant)
            && known.revision == revision(tenant, reader).await?
        {
            return Ok(known);
        }
        let loaded = Arc::new(Governance::load(tenant, reader).await?);
        let mut tenants = self.tenants.write().unwrap_or_else(PoisonError::into_inner);
        let newest = tenants.entry(tenant).or_insert_with(|| loaded.clone());
        if newest.revision < loaded.revision {
            *newest = loaded.clone();
        }
        Ok(loaded)
    }
}

async fn revision(tenant: TenantId, reader: &mut dyn Reader) -> Result<u64> {
    let revision = reader.governance_revision(tenant).await?;
    revision.ok_or(StoreError::UnknownTenant(tenant.0))
}

fn versions(records: Vec<SchemaRecord>) -> Result<Vec<SchemaVersion>> {
    let parse = |record: SchemaRecord| {
        let at = format!("of version {}", record.version);
        match schema::parse(&at, &record.text) {
            Ok(parsed) => Ok(SchemaVersion {
                schema: Arc::new(parsed.schema),
                record,
            }),
            Err(rejected) => Err(StoreError::corrupt("schemas", "text", at, rejected)),
        }
    };
    records.into_iter().map(parse).collect()
}

fn parse_calibration(id: &impl std::fmt::Display, body: &str) -> Result<Calibration> {
    serde_json::from_str(body).map_err(|error| {
        StoreError::corrupt("calibrations", "body", format!("with id {id}"), error)
    })
}

fn nothing_declared() -> Schema {
    Schema {
        version: 0,
        dimensions: BTreeMap::new(),
        contexts: BTreeMap::new(),
        features: BTreeMap::new(),
        actions: BTreeMap::new(),
    }
}
