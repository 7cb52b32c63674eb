//! What a calibration is computed from: the decayed masses of many users, by source.

use std::collections::BTreeMap;

use crate::{
    decay::DecayTable,
    evidence::{BeliefKey, Source},
    model::{Scale, SelfModel},
    schema::Schema,
    time::Timestamp,
};

/// The masses of one user on one belief: by source, in schema order of the outcomes, in events.
pub type UserMasses = BTreeMap<Source, Vec<f64>>;

/// The masses of many users, by belief. Users are anonymous here and keep the order in which they
/// were added, which the caller keeps the same for the same result.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Population {
    /// One entry per user with evidence.
    pub beliefs: BTreeMap<BeliefKey, Vec<UserMasses>>,
}

impl Population {
    /// Adds the event masses of one user at `now`, on the long scale, without trust or correction.
    /// Numbers are left out: they have no base rates.
    #[expect(
        clippy::cast_precision_loss,
        reason = "integer masses become floats at the read"
    )]
    pub fn add(&mut self, schema: &Schema, model: &SelfModel, now: Timestamp) {
        let mut table = DecayTable::at(now);
        for (key, evidenced) in &model.beliefs {
            let Some(dimension) = schema.dimensions.get(&key.dimension) else {
                continue;
            };
            let Some(outcomes) = dimension.kind.outcomes() else {
                continue;
            };
            let decay = table.of(dimension.half_life);
            let mut user = UserMasses::new();
            for (source, model) in &evidenced.sources {
                let mut masses = vec![0.0; outcomes.values.len()];
                for cell in model
                    .cells
                    .iter()
                    .filter(|cell| cell.key.scale == Scale::Long)
                {
                    if let Some(mass) = masses.get_mut(usize::from(cell.key.value)) {
                        *mass += cell.mass as f64 * decay.of(cell.key.epoch);
                    }
                }
                if masses.iter().any(|mass| *mass > 0.0) {
                    user.insert(source.clone(), masses);
                }
            }
            if !user.is_empty() {
                self.beliefs.entry(key.clone()).or_default().push(user);
            }
        }
    }
}
