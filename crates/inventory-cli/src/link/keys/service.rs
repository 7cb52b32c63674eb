//! Settings that an application asks a service of its own for: `Settings.set("theme", "dark")`.
//!
//! Where they end up is not seen. An application without a server keeps those of its one user; on a server
//! they are a site's, and what only reads them may read the environment.

use std::collections::{BTreeMap, BTreeSet};

use super::KeyUse;
use crate::{
    lexicon::{Lexicon, Weight, words},
    link::candidate::Candidate,
    mechanism::{Kind, SiteRole},
};

/// How the rules of such services begin.
const RULES: &str = "device.settings-service";

/// With fewer settings that are written by name, the application keeps none so.
const FEWEST: usize = 3;

/// Folders of what runs for many people.
const SHARED: &[&str] = &["server", "backend", "api", "cli", "scripts"];

fn is_of_service(used: &KeyUse<'_>) -> bool {
    let mut accesses = used.accesses.iter();
    accesses.all(|(_, access)| access.rule.starts_with(RULES))
}

fn is_shared(path: &str) -> bool {
    path.split('/').any(|folder| SHARED.contains(&folder))
}

/// Whether the key says what a person likes, and not only to a server.
fn is_personal(used: &KeyUse<'_>) -> bool {
    let name = words(&used.key.template);
    let lexicon = Lexicon::get();
    let meant = lexicon.field(&name, Weight::Owned).is_some();
    meant && used.accesses.iter().any(|(path, _)| !is_shared(path))
}

/// Leaves of such settings only those that are a person's.
pub(super) fn settle<K: Ord>(uses: &mut BTreeMap<K, KeyUse<'_>>) {
    let written = |used: &KeyUse<'_>| {
        let mut accesses = used.accesses.iter();
        accesses.any(|(_, access)| access.role == SiteRole::Write)
    };
    let of_service = uses
        .values()
        .filter(|it| is_of_service(it) && is_personal(it));
    let names = of_service.filter(|it| written(it));
    let names: BTreeSet<&str> = names.map(|it| it.key.template.as_str()).collect();
    let kept = names.len() >= FEWEST;
    uses.retain(|_, used| !is_of_service(used) || kept && is_personal(used));
}

/// Leaves out what a table holds, too: the service only brings it to the screen.
pub(in crate::link) fn drop_copies(candidates: &mut Vec<Candidate>) {
    let tables = candidates.iter().filter(|it| {
        matches!(
            it.kind,
            Kind::OrmModel | Kind::SqlTable | Kind::DocumentCollection
        )
    });
    let fields = tables.flat_map(|it| it.fields.iter().map(|field| words(&field.name)));
    let fields: BTreeSet<Vec<String>> = fields.filter(|it| !it.is_empty()).collect();
    candidates.retain(|it| {
        let of_service = it.places.iter().any(|it| it.rule.starts_with(RULES));
        let name = words(&it.name);
        let ends_in_field =
            || (0..name.len()).any(|at| name.get(at..).is_some_and(|it| fields.contains(it)));
        !of_service || !ends_in_field()
    });
}
