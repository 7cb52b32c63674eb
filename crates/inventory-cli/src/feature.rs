//! Attributing code to features of the product, as a product person would name them.
//!
//! By configuration, else by what frameworks put in front of the user: controllers, pages, routes,
//! feature modules. Their names are the features of the project. Code behind them (jobs, models,
//! presenters, helpers) belongs to the feature its name speaks of, and to none where it speaks of none.

mod path;
mod vocabulary;

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use self::{
    path::{Standing, named},
    vocabulary::Vocabulary,
};
use crate::lexicon::words;

/// A configured feature: files below any of `paths` belong to it.
#[derive(Debug, Clone, PartialEq, Eq, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FeatureRule {
    /// Name.
    pub name: String,
    /// Path prefixes, relative to the root.
    pub paths: Vec<String>,
}

/// The name of code that belongs to no feature in particular.
pub const SHARED: &str = "shared";

/// With fewer features in front of the user than this, other folders name features too.
const FEW: usize = 3;

/// Words of a name, singular: what makes two spellings one feature.
type Key = Vec<String>;

/// Words of a broader feature's name, and places in a name where one is looked for.
const MOST_WORDS: usize = 8;
const MOST_PARTS: usize = 40;

/// The features of a project.
#[derive(Debug)]
pub(crate) struct Features<'a> {
    configured: &'a [FeatureRule],
    /// Words of the folders that hold most of the sources: the product itself, no feature of it.
    product: BTreeSet<String>,
    /// What the project calls each of its features.
    known: BTreeMap<Key, String>,
    /// Enough features stand in front of the user: what is named after none of them is no feature.
    has_fronts: bool,
}

/// The feature of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Attribution {
    /// Its name.
    pub(crate) name: String,
    /// By which rule.
    pub(crate) basis: String,
}

impl<'a> Features<'a> {
    /// Learns the features of a project from the paths of all its sources.
    pub(crate) fn of_project<'p>(
        configured: &'a [FeatureRule],
        paths: impl Iterator<Item = &'p str>,
    ) -> Self {
        let paths: Vec<&str> = paths.collect();
        let product = product_words(&paths);
        let names = paths.par_iter().filter_map(|path| named(path, &product));
        let mut spelled: BTreeMap<Key, BTreeMap<String, usize>> = BTreeMap::new();
        let mut fronts = BTreeSet::new();
        for name in names.collect::<Vec<_>>() {
            if name.standing == Standing::Behind {
                continue;
            }
            if name.standing == Standing::Front {
                fronts.insert(name.key.clone());
            }
            *spelled
                .entry(name.key)
                .or_default()
                .entry(name.spelled)
                .or_default() += 1;
        }
        let has_fronts = fronts.len() >= FEW;
        if has_fronts {
            spelled.retain(|key, _| fronts.contains(key));
        }
        let known = spelled.into_iter().filter_map(|(key, spellings)| {
            let usual = spellings
                .into_iter()
                .max_by(|one, other| one.1.cmp(&other.1).then_with(|| other.0.cmp(&one.0)));
            Some((key, usual?.0))
        });
        Self {
            configured,
            product,
            known: known.collect(),
            has_fronts,
        }
    }

    /// The feature of a file.
    pub(crate) fn of(&self, path: &str) -> Attribution {
        let mut rules = self.configured.iter();
        let rule = rules.find(|rule| {
            let mut paths = rule.paths.iter();
            paths.any(|prefix| path.starts_with(prefix.trim_start_matches("./")))
        });
        if let Some(rule) = rule {
            return Attribution {
                name: rule.name.clone(),
                basis: "configured".to_owned(),
            };
        }
        let shared = |basis: &str| Attribution {
            name: SHARED.to_owned(),
            basis: basis.to_owned(),
        };
        let Some(name) = named(path, &self.product) else {
            return shared("no telling folder");
        };
        if let Some(broader) = self.broader(&name.key) {
            return Attribution {
                name: broader.clone(),
                basis: format!("{}, part of {broader}", name.basis),
            };
        }
        let own = self.known.get(&name.key);
        match (own, name.standing) {
            (Some(own), _) => Attribution {
                name: own.clone(),
                basis: name.basis,
            },
            (None, Standing::Behind) => shared("behind the features, named after none of them"),
            (None, Standing::Part) if self.has_fronts => {
                shared("a part of pages, named after no feature")
            }
            (None, Standing::Front | Standing::Beside | Standing::Part) => Attribution {
                name: name.spelled,
                basis: name.basis,
            },
        }
    }

    /// The feature that a name of several words is a part of: the longest known name inside it, the last
    /// where several are; `saved search` is search.
    fn broader(&self, key: &[String]) -> Option<&String> {
        let shorter = (1..key.len()).rev().skip_while(|it| *it > MOST_WORDS);
        let parts = shorter.flat_map(|length| {
            let parts = key.windows(length).take(MOST_PARTS).collect::<Vec<_>>();
            parts.into_iter().rev()
        });
        let mut parts = parts.map(<[String]>::to_vec);
        parts.find_map(|part| {
            let same = part.first().filter(|_| part.len() == 1);
            let part = same
                .and_then(|word| Vocabulary::get().synonym(word))
                .map_or(part, words);
            let broader = self.known.get(&part)?;
            // The broader name may itself be part of another.
            Some(self.broader(&part).unwrap_or(broader))
        })
    }
}

