//! Looking identifiers up in the lexicon.

use std::slice;

use super::{Dimension, Lexicon, Meaning, StoreWord, Weight, phrase::Index, words};

impl Lexicon {
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

    /// Whether a word of a name is one for a person: `current_user`.
    #[must_use]
    pub fn names_person(&self, name: &str) -> bool {
        let words = words(name);
        words.iter().any(|it| self.is_person(slice::from_ref(it)))
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lexicon::words;

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
