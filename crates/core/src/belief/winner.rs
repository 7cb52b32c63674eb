//! Which statement wins at a read (belief-math 2.5).

use super::{Lens, trust};
use crate::{
    calibration::Calibrated,
    decay::factor,
    evidence::{EvidenceValue, Order, Source},
    model::Evidenced,
    schema::{Dimension, Scope, USER_FEATURE},
    time::Timestamp,
};

/// A fresh statement is worth this many events.
const STATEMENT_WEIGHT: f64 = 8.0;

/// The statement that counts at this read.
#[derive(Debug)]
pub(crate) struct WinningStatement<'a> {
    pub(crate) source: &'a Source,
    pub(crate) value: EvidenceValue,
    pub(crate) since: Timestamp,
    /// Weight at the read, in events, after decay and trust.
    pub(crate) weight: f64,
}

impl<'a> WinningStatement<'a> {
    /// For a context the newest among its own sources and the user's global corrections, else the
    /// newest from elsewhere; for a neutral read the newest of all.
    pub(crate) fn find(
        dimension: &Dimension,
        evidenced: &'a Evidenced,
        lens: &Lens<'_>,
        calibrated: Calibrated<'_>,
    ) -> Option<Self> {
        if evidenced
            .sources
            .values()
            .all(|model| model.statement.is_none())
        {
            return None;
        }
        let near = newest(evidenced, |source| {
            lens.is_own(source) || is_global_correction(source)
        });
        let found = near.or_else(|| match dimension.scope {
            Scope::User => newest(evidenced, |_| true),
            Scope::Context => None,
        });
        found.map(|(order, source, value)| {
            let age = lens.now.since(order.observed_at);
            let decay = factor(age, dimension.statement_half_life);
            let weight = STATEMENT_WEIGHT * decay * trust(calibrated, source);
            Self {
                source,
                value,
                since: order.observed_at,
                weight,
            }
        })
    }
}

/// Whether `source` is the user's own word for every context.
pub(crate) fn is_global_correction(source: &Source) -> bool {
    source.feature.as_str() == USER_FEATURE && source.context.is_none()
}

fn newest(
    evidenced: &Evidenced,
    counts: impl Fn(&Source) -> bool,
) -> Option<(&Order, &Source, EvidenceValue)> {
    let stated = evidenced
        .sources
        .iter()
        .filter(|(source, _)| counts(source));
    let registers = stated.filter_map(|(source, model)| {
        let register = model.statement.as_ref()?;
        Some((&register.order, source, register.value?))
    });
    registers.max_by_key(|(order, source, _)| {
        (
            order.observed_at,
            &order.id,
            *source,
            &order.user,
            order.rule,
        )
    })
}
