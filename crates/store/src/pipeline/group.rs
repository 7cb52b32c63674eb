//! One group as one unit of work: what is known of it is read first, then each submission in turn
//! is decided and folded in memory, then all of it is written at once.

use std::collections::{BTreeMap, BTreeSet};

use selfmodel_core::{
    evidence::{Unit, unit},
    log::LogRow,
    names::UserId,
    time::Timestamp,
};

use super::{
    Outcome, Shared, Submission, Written,
    fold::{Held, Log, UserFold},
};
use crate::{
    cache::Versioned,
    contract::UnitProbe,
    contract::{Digest, Guard, ModelSave, NewRow, Result, RowKey, TenantId, UnitOfWork},
    error::StoreError,
    governance::Governance,
};

/// What a group consists of.
#[derive(Debug)]
pub(crate) enum Item {
    /// Log and fold an observation.
    Record(Box<Submission>),
    /// Fold a user anew from the log.
    Refold(UserId),
}

impl Item {
    pub(crate) fn user(&self) -> &UserId {
        match self {
            Self::Record(submission) => &submission.admitted.user,
            Self::Refold(user) => user,
        }
    }
}

/// A submission as the row it may become.
struct Candidate {
    new: NewRow,
    unit: Option<Unit>,
}

/// The state of a group while its items are decided.
struct Group<'a> {
    log: Log<'a>,
    users: BTreeMap<UserId, UserFold>,
    /// Payloads of the keys that are logged, before this group or by it.
    logged: BTreeMap<RowKey, Digest>,
    rows: Vec<NewRow>,
}

/// Writes `items` and answers them in their order. `trust_cache`: models may be taken from the
/// cache, on which a refusal is then not based.
pub(crate) async fn write(
    shared: &Shared,
    tenant: TenantId,
    items: &[&Item],
    guard: Guard,
    trust_cache: bool,
) -> Result<Written> {
    let mut work = shared.store.begin(guard).await?;
    let governance = shared.governance.current(tenant, &mut *work).await?;
    let now = shared.clock.now();
    let recorded_at = shared
        .high_water
        .raise(now.max(governance.earliest_record()));
    let candidates = candidates(&governance, items, recorded_at);
    let users = bases(shared, tenant, &governance, items, trust_cache, &mut *work).await?;
    let mut group = Group {
        log: Log {
            tenant,
            governance: &governance,
            work: &mut *work,
        },
        users,
        logged: BTreeMap::new(),
        rows: Vec::new(),
    };
    group.read(&candidates).await?;
    let mut outcomes = Vec::with_capacity(items.len());
    for (item, candidate) in items.iter().zip(candidates) {
        outcomes.push(match candidate {
            Some(candidate) => group.record(candidate).await?,
            None => group.refold(item.user()),
        });
    }
    let is_refused = |outcome: &Outcome| matches!(outcome, Outcome::Refused(_));
    if trust_cache && outcomes.iter().any(is_refused) {
        return Err(StoreError::LostRace {
            doing: "refuse observations",
        });
    }
    let Some(saved) = group.save(now).await? else {
        return Ok(Written {
            outcomes,
            position: None,
        });
    };
    let position = work.commit().await?;
    for (user, model) in saved {
        shared.cache.put(tenant, user, model);
    }
    Ok(Written {
        outcomes,
        position: Some(position),
    })
}

/// Each submission as a row, none for a refold.
fn candidates(
    governance: &Governance,
    items: &[&Item],
    recorded_at: Timestamp,
) -> Vec<Option<Candidate>> {
    let candidate = |submission: &Submission| {
        let admitted = submission.admitted.clone();
        let quarantine = governance.quarantine_of(&admitted.feature);
        let (payload, content) = (admitted.payload, admitted.content);
        let row = admitted.into_row(
            submission.id.clone(),
            recorded_at,
            submission.weightless,
            quarantine.is_some(),
        );
        Candidate {
            unit: unit(governance.schema(), &row).filter(|_| !row.held),
            new: NewRow {
                row,
                payload,
                content,
                quarantine,
            },
        }
    };
    items
        .iter()
        .map(|item| match item {
            Item::Record(submission) => Some(candidate(submission)),
            Item::Refold(_) => None,
        })
        .collect()
}

