//! JSON values as the fold counts them.

use serde_json::Value;

use super::EvidenceValue;
use crate::{
    names::Member,
    schema::{Kind, Members, NumberDomain},
};

/// The position in a number's range that stands for its greatest value.
pub const NUMBER_STEPS: u32 = 1 << 20;

/// What `value` is to a dimension of `kind`, none where it does not fit. Of a set: whether the
/// member belongs (`true`) or not.
#[must_use]
pub fn evidence_value(kind: &Kind, value: &Value) -> Option<EvidenceValue> {
    match kind {
        Kind::Boolean(_) | Kind::Set(_) => {
            let truth = value.as_bool()?;
            Some(EvidenceValue::Outcome(truth.into()))
        }
        Kind::Category(outcomes) | Kind::Ordinal(outcomes) | Kind::Progression(outcomes) => {
            let position = outcomes.position(value.as_str()?)?;
            Some(EvidenceValue::Outcome(position))
        }
        Kind::Number(domain) => Some(EvidenceValue::Number(steps(domain, value.as_f64()?))),
    }
}

/// The member that `value` names in a set; `Some(None)` for dimensions without members, none where
/// the set has no such member.
#[expect(
    clippy::option_option,
    reason = "no member, no place for one, and a member are three answers"
)]
pub(super) fn member_of(kind: &Kind, value: &Value) -> Option<Option<Member>> {
    let Kind::Set(set) = kind else {
        return Some(None);
    };
    let member = Member::new(value.as_str()?).ok()?;
    let known = match &set.members {
        Members::Open => true,
        Members::Listed(listed) => listed.contains(&member),
    };
    known.then_some(Some(member))
}

/// round((x − low) / (high − low) · 2^20), clamped to the range.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "clamped to 0..=2^20 before the cast"
)]
fn steps(domain: &NumberDomain, number: f64) -> u32 {
    let share = (number - domain.low) / (domain.high - domain.low);
    libm::round(share.clamp(0.0, 1.0) * f64::from(NUMBER_STEPS)) as u32
}
