//! Columns of a class by calls: in its body, or on it.

use super::{named, store};
use crate::{
    fact::FileFacts,
    rule::{
        Pattern, Rule,
        apply::{FileContext, literal},
    },
    syntax::{Call, Column, Expression, FileEvents, TableChange, last_segment},
};

/// `field :theme` inside a document class.
pub(in crate::rule) fn in_class(
    rule: &Rule,
    bases: &[Pattern],
    call: &Call,
    events: &FileEvents,
    context: FileContext<'_>,
    facts: &mut FileFacts,
) {
    let class = call.class.and_then(|index| events.classes.get(index));
    let Some(class) = class else { return };
    let is_document = class
        .bases
        .iter()
        .any(|base| bases.iter().any(|it| it.matches(base)));
    if let (true, Some(name)) = (
        is_document,
        call.arguments.first().and_then(|it| it.value.text()),
    ) {
        let type_ = named(&call.arguments, "type").and_then(Expression::path);
        let column = Column {
            name: name.to_owned(),
            type_: type_.map(ToOwned::to_owned),
            default: named(&call.arguments, "default").and_then(literal),
            line: call.line,
            ..Column::default()
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
