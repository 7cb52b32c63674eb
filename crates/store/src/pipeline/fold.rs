//! The model of one user while a group is decided: advanced in place where that gives the same bits
//! as a refold, folded anew from the log where it does not.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use selfmodel_core::{
    evidence::{BeliefKey, Unit, derive, unit},
    fold::{Advance, advance, refold},
    log::LogRow,
    model::SelfModel,
    names::{DimensionName, UserId},
    observation::Problem,
    schema::{Kind, Schema},
};

use crate::{
    cache::Versioned,
    contract::{Result, TenantId, UnitOfWork},
    governance::Governance,
};

/// Where the log of a group's users is read.
pub(super) struct Log<'a> {
    pub(super) tenant: TenantId,
    pub(super) governance: &'a Governance,
    pub(super) work: &'a mut dyn UnitOfWork,
}

/// Whether a live row holds a collapse unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Held {
    Yes,
    No,
    /// More rows may hold it than were looked at; the log knows.
    Unknown,
}

/// One user of a group.
#[derive(Debug)]
pub(super) struct UserFold {
    version: u64,
    model: Arc<SelfModel>,
    /// Whether `model` has to be folded anew before it is used.
    is_stale: bool,
    /// Whether a model is to be saved.
    is_changed: bool,
    /// Live rows of the log from before this group, once they were needed.
    logged: Option<Vec<LogRow>>,
    /// Live rows of this group.
    fresh: Vec<LogRow>,
    /// What is known of collapse units, by their ids.
    pub(super) units: BTreeMap<String, Held>,
}

impl UserFold {
    /// A user with a model, or without one at version 0. A model of another fold version is folded
    /// anew by the first write.
    pub(super) fn of_model(governance: &Governance, base: Versioned) -> Self {
        if base.version == 0 {
            return Self::of_nobody(governance);
        }
        Self {
            is_stale: base.model.schema_version() != governance.fold_version(),
            ..Self::new(base.version, base.model)
        }
    }

    /// A user with a model that is not looked at.
    pub(super) fn of_version(governance: &Governance, version: u64) -> Self {
        let model = Arc::new(SelfModel::empty(governance.fold_version()));
        Self {
            is_stale: true,
            ..Self::new(version, model)
        }
    }

    /// A user without a model.
    pub(super) fn of_nobody(governance: &Governance) -> Self {
        Self::new(0, Arc::new(SelfModel::empty(governance.fold_version())))
    }

    fn new(version: u64, model: Arc<SelfModel>) -> Self {
        Self {
            version,
            model,
            is_stale: false,
            is_changed: false,
            logged: None,
            fresh: Vec::new(),
            units: BTreeMap::new(),
        }
    }

    /// A row of this user is logged and held. Every user with rows has a model, so that a job that
    /// refolds all users finds them.
    pub(super) fn hold(&mut self) {
        self.is_changed |= self.version == 0;
    }

    /// The user is to be folded anew whatever else happens.
    pub(super) fn demand_refold(&mut self) {
        self.is_stale = true;
        self.is_changed = true;
    }

    /// Why the members that `row` names do not fit into the sets of the model; empty when they do.
    pub(super) async fn room_for(
        &mut self,
        row: &LogRow,
        log: &mut Log<'_>,
    ) -> Result<Vec<Problem>> {
        let schema = log.governance.schema().clone();
        let named = members(&schema, row);
        if named.is_empty() {
            return Ok(Vec::new());
        }
        self.refresh(&row.user, log).await?;
        let overfull = |(dimension, keys): (DimensionName, BTreeSet<BeliefKey>)| {
            let Kind::Set(set) = &schema.dimensions.get(&dimension)?.kind else {
                return None;
            };
            let new = keys.iter().filter(|key| !self.model.contains(key)).count();
            let limit = usize::try_from(set.max_members).unwrap_or(usize::MAX);
            let is_over = new > 0 && self.model.members(&dimension) + new > limit;
            is_over.then(|| no_room(&dimension, limit))
        };
        Ok(named.into_iter().filter_map(overfull).collect())
    }

