//! What the key of a wrapper is made of.

use super::parameter::parameter_names;
use crate::{
    fact::WrapperKey,
    syntax::{Call, Expression, FileEvents, Piece, last_segment},
};

/// The hole that an argument fills.
pub(super) const PARAMETER: &str = "=>";

/// What a key is put together of, where it has a name of its own: `const full = PREFIX + key`.
pub(super) fn made_of<'a>(
    key: &'a Expression,
    call: &Call,
    events: &'a FileEvents,
) -> &'a Expression {
    let Expression::Path(name) = key else {
        return key;
    };
    let made = events.assigned(name).find(|it| {
        call.function.is_some()
            && it.function == call.function
            && matches!(it.value, Expression::Template(_) | Expression::Call { .. })
    });
    made.map_or(key, |it| &it.value)
}

/// The template that a function of the same file makes keys by, with what it is told: `app-${name}` of
/// `keyOf(name)`.
pub(super) fn inlined_key(key: &Expression, events: &FileEvents) -> Option<Expression> {
    let Expression::Call { path, arguments } = key else {
        return None;
    };
    if only_joins(path, events) {
        return None;
    }
    let name = last_segment(path);
    let mut functions = events.functions_named(name);
    let (names, pieces) = functions.find_map(|it| match &it.returns {
        Some(Expression::Template(pieces)) => Some((parameter_names(&it.parameters), pieces)),
        _ => None,
    })?;
    let filled = pieces.iter().map(|piece| match piece {
        Piece::Hole(hole) => {
            let given = position(hole, &names).and_then(|at| arguments.get(at)?.value.path());
            Piece::Hole(given.unwrap_or(hole).to_owned())
        }
        Piece::Text(_) => piece.clone(),
    });
    Some(Expression::Template(filled.collect()))
}

/// What the key is made of: a parameter, or always the same.
pub(super) fn key_of(
    key: &Expression,
    parameters: &[String],
    events: &FileEvents,
) -> Option<WrapperKey> {
    match key {
        Expression::Path(path) => Some(match position(path, parameters) {
            Some(index) => WrapperKey::Parameter(index, key.clone()),
            None => WrapperKey::Fixed(key.clone()),
        }),
        Expression::Template(pieces) => {
            let mut places = pieces.iter().enumerate();
            let (at, index) = places.find_map(|(at, piece)| match piece {
                Piece::Hole(path) => Some((at, position(path, parameters)?)),
                Piece::Text(_) => None,
            })?;
            let template = with_parameter_at(at, pieces, events);
            Some(WrapperKey::Parameter(index, template))
        }
        Expression::Text(_) => Some(WrapperKey::Fixed(key.clone())),
        // `store.setItem(this.fullKey(namespace, key), value)`: what comes last tells keys apart.
        Expression::Call { path, arguments } if only_joins(path, events) => {
            let named = arguments.iter().filter_map(|it| it.value.path());
            let (name, index) = named
                .filter_map(|it| Some((it, position(it, parameters)?)))
                .next_back()?;
            let parameter = Expression::Path(name.to_owned());
            Some(WrapperKey::Parameter(index, parameter))
        }
        _ => None,
    }
}

pub(super) fn position(path: &str, parameters: &[String]) -> Option<usize> {
    parameters.iter().position(|name| name == path)
}

/// The template with the hole at `at` marked as the parameter's, and with the texts that other holes
/// stand for: a prefix that a closure holds is known here and nowhere else.
fn with_parameter_at(at: usize, pieces: &[Piece], events: &FileEvents) -> Expression {
    let filled = pieces.iter().enumerate().map(|(index, piece)| match piece {
        Piece::Hole(_) if index == at => Piece::Hole(PARAMETER.to_owned()),
        Piece::Hole(path) => {
            let name = path.strip_prefix("self.").unwrap_or(path);
            let assigned = events.assigned(path);
            let fields = events.fields_named(name);
            let text = assigned
                .map(|it| &it.value)
                .chain(fields.filter_map(|field| field.value.as_ref()))
                .find_map(Expression::text);
            text.map_or_else(|| piece.clone(), |it| Piece::Text(it.to_owned()))
        }
        Piece::Text(_) => piece.clone(),
    });
    Expression::Template(filled.collect())
}

/// Whether a function of the same file puts a key together of its parameters, adding no word.
pub(super) fn only_joins(path: &str, events: &FileEvents) -> bool {
    let name = last_segment(path);
    let wordless = |piece: &Piece| match piece {
        Piece::Text(text) => !text.chars().any(char::is_alphanumeric),
        Piece::Hole(_) => true,
    };
    events.functions_named(name).any(|function| {
        let returned = function.returns.as_ref();
        matches!(returned, Some(Expression::Template(pieces)) if pieces.iter().all(wordless))
    })
}