/// The models that the group starts from.
async fn bases(
    shared: &Shared,
    tenant: TenantId,
    governance: &Governance,
    items: &[&Item],
    trust_cache: bool,
    work: &mut dyn UnitOfWork,
) -> Result<BTreeMap<UserId, UserFold>> {
    let users: BTreeSet<&UserId> = items.iter().map(|item| item.user()).collect();
    let refolded: BTreeSet<&UserId> = items
        .iter()
        .filter(|item| matches!(item, Item::Refold(_)))
        .map(|item| item.user())
        .collect();
    let mut bases = BTreeMap::new();
    let mut missing = Vec::new();
    for user in users {
        match shared.cache.get(tenant, user).filter(|_| trust_cache) {
            Some(cached) => {
                let fold = UserFold::of_model(governance, cached);
                bases.insert(user.clone(), fold);
            }
            None => missing.push(user.clone()),
        }
    }
    if !missing.is_empty() {
        for record in work.models(tenant, &missing).await? {
            let user = record.user.clone();
            let fold = if refolded.contains(&user) {
                // What is folded anew need not be readable: this is how a corrupt model is mended.
                UserFold::of_version(governance, record.version)
            } else {
                UserFold::of_model(governance, crate::node::decode(&record)?)
            };
            bases.insert(user, fold);
        }
    }
    for user in missing {
        bases
            .entry(user)
            .or_insert_with(|| UserFold::of_nobody(governance));
    }
    Ok(bases)
}

impl Group<'_> {
    /// Reads which keys are logged and which collapse units are held.
    async fn read(&mut self, candidates: &[Option<Candidate>]) -> Result<()> {
        let candidates = || candidates.iter().flatten();
        let keys: BTreeSet<RowKey> = candidates().map(|c| RowKey::of(&c.new.row)).collect();
        let keys: Vec<RowKey> = keys.into_iter().collect();
        if !keys.is_empty() {
            let logged = self.log.work.logged(self.log.tenant, &keys).await?;
            let known = logged.into_iter().map(|known| (known.key, known.payload));
            self.logged.extend(known);
        }
        let mut probed: BTreeMap<(&UserId, &str), (&Candidate, &Unit)> = BTreeMap::new();
        for candidate in candidates() {
            if let Some(unit) = &candidate.unit {
                probed.insert((&candidate.new.row.user, &unit.id), (candidate, unit));
            }
        }
        if probed.is_empty() {
            return Ok(());
        }
        let wanted: Vec<UnitProbe> = probed
            .values()
            .map(|(candidate, unit)| UnitProbe {
                user: candidate.new.row.user.clone(),
                content: candidate.new.content,
                since: unit.start,
                until: unit.start.plus(unit.window),
            })
            .collect();
        let found = self
            .log
            .work
            .unit_candidates(self.log.tenant, &wanted)
            .await?;
        for ((user, id), found) in probed.into_keys().zip(found) {
            let holds = |row: &LogRow| {
                self.log.governance.is_live(row)
                    && unit(self.log.governance.schema(), row).is_some_and(|unit| unit.id == id)
            };
            let held = match found.rows.iter().any(holds) {
                true => Held::Yes,
                false if found.complete => Held::No,
                false => Held::Unknown,
            };
            if let Some(fold) = self.users.get_mut(user) {
                fold.units.insert(id.to_owned(), held);
            }
        }
        Ok(())
    }

    async fn record(&mut self, candidate: Candidate) -> Result<Outcome> {
        let Candidate { new, unit } = candidate;
        let key = RowKey::of(&new.row);
        if let Some(payload) = self.logged.get(&key) {
            return Ok(if *payload == new.payload {
                Outcome::Duplicate
            } else {
                Outcome::Conflict
            });
        }
        let fold = fold_of(&mut self.users, &self.log, &new.row.user);
        let outcome = if new.row.held {
            fold.hold();
            Outcome::Quarantined
        } else {
            let problems = fold.room_for(&new.row, &mut self.log).await?;
            if !problems.is_empty() {
                return Ok(Outcome::Refused(problems));
            }
            let collapsed = fold.add(&new.row, unit, &mut self.log).await?;
            Outcome::Recorded { collapsed }
        };
        self.logged.insert(key, new.payload);
        self.rows.push(new);
        Ok(outcome)
    }

    fn refold(&mut self, user: &UserId) -> Outcome {
        fold_of(&mut self.users, &self.log, user).demand_refold();
        Outcome::Refolded
    }

    /// Writes the rows and the changed models, and answers the latter; none when nothing changed.
    async fn save(mut self, now: Timestamp) -> Result<Option<Vec<(UserId, Versioned)>>> {
        let mut saved = Vec::new();
        let mut bodies = Vec::new();
        for (user, fold) in self.users {
            let Some(next) = fold.finish(&user, &mut self.log).await? else {
                continue;
            };
            bodies.push(ModelSave {
                user: user.clone(),
                replaces: next.version - 1,
                schema_version: next.model.schema_version(),
                body: next.model.encode(),
            });
            saved.push((user, next));
        }
        if self.rows.is_empty() && bodies.is_empty() {
            return Ok(None);
        }
        let Log { tenant, work, .. } = self.log;
        work.append(tenant, &self.rows).await?;
        work.save_models(tenant, &bodies, now).await?;
        Ok(Some(saved))
    }
}

/// The state of a user of the group; every user of its items has one.
fn fold_of<'a>(
    users: &'a mut BTreeMap<UserId, UserFold>,
    log: &Log<'_>,
    user: &UserId,
) -> &'a mut UserFold {
    users
        .entry(user.clone())
        .or_insert_with(|| UserFold::of_nobody(log.governance))
}
