//! Languages: which file is in which, and which grammar reads it.

use std::path::Path;

use selfmodel_inventory_grammars::Grammar;
use serde::{Deserialize, Serialize};

/// A source language the scanner knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Language {
    /// JavaScript and JSX.
    JavaScript,
    /// TypeScript.
    TypeScript,
    /// TypeScript with JSX.
    Tsx,
    /// Vue single-file components.
    Vue,
    /// Svelte components.
    Svelte,
    /// HTML pages and server templates; their scripts are parsed.
    Html,
    /// Python.
    Python,
    /// Ruby.
    Ruby,
    /// Go.
    Go,
    /// PHP.
    Php,
    /// Java.
    Java,
    /// Kotlin.
    Kotlin,
    /// C#.
    CSharp,
    /// Rust.
    Rust,
    /// Swift.
    Swift,
    /// SQL.
    Sql,
    /// Prisma schemas.
    Prisma,
    /// GraphQL schemas.
    GraphQl,
    /// Protocol buffers.
    Proto,
    /// Preference screens of Android.
    PreferenceScreen,
    /// Values of Android: texts by name, some of them keys.
    ResourceValues,
    /// Schemas in XML: change logs of Liquibase, models of Core Data.
    SchemaXml,
    /// Templates and scripts without a grammar: searched for names only.
    Text,
}

const BY_EXTENSION: &[(&str, Language)] = &[
    ("js", Language::JavaScript),
    ("jsx", Language::JavaScript),
    ("mjs", Language::JavaScript),
    ("cjs", Language::JavaScript),
    ("ts", Language::TypeScript),
    ("mts", Language::TypeScript),
    ("cts", Language::TypeScript),
    ("tsx", Language::Tsx),
    ("vue", Language::Vue),
    ("svelte", Language::Svelte),
    ("astro", Language::Html),
    ("html", Language::Html),
    ("htm", Language::Html),
    ("erb", Language::Html),
    ("jinja", Language::Html),
    ("jinja2", Language::Html),
    ("j2", Language::Html),
    ("twig", Language::Html),
    ("ejs", Language::Html),
    ("hbs", Language::Html),
    ("cshtml", Language::Html),
    ("razor", Language::Html),
    ("jsp", Language::Html),
    ("py", Language::Python),
    ("pyi", Language::Python),
    ("rb", Language::Ruby),
    ("rake", Language::Ruby),
    ("go", Language::Go),
    ("php", Language::Php),
    ("java", Language::Java),
    ("kt", Language::Kotlin),
    ("kts", Language::Kotlin),
    ("cs", Language::CSharp),
    ("rs", Language::Rust),
    ("swift", Language::Swift),
    ("sql", Language::Sql),
    // SQLDelight: statements with labels, and migrations.
    ("sq", Language::Sql),
    ("sqm", Language::Sql),
    ("prisma", Language::Prisma),
    ("graphql", Language::GraphQl),
    ("graphqls", Language::GraphQl),
    ("gql", Language::GraphQl),
    ("proto", Language::Proto),
    ("coffee", Language::Text),
    ("haml", Language::Text),
    ("slim", Language::Text),
    ("liquid", Language::Text),
    ("mustache", Language::Text),
    ("templ", Language::Text),
    ("tmpl", Language::Text),
    ("gohtml", Language::Text),
    ("pug", Language::Text),
];

impl Language {
    /// The language of a path, by its extension.
    #[must_use]
    pub fn of(path: &Path) -> Option<Self> {
        let name = path.file_name()?.to_str()?;
        if name.ends_with(".blade.php") {
            return Some(Self::Html);
        }
        if name == "contents" && has_extension(path.parent()?, "xcdatamodel") {
            return Some(Self::SchemaXml);
        }
        let extension = path.extension()?.to_str()?.to_ascii_lowercase();
        if extension == "xml" {
            return match android_resource(path) {
                Some("values") => Some(Self::ResourceValues),
                Some(folder) if folder == "xml" || folder.starts_with("xml-") => {
                    Some(Self::PreferenceScreen)
                }
                _ => {
                    let is_schema = is_change_log(path) || is_mapping(name);
                    is_schema.then_some(Self::SchemaXml)
                }
            };
        }
        BY_EXTENSION
            .iter()
            .find(|(known, _)| *known == extension)
            .map(|(_, language)| *language)
    }

    /// The grammar that parses it, if any; scripts inside pages are TypeScript to us.
    #[must_use]
    pub fn grammar(self) -> Option<Grammar> {
        Some(match self {
            Self::JavaScript | Self::Tsx | Self::Vue | Self::Svelte | Self::Html => Grammar::Tsx,
            Self::TypeScript => Grammar::TypeScript,
            Self::Python => Grammar::Python,
            Self::Ruby => Grammar::Ruby,
            Self::Go => Grammar::Go,
            Self::Php => Grammar::Php,
            Self::Java => Grammar::Java,
            Self::Kotlin => Grammar::Kotlin,
            Self::CSharp => Grammar::CSharp,
            Self::Rust => Grammar::Rust,
            Self::Swift => Grammar::Swift,
            Self::Sql => Grammar::Sql,
            Self::Prisma => Grammar::Prisma,
            Self::GraphQl => Grammar::GraphQl,
            Self::Proto
            | Self::PreferenceScreen
            | Self::ResourceValues
            | Self::SchemaXml
            | Self::Text => return None,
        })
    }

