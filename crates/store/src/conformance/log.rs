//! The log.

use std::sync::Arc;

use selfmodel_core::{
    log::LogRow,
    names::{OriginName, ProjectionId, Release},
};
use serde_json::{Value, json};

use super::{
    Verdict,
    samples::{TENANT, append, at, context, row, user},
};
use crate::{
    StoreError,
    contract::{NewRow, Reader, RowKey, Store, TenantId, UNIT_CANDIDATES, UnitProbe},
};

/// Every part, bit for bit: absent ones stay absent, numbers keep their last bit.
pub async fn rows_come_back_equal(store: &Arc<dyn Store>) -> Verdict {
    let mut full = row("ada", "chat", "full")?;
    let details = json!({
        "float": 0.1 + 0.2, "tiny": f64::MIN_POSITIVE, "huge": f64::MAX, "negative_zero": -0.0,
        "whole": 3.0, "integer": i64::MIN, "unsigned": u64::MAX, "text": "ä\u{0}'\"\\\n😀$1",
        "list": [1, "2", false, {"deep": null}], "empty": {},
    });
    if let Value::Object(details) = details {
        full.row.details = details;
    }
    full.row.context = context("document_generation")?;
    full.row.observed_at = at(-1_700_000_000_000);
    full.row.recorded_at = at(123_456_789);
    full.row.release = Some(Release::new("1.2.3 (ü)")?);
    full.row.origin = Some(OriginName::new("legacy/prefs")?);
    full.row.derived_from = Some(ProjectionId::new("p 1")?);
    full.row.weightless = true;
    let bare = row("ada", "chat", "bare")?;
    append(store, &[full.clone(), bare.clone()]).await?;
    let rows = store.reader().await?.rows(TENANT, &user("ada")?).await?;
    assert_eq!(rows, [full.row.clone(), bare.row]);
    let text = |row: &LogRow| serde_json::to_string(&row.details);
    assert_eq!(rows.first().map(text).transpose()?, Some(text(&full.row)?));
    Ok(())
}

/// Not of their ids or times.
pub async fn rows_are_in_the_order_they_were_logged(store: &Arc<dyn Store>) -> Verdict {
    for id in ["c", "a", "b"] {
        let mut new = row("ada", "chat", id)?;
        new.row.observed_at = at(-i64::from(id.as_bytes()[0]));
        append(store, &[new, row("bob", "chat", id)?]).await?;
    }
    let mut reader = store.reader().await?;
    assert_eq!(
        ids(&reader.rows(TENANT, &user("ada")?).await?),
        ["c", "a", "b"]
    );
    assert_eq!(reader.rows(TENANT, &user("eve")?).await?, []);
    Ok(())
}

/// The second append of a key is refused, whatever its payload.
pub async fn a_key_is_logged_once(store: &Arc<dyn Store>) -> Verdict {
    append(store, &[row("ada", "chat", "1")?]).await?;
    let again = append(store, &[row("ada", "chat", "1")?]).await;
    assert!(
        matches!(again, Err(StoreError::LostRace { .. })),
        "{again:?}"
    );
    let within = append(store, &[row("bob", "chat", "1")?, row("bob", "chat", "1")?]).await;
    assert!(
        matches!(within, Err(StoreError::LostRace { .. })),
        "{within:?}"
    );
    Ok(())
}

/// A refused append logs none of its rows.
pub async fn an_append_is_all_or_nothing(store: &Arc<dyn Store>) -> Verdict {
    append(store, &[row("ada", "chat", "1")?]).await?;
    let new = [
        row("bob", "chat", "1")?,
        row("ada", "chat", "1")?,
        row("eve", "chat", "1")?,
    ];
    assert!(append(store, &new).await.is_err());
    append(store, &[]).await?;
    let mut reader = store.reader().await?;
    assert_eq!(reader.rows(TENANT, &user("bob")?).await?, []);
    assert_eq!(reader.rows(TENANT, &user("eve")?).await?, []);
    Ok(())
}

