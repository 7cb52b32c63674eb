//! What a file takes out of the module of a wrapper: `import { get } from "@/lib/storage"` says whose a
//! bare `get` is.

use std::collections::BTreeSet;

use memchr::memmem;

use super::Wrapper;

impl Wrapper {
    /// The words of the statements that import its module: the names that these take out of it, among others.
    pub(super) fn taken_out_by<'a>(&self, imports: &'a [String]) -> BTreeSet<&'a str> {
        if !self.is_exportable() {
            return BTreeSet::new();
        }
        let statements = imports.iter().filter(|it| self.module_ends(it.as_bytes()));
        let words = statements
            .flat_map(|it| it.split(|it: char| !it.is_alphanumeric() && it != '_'))
            .filter(|it| !it.is_empty());
        words.collect()
    }

    /// Whether a file that is not parsed yet could import the function: it names the module.
    #[must_use]
    pub(crate) fn is_importable_in(&self, content: &[u8]) -> bool {
        self.is_exportable() && self.module_ends(content)
    }

    /// A method is not imported, and every folder has an `index`.
    fn is_exportable(&self) -> bool {
        self.fact.class.is_empty() && !matches!(self.stem.as_str(), "" | "index")
    }

    /// Whether a path to the module stands in `content`, up to its quote or its extension.
    fn module_ends(&self, content: &[u8]) -> bool {
        let stem = self.stem.as_bytes();
        memmem::find_iter(content, stem).any(|start| {
            let before = start.checked_sub(1).and_then(|at| content.get(at));
            let behind = content.get(start + stem.len());
            before == Some(&b'/') && matches!(behind, Some(b'"' | b'\'' | b'.'))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        fact::{WrapperFact, WrapperKey},
        mechanism::{Kind, SiteRole},
        syntax::Expression,
    };

    fn wrapper(class: &str, path: &str) -> Wrapper {
        let fact = WrapperFact {
            rule: String::new(),
            kind: Kind::BrowserStorage,
            role: SiteRole::Read,
            function: "get".into(),
            class: class.into(),
            key: WrapperKey::Parameter(0, Expression::Path("key".into())),
            value: None,
        };
        Wrapper::new(fact, path)
    }

    #[test]
    fn a_function_is_imported_by_its_name_from_its_module() {
        let storage = wrapper("", "src/lib/storage.ts");
        let by = |it: &Wrapper, statement: &str| {
            let statements = [statement.to_owned()];
            it.taken_out_by(&statements).contains("get")
        };
        assert!(by(&storage, "import { set, get } from '@/lib/storage'"));
        assert!(by(&storage, r#"import { get } from "./storage.js";"#));
        assert!(!by(&storage, "import { set } from '@/lib/storage'"));
        assert!(!by(&storage, "import { target } from '@/lib/storage'"));
        assert!(!by(&storage, "import { get } from '@/lib/cookies'"));
        assert!(!by(&storage, "import { get } from 'storage'"), "a package");
        assert!(!by(&storage, "import { get } from './storage/redis'"));
        assert!(!by(
            &wrapper("Kept", "src/storage.ts"),
            "import { get } from './storage'"
        ));
        assert!(!by(
            &wrapper("", "src/index.ts"),
            "import { get } from './index'"
        ));
        assert!(storage.is_importable_in(b"import { get } from '@/lib/storage'"));
        assert!(!storage.is_importable_in(b"import { get } from '@/lib/store'"));
    }
}
