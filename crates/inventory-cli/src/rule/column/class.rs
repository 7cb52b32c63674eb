//! Columns of a class by calls: in its body, or on it.

use super::{named, store};
use crate::{
    fact::FileFacts,
    lexicon::singular,
    rule::{
        Pattern, Rule,
        apply::{FileContext, literal},
    },
    syntax::{Call, Class, Column, Expression, FileEvents, TableChange, last_segment},
};

/// Classes of a file among which the one is looked for that a call without a class is of.
const MOST_CLASSES: usize = 200;

/// `field :theme` inside a document class.
pub(in crate::rule) fn in_class(
    rule: &Rule,
    bases: &[Pattern],
    call: &Call,
    events: &FileEvents,
    context: FileContext<'_>,
    facts: &mut FileFacts,
) {
    let is_document = |class: &&Class| {
        let mut of_class = class.bases.iter();
        of_class.any(|base| bases.iter().any(|it| it.matches(base)))
    };
    let class = match call.class {
        Some(index) => events.classes.get(index).filter(is_document),
        // A method of Go stands beside its struct.
        None => events.classes.iter().take(MOST_CLASSES).find(is_document),
    };
    let name = call.arguments.first().and_then(|it| it.value.text());
    if let (Some(class), Some(name)) = (class, name) {
        let Some(column) = column_of_class(call, name) else {
            return;
        };
        let name = class.name.clone();
        let mut fact = store(
            rule,
            name.clone(),
            TableChange::Alter,
            vec![column],
            call,
            context,
        );
        fact.class = Some(name);
        facts.stores.push(fact);
    }
}

/// The column of a call; an edge to many is a column only where it stands for one of its own.
fn column_of_class(call: &Call, name: &str) -> Option<Column> {
    let mut column = Column {
        name: name.to_owned(),
        default: named(&call.arguments, "default").and_then(literal),
        line: call.line,
        ..Column::default()
    };
    let (receiver, method) = call.path.rsplit_once('.').unwrap_or_default();
    match receiver {
        "edge" if singular(name) == name => {
            let target = call.arguments.get(1).and_then(|it| it.value.path());
            column.target = target.map(|it| last_segment(it.trim_end_matches(".Type")).to_owned());
        }
        "edge" => return None,
        "field" => column.type_ = Some(method.to_owned()),
        _ => {
            let type_ = named(&call.arguments, "type").and_then(Expression::path);
            column.type_ = type_.map(ToOwned::to_owned);
        }
    }
    Some(column)
}

/// `Progress.belongsTo(user, { foreignKey: "owner_id" })`.
pub(in crate::rule) fn association(
    rule: &Rule,
    call: &Call,
    context: FileContext<'_>,
    facts: &mut FileFacts,
) {
    let Some((model, _)) = call.path.rsplit_once('.') else {
        return;
    };
    let target = call.arguments.first().and_then(|it| it.value.path());
    let (model, Some(target)) = (last_segment(model).to_owned(), target.map(last_segment)) else {
        return;
    };
    let option = |wanted: &str| match call.arguments.get(1).map(|it| &it.value) {
        Some(Expression::Object(pairs)) => {
            let pair = pairs.iter().find(|(name, _)| name == wanted);
            pair.and_then(|(_, value)| value.text())
        }
        _ => None,
    };
    let name = option("foreignKey").map_or_else(
        || format!("{}Id", option("as").unwrap_or(target)),
        ToOwned::to_owned,
    );
    let column = Column {
        name,
        target: Some(target.to_owned()),
        line: call.line,
        ..Column::default()
    };
    let columns = vec![column];
    let mut fact = store(
        rule,
        model.clone(),
        TableChange::Alter,
        columns,
        call,
        context,
    );
    fact.table = None;
    fact.class = Some(model);
    facts.stores.push(fact);
}