/// The same id of another user or feature is another row.
pub async fn the_key_is_user_feature_and_id(store: &Arc<dyn Store>) -> Verdict {
    let rows = [
        row("ada", "chat", "1")?,
        row("ada", "docs", "1")?,
        row("bob", "chat", "1")?,
        row("ada", "chat", "2")?,
    ];
    append(store, &rows).await?;
    let keys: Vec<RowKey> = rows.iter().map(|new| RowKey::of(&new.row)).collect();
    let mut reader = store.reader().await?;
    let mut found = reader.logged(TENANT, &keys).await?;
    found.sort_by(|one, other| one.key.cmp(&other.key));
    assert_eq!(found.len(), 4);
    assert!(found.iter().all(|logged| logged.payload == [1; 32]));
    let crossed = RowKey::of(&row("bob", "docs", "2")?.row);
    assert_eq!(reader.logged(TENANT, &[crossed]).await?, []);
    assert_eq!(reader.logged(TENANT, &[]).await?, []);
    Ok(())
}

/// Case, trailing blanks, composition and digits matter.
pub async fn keys_are_compared_by_their_bytes(store: &Arc<dyn Store>) -> Verdict {
    let users = ["ada", "Ada", "ada ", "\u{e4}", "a\u{308}", "1", "1.0", "01"];
    for id in users {
        append(store, &[row(id, "chat", "1")?]).await?;
    }
    let mut reader = store.reader().await?;
    for id in users {
        let logged = reader
            .logged(TENANT, &[RowKey::of(&row(id, "chat", "1")?.row)])
            .await?;
        assert_eq!(logged.len(), 1, "{id:?}");
        assert_eq!(reader.rows(TENANT, &user(id)?).await?.len(), 1, "{id:?}");
    }
    Ok(())
}

/// Nor may one's write stop another's.
pub async fn tenants_do_not_see_each_other(store: &Arc<dyn Store>) -> Verdict {
    let other = TenantId(2);
    let new = [row("ada", "chat", "1")?];
    append(store, &new).await?;
    let mut reader = store.reader().await?;
    assert_eq!(reader.rows(other, &user("ada")?).await?, []);
    assert_eq!(reader.logged(other, &[RowKey::of(&new[0].row)]).await?, []);
    let mut work = store.begin(crate::contract::Guard::Shared).await?;
    work.append(other, &new).await?;
    work.commit().await?;
    assert_eq!(reader.rows(other, &user("ada")?).await?.len(), 1);
    assert_eq!(reader.rows(TENANT, &user("ada")?).await?.len(), 1);
    Ok(())
}

/// From its start, up to but without its end; of the same user and content only.
pub async fn unit_candidates_lie_within_the_window(store: &Arc<dyn Store>) -> Verdict {
    let mut rows = Vec::new();
    for (id, millis) in [("before", 99), ("first", 100), ("last", 199), ("end", 200)] {
        let mut new = row("ada", "chat", id)?;
        new.row.observed_at = at(millis);
        rows.push(new);
    }
    let mut unlike = row("ada", "chat", "other content")?;
    unlike.content = [3; 32];
    unlike.row.observed_at = at(150);
    let mut foreign = row("bob", "chat", "other user")?;
    foreign.row.observed_at = at(150);
    rows.extend([unlike, foreign]);
    append(store, &rows).await?;
    let found = candidates(&mut *store.reader().await?, &[probe("ada", 100, 200)?]).await?;
    assert_eq!(found, [(vec!["first".to_owned(), "last".to_owned()], true)]);
    Ok(())
}

/// Answers come in the order of the probes, an empty one for a probe that nothing matches.
pub async fn unit_candidates_answer_their_probe(store: &Arc<dyn Store>) -> Verdict {
    append(store, &[row("ada", "chat", "a")?, row("bob", "chat", "b")?]).await?;
    let probes = [
        probe("eve", 0, 10)?,
        probe("bob", 0, 10)?,
        probe("ada", 5, 10)?,
        probe("ada", 0, 10)?,
        probe("ada", 0, 1)?,
    ];
    let mut reader = store.reader().await?;
    let found = candidates(&mut *reader, &probes).await?;
    let named: Vec<Vec<String>> = found.into_iter().map(|(ids, _)| ids).collect();
    assert_eq!(named, [vec![], vec!["b"], vec![], vec!["a"], vec!["a"]]);
    assert_eq!(reader.unit_candidates(TENANT, &[]).await?, []);
    Ok(())
}

