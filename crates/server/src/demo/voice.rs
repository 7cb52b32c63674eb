//! What a feature makes of what it believes: the texts that the user gets to see.

use super::opinion::Opinion;

/// From which confidence on a feature acts on a belief without asking.
pub(super) const ACTS_FROM: f64 = 0.7;

/// How docs drafts the section on new customers.
pub(super) fn draft(verbosity: &Opinion) -> &'static [&'static str] {
    match acted_on(verbosity) {
        Some("concise") => &["Identify, verify, keep proof. No account before all three."],
        Some("detailed") => &[
            "Before an account is opened, three things have to happen, in this order and without",
            "exception. First, the customer is identified: legal name, date and place of birth,",
            "residential address and nationality are taken down. Second, each of these is verified",
            "against an official document whose authenticity is itself checked. Third, a copy of",
            "the proof is kept for five years after the relationship ends.",
        ],
        _ => &[
            "Before an account is opened we identify the customer by name, date of birth and address,",
            "verify each against an official document, and keep a copy of the proof for five years.",
        ],
    }
}

/// How chat answers "Can we open this account?".
pub(super) fn answer(domain: &Opinion) -> &'static [&'static str] {
    match acted_on(domain) {
        Some("fintech_compliance") => &[
            "Not yet: complete CDD, identify the UBOs above 25 %, screen them against sanctions and",
            "PEP lists. If the source of funds stays unclear, move to EDD.",
        ],
        Some("healthcare") => &["Not yet: confirm coverage and consent before intake."],
        Some("software") => {
            &["Not yet: the sign-up has unverified fields; block it on validation."]
        }
        _ => &[
            "Not yet: check who the customer is, who really owns the company, and where the money",
            "comes from. If that stays unclear, look closer before you agree.",
        ],
    }
}

/// The value, if the feature is sure enough to act on it.
fn acted_on(opinion: &Opinion) -> Option<&str> {
    let sure = opinion.known && opinion.confidence >= ACTS_FROM;
    sure.then_some(opinion.value.as_str())
}