    /// Whether its code sits in `<script>` elements of a page.
    #[must_use]
    pub fn is_page(self) -> bool {
        matches!(self, Self::Vue | Self::Svelte | Self::Html)
    }

    /// A file that only declares data: always read.
    #[must_use]
    pub fn is_schema(self) -> bool {
        matches!(
            self,
            Self::Sql
                | Self::Prisma
                | Self::GraphQl
                | Self::Proto
                | Self::PreferenceScreen
                | Self::SchemaXml
        )
    }

    /// The family a rule names: all of JavaScript, TypeScript and their pages are one.
    #[must_use]
    pub fn family(self) -> Family {
        match self {
            Self::JavaScript
            | Self::TypeScript
            | Self::Tsx
            | Self::Vue
            | Self::Svelte
            | Self::Html => Family::Script,
            Self::Python => Family::Python,
            Self::Ruby => Family::Ruby,
            Self::Go => Family::Go,
            Self::Php => Family::Php,
            Self::Java | Self::Kotlin | Self::PreferenceScreen | Self::ResourceValues => {
                Family::Jvm
            }
            Self::CSharp => Family::CSharp,
            Self::Rust => Family::Rust,
            Self::Swift => Family::Swift,
            Self::Sql | Self::SchemaXml => Family::Sql,
            Self::Prisma => Family::Prisma,
            Self::GraphQl => Family::GraphQl,
            Self::Proto => Family::Proto,
            Self::Text => Family::Text,
        }
    }

    /// Name for reports.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::JavaScript => "JavaScript",
            Self::TypeScript | Self::Tsx => "TypeScript",
            Self::Vue => "Vue",
            Self::Svelte => "Svelte",
            Self::Html => "HTML and templates",
            Self::Python => "Python",
            Self::Ruby => "Ruby",
            Self::Go => "Go",
            Self::Php => "PHP",
            Self::Java => "Java",
            Self::Kotlin => "Kotlin",
            Self::CSharp => "C#",
            Self::Rust => "Rust",
            Self::Swift => "Swift",
            Self::Sql => "SQL",
            Self::Prisma => "Prisma",
            Self::GraphQl => "GraphQL",
            Self::Proto => "Protocol buffers",
            Self::PreferenceScreen => "Android preference screens",
            Self::ResourceValues => "Android values",
            Self::SchemaXml => "schemas in XML",
            Self::Text => "other templates",
        }
    }
}

/// The folder of a resource of Android: `xml-v26` holds screens, `values` texts that are not translated.
fn android_resource(path: &Path) -> Option<&str> {
    let mut folders = path.iter().rev().skip(1).filter_map(|it| it.to_str());
    let folder = folders.next()?;
    (folders.next() == Some("res")).then_some(folder)
}

/// Where Liquibase keeps what becomes of a schema: its files or their folders are named after it.
fn is_change_log(path: &Path) -> bool {
    let mut parts = path.iter().rev().take(4).filter_map(|it| it.to_str());
    parts.any(|it| {
        let it = it.to_ascii_lowercase();
        it.contains("changelog") || it.contains("liquibase")
    })
}

/// Files in which Hibernate and JPA map classes.
#[must_use]
pub(crate) fn is_mapping(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    name.ends_with(".hbm.xml") || name == "orm.xml" || name.ends_with(".orm.xml")
}

fn has_extension(path: &Path, wanted: &str) -> bool {
    path.extension().is_some_and(|it| it == wanted)
}

/// Languages that share libraries, so that one rule serves them all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Family {
    /// JavaScript, TypeScript and pages.
    Script,
    /// Python.
    Python,
    /// Ruby.
    Ruby,
    /// Go.
    Go,
    /// PHP.
    Php,
    /// Java, Kotlin and the resources of their applications.
    Jvm,
    /// C#.
    CSharp,
    /// Rust.
    Rust,
    /// Swift.
    Swift,
    /// SQL.
    Sql,
    /// Prisma.
    Prisma,
    /// GraphQL.
    GraphQl,
    /// Protocol buffers.
    Proto,
    /// No grammar.
    Text,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn extensions_decide_and_blade_is_a_page() {
        assert_eq!(Language::of(Path::new("a/b.test.TSX")), Some(Language::Tsx));
        assert_eq!(
            Language::of(Path::new("views/app.blade.php")),
            Some(Language::Html)
        );
        assert_eq!(Language::of(Path::new("Makefile")), None);
        assert_eq!(Language::of(Path::new("app/res/layout/main.xml")), None);
        let screen = Path::new("app/res/xml/settings.xml");
        assert_eq!(Language::of(screen), Some(Language::PreferenceScreen));
        let values = Path::new("app/src/main/res/values/keys.xml");
        assert_eq!(Language::of(values), Some(Language::ResourceValues));
        let translated = Path::new("app/src/main/res/values-de/strings.xml");
        assert_eq!(Language::of(translated), None);
        for schema in [
            "db/changelog-1.0.xml",
            "resources/liquibase/v2/users.xml",
            "App/Store.xcdatamodeld/Store.xcdatamodel/contents",
            "hibernate/User.hbm.xml",
            "META-INF/orm.xml",
            "pojos/User.orm.xml",
        ] {
            let found = Language::of(Path::new(schema));
            assert_eq!(found, Some(Language::SchemaXml), "{schema}");
        }
        assert_eq!(Language::of(Path::new("a/contents")), None);
        assert_eq!(Language::of(Path::new("conf/beans.xml")), None);
    }
}
