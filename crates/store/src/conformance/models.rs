//! Models.

use std::{slice::from_ref, sync::Arc};

use selfmodel_core::names::UserId;

use super::{
    Verdict,
    samples::{TENANT, at, user},
};
use crate::{
    StoreError,
    contract::{Guard, ModelRecord, ModelSave, Result, Store},
};

/// A user without a model has none; the first save makes version 1.
pub async fn a_new_model_has_version_one(store: &Arc<dyn Store>) -> Verdict {
    let (ada, bob) = (user("ada")?, user("bob")?);
    assert_eq!(read(store, from_ref(&ada)).await?, []);
    save(store, &[of(&ada, 0, 7, b"a")]).await?;
    let expected = [record(&ada, 1, 7, b"a")];
    assert_eq!(read(store, &[bob.clone(), ada.clone()]).await?, expected);
    assert_eq!(read(store, &[]).await?, []);
    Ok(())
}

/// By the version after it.
pub async fn a_save_replaces_one_version(store: &Arc<dyn Store>) -> Verdict {
    let (ada, bob) = (user("ada")?, user("bob")?);
    save(store, &[of(&ada, 0, 1, b"a1"), of(&bob, 0, 1, b"b1")]).await?;
    save(store, &[of(&ada, 1, 2, b"a2")]).await?;
    save(store, &[of(&ada, 2, 2, b"a3"), of(&bob, 1, 3, b"b2")]).await?;
    let expected = [record(&ada, 3, 2, b"a3"), record(&bob, 2, 3, b"b2")];
    assert_eq!(read(store, &[ada, bob]).await?, expected);
    Ok(())
}

/// Older, newer, or of a user who has none.
pub async fn a_save_of_another_version_loses_the_race(store: &Arc<dyn Store>) -> Verdict {
    let (ada, bob) = (user("ada")?, user("bob")?);
    save(store, &[of(&ada, 0, 1, b"a")]).await?;
    save(store, &[of(&ada, 1, 1, b"b")]).await?;
    for wrong in [
        of(&ada, 1, 1, b"x"),
        of(&ada, 3, 1, b"x"),
        of(&bob, 1, 1, b"x"),
    ] {
        loses(&save(store, &[wrong]).await);
    }
    Ok(())
}

/// Two who both believe that the user has none.
pub async fn a_second_new_model_loses_the_race(store: &Arc<dyn Store>) -> Verdict {
    let ada = user("ada")?;
    save(store, &[of(&ada, 0, 1, b"a")]).await?;
    loses(&save(store, &[of(&ada, 0, 1, b"b")]).await);
    assert_eq!(
        read(store, from_ref(&ada)).await?,
        [record(&ada, 1, 1, b"a")]
    );
    Ok(())
}

/// Neither those before it in the same save nor those after it.
pub async fn a_lost_race_saves_nothing(store: &Arc<dyn Store>) -> Verdict {
    let users = [user("ada")?, user("bob")?, user("eve")?];
    let [ada, bob, eve] = &users;
    save(store, &[of(bob, 0, 1, b"b")]).await?;
    loses(
        &save(
            store,
            &[
                of(ada, 0, 1, b"a"),
                of(bob, 9, 1, b"x"),
                of(eve, 0, 1, b"e"),
            ],
        )
        .await,
    );
    assert_eq!(read(store, &users).await?, [record(bob, 1, 1, b"b")]);
    Ok(())
}

/// In the order of their ids, page by page.
pub async fn stale_users_are_those_below_the_fold_version(store: &Arc<dyn Store>) -> Verdict {
    let mut saves = Vec::new();
    for (id, version) in [("d", 1), ("a", 2), ("c", 2), ("b", 3)] {
        saves.push(of(&user(id)?, 0, version, b"x"));
    }
    save(store, &saves).await?;
    let mut reader = store.reader().await?;
    let (a, c, d) = (user("a")?, user("c")?, user("d")?);
    let stale = reader.stale_users(TENANT, 3, None, 9).await?;
    assert_eq!(stale, [a.clone(), c.clone(), d.clone()]);
    assert_eq!(reader.stale_users(TENANT, 3, None, 1).await?, from_ref(&a));
    assert_eq!(
        reader.stale_users(TENANT, 3, Some(&a), 9).await?,
        [c, d.clone()]
    );
    assert_eq!(reader.stale_users(TENANT, 2, None, 9).await?, [d]);
    assert_eq!(reader.stale_users(TENANT, 1, None, 9).await?, []);
    Ok(())
}

/// None at all, every byte, and a megabyte.
pub async fn bodies_are_any_bytes(store: &Arc<dyn Store>) -> Verdict {
    let every: Vec<u8> = (0..=255).collect();
    let bodies = [Vec::new(), every.clone(), every.repeat(4_096)];
    for (index, body) in bodies.iter().enumerate() {
        let user = user(&format!("user {index}"))?;
        save(store, &[of(&user, 0, 1, body)]).await?;
        assert_eq!(
            read(store, from_ref(&user)).await?,
            [record(&user, 1, 1, body)]
        );
    }
    Ok(())
}

fn loses(saved: &Result<()>) {
    assert!(
        matches!(saved, Err(StoreError::LostRace { .. })),
        "{saved:?}"
    );
}

fn of(user: &UserId, replaces: u64, schema_version: u32, body: &[u8]) -> ModelSave {
    ModelSave {
        user: user.clone(),
        replaces,
        schema_version,
        body: body.to_vec(),
    }
}

fn record(user: &UserId, version: u64, schema_version: u32, body: &[u8]) -> ModelRecord {
    ModelRecord {
        user: user.clone(),
        version,
        schema_version,
        body: body.to_vec(),
    }
}

async fn save(store: &Arc<dyn Store>, models: &[ModelSave]) -> Result<()> {
    let mut work = store.begin(Guard::Shared).await?;
    work.save_models(TENANT, models, at(0)).await?;
    work.commit().await?;
    Ok(())
}

async fn read(store: &Arc<dyn Store>, users: &[UserId]) -> Result<Vec<ModelRecord>> {
    let mut found = store.reader().await?.models(TENANT, users).await?;
    found.sort_by(|one, other| one.user.cmp(&other.user));
    Ok(found)
}
