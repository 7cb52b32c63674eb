//! What a key stands among: one that says nothing by itself is like the others of its file.

use std::collections::HashMap;

use crate::{link::candidate::Candidate, mechanism::Excluded};

/// With fewer keys of one sort than this a file is no file of that sort.
const SEVERAL: usize = 3;

/// Sorts of keys that are kept together: a vault, an account, what was bought.
const SORTS: &[&str] = &["secret", "auth", "billing"];

/// Keys of one file that are of one of the sorts, and all others.
#[derive(Debug, Default)]
struct Company {
    of_a_sort: usize,
    others: usize,
    /// The last of the first, by its reason.
    sort: &'static str,
}

/// Leaves out keys on a device of which no word is known, in files that mostly keep secrets, accounts or
/// purchases.
pub(super) fn leave_out(found: Vec<Candidate>, excluded: &mut Vec<Excluded>) -> Vec<Candidate> {
    let mut files: HashMap<String, Company> = HashMap::new();
    for one in excluded.iter().filter(|it| it.kind.is_on_device()) {
        let company = files.entry(one.path.clone()).or_default();
        let sort = SORTS.iter().find(|sort| one.reason.starts_with(**sort));
        match sort {
            Some(sort) => {
                company.of_a_sort += 1;
                company.sort = sort;
            }
            None => company.others += 1,
        }
    }
    for one in found.iter().filter(|it| it.kind.is_on_device()) {
        if let Some(place) = one.places.first() {
            files.entry(place.path.clone()).or_default().others += 1;
        }
    }
    let (kept, left): (Vec<Candidate>, Vec<Candidate>) = found
        .into_iter()
        .partition(|one| says_something(one) || sort_of(one, &files).is_none());
    excluded.extend(left.iter().filter_map(|one| {
        let sort = sort_of(one, &files)?;
        Some(one.excluded(format!("{sort}: most of what its file keeps is")))
    }));
    kept
}

fn says_something(candidate: &Candidate) -> bool {
    let mut fields = candidate.fields.iter();
    !candidate.kind.is_on_device()
        || candidate.dimension.is_some()
        || candidate.fields.len() > 1
        || fields.any(|it| it.dimension.is_some())
}

/// What the only file that knows the key mostly keeps.
fn sort_of(candidate: &Candidate, files: &HashMap<String, Company>) -> Option<&'static str> {
    let path = &candidate.places.first()?.path;
    let is_alone = candidate.places.iter().all(|it| it.path == *path);
    let company = files.get(path).filter(|_| is_alone)?;
    (company.of_a_sort >= SEVERAL.max(company.others)).then_some(company.sort)
}