/// Words in the folders of more than this share of all sources name the product.
const PRODUCT_PERCENT: usize = 25;
/// Of fewer sources nothing can be told.
const FEW_SOURCES: usize = 20;

fn product_words(paths: &[&str]) -> BTreeSet<String> {
    let mut folders: BTreeMap<&str, usize> = BTreeMap::new();
    for path in paths {
        let within = path.rsplit_once('/').map_or("", |(folders, _)| folders);
        *folders.entry(within).or_default() += 1;
    }
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for (folders, files) in folders {
        let distinct: BTreeSet<String> = words(folders).into_iter().collect();
        for word in distinct {
            *counts.entry(word).or_default() += files;
        }
    }
    let sources = paths.len();
    let often = |count: usize| sources >= FEW_SOURCES && count * 100 > sources * PRODUCT_PERCENT;
    counts.retain(|_, count| often(*count));
    counts.into_keys().collect()
}

/// Whether a path is part of no feature: a schema or a migration.
#[must_use]
pub fn is_schema_path(path: &str) -> bool {
    let lower = path.to_ascii_lowercase();
    [
        "migration",
        "schema",
        "/db/",
        "/models/",
        "/model/",
        "/entities/",
        "/entity/",
        "prisma",
        "structure.sql",
        ".sql",
    ]
    .iter()
    .any(|part| lower.contains(part))
        || lower.starts_with("db/")
        || lower.starts_with("model/")
        || lower.starts_with("models/")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(configured: &[FeatureRule], paths: &[&str]) -> Vec<String> {
        let features = Features::of_project(configured, paths.iter().copied());
        paths.iter().map(|path| features.of(path).name).collect()
    }

    #[test]
    fn controllers_pages_and_flat_files_name_features() {
        for (path, expected) in [
            ("src/features/search/index.ts", "search"),
            (
                "app/controllers/saved_searches_controller.rb",
                "saved-searches",
            ),
            ("app/Http/Controllers/DiscoverController.php", "discover"),
            ("chat.ts", "chat"),
            ("src/docs.ts", "docs"),
            ("bookwyrm/views/preferences/edit_user.py", "settings"),
            ("src/utils/index.ts", SHARED),
            ("internal/ui/settings_update.go", "settings"),
            ("app/controllers/api/v2/entries_controller.rb", "entries"),
        ] {
            assert_eq!(names(&[], &[path]), [expected], "{path}");
        }
    }

    #[test]
    fn one_feature_has_one_name_in_all_layers_and_versions() {
        let paths = [
            "app/controllers/feeds_controller.rb",
            "app/controllers/api/v1/feeds_controller.rb",
            "app/controllers/api/v2/feeds_controller.rb",
            "app/models/feed.rb",
            "app/jobs/feed_importer.rb",
            "app/presenters/feed_presenter.rb",
            "app/controllers/tags_controller.rb",
            "app/controllers/searches_controller.rb",
            "app/controllers/saved_searches_controller.rb",
            "app/models/application_record.rb",
            "lib/trial_expiration.rb",
        ];
        let expected = [
            ["feeds"; 6].as_slice(),
            &["tags", "searches", "searches", SHARED, SHARED],
        ]
        .concat();
        assert_eq!(names(&[], &paths), expected);
    }

    #[test]
    fn a_part_of_pages_is_of_what_it_stands_in_or_is_named_after() {
        let paths = [
            "src/pages/home.ts",
            "src/pages/library.ts",
            "src/pages/search.ts",
            "src/reader/_components/canvas-renderer/canvas.ts",
            "src/components/library/Shelf.vue",
            "src/components/HoverPreview.tsx",
        ];
        let expected = ["home", "library", "search", "reader", "library", SHARED];
        assert_eq!(names(&[], &paths), expected);
        // Where nothing stands in front of the user, parts are all that there is.
        assert_eq!(names(&[], &["src/components/chat/box.ts"]), ["chat"]);
    }

    #[test]
    fn a_configuration_is_obeyed() {
        let configured = [FeatureRule {
            name: "billing".into(),
            paths: vec!["./src/pay".into()],
        }];
        assert_eq!(names(&configured, &["src/payments/a.ts"]), ["billing"]);
    }

    #[test]
    fn names_do_not_depend_on_the_order_of_files() {
        let mut paths = vec![
            "pages/docs/a.ts",
            "pages/doc/b.ts",
            "pages/chat/c.ts",
            "pages/search/d.ts",
            "lib/doc_export.ts",
        ];
        let forth = names(&[], &paths);
        paths.reverse();
        let mut back = names(&[], &paths);
        back.reverse();
        assert_eq!(forth, back);
    }
}
