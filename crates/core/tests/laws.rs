//! The laws of the self-model over random histories. Each names the invariant of the design that
//! it keeps.
#![expect(clippy::unwrap_used, reason = "a mistake here is a failed test")]

mod common;

use common::{
    DAY, NOW, believe, fold,
    history::{Log, any_row, history},
    key, member, product, row,
};
use proptest::prelude::*;
use selfmodel_core::{
    belief::{Belief, Lens, Reader},
    calibration::Calibration,
    explanation::explain,
    log::{LogRow, Predicate, Retraction},
    model::SelfModel,
    names::{ActionName, ContextName, FeatureName, OriginName, Release, UserId},
    time::Timestamp,
};
use serde_json::json;

/// Every belief of `model`, in each context and without one.
fn beliefs(model: &SelfModel) -> Vec<Belief> {
    let calibration = Calibration::default();
    let contexts = [None, Some("chatting"), Some("drafting")];
    let mut all = Vec::new();
    for context in contexts.map(|name| name.map(|name| ContextName::new(name).unwrap())) {
        let lens = Lens {
            schema: product(),
            calibration: &calibration,
            context: context.as_ref(),
            now: NOW,
        };
        let mut reader = Reader::new(lens);
        all.extend(
            model
                .keys()
                .map(|key| reader.read(model, key).unwrap().belief),
        );
    }
    all
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    /// Invariant 1: order, duplication and batching change no bit; incremental = refold.
    #[test]
    fn order_and_duplication_change_nothing(
        rows in history(60),
        seed in any::<prop::sample::Index>(),
        order in prop::collection::vec(any::<u32>(), 60),
    ) {
        let log = Log::of(&rows);
        prop_assert_eq!(&log.model, &log.refolded());
        let mut unique: Vec<LogRow> = log.rows.values().cloned().collect();
        let ranks = order.iter().cycle();
        let mut ranked: Vec<_> = ranks.zip(unique.drain(..)).collect();
        ranked.sort_by_key(|(rank, _)| **rank);
        let mut shuffled: Vec<LogRow> = ranked.into_iter().map(|(_, row)| row).collect();
        let again = shuffled[seed.index(shuffled.len())].clone();
        shuffled.push(again);
        let other = Log::of(&shuffled);
        prop_assert_eq!(other.model.encode(), log.model.encode());
        prop_assert_eq!(beliefs(&other.model), beliefs(&log.model));
    }

    /// Invariant 2: in-order evidence folds without a replay.
    #[test]
    fn in_order_evidence_folds_in_place(mut rows in history(60)) {
        for (place, row) in (0..).zip(&mut rows) {
            row.observed_at = Timestamp::from_millis(NOW.millis() + place * 3_600_000);
        }
        prop_assert_eq!(Log::of(&rows).replays, 0);
    }

    /// Invariant 3: a retraction equals never having written; retractions commute; undo restores.
    #[test]
    fn retracted_is_never_written(
        rows in history(60),
        first in predicate(),
        second in predicate(),
    ) {
        let mut log = Log::of(&rows);
        let before = log.model.encode();
        let covered = |row: &&LogRow| !first.covers(row) && !second.covers(row);
        let kept: Vec<LogRow> = log.rows.values().filter(covered).cloned().collect();
        let never = Log::of(&kept).model;
        let retraction = |predicate: &Predicate| Retraction {
            predicate: predicate.clone(),
            accepted_at: NOW,
        };
        log.retract(retraction(&first));
        log.retract(retraction(&second));
        prop_assert_eq!(log.model.encode(), never.encode());
        prop_assert_eq!(beliefs(&log.model), beliefs(&never));
        log.retractions.reverse();
        prop_assert_eq!(log.refolded(), never);
        log.retractions.clear();
        prop_assert_eq!(log.refolded().encode(), before);
    }

    /// Invariant 3: dropping the keys and registers of a source equals its never having written.
    #[test]
    fn a_dropped_source_never_wrote(rows in history(60), feature in feature()) {
        let log = Log::of(&rows);
        let kept: Vec<LogRow> =
            log.rows.values().filter(|row| row.feature != feature).cloned().collect();
        let dropped = log.model.without_sources(|source| source.feature == feature);
        prop_assert_eq!(dropped.encode(), Log::of(&kept).model.encode());
    }

    /// Rows written after a retraction are live, and fold into the model that it left.
    #[test]
    fn writing_goes_on_after_a_retraction(
        rows in history(40),
        predicate in predicate(),
        later in prop::collection::vec(any_row(), 1..20),
    ) {
        let mut log = Log::of(&rows);
        log.retract(Retraction { predicate, accepted_at: NOW });
        for mut row in later {
            row.recorded_at = Timestamp::from_millis(NOW.millis() + 1);
            log.write(row);
        }
        prop_assert_eq!(log.model.encode(), log.refolded().encode());
    }

    /// The encoding loses nothing.
    #[test]
    fn encoding_round_trips(rows in history(60)) {
        let model = Log::of(&rows).model;
        prop_assert_eq!(SelfModel::decode(&model.encode()).unwrap(), model);
    }

    /// An explanation says what would be believed had a feature never written.
    #[test]
    fn explanations_leave_one_feature_out(rows in history(40), context in any::<bool>()) {
        let context = context.then(|| ContextName::new("drafting").unwrap());
        let calibration = Calibration::default();
        let lens = Lens {
            schema: product(),
            calibration: &calibration,
            context: context.as_ref(),
            now: NOW,
        };
        let model = Log::of(&rows).model;
        for key in model.keys() {
            for without in explain(&model, lens, key).unwrap().without {
                let rest = model.without_sources(|source| source.feature == without.feature);
                let belief = Reader::new(lens).read(&rest, key).unwrap().belief;
                prop_assert_eq!(without.belief, belief);
            }
        }
    }

    /// Damaged bytes are refused or read as some model, never a panic.
    #[test]
    fn damaged_bytes_do_not_panic(
        rows in history(20),
        place in any::<prop::sample::Index>(),
        byte in any::<u8>(),
    ) {
        let intact = Log::of(&rows).model.encode();
        let place = place.index(intact.len());
        prop_assert!(SelfModel::decode(&intact[..place]).is_err());
        prop_assert!(SelfModel::decode(&[&intact[..], &[0]].concat()).is_err());
        let mut bytes = intact;
        bytes[place] = byte;
        if let Ok(model) = SelfModel::decode(&bytes) {
            drop(model.encode());
            let lens = Lens {
                schema: product(),
                calibration: &Calibration::default(),
                context: None,
                now: NOW,
            };
            for key in model.keys() {
                drop(Reader::new(lens).read(&model, key));
            }
        }
    }

    /// Invariant 7 and the bounds of every number that is served.
    #[test]
    fn reads_are_pure_and_bounded(rows in history(60)) {
        let model = Log::of(&rows).model;
        let all = beliefs(&model);
        prop_assert_eq!(&all, &beliefs(&model));
        for belief in all {
            for bounded in [belief.confidence, belief.conflict, belief.change] {
                prop_assert!((0.0..=1.0).contains(&bounded), "{:?}", belief);
            }
            prop_assert!(belief.evidence >= 0.0 && belief.evidence.is_finite());
            let dimension = &product().dimensions[&belief.key.dimension];
            prop_assert_eq!(belief.updated_at.is_some(), belief.freshness(dimension, NOW) > 0.0);
            if let Some((low, high)) = belief.interval {
                prop_assert!(low <= high);
            }
        }
    }

    /// More evidence for the believed value never lowers its confidence.
    #[test]
    fn support_never_lowers_confidence(rows in history(40), context in any::<bool>()) {
        let context = context.then(|| ContextName::new("chatting").unwrap());
        let calibration = Calibration::default();
        let lens = Lens {
            schema: product(),
            calibration: &calibration,
            context: context.as_ref(),
            now: NOW,
        };
        let dark = key("ui.dark");
        let mut log = Log::of(&rows);
        let before = Reader::new(lens).read(&log.model, &dark).unwrap().belief;
        let selfmodel_core::belief::BeliefValue::Truth(value) = before.value else {
            return Err(TestCaseError::fail("a truth"));
        };
        log.write(row("one more", "chat", "dark_seen", json!({ "dark": value }), 0));
        let after = Reader::new(lens).read(&log.model, &dark).unwrap().belief;
        prop_assert_eq!(&after.value, &before.value);
        prop_assert!(after.confidence >= before.confidence - 1e-9, "{} {}", after.confidence, before.confidence);
    }
}

