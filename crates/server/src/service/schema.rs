//! The schema: showing it, applying it, and saying beforehand what applying it would change.

use selfmodel_api_types as wire;
use selfmodel_core::{
    diagnostic::{Diagnostic, Report},
    schema::{Class, Schema, SchemaDiff, diff_since},
};
use selfmodel_store::{
    contract::{JobId, TenantId},
    governance::Governance,
    node::{SchemaChange, SchemaRefusal},
};

use super::{ServiceError, preview};
use crate::app::App;

/// What the schema is called in messages.
const FILE: &str = "schema";

/// The schema in force.
pub async fn in_force(app: &App, tenant: TenantId) -> Result<wire::SchemaDocument, ServiceError> {
    let governance = app.governance(tenant).await?;
    let newest = governance.versions().last().ok_or(ServiceError::NoSchema)?;
    Ok(wire::SchemaDocument {
        version: newest.record.version,
        applied_at: newest.record.applied_at,
        text: newest.record.text.clone(),
    })
}

/// Every version that was applied, and the refold that is under way.
pub async fn versions(app: &App, tenant: TenantId) -> Result<wire::SchemaVersions, ServiceError> {
    let governance = app.node.refresh_governance(tenant).await?;
    let versions = governance.versions().iter().rev();
    Ok(wire::SchemaVersions {
        versions: versions
            .map(|version| wire::SchemaVersion {
                version: version.record.version,
                fold_version: version.record.fold_version,
                applied_at: version.record.applied_at,
            })
            .collect(),
        refold: match app.jobs.newest(tenant) {
            Some(job) => present_job(app, tenant, job).await?,
            None => None,
        },
    })
}

/// Puts a schema in force, and begins to fold users anew where it calls for that.
pub async fn apply(
    app: &App,
    tenant: TenantId,
    text: &str,
) -> Result<wire::SchemaResult, ServiceError> {
    let (parsed, _) = app.node.check_schema(tenant, FILE, text).await?;
    let before = app.node.refresh_governance(tenant).await?;
    let applied = app.node.apply_schema(tenant, FILE, text).await?;
    let (status, job) = match applied {
        SchemaChange::Unchanged => (wire::SchemaChangeStatus::Unchanged, None),
        SchemaChange::Applied { job, .. } => (wire::SchemaChangeStatus::Applied, job),
    };
    let changes = match status {
        wire::SchemaChangeStatus::Unchanged => Vec::new(),
        _ => changes(&before, &parsed.schema),
    };
    if let Some(job) = job {
        app.jobs.begin(tenant, job);
    }
    Ok(wire::SchemaResult {
        version: parsed.schema.version,
        status,
        changes,
        warnings: warnings(&parsed.warnings),
        job: match job {
            Some(job) => present_job(app, tenant, job).await?,
            None => None,
        },
        preview: None,
    })
}

/// Says what applying a schema would change, and changes nothing.
pub async fn preview(
    app: &App,
    tenant: TenantId,
    text: &str,
) -> Result<wire::SchemaResult, ServiceError> {
    let (parsed, _) = app.node.check_schema(tenant, FILE, text).await?;
    let governance = app.node.refresh_governance(tenant).await?;
    Ok(wire::SchemaResult {
        version: parsed.schema.version,
        status: wire::SchemaChangeStatus::DryRun,
        changes: changes(&governance, &parsed.schema),
        warnings: warnings(&parsed.warnings),
        job: None,
        preview: Some(preview::of(app, tenant, &governance, &parsed.schema).await?),
    })
}

fn changes(governance: &Governance, new: &Schema) -> Vec<wire::SchemaChange> {
    let Some((old, before)) = governance.versions().split_last() else {
        return Vec::new();
    };
    let before: Vec<Schema> = before
        .iter()
        .map(|version| (*version.schema).clone())
        .collect();
    let SchemaDiff { changes, .. } = diff_since(&before, &old.schema, new);
    let changes = changes.into_iter();
    changes
        .map(|change| wire::SchemaChange {
            class: match change.class {
                Class::Compatible => wire::ChangeClass::Compatible,
                Class::Narrows => wire::ChangeClass::Narrows,
                Class::Refolds => wire::ChangeClass::Refolds,
                Class::Loses => wire::ChangeClass::Loses,
            },
            pointer: change.pointer,
            detail: change.sentence,
        })
        .collect()
}

fn warnings(report: &Report) -> Vec<wire::ProblemError> {
    let warnings = report.diagnostics().iter();
    warnings
        .map(|warning| wire::ProblemError {
            pointer: warning.pointer.clone(),
            detail: sentences(warning),
        })
        .collect()
}

fn sentences(warning: &Diagnostic) -> String {
    let mut text = warning.message.clone();
    for help in &warning.help {
        text.push_str("; ");
        text.push_str(help);
    }
    text
}

async fn present_job(
    app: &App,
    tenant: TenantId,
    id: JobId,
) -> Result<Option<wire::Job>, ServiceError> {
    let job = app.node.job(tenant, id).await?;
    Ok(job.and_then(|job| crate::jobs::to_wire(&job)))
}

impl From<SchemaRefusal> for ServiceError {
    fn from(refusal: SchemaRefusal) -> Self {
        match refusal {
            SchemaRefusal::Rejected(rejected) => Self::InvalidSchema(Box::new(rejected)),
            SchemaRefusal::OtherText(_) | SchemaRefusal::Lower { .. } => {
                Self::SchemaConflict(refusal.to_string())
            }
            SchemaRefusal::Store(error) => Self::Store(error),
        }
    }
}
