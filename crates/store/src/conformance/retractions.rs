//! Retractions.

use std::sync::Arc;

use selfmodel_core::{
    log::{Predicate, Retraction},
    names::{ActionName, FeatureName, OriginName, Release},
};

use super::{
    Verdict,
    samples::{TENANT, append, at, row, user},
};
use crate::contract::{Guard, NewRow, RetractionId, Store, TenantId};

/// With every condition and with one; deactivated once.
pub async fn they_come_back_equal_and_inactive(store: &Arc<dyn Store>) -> Verdict {
    let full = Retraction {
        predicate: Predicate {
            feature: Some(FeatureName::new("chat")?),
            action: Some(ActionName::new("answer_shortened")?),
            release: Some(Release::new("1.0 'beta'")?),
            origin: Some(OriginName::new("bridge")?),
            since: Some(at(1)),
            until: Some(at(2)),
            user: Some(user("ädä")?),
        },
        accepted_at: at(3),
    };
    let one = Retraction {
        predicate: Predicate {
            until: Some(at(0)),
            ..Predicate::default()
        },
        accepted_at: at(4),
    };
    let mut work = store.begin(Guard::Exclusive).await?;
    let first = work.add_retraction(TENANT, &full).await?;
    let second = work.add_retraction(TENANT, &one).await?;
    assert!(work.deactivate_retraction(TENANT, first).await?);
    assert!(!work.deactivate_retraction(TENANT, first).await?);
    assert!(!work.deactivate_retraction(TenantId(2), second).await?);
    assert!(
        !work
            .deactivate_retraction(TENANT, RetractionId(404))
            .await?
    );
    work.commit().await?;
    let stored = store.reader().await?.retractions(TENANT).await?;
    let parts: Vec<_> = stored
        .iter()
        .map(|r| (r.id, &r.retraction, r.active))
        .collect();
    assert_eq!(parts, [(first, &full, false), (second, &one, true)]);
    Ok(())
}

/// The store finds exactly the users of whom the domain says that it covers a row.
pub async fn covered_users_meet_every_condition(store: &Arc<dyn Store>) -> Verdict {
    let rows = varied_rows()?;
    append(store, &rows).await?;
    let mut reader = store.reader().await?;
    for predicate in predicates()? {
        let retraction = Retraction {
            predicate,
            accepted_at: at(10),
        };
        let mut expected: Vec<_> = rows
            .iter()
            .filter(|new| retraction.covers(&new.row))
            .map(|new| new.row.user.clone())
            .collect();
        expected.sort();
        expected.dedup();
        let found = reader.covered_users(TENANT, &retraction, None, 99).await?;
        assert_eq!(found, expected, "{retraction:?}");
        let first = reader.covered_users(TENANT, &retraction, None, 1).await?;
        assert_eq!(first.as_slice(), &expected[..expected.len().min(1)]);
        let rest = reader
            .covered_users(TENANT, &retraction, expected.first(), 99)
            .await?;
        assert_eq!(rest.as_slice(), &expected[expected.len().min(1)..]);
    }
    Ok(())
}

fn predicates() -> Result<Vec<Predicate>, crate::BoxError> {
    let none = Predicate::default;
    let feature = Some(FeatureName::new("chat")?);
    Ok(vec![
        Predicate {
            feature: feature.clone(),
            ..none()
        },
        Predicate {
            feature: Some(FeatureName::new("user")?),
            ..none()
        },
        Predicate {
            action: Some(ActionName::new("other")?),
            ..none()
        },
        Predicate {
            release: Some(Release::new("1")?),
            ..none()
        },
        Predicate {
            origin: Some(OriginName::new("bridge")?),
            ..none()
        },
        Predicate {
            since: Some(at(5)),
            ..none()
        },
        Predicate {
            until: Some(at(5)),
            ..none()
        },
        Predicate {
            since: Some(at(4)),
            until: Some(at(6)),
            feature,
            ..none()
        },
        Predicate {
            user: Some(user("c")?),
            ..none()
        },
        Predicate {
            user: Some(user("nobody")?),
            ..none()
        },
    ])
}

/// Two rows each of users a to j, each row unlike the others in one part.
fn varied_rows() -> Result<Vec<NewRow>, crate::BoxError> {
    let mut rows = Vec::new();
    for (id, millis) in [("a", 0), ("b", 4), ("c", 5), ("d", 6)] {
        for feature in ["chat", "docs", "user"] {
            let mut new = row(id, feature, "plain")?;
            new.row.observed_at = at(millis);
            rows.push(new);
        }
    }
    let mut special = row("e", "docs", "action")?;
    special.row.action = ActionName::new("other")?;
    rows.push(special);
    let mut special = row("f", "docs", "release")?;
    special.row.release = Some(Release::new("1")?);
    rows.push(special);
    let mut special = row("g", "docs", "origin")?;
    special.row.origin = Some(OriginName::new("bridge")?);
    rows.push(special);
    for (id, recorded) in [("h", 10), ("i", 11)] {
        let mut special = row(id, "chat", "recorded")?;
        special.row.recorded_at = at(recorded);
        rows.push(special);
    }
    Ok(rows)
}
