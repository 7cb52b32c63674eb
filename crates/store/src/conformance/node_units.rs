//! What a node promises about repetition: rows of one collapse unit count once, as long as any of
//! them is live.

use std::sync::Arc;

use super::{
    Verdict,
    exact::exact,
    node_writes::{COLLAPSED, NEW, record},
    samples::user,
    samples::{Sample, at, expanded, node},
};
use crate::contract::Store;

/// Within the window, of the same source and details, in one group and over several.
pub async fn repetition_collapses(store: &Arc<dyn Store>) -> Verdict {
    let node = node(store, &Arc::default()).await?;
    let drafting = expanded("ada", "3").with("context", "drafting");
    let first = [expanded("ada", "1"), expanded("ada", "2"), drafting];
    assert_eq!(record(&node, &first).await?.outcomes, [NEW, COLLAPSED, NEW]);
    let once = exact(store, &node, &user("ada")?).await?;
    let named = expanded("ada", "4").with("context", "chat");
    let later = expanded("ada", "5").at(at(600_000));
    let second = record(&node, &[named]).await?;
    assert_eq!(
        second.outcomes,
        [COLLAPSED],
        "the default context is the same source"
    );
    assert_eq!(exact(store, &node, &user("ada")?).await?, once);
    assert_eq!(record(&node, &[later]).await?.outcomes, [NEW]);
    exact(store, &node, &user("ada")?).await?;
    Ok(())
}

/// Taking back one of two leaves the other to hold the unit; then a third collapses.
pub async fn a_retracted_unit_is_held_by_the_rest(store: &Arc<dyn Store>) -> Verdict {
    let node = node(store, &Arc::default()).await?;
    let released = expanded("ada", "1").with("release", "bad");
    record(&node, &[released, expanded("ada", "2")]).await?;
    let before = exact(store, &node, &user("ada")?).await?;
    super::node_governance::retract_release(&node, "bad").await?;
    assert_eq!(exact(store, &node, &user("ada")?).await?, before);
    assert_eq!(
        record(&node, &[expanded("ada", "3")]).await?.outcomes,
        [COLLAPSED]
    );
    exact(store, &node, &user("ada")?).await?;
    Ok(())
}

/// More dead rows in a unit than are looked at, and one live one, or none.
pub async fn units_of_many_dead_rows_are_resolved(store: &Arc<dyn Store>) -> Verdict {
    let node = node(store, &Arc::default()).await?;
    for (name, live) in [("ada", true), ("bob", false)] {
        let dead = (0..40).map(|id| expanded(name, &format!("{id}")).with("release", "bad"));
        let mut samples: Vec<Sample> = dead.collect();
        if live {
            samples.push(expanded(name, "live"));
        }
        record(&node, &samples).await?;
    }
    super::node_governance::retract_release(&node, "bad").await?;
    let answers = [expanded("ada", "new"), expanded("bob", "new")];
    assert_eq!(record(&node, &answers).await?.outcomes, [COLLAPSED, NEW]);
    exact(store, &node, &user("ada")?).await?;
    exact(store, &node, &user("bob")?).await?;
    Ok(())
}
