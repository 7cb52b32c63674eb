//! Calibrations.

use std::sync::Arc;

use super::{
    Verdict,
    samples::{TENANT, at},
};
use crate::contract::{CalibrationId, CalibrationRecord, Guard, Store, TenantId};

/// To the last byte, the oldest first.
pub async fn they_come_back_equal(store: &Arc<dyn Store>) -> Verdict {
    let mut work = store.begin(Guard::Shared).await?;
    let body = r#"{"b": 1,  "a": 0.30000000000000004, "ä": null}"#;
    let first = work.add_calibration(TENANT, body, at(1)).await?;
    let second = work.add_calibration(TENANT, "{}", at(0)).await?;
    work.commit().await?;
    let record = |id, body: &str, created| CalibrationRecord {
        id,
        body: body.to_owned(),
        created_at: at(created),
        applied_at: None,
    };
    let mut reader = store.reader().await?;
    let expected = [record(first, body, 1), record(second, "{}", 0)];
    assert_eq!(reader.calibrations(TENANT).await?, expected);
    assert_eq!(reader.calibrations(TenantId(2)).await?, []);
    Ok(())
}

/// Whichever was computed last; of two in one millisecond that with the greater id.
pub async fn the_one_applied_last_is_in_force(store: &Arc<dyn Store>) -> Verdict {
    let mut work = store.begin(Guard::Exclusive).await?;
    let first = work.add_calibration(TENANT, "1", at(1)).await?;
    let second = work.add_calibration(TENANT, "2", at(2)).await?;
    assert_eq!(work.calibration_in_force(TENANT).await?, None);
    for (apply, now, in_force) in [(second, 5, second), (first, 6, first), (second, 6, second)] {
        assert!(work.apply_calibration(TENANT, apply, at(now)).await?);
        let found = work.calibration_in_force(TENANT).await?;
        assert_eq!(found.map(|record| record.id), Some(in_force));
    }
    Ok(())
}

/// And only in their tenant.
pub async fn only_stored_ones_are_applied(store: &Arc<dyn Store>) -> Verdict {
    let mut work = store.begin(Guard::Exclusive).await?;
    let id = work.add_calibration(TENANT, "1", at(1)).await?;
    assert!(
        !work
            .apply_calibration(TENANT, CalibrationId(404), at(2))
            .await?
    );
    assert!(!work.apply_calibration(TenantId(2), id, at(2)).await?);
    assert_eq!(work.calibration_in_force(TENANT).await?, None);
    Ok(())
}
