//! Loading the lexicon and looking identifiers up in it.

use std::sync::OnceLock;

use serde::Deserialize;

use super::{Meaning, Weight, phrase::Index, words::words};
use crate::mechanism::{Format, Inference, Kind, Richness};

/// Something worth knowing of a user.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Dimension {
    /// Dotted name.
    pub id: String,
    /// Fields of one store with the same purpose are one mechanism.
    pub purpose: String,
    /// Where such values usually come from.
    #[serde(default = "explicit")]
    pub inference: Inference,
    /// Touches protected traits.
    #[serde(default)]
    pub sensitive: bool,
    /// Says little even where there is much of it.
    #[serde(default)]
    pub low: bool,
    #[serde(default)]
    strong: Vec<String>,
    #[serde(default)]
    owned: Vec<String>,
    #[serde(default)]
    loose: Vec<String>,
}

fn explicit() -> Inference {
    Inference::Explicit
}

/// What a store's name says it is for.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StoreWord {
    /// Dimension or group of dimensions.
    pub purpose: String,
    words: Vec<String>,
    /// Whether its fields are split by purpose.
    #[serde(default)]
    pub split: bool,
    /// Kind it has whatever stores it.
    pub kind: Option<Kind>,
    /// Usual format.
    pub format: Option<Format>,
    /// Usual origin of the values.
    pub inference: Option<Inference>,
    /// Usual richness.
    pub richness: Option<Richness>,
    /// Confidence it adds.
    pub strength: i32,
    /// Nothing without a field that means something.
    #[serde(default)]
    pub needs_fields: bool,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Veto {
    reason: String,
    words: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Dimensions {
    dimension: Vec<Dimension>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Stores {
    store: Vec<StoreWord>,
    veto: Vec<Veto>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Names {
    persons: Vec<String>,
    identity: Vec<String>,
    owner_keys: Vec<String>,
    owner_keys_if_person: Vec<String>,
    key_holes: Vec<String>,
    veto: Vec<Veto>,
}

/// The vocabulary.
#[derive(Debug)]
pub struct Lexicon {
    dimensions: Vec<Dimension>,
    stores: Vec<StoreWord>,
    vetoes: Vec<String>,
    fields: Index<(usize, Weight)>,
    store_words: Index<usize>,
    store_vetoes: Index<usize>,
    field_vetoes: Index<usize>,
    persons: Vec<Vec<String>>,
    identity: Vec<Vec<String>>,
    owner_keys: Vec<Vec<String>>,
    owner_keys_if_person: Vec<Vec<String>>,
    key_holes: Index<()>,
}

impl Lexicon {
    /// The built-in vocabulary, read once.
    ///
    /// # Panics
    /// Never: the files are part of the binary, and a test reads them.
    #[must_use]
    pub fn get() -> &'static Self {
        static LEXICON: OnceLock<Lexicon> = OnceLock::new();
        LEXICON.get_or_init(|| {
            #[expect(
                clippy::expect_used,
                reason = "the files are part of the binary and tested"
            )]
            let lexicon = Self::parse(
                include_str!("dimensions.toml"),
                include_str!("stores.toml"),
                include_str!("names.toml"),
            )
            .expect("the built-in lexicon is valid");
            lexicon
        })
    }

    fn parse(dimensions: &str, stores: &str, names: &str) -> Result<Self, toml::de::Error> {
        let dimensions = toml::from_str::<Dimensions>(dimensions)?.dimension;
        let Stores {
            store: stores,
            veto: store_veto_list,
        } = toml::from_str(stores)?;
        let names: Names = toml::from_str(names)?;
        let mut fields = Index::default();
        for (index, dimension) in dimensions.iter().enumerate() {
            for (list, weight) in [
                (&dimension.strong, Weight::Strong),
                (&dimension.owned, Weight::Owned),
                (&dimension.loose, Weight::Loose),
            ] {
                for phrase in list {
                    fields.insert(phrase, (index, weight));
                }
            }
        }
        let mut store_words = Index::default();
        for (index, store) in stores.iter().enumerate() {
            for phrase in &store.words {
                store_words.insert(phrase, index);
            }
        }
        let mut vetoes = Vec::new();
        let store_vetoes = veto_index(&store_veto_list, &mut vetoes);
        let field_vetoes = veto_index(&names.veto, &mut vetoes);
        let mut key_holes = Index::default();
        for phrase in &names.key_holes {
            key_holes.insert(phrase, ());
        }
        let split = |list: &[String]| list.iter().map(|text| words(text)).collect();
        Ok(Self {
            persons: split(&names.persons),
            identity: split(&names.identity),
            owner_keys: split(&names.owner_keys),
            owner_keys_if_person: split(&names.owner_keys_if_person),
            dimensions,
            stores,
            vetoes,
            fields,
            store_words,
            store_vetoes,
            field_vetoes,
            key_holes,
        })
    }

    /// What a field or key means, at `least` weight: the longest phrase, then the heaviest, then the first.
    #[must_use]
    pub fn field(&self, identifier: &[String], least: Weight) -> Option<Meaning<'_>> {
        let mut best: Option<((usize, bool, Weight), usize)> = None;
        for (length, pinned, (index, weight)) in self.fields.matches(identifier) {
            let rank = (length, !pinned, weight);
            if weight >= least && best.is_none_or(|(known, _)| rank > known) {
                best = Some((rank, index));
            }
        }
        let ((length, _, weight), index) = best?;
        Some(Meaning {
            dimension: self.dimensions.get(index)?,
            weight,
            length,
        })
    }

    /// Why a field or key is nothing personal, and how many words say so.
    #[must_use]
    pub fn field_veto(&self, identifier: &[String]) -> Option<(&str, usize)> {
        self.veto(&self.field_vetoes, identifier)
    }

    /// What a store's name says it is for, and how many words say so.
    #[must_use]
    pub fn store(&self, identifier: &[String]) -> Option<(&StoreWord, usize)> {
        let mut best: Option<(usize, usize)> = None;
        for (length, _, index) in self.store_words.matches(identifier) {
            if best.is_none_or(|(known, _)| length > known) {
                best = Some((length, index));
            }
        }
        let (length, index) = best?;
        Some((self.stores.get(index)?, length))
    }

    /// Why a store's name says it is something else, and how many words say so.
    #[must_use]
    pub fn store_veto(&self, identifier: &[String]) -> Option<(&str, usize)> {
        self.veto(&self.store_vetoes, identifier)
    }

    fn veto<'a>(&'a self, index: &Index<usize>, identifier: &[String]) -> Option<(&'a str, usize)> {
        let best = index
            .matches(identifier)
            .into_iter()
            .max_by_key(|(length, _, _)| *length)?;
        Some((self.vetoes.get(best.2)?, best.0))
    }

    /// Whether a table or class of this name would hold people.
    #[must_use]
    pub fn is_person(&self, identifier: &[String]) -> bool {
        self.persons.iter().any(|person| person == identifier)
    }

    /// Whether a column is part of a person's identity.
    #[must_use]
    pub fn is_identity(&self, identifier: &[String]) -> bool {
        self.identity.iter().any(|known| known == identifier)
    }

    /// Whether a column of this name points to its owner; `persons` are the people tables that exist.
    #[must_use]
    pub fn is_owner_key(&self, identifier: &[String], persons: &[String]) -> bool {
        self.owner_keys.iter().any(|known| known == identifier)
            || (self
                .owner_keys_if_person
                .iter()
                .any(|known| known == identifier)
                && identifier.first().is_some_and(|word| {
                    matches!(word.as_str(), "owner" | "follower")
                        || persons
                            .iter()
                            .any(|person| person.split('_').any(|it| it == word))
                }))
    }

    /// Whether what fills a hole of a key identifies a user.
    #[must_use]
    pub fn is_person_hole(&self, identifier: &[String]) -> bool {
        !self.key_holes.matches(identifier).is_empty()
    }

    /// Dimension by id.
    #[must_use]
    pub fn dimension(&self, id: &str) -> Option<&Dimension> {
        self.dimensions.iter().find(|dimension| dimension.id == id)
    }

    /// The words that phrases for fields of these purposes begin with.
    #[must_use]
    pub fn vocabulary_of(&self, purposes: &[&str]) -> Vec<&str> {
        let of_purpose = |index: usize| {
            let dimension = self.dimensions.get(index);
            dimension.is_some_and(|it| purposes.contains(&it.purpose.as_str()))
        };
        let phrases = self.fields.0.iter();
        phrases
            .filter(|(_, values)| values.iter().any(|(_, (index, _))| of_purpose(*index)))
            .map(|(word, _)| word.as_str())
            .collect()
    }

    /// Every single word that any phrase begins with: the third tier of the prefilter.
    pub fn vocabulary(&self) -> impl Iterator<Item = &str> {
        self.fields
            .0
            .keys()
            .chain(self.store_words.0.keys())
            .map(String::as_str)
    }
}