    /// Adds a live row. Answers whether another live row holds its unit already.
    pub(super) async fn add(
        &mut self,
        row: &LogRow,
        unit: Option<Unit>,
        log: &mut Log<'_>,
    ) -> Result<bool> {
        let collapsed = match unit {
            Some(unit) => {
                let held = self.holds(&row.user, &unit.id, log).await?;
                self.units.insert(unit.id, Held::Yes);
                held
            }
            None => false,
        };
        self.fresh.push(row.clone());
        self.is_changed |= !collapsed || self.version == 0;
        if !collapsed && !self.is_stale {
            let schema = log.governance.schema();
            let advanced = advance(schema, Arc::make_mut(&mut self.model), row, false);
            self.is_stale = advanced == Advance::Replay;
        }
        Ok(collapsed)
    }

    /// The model to be saved, if one is, as the version after the one it replaces.
    pub(super) async fn finish(
        mut self,
        user: &UserId,
        log: &mut Log<'_>,
    ) -> Result<Option<Versioned>> {
        if !self.is_changed {
            return Ok(None);
        }
        self.refresh(user, log).await?;
        let is_nobody = self.version == 0
            && self.fresh.is_empty()
            && self.logged.as_ref().is_some_and(Vec::is_empty);
        let next = Versioned {
            version: self.version + 1,
            model: self.model,
        };
        Ok((!is_nobody).then_some(next))
    }

    /// Folds the model anew if it has to be.
    async fn refresh(&mut self, user: &UserId, log: &mut Log<'_>) -> Result<()> {
        if self.is_stale {
            let governance = log.governance;
            let logged = live_rows(&mut self.logged, user, log).await?;
            let rows = logged.iter().chain(&self.fresh);
            let model = refold(governance.schema(), governance.fold_version(), rows);
            self.model = Arc::new(model);
            self.is_stale = false;
        }
        Ok(())
    }

    async fn holds(&mut self, user: &UserId, id: &str, log: &mut Log<'_>) -> Result<bool> {
        match self.units.get(id) {
            Some(Held::Yes) => Ok(true),
            Some(Held::No) => Ok(false),
            Some(Held::Unknown) | None => {
                let schema = log.governance.schema().clone();
                let logged = live_rows(&mut self.logged, user, log).await?;
                let holds = |row: &LogRow| unit(&schema, row).is_some_and(|unit| unit.id == id);
                Ok(logged.iter().chain(&self.fresh).any(holds))
            }
        }
    }
}

/// The live rows of a user from before the group, which has written nothing yet.
async fn live_rows<'a>(
    logged: &'a mut Option<Vec<LogRow>>,
    user: &UserId,
    log: &mut Log<'_>,
) -> Result<&'a Vec<LogRow>> {
    let rows = if let Some(rows) = logged.take() {
        rows
    } else {
        let mut rows = log.work.rows(log.tenant, user).await?;
        rows.retain(|row| log.governance.is_live(row));
        rows
    };
    Ok(logged.insert(rows))
}

/// The members of sets that `row` gives evidence of, by their dimension.
fn members(schema: &Schema, row: &LogRow) -> BTreeMap<DimensionName, BTreeSet<BeliefKey>> {
    let mut named: BTreeMap<_, BTreeSet<_>> = BTreeMap::new();
    let has_sets = |schema: &Schema| {
        let mut dimensions = schema.dimensions.values();
        dimensions.any(|dimension| matches!(dimension.kind, Kind::Set(_)))
    };
    if has_sets(schema) {
        for evidence in derive(schema, row) {
            if evidence.key.member.is_some() {
                let keys = named.entry(evidence.key.dimension.clone()).or_default();
                keys.insert(evidence.key);
            }
        }
    }
    named
}

fn no_room(dimension: &DimensionName, limit: usize) -> Problem {
    Problem {
        pointer: "/details".into(),
        detail: format!(
            "the set {dimension} of this user is full: it has {limit} members, the limit that the \
             schema sets with max_members; raise it, or leave members out"
        ),
    }
}