/// Those answered are then fewer than there are, and it is said.
pub async fn many_unit_candidates_are_not_complete(store: &Arc<dyn Store>) -> Verdict {
    for count in [UNIT_CANDIDATES, UNIT_CANDIDATES + 1] {
        let user = format!("user {count}");
        let rows = (0..count)
            .map(|index| row(&user, "chat", &format!("{index}")))
            .collect::<Result<Vec<NewRow>, _>>()?;
        append(store, &rows).await?;
        let mut reader = store.reader().await?;
        let found = candidates(&mut *reader, &[probe(&user, 0, 1)?]).await?;
        let lengths: Vec<_> = found.iter().map(|(ids, all)| (ids.len(), *all)).collect();
        assert_eq!(lengths, [(UNIT_CANDIDATES, count == UNIT_CANDIDATES)]);
    }
    Ok(())
}

/// Of equal times the one logged last comes first.
pub async fn recent_rows_are_the_newest_observed(store: &Arc<dyn Store>) -> Verdict {
    for (id, millis) in [("a", 5), ("b", 9), ("c", 1), ("d", 5)] {
        let mut new = row("ada", "chat", id)?;
        new.row.observed_at = at(millis);
        append(store, &[new, row("bob", "chat", id)?]).await?;
    }
    let mut reader = store.reader().await?;
    let ada = user("ada")?;
    assert_eq!(
        ids(&reader.recent_rows(TENANT, &ada, 3).await?),
        ["b", "d", "a"]
    );
    assert_eq!(reader.recent_rows(TENANT, &ada, 0).await?, []);
    assert_eq!(reader.recent_rows(TENANT, &ada, 99).await?.len(), 4);
    Ok(())
}

/// Whether counted or estimated.
pub async fn counts_do_not_fail(store: &Arc<dyn Store>) -> Verdict {
    append(store, &[row("ada", "chat", "1")?]).await?;
    let counts = store.reader().await?.counts().await?;
    assert!(counts.observations <= 1 && counts.models == 0, "{counts:?}");
    Ok(())
}

/// More than one statement could name one by one.
pub async fn many_rows_go_in_at_once(store: &Arc<dyn Store>) -> Verdict {
    let rows = (0..10_000)
        .map(|index| row(&format!("user {}", index % 7), "chat", &format!("{index}")))
        .collect::<Result<Vec<NewRow>, _>>()?;
    append(store, &rows).await?;
    let keys: Vec<RowKey> = rows.iter().map(|new| RowKey::of(&new.row)).collect();
    let mut reader = store.reader().await?;
    assert_eq!(reader.logged(TENANT, &keys).await?.len(), rows.len());
    assert_eq!(reader.rows(TENANT, &user("user 0")?).await?.len(), 1_429);
    Ok(())
}

fn ids(rows: &[LogRow]) -> Vec<&str> {
    rows.iter().map(|row| row.id.as_str()).collect()
}

fn probe(id: &str, since: i64, until: i64) -> Result<UnitProbe, crate::BoxError> {
    Ok(UnitProbe {
        user: user(id)?,
        content: [2; 32],
        since: at(since),
        until: at(until),
    })
}

async fn candidates(
    reader: &mut dyn Reader,
    probes: &[UnitProbe],
) -> Result<Vec<(Vec<String>, bool)>, StoreError> {
    let found = reader.unit_candidates(TENANT, probes).await?;
    let named = |ids: Vec<&str>| ids.into_iter().map(ToOwned::to_owned).collect();
    Ok(found
        .iter()
        .map(|unit| (named(ids(&unit.rows)), unit.complete))
        .collect())
}