/// Invariant 2: state grows with distinct (dimension, source, value), never with history.
#[test]
fn state_does_not_grow_with_history() {
    let mut log = Log::empty();
    let mut sizes = Vec::new();
    for step in 0..6_000i64 {
        let style = ["concise", "balanced", "detailed"][usize::try_from(step % 3).unwrap()];
        let mut row = row(
            &step.to_string(),
            "chat",
            "style_seen",
            json!({ "style": style }),
            0,
        );
        row.observed_at = Timestamp::from_millis(NOW.millis() + step * DAY);
        log.write(row);
        if step % 1_000 == 999 {
            sizes.push(log.model.encode().len());
        }
    }
    assert!(sizes.iter().all(|size| *size <= 700), "{sizes:?}");
    assert_eq!(log.replays, 0);
}

/// Invariant 5: what is said a thousand times is said once.
#[test]
fn repetition_is_not_proof() {
    let style = |value: &str, id: usize| {
        let details = json!({ "dimension": "communication.verbosity", "value": value });
        row(&id.to_string(), "chat", "stated", details, 0)
    };
    let masses = |id: usize| {
        let details =
            json!({ "dimension": "communication.verbosity", "masses": { "detailed": 4 } });
        row(&format!("level{id}"), "chat", "level", details, 0)
    };
    let topic = |id: usize| {
        row(
            &format!("topic{id}"),
            "chat",
            "topic_read",
            json!({ "topics": ["law"] }),
            0,
        )
    };
    for (one, key) in [
        (
            &(|id| style("concise", id)) as &dyn Fn(usize) -> LogRow,
            key("communication.verbosity"),
        ),
        (&masses, key("communication.verbosity")),
        (&topic, member("interests.topics", "law")),
    ] {
        let believed = |count: usize| {
            let rows: Vec<LogRow> = (0..count).map(one).collect();
            believe(&Log::of(&rows).model, &Calibration::default(), &key)
        };
        assert_eq!(believed(1_000), believed(1));
    }
}

