//! Did-you-mean: what may stand where something unknown does.

use super::{Diagnostic, Place};
use crate::problem::{listed, nearest};

/// How a name is written in a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Spelling {
    /// As a value: in quotes.
    Value,
    /// As a key: in quotes where it has other than letters, digits, `-` and `_`.
    Key,
}

impl Spelling {
    fn write(self, name: &str) -> String {
        let bare = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
        match self {
            Self::Key if !name.is_empty() && name.chars().all(bare) => name.into(),
            _ => toml::Value::from(name).to_string(),
        }
    }
}

impl Diagnostic {
    /// Offers the name most like `text` as a replacement of what stands at `place`; where none is
    /// like it, says which names there are: `all` leads in the list.
    #[must_use]
    pub fn suggest<'a, Names: Iterator<Item = &'a str>>(
        self,
        text: &str,
        place: &Place,
        spelling: Spelling,
        all: &str,
        names: impl Fn() -> Names,
    ) -> Self {
        if let Some(near) = nearest(text, names()) {
            return self.fix(
                place,
                format!("did you mean `{near}`?"),
                spelling.write(near),
            );
        }
        match listed(names()) {
            names if names.is_empty() => self,
            names => self.help(format!("{all} {names}")),
        }
    }
}
