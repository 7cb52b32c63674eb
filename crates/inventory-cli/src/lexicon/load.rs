//! The lexicon and the files it is read from.

use std::sync::OnceLock;

use serde::Deserialize;

use super::{Weight, phrase::Index, words::words};
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
    pub(super) dimensions: Vec<Dimension>,
    pub(super) stores: Vec<StoreWord>,
    pub(super) vetoes: Vec<String>,
    pub(super) fields: Index<(usize, Weight)>,
    pub(super) store_words: Index<usize>,
    pub(super) store_vetoes: Index<usize>,
    pub(super) field_vetoes: Index<usize>,
    pub(super) persons: Vec<Vec<String>>,
    pub(super) identity: Vec<Vec<String>>,
    pub(super) owner_keys: Vec<Vec<String>>,
    pub(super) owner_keys_if_person: Vec<Vec<String>>,
    pub(super) key_holes: Index<()>,
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
