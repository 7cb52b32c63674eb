//! Laws of the query over random histories: what it serves is what is believed, and what it does not
//! serve is withheld with a reason.

mod common;

use common::{
    NOW,
    history::{Log, history},
    product,
};
use proptest::prelude::*;
use selfmodel_core::{
    belief::{Lens, Reader},
    calibration::Calibration,
    names::ContextName,
    query::{Query, run},
    schema::DimensionPattern,
};

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    /// Beliefs that are read one after the other owe nothing to each other.
    #[test]
    fn what_is_served_is_what_is_believed(rows in history(60), context in any::<bool>()) {
        let calibration = Calibration::default();
        let drafting = ContextName::new("drafting").unwrap();
        let context = context.then_some(&drafting);
        let lens = Lens { schema: product(), calibration: &calibration, context, now: NOW };
        let model = Log::of(&rows).model;
        let query = Query { include_priors: true, ..Query::default() };
        let answer = run(&model, lens, &query, &[DimensionPattern::All]);
        for served in &answer.beliefs {
            let alone = Reader::new(lens).read(&model, &served.belief.key).unwrap().belief;
            prop_assert_eq!(&served.belief, &alone);
        }
        let believed = model.keys().count();
        prop_assert!(answer.beliefs.len() + answer.withheld.len() >= believed);
    }

    /// Every selected belief is served or withheld with a reason, never both, never silently gone.
    #[test]
    fn filters_never_drop_silently(
        rows in history(60),
        min_confidence in prop::option::of(0.0..1.0),
        min_relevance in prop::option::of(0.0..1.0),
        days in prop::option::of(1i64..4_000),
        limit in prop::option::of(0usize..6),
        focus in prop::option::of(prop::sample::select(vec!["communication", "style", "ui"])),
        include_priors in any::<bool>(),
    ) {
        let calibration = Calibration::default();
        let context = ContextName::new("drafting").unwrap();
        let lens = Lens { schema: product(), calibration: &calibration, context: Some(&context), now: NOW };
        let model = Log::of(&rows).model;
        let everything = run(&model, lens, &Query { include_priors: true, ..Query::default() }, &[DimensionPattern::All]);
        let query = Query {
            focus: focus.map(str::to_owned),
            min_confidence,
            min_relevance,
            max_age: days.map(selfmodel_core::time::Millis::days),
            limit,
            include_priors,
            ..Query::default()
        };
        let reads = [DimensionPattern::parse("communication.*").unwrap(), DimensionPattern::parse("expertise.*").unwrap()];
        let answer = run(&model, lens, &query, &reads);
        let keys = |answer: &selfmodel_core::query::Answer| {
            let served = answer.beliefs.iter().map(|served| served.belief.key.clone());
            let withheld = answer.withheld.iter().map(|withheld| withheld.key.clone());
            let mut keys: Vec<_> = served.chain(withheld).collect();
            keys.sort();
            keys
        };
        prop_assert_eq!(keys(&answer), keys(&everything));
        for served in &answer.beliefs {
            prop_assert!(served.belief.confidence >= min_confidence.unwrap_or(0.0));
            prop_assert!(served.relevance >= min_relevance.unwrap_or(0.0));
        }
        let scores: Vec<f64> = answer.beliefs.iter().map(|s| s.relevance * s.belief.confidence).collect();
        prop_assert!(scores.is_sorted_by(|left, right| left >= right));
    }
}