/// Every level in a list is replayed, in whatever order the list names them.
#[test]
fn the_order_of_a_list_says_nothing() {
    for levels in [["novice", "expert"], ["expert", "novice"]] {
        let named = |hour: i64| {
            let details = json!({ "levels": levels });
            let id = hour.to_string();
            row(&id, "chat", "levels_named", details, hour * 3_600_000)
        };
        let rows: Vec<LogRow> = (0..12).map(named).collect();
        let key = key("expertise.level");
        let belief = believe(&fold(&rows), &Calibration::default(), &key);
        assert_eq!(belief.announced.as_deref(), Some("intermediate"));
    }
}

/// Invariant 1: a unit that rows of merged users hold is none of theirs.
#[test]
fn whoever_holds_a_unit_leaves_no_trace() {
    let ada = row(
        "one",
        "chat",
        "levels_named",
        json!({ "levels": ["expert"] }),
        0,
    );
    let mut bob = row(
        "two",
        "chat",
        "levels_named",
        json!({ "levels": ["expert"] }),
        0,
    );
    bob.user = UserId::new("bob").unwrap();
    let alone = fold(std::slice::from_ref(&ada));
    assert_eq!(fold(&[ada.clone(), bob.clone()]), alone);
    assert_eq!(fold(&[bob, ada]), alone);
}

