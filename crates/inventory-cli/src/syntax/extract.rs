//! One walk over a syntax tree, from nodes to events.

#![expect(
    clippy::case_sensitive_file_extension_comparisons,
    reason = "what is compared is lower case already, or no file name"
)]

mod holder;
mod texts;
mod values;
mod walk;

use std::{
    borrow::Cow,
    cell::{Cell, RefCell},
    collections::BTreeMap,
};

use selfmodel_inventory_grammars::Grammar;
use tree_sitter::{Parser, Tree};

use self::walk::Walk;
use super::{
    budget::{MAX_BYTES, Partial},
    concept::Concepts,
    event::FileEvents,
    expression::Reader,
    mapping_xml, page,
    parse::{Parsed, parse},
    preference_screen, proto, resource_values, schema_xml, spread, sql, sql_template, table_text,
};
use crate::language::Language;

/// What a file gave.
#[derive(Debug, Default)]
pub struct Extraction {
    /// Its events.
    pub events: FileEvents,
    /// Set where not everything was looked at.
    pub partial: Option<Partial>,
    /// The grammar met something it could not read and went on after it.
    pub syntax_error: bool,
}

struct Loaded {
    parser: Parser,
    concepts: Concepts,
}

thread_local! {
    static LOADED: RefCell<BTreeMap<usize, Loaded>> = const { RefCell::new(BTreeMap::new()) };
}

/// Extracts the events of `source`. Never fails: odd input gives fewer events and a reason.
#[must_use]
pub fn extract(language: Language, source: &[u8]) -> Extraction {
    if source.len() > MAX_BYTES {
        return Extraction {
            partial: Some(Partial::TooLarge),
            ..Extraction::default()
        };
    }
    if language == Language::Proto {
        let classes = proto::messages(&String::from_utf8_lossy(source));
        let events = FileEvents {
            classes,
            ..FileEvents::default()
        };
        return Extraction {
            events,
            ..Extraction::default()
        };
    }
    let xml = match language {
        Language::PreferenceScreen => Some(preference_screen::events(source)),
        Language::ResourceValues => Some(resource_values::events(source)),
        Language::SchemaXml if mapping_xml::maps_classes(source) => {
            Some(mapping_xml::events(source))
        }
        Language::SchemaXml => Some(schema_xml::events(source)),
        _ => None,
    };
    if let Some(events) = xml {
        return Extraction {
            events,
            ..Extraction::default()
        };
    }
    let Some(grammar) = language.grammar() else {
        return Extraction::default();
    };
    let plain = match language {
        Language::Sql => sql_template::without_holes(source),
        // Its grammar looks for the end of a word beyond the end of the file, for ever.
        Language::Kotlin if !source.ends_with(b"\n") => Cow::Owned([source, b"\n"].concat()),
        page if page.is_page() => Cow::Owned(page::scripts_only(source)),
        _ => Cow::Borrowed(source),
    };
    let source = plain.as_ref();
    LOADED.with_borrow_mut(|loaded| match load(loaded, grammar) {
        Some(tools) => parse_and_walk(tools, language, source),
        None => Extraction {
            partial: Some(Partial::NoGrammar),
            ..Extraction::default()
        },
    })
}

fn load(loaded: &mut BTreeMap<usize, Loaded>, grammar: Grammar) -> Option<&mut Loaded> {
    let slot = Grammar::ALL.iter().position(|known| *known == grammar)?;
    if let std::collections::btree_map::Entry::Vacant(entry) = loaded.entry(slot) {
        let language = grammar.language()?;
        let mut parser = Parser::new();
        parser.set_language(&language).ok()?;
        entry.insert(Loaded {
            parser,
            concepts: Concepts::of(&language),
        });
    }
    loaded.get_mut(&slot)
}

fn parse_and_walk(tools: &mut Loaded, language: Language, source: &[u8]) -> Extraction {
    let Some(Parsed { tree, cut }) = parse(&mut tools.parser, source) else {
        return Extraction {
            partial: Some(Partial::ParserSteps { line: 1 }),
            ..Extraction::default()
        };
    };
    let source = cut.map_or(source, |read| source.get(..read).unwrap_or(source));
    let extraction = walk(&tools.concepts, language, source, &tree);
    let line = || memchr::memchr_iter(b'\n', source).count() + 1;
    Extraction {
        partial: cut
            .map(|_| Partial::ParserSteps { line: line() })
            .or(extraction.partial),
        ..extraction
    }
}

fn walk(concepts: &Concepts, language: Language, source: &[u8], tree: &Tree) -> Extraction {
    let mut extraction = Extraction {
        syntax_error: tree.root_node().has_error(),
        ..Extraction::default()
    };
    if language == Language::Sql {
        extraction.events.tables = sql::tables_of(tree, source, 0);
        return extraction;
    }
    let spreads = Cell::new(false);
    let mut walk = Walk::new(Reader {
        source,
        concepts,
        spreads: &spreads,
    });
    if !walk.run(tree) {
        extraction.partial = Some(Partial::Nodes);
    }
    extraction.events = walk.events;
    if spreads.get() {
        spread::settle(&mut extraction.events);
    }
    let tables = table_text::tables(&extraction.events);
    extraction.events.tables.extend(tables);
    extraction
}

#[cfg(test)]
mod tests;
