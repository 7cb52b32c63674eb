//! The tree-sitter grammars the inventory parses with.
//!
//! They live in a crate of their own so that a change in the scanner never recompiles their C code.
//! Every grammar is a cargo feature; a language built without its grammar is reported as skipped.

use tree_sitter::Language;

/// A grammar; `Tsx` also reads plain JavaScript and the scripts of pages and components.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Grammar {
    /// C#.
    CSharp,
    /// Go.
    Go,
    /// GraphQL schemas.
    GraphQl,
    /// Java.
    Java,
    /// Kotlin.
    Kotlin,
    /// PHP, with the surrounding HTML.
    Php,
    /// Prisma schemas.
    Prisma,
    /// Python.
    Python,
    /// Ruby.
    Ruby,
    /// Rust.
    Rust,
    /// SQL of the common dialects.
    Sql,
    /// Swift.
    Swift,
    /// TypeScript with JSX.
    Tsx,
    /// TypeScript.
    TypeScript,
}

impl Grammar {
    /// Every grammar, compiled in or not.
    pub const ALL: [Self; 14] = [
        Self::CSharp,
        Self::Go,
        Self::GraphQl,
        Self::Java,
        Self::Kotlin,
        Self::Php,
        Self::Prisma,
        Self::Python,
        Self::Ruby,
        Self::Rust,
        Self::Sql,
        Self::Swift,
        Self::Tsx,
        Self::TypeScript,
    ];

    /// The parser tables, or `None` where the cargo feature of this language is off.
    #[must_use]
    pub fn language(self) -> Option<Language> {
        match self {
            #[cfg(feature = "csharp")]
            Self::CSharp => Some(tree_sitter_c_sharp::LANGUAGE.into()),
            #[cfg(feature = "go")]
            Self::Go => Some(tree_sitter_go::LANGUAGE.into()),
            #[cfg(feature = "graphql")]
            Self::GraphQl => Some(tree_sitter_graphql::LANGUAGE.into()),
            #[cfg(feature = "java")]
            Self::Java => Some(tree_sitter_java::LANGUAGE.into()),
            #[cfg(feature = "kotlin")]
            Self::Kotlin => Some(tree_sitter_kotlin_ng::LANGUAGE.into()),
            #[cfg(feature = "php")]
            Self::Php => Some(tree_sitter_php::LANGUAGE_PHP.into()),
            #[cfg(feature = "prisma")]
            Self::Prisma => Some(tree_sitter_prisma_io::LANGUAGE.into()),
            #[cfg(feature = "python")]
            Self::Python => Some(tree_sitter_python::LANGUAGE.into()),
            #[cfg(feature = "ruby")]
            Self::Ruby => Some(tree_sitter_ruby::LANGUAGE.into()),
            #[cfg(feature = "rust")]
            Self::Rust => Some(tree_sitter_rust::LANGUAGE.into()),
            #[cfg(feature = "sql")]
            Self::Sql => Some(tree_sitter_sequel::LANGUAGE.into()),
            #[cfg(feature = "swift")]
            Self::Swift => Some(tree_sitter_swift::LANGUAGE.into()),
            #[cfg(feature = "typescript")]
            Self::Tsx => Some(tree_sitter_typescript::LANGUAGE_TSX.into()),
            #[cfg(feature = "typescript")]
            Self::TypeScript => Some(tree_sitter_typescript::LANGUAGE_TYPESCRIPT.into()),
            #[expect(
                unreachable_patterns,
                reason = "reached when a language feature is off"
            )]
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Grammar;

    #[test]
    fn every_compiled_grammar_loads_into_the_parser() {
        let mut loaded = 0;
        for grammar in Grammar::ALL {
            if let Some(language) = grammar.language() {
                let mut parser = tree_sitter::Parser::new();
                parser.set_language(&language).unwrap();
                loaded += 1;
            }
        }
        assert!(loaded > 0);
    }
}
