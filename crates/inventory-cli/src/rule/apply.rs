//! From events to facts: every rule over every event of one file.

mod access;
mod keyed_access;
mod members;
mod sql;
mod stored;

use std::collections::HashSet;

pub(crate) use self::sql::{is_migration, is_on_device, is_undo};
pub(super) use self::stored::{object_members, type_of_parameter};
use super::{
    Pattern, Position, Rule, Rules, Trigger, column, definition, document, key_names, keyed, logic,
    map, model, named_set, persisted, prompt, settings,
};
use crate::{
    fact::{AccessFact, FileFacts},
    language::Language,
    mechanism::SiteRole,
    syntax::{Argument, Call, Expression, FileEvents, last_segment},
};

/// What a file is.
#[derive(Debug, Clone, Copy)]
pub struct FileContext<'a> {
    /// Relative path.
    pub path: &'a str,
    /// Language.
    pub language: Language,
    /// Content, for rules that look for a text.
    pub source: &'a [u8],
}

/// Columns that the calls of one file declare: more than a file of the largest size lists.
const MOST_COLUMNS: usize = 400_000;

/// The facts of a file.
#[must_use]
pub fn facts(rules: &Rules, context: FileContext<'_>, events: &FileEvents) -> FileFacts {
    let applicable: Vec<&Rule> = rules
        .all()
        .iter()
        .filter(|rule| applies(rule, context.language, &events.imports))
        .collect();
    let mut facts = FileFacts {
        constants: definition::constants(events),
        classes: definition::classes(events),
        objects: definition::objects(events),
        ..FileFacts::default()
    };
    let imported: HashSet<*const Rule> = applicable
        .iter()
        .filter(|rule| !rule.imports.is_empty())
        .map(|rule| std::ptr::from_ref(*rule))
        .collect();
    let mut columns = 0;
    for call in &events.calls {
        for rule in rules.for_call(last_segment(&call.path)) {
            if is_of_language(rule, context.language)
                && (rule.imports.is_empty() || imported.contains(&std::ptr::from_ref(rule)))
                && columns < MOST_COLUMNS
                && rule
                    .calls()
                    .iter()
                    .any(|pattern| pattern.matches(&call.path))
            {
                let known = facts.stores.len();
                apply_call(rule, call, events, context, &mut facts);
                let fresh = facts.stores.iter().skip(known);
                columns += fresh.map(|it| it.columns.len()).sum::<usize>();
            }
        }
    }
    for rule in applicable {
        apply_file(rule, context, events, &mut facts);
    }
    facts.stores.extend(sql::tables(context, events));
    facts.classes.extend(named_set::sets(context));
    facts
}

/// Applies a rule that matches anything but calls.
fn apply_file(rule: &Rule, context: FileContext<'_>, events: &FileEvents, facts: &mut FileFacts) {
    match &rule.trigger {
        Trigger::Subscript {
            object,
            needs_person,
        } => {
            let found = keyed_access::subscripts(rule, object, *needs_person, events);
            facts.accesses.extend(found.accesses);
            facts.wrappers.extend(found.wrappers);
        }
        Trigger::Assignment {
            object,
            key_in_text,
        } => {
            let found = keyed_access::assignments(rule, object, *key_in_text, events);
            facts.accesses.extend(found.accesses);
            facts.wrappers.extend(found.wrappers);
        }
        Trigger::DocumentMember { object } => {
            facts
                .members
                .extend(document::members(rule, object, context, events));
        }
        Trigger::Defaults { names } => {
            facts
                .members
                .extend(document::defaults(rule, names, context, events));
        }
        Trigger::KeyTable { names } => {
            facts
                .members
                .extend(document::key_tables(rule, names, events));
        }
        Trigger::Settings { names } => {
            facts
                .members
                .extend(settings::members(rule, names, context, events));
        }
        Trigger::UserLabel {} => facts.accesses.extend(keyed::labels(rule, events)),
        Trigger::FieldAttribute { attributes } => {
            facts
                .accesses
                .extend(keyed::field_attributes(rule, attributes, events));
        }
        Trigger::KeyNames {
            classes,
            beside,
            homes,
        } if key_names::is_home(context, beside, homes) => {
            facts
                .accesses
                .extend(key_names::key_names(rule, classes, events));
        }
        Trigger::KeptParts { names } => {
            facts
                .accesses
                .extend(keyed_access::kept_parts(rule, names, events));
        }
        Trigger::KeyedMap { names } => map::keyed_maps(rule, names, events, facts),
        Trigger::Model(model) => model::apply(rule, model, context, events, facts),
        Trigger::Logic(logic) => logic::apply(rule, logic, context, events, facts),
        Trigger::Prompt { sinks } => prompt::apply(rule, sinks, context, events, facts),
        _ => {}
    }
}

fn applies(rule: &Rule, language: Language, imports: &[String]) -> bool {
    is_of_language(rule, language)
        && (rule.imports.is_empty()
            || imports
                .iter()
                .any(|line| rule.imports.iter().any(|part| line.contains(part.as_str()))))
}

