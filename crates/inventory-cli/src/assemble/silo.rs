//! Ties between mechanisms: one store, copies in step, silos of the same understanding.

use std::{
    cmp::Reverse,
    collections::{BTreeMap, BTreeSet},
};

use super::kin::Kin;
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
    let summaries: Vec<Summary<'_>> = mechanisms
        .iter()
        .map(|it| Summary::of(it, stores))
        .collect();
    let mut links: Vec<(usize, Vec<Link>)> = Vec::new();
    Kin::of(&summaries).each(|index, same_store, nearest| {
        if let Some(own) = summaries.get(index) {
            let of_store = others(&summaries, index, same_store);
            let near = others(&summaries, index, nearest);
            links.push((index, links_of(own, of_store, near)));
        }
    });
    for (index, links) in links {
        if let Some(mechanism) = mechanisms.get_mut(index) {
            mechanism.linked = links.iter().map(|link| link.id.clone()).collect();
            mechanism.links = links;
        }
    }
}

fn others<'a>(
    summaries: &'a [Summary<'a>],
    own: usize,
    indexes: &'a [usize],
) -> impl Iterator<Item = &'a Summary<'a>> {
    let others = indexes.iter().filter(move |it| **it != own);
    others.filter_map(|it| summaries.get(*it))
}

/// The links that say the most; `near` begins with those that share the most dimensions.
fn links_of<'a>(
    own: &Summary<'_>,
    of_store: impl Iterator<Item = &'a Summary<'a>>,
    near: impl Iterator<Item = &'a Summary<'a>>,
) -> Vec<Link> {
    let mut links: Vec<Link> = of_store.map(|other| same_store(own, other)).collect();
    let mut silos = 0;
    for other in near.filter(|other| other.store != own.store) {
        let link = tie(own, other);
        silos += usize::from(link.relation == Relation::Silo);
        links.push(link);
        if silos == MAX_LINKS {
            break;
        }
    }
    links.sort_by(|one, other| {
        let weight = |it: &Link| (it.relation, Reverse(it.dimensions.len()));
        (weight(one), &one.id).cmp(&(weight(other), &other.id))
    });
    links.truncate(MAX_LINKS);
    links.sort_by(|one, other| one.id.cmp(&other.id));
    links
}

pub(super) struct Summary<'a> {
    pub(super) id: &'a str,
    pub(super) store: &'a str,
    /// Those that tell, sorted.
    pub(super) dimensions: Vec<&'a str>,
    client: bool,
    reads: BTreeSet<(&'a str, u32)>,
    writes: BTreeSet<(&'a str, u32)>,
}

impl<'a> Summary<'a> {
    fn of(mechanism: &'a Mechanism, stores: &'a BTreeMap<String, String>) -> Self {
        let places = |role: SiteRole| {
            let sites = mechanism.sites.iter().filter(|site| site.role == role);
            sites.map(|site| (site.path.as_str(), site.line)).collect()
        };
        let mut dimensions = mechanism.dimensions();
        dimensions.retain(|it| !VAGUE.contains(it));
        Self {
            id: &mechanism.id,
            store: stores.get(&mechanism.id).map_or("", String::as_str),
            dimensions,
            client: mechanism.kind.is_on_device(),
            reads: places(SiteRole::Read),
            writes: places(SiteRole::Write),
        }
    }
}

fn shared(own: &Summary<'_>, other: &Summary<'_>) -> Vec<String> {
    let mut shared = own.dimensions.clone();
    shared.retain(|it| other.dimensions.binary_search(it).is_ok());
    shared.into_iter().map(ToOwned::to_owned).collect()
}

fn same_store(own: &Summary<'_>, other: &Summary<'_>) -> Link {
    Link {
        id: other.id.to_owned(),
        relation: Relation::SameStore,
        dimensions: shared(own, other),
        reason: "fields of the same store".to_owned(),
    }
}

/// How two stores that share a dimension are tied.
fn tie(own: &Summary<'_>, other: &Summary<'_>) -> Link {
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
    Link {
        id: other.id.to_owned(),
        relation,
        dimensions: shared(own, other),
        reason,
    }
}

/// A place that reads `from` and, within a few lines, writes `to`.
fn copies(from: &Summary<'_>, to: &Summary<'_>) -> Option<String> {
    from.reads.iter().find_map(|(path, line)| {
        let around = (*path, line.saturating_sub(8))..=(*path, line.saturating_add(8));
        let mut writes = to.writes.range(around);
        writes.next().map(|(path, line)| format!("{path}:{line}"))
    })
}