fn veto_index(list: &[Veto], reasons: &mut Vec<String>) -> Index<usize> {
    let mut index = Index::default();
    for veto in list {
        for phrase in &veto.words {
            index.insert(phrase, reasons.len());
        }
        reasons.push(veto.reason.clone());
    }
    index
}

#[cfg(test)]
mod tests {
    use super::*;

    fn dimension(name: &str) -> Option<String> {
        let found = Lexicon::get().field(&words(name), Weight::Owned)?;
        Some(found.dimension.id.clone())
    }

    #[test]
    fn the_longest_phrase_decides() {
        for (name, expected) in [
            ("theme", "appearance.theme"),
            ("fontSize", "appearance.typography"),
            ("hide_recently_read", "behavior.history"),
            ("show_goal", "goals.targets"),
            ("preferred_timezone", "locale.timezone"),
            ("send_email_on_like", "notification.preferences"),
            ("high_contrast_mode", "accessibility.needs"),
            ("playCount", "behavior.history"),
        ] {
            assert_eq!(dimension(name).as_deref(), Some(expected), "{name}");
        }
        assert_eq!(dimension("recolorschemeless"), None);
        assert_eq!(dimension("created_at"), None);
    }

    #[test]
    fn secrets_are_vetoed_and_people_recognised() {
        let lexicon = Lexicon::get();
        assert_eq!(
            lexicon
                .field_veto(&words("twitter_access_token"))
                .map(|it| it.0),
            Some("secret")
        );
        assert!(lexicon.is_person(&words("Users")));
        assert!(lexicon.is_owner_key(&words("user_id"), &[]));
        assert!(!lexicon.is_owner_key(&words("account_id"), &[]));
        assert!(lexicon.is_owner_key(&words("account_id"), &["account".to_owned()]));
    }
}