/// Applies a rule to a call that one of its patterns matches.
fn is_of_language(rule: &Rule, language: Language) -> bool {
    rule.languages.is_empty() || rule.languages.contains(&language.family())
}

fn apply_call(
    rule: &Rule,
    call: &Call,
    events: &FileEvents,
    context: FileContext<'_>,
    facts: &mut FileFacts,
) {
    match &rule.trigger {
        Trigger::Access(access) => access::apply(rule, access, call, events, facts),
        Trigger::Persisted(kept) => {
            facts
                .accesses
                .extend(persisted::access(rule, kept, call, events));
            facts
                .wrappers
                .extend(persisted::wrapper(rule, kept, call, events));
        }
        Trigger::Block(block) => column::block(rule, block, call, events, context, facts),
        Trigger::Object(object) => column::object(rule, object, call, events, context, facts),
        Trigger::Builder(builder) => {
            column::builder(rule, builder, call, events, context, facts);
        }
        Trigger::Column(column) => column::added(rule, column, call, context, facts),
        Trigger::Removal(removal) => {
            column::removed(rule, removal, call, events, context, facts);
        }
        Trigger::Arguments { table, column, .. } => {
            column::arguments(rule, table, column, call, context, facts);
        }
        Trigger::Association { .. } => column::association(rule, call, context, facts),
        Trigger::Collection { receiver, .. } => {
            column::collection(rule, *receiver, call, events, context, facts);
        }
        Trigger::ClassColumn { bases, .. } => {
            column::in_class(rule, bases, call, events, context, facts);
        }
        Trigger::Traits { .. } => facts.accesses.extend(keyed::traits(rule, call, events)),
        Trigger::Flags { .. } => facts.accesses.extend(keyed::flag(rule, call, events)),
        Trigger::UserValue { .. } => facts.accesses.extend(keyed::user_value(rule, call, events)),
        Trigger::Memory { .. } => facts.accesses.extend(keyed::memory(rule, call, events)),
        Trigger::Members { .. } => members::members(rule, call, events, facts),
        Trigger::Library { uses, key, .. } => {
            facts
                .accesses
                .extend(library(rule, uses, key, call, events));
        }
        _ => {}
    }
}

/// The access that setting up a library amounts to.
fn library(
    rule: &Rule,
    uses: &[Pattern],
    key: &str,
    call: &Call,
    events: &FileEvents,
) -> Option<AccessFact> {
    let mut given = call.arguments.iter().filter_map(|it| it.value.path());
    let used =
        uses.is_empty() || given.any(|path| uses.iter().any(|pattern| pattern.matches(path)));
    let key = Expression::Text(key.to_owned());
    used.then(|| access_fact(rule, SiteRole::Write, key, call.line, events, call))
}

/// The value at a position.
pub(super) fn argument<'a>(
    arguments: &'a [Argument],
    position: &Position,
) -> Option<&'a Expression> {
    match position {
        Position::Index(index) => arguments.get(*index).map(|it| &it.value),
        Position::Name(name) => {
            let named = arguments
                .iter()
                .find(|it| it.name.as_deref() == Some(name.as_str()));
            named.map(|it| &it.value).or_else(|| {
                arguments.iter().find_map(|it| match &it.value {
                    Expression::Object(pairs) => pairs
                        .iter()
                        .find(|(key, _)| key == name)
                        .map(|(_, value)| value),
                    _ => None,
                })
            })
        }
    }
}

/// The access that a call is.
pub(super) fn access_fact(
    rule: &Rule,
    role: SiteRole,
    key: Expression,
    line: u32,
    events: &FileEvents,
    call: &Call,
) -> AccessFact {
    AccessFact {
        function: function_name(events, call.function),
        class: class_name(events, call.class),
        ..access_at(rule, role, key, line)
    }
}

/// An access of which nothing but its key and its line is known.
pub(super) fn access_at(rule: &Rule, role: SiteRole, key: Expression, line: u32) -> AccessFact {
    AccessFact {
        rule: rule.id.clone(),
        kind: rule.kind,
        role,
        key,
        members: Vec::new(),
        default: None,
        function: String::new(),
        class: String::new(),
        line,
        needs_person: false,
        lifetime: None,
    }
}

/// A literal as written.
pub(super) fn literal(value: &Expression) -> Option<String> {
    match value {
        Expression::Text(text) | Expression::Literal(text) => Some(text.clone()),
        _ => None,
    }
}

/// Name of a function by index; empty outside of all.
pub(super) fn function_name(events: &FileEvents, index: Option<usize>) -> String {
    index
        .and_then(|it| events.functions.get(it))
        .map(|it| it.name.clone())
        .unwrap_or_default()
}

/// Name of a class by index; empty outside of all.
pub(super) fn class_name(events: &FileEvents, index: Option<usize>) -> String {
    index
        .and_then(|it| events.classes.get(it))
        .map(|it| it.name.clone())
        .unwrap_or_default()
}
