//! Ties between mechanisms: one store, copies in step, silos of the same understanding.

use std::collections::{BTreeMap, BTreeSet};

use crate::mechanism::{Link, Mechanism, Relation, SiteRole};

/// Dimensions that say too little for two stores of them to be one understanding.
const VAGUE: &[&str] = &[
    "workflow.defaults",
    "appearance.visibility",
    "list.sorting",
    "onboarding.progress",
];

/// Silos reported of one mechanism.
const MAX_LINKS: usize = 12;

/// Fills in the links of all mechanisms; `stores` tells the physical store of each id.
pub(crate) fn link_silos(mechanisms: &mut [Mechanism], stores: &BTreeMap<String, String>) {
    let summaries: Vec<Summary> = mechanisms
        .iter()
        .map(|it| Summary::of(it, stores))
        .collect();
    for (index, mechanism) in mechanisms.iter_mut().enumerate() {
        let Some(own) = summaries.get(index) else {
            continue;
        };
        let mut links: Vec<Link> = summaries
            .iter()
            .enumerate()
            .filter(|(other, _)| *other != index)
            .filter_map(|(_, other)| tie(own, other))
            .collect();
        links.sort_by(|one, other| {
            (
                one.relation,
                std::cmp::Reverse(one.dimensions.len()),
                &one.id,
            )
                .cmp(&(
                    other.relation,
                    std::cmp::Reverse(other.dimensions.len()),
                    &other.id,
                ))
        });
        links.truncate(MAX_LINKS);
        links.sort_by(|one, other| one.id.cmp(&other.id));
        mechanism.linked = links.iter().map(|link| link.id.clone()).collect();
        mechanism.links = links;
    }
}

struct Summary {
    id: String,
    store: String,
    dimensions: BTreeSet<String>,
    client: bool,
    reads: BTreeSet<(String, u32)>,
    writes: BTreeSet<(String, u32)>,
}

impl Summary {
    fn of(mechanism: &Mechanism, stores: &BTreeMap<String, String>) -> Self {
        let places = |role: SiteRole| {
            mechanism
                .sites
                .iter()
                .filter(|site| site.role == role)
                .map(|site| (site.path.clone(), site.line))
                .collect()
        };
        Self {
            id: mechanism.id.clone(),
            store: stores.get(&mechanism.id).cloned().unwrap_or_default(),
            dimensions: mechanism
                .dimensions()
                .into_iter()
                .map(ToOwned::to_owned)
                .collect(),
            client: mechanism.kind.is_on_device(),
            reads: places(SiteRole::Read),
            writes: places(SiteRole::Write),
        }
    }
}

fn tie(own: &Summary, other: &Summary) -> Option<Link> {
    let shared: Vec<String> = own
        .dimensions
        .intersection(&other.dimensions)
        .filter(|it| !VAGUE.contains(&it.as_str()))
        .cloned()
        .collect();
    if own.store == other.store {
        return Some(Link {
            id: other.id.clone(),
            relation: Relation::SameStore,
            dimensions: shared,
            reason: "fields of the same store".to_owned(),
        });
    }
    if shared.is_empty() {
        return None;
    }
    let copied = copies(own, other).or_else(|| copies(other, own));
    let (relation, reason) = match copied {
        Some(place) => (
            Relation::Copy,
            format!("{place} reads one and writes the other"),
        ),
        None if own.client != other.client => (
            Relation::Silo,
            "one is kept on the client, one on the server; nothing keeps them in step".to_owned(),
        ),
        None => (
            Relation::Silo,
            "both hold it, nothing keeps them in step".to_owned(),
        ),
    };
    Some(Link {
        id: other.id.clone(),
        relation,
        dimensions: shared,
        reason,
    })
}

/// A place that reads `from` and, within a few lines, writes `to`.
fn copies(from: &Summary, to: &Summary) -> Option<String> {
    from.reads.iter().find_map(|(path, line)| {
        let low = (path.clone(), line.saturating_sub(8));
        let high = (path.clone(), line.saturating_add(8));
        to.writes
            .range(low..=high)
            .next()
            .map(|(path, line)| format!("{path}:{line}"))
    })
}