/// A row whose verdict is that it weighs nothing holds no unit and moves nothing.
#[test]
fn what_descends_from_a_projection_weighs_nothing() {
    let mut echo = row(
        "echo",
        "chat",
        "topic_read",
        json!({ "topics": ["law"] }),
        0,
    );
    echo.weightless = true;
    let genuine = row(
        "genuine",
        "chat",
        "topic_read",
        json!({ "topics": ["law"] }),
        0,
    );
    let both = Log::of(&[echo.clone(), genuine.clone()]).model;
    assert_eq!(both.encode(), Log::of(&[genuine]).model.encode());
    assert_eq!(Log::of(&[echo]).model, SelfModel::empty(1));
}

fn feature() -> impl Strategy<Value = FeatureName> {
    prop::sample::select(vec!["chat", "docs", "search"])
        .prop_map(|name| FeatureName::new(name).unwrap())
}

fn predicate() -> impl Strategy<Value = Predicate> {
    let day = |age: i64| Timestamp::from_millis(NOW.millis() - age);
    let feature = prop::option::of(feature());
    let release = prop::option::of(Just(Release::new("1").unwrap()));
    let since = prop::option::of((0..40 * DAY).prop_map(day));
    let until = prop::option::of((0..40 * DAY).prop_map(day));
    (feature, release, since, until).prop_map(|(feature, release, since, until)| Predicate {
        feature,
        release,
        since,
        until,
        ..Predicate::default()
    })
}

/// Invariant 5: a register holds the newest word, whatever was said before.
#[test]
fn the_newest_word_replaces_the_older() {
    let verbosity = "communication.verbosity";
    let stated = |id: &str, value: &str, age: i64| {
        let details = json!({ "dimension": verbosity, "value": value });
        row(id, "chat", "stated", details, age)
    };
    let level = |id: &str, value: &str, age: i64| {
        let details = json!({ "dimension": verbosity, "masses": { value: 4 } });
        row(id, "chat", "level", details, age)
    };
    for rows in [
        [stated("old", "concise", DAY), stated("new", "detailed", 0)],
        [level("old", "concise", DAY), level("new", "detailed", 0)],
    ] {
        let only_new = Log::of(&rows[1..]).model;
        assert_eq!(Log::of(&rows).model, only_new);
    }
}

/// Invariant 3: a retraction covers the rows that meet all its conditions, recorded before it was
/// accepted, and never the user's own word.
#[test]
fn a_predicate_asks_for_every_condition() {
    let mut covered = row(
        "one",
        "chat",
        "style_seen",
        json!({ "style": "concise" }),
        DAY,
    );
    covered.release = Some(Release::new("1").unwrap());
    covered.origin = Some(OriginName::new("bridge").unwrap());
    let predicate = Predicate {
        feature: Some(covered.feature.clone()),
        action: Some(covered.action.clone()),
        release: covered.release.clone(),
        origin: covered.origin.clone(),
        since: Some(covered.observed_at),
        until: Some(NOW),
        user: Some(covered.user.clone()),
    };
    let retraction = Retraction {
        predicate,
        accepted_at: NOW,
    };
    assert!(retraction.covers(&covered));
    let changes: [fn(&mut LogRow); 9] = [
        |row| row.feature = FeatureName::new("docs").unwrap(),
        |row| row.feature = FeatureName::new("user").unwrap(),
        |row| row.action = ActionName::new("dark_seen").unwrap(),
        |row| row.release = None,
        |row| row.origin = None,
        |row| row.user = UserId::new("bob").unwrap(),
        |row| row.observed_at = NOW,
        |row| row.observed_at = Timestamp::from_millis(NOW.millis() - 2 * DAY),
        |row| row.recorded_at = Timestamp::from_millis(NOW.millis() + 1),
    ];
    for change in changes {
        let mut row = covered.clone();
        change(&mut row);
        assert!(!retraction.covers(&row), "{row:?}");
    }
    let everything = Predicate {
        user: Some(covered.user.clone()),
        ..Predicate::default()
    };
    covered.feature = FeatureName::new("user").unwrap();
    assert!(!everything.covers(&covered));
}
