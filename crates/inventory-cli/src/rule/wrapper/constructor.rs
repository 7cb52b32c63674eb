//! Objects that keep something under a key they are made with: `new Kept("theme")`, `new Kept({ key })`.

use super::parameter::{declares, option, parameter_names};
use crate::{
    fact::WrapperKey,
    syntax::{Call, Expression, FileEvents, Function},
};

/// What makes an object.
const CONSTRUCTORS: &[&str] = &["constructor", "__init__", "__construct"];

/// Members that lead to one another, at most: what goes on longer goes round.
const MAX_STEPS: usize = 6;

/// The class around `call`, and where its constructor takes the member from that is the key of the call.
pub(super) fn made_with(
    key: &Expression,
    call: &Call,
    events: &FileEvents,
) -> Option<(String, WrapperKey)> {
    let member = key.path().filter(|it| it.starts_with("self."))?;
    let class = events.classes.get(call.class?)?;
    let constructor = events.method_named(call.class, CONSTRUCTORS)?;
    let key = taken_from(member, constructor, events, MAX_STEPS)?;
    (!class.name.is_empty()).then(|| (class.name.clone(), key))
}

/// The parameter that a member of the object is given, or that one of its members is a member of.
fn taken_from(
    member: &str,
    constructor: &Function,
    events: &FileEvents,
    steps: usize,
) -> Option<WrapperKey> {
    let steps = steps.checked_sub(1)?;
    let named = |name: &str| {
        let names = parameter_names(&constructor.parameters);
        names.iter().position(|it| it == name)
    };
    let of_parameter = |path: &str| {
        let whole = named(path).map(|at| WrapperKey::Parameter(at, Expression::Path(path.into())));
        whole.or_else(|| {
            let (holder, name) = path.rsplit_once('.')?;
            Some(WrapperKey::Option(named(holder)?, name.to_owned()))
        })
    };
    let given = |member: &str| {
        events.assigned(member).find_map(|it| {
            let function = events.functions.get(it.function?)?;
            let here = function.line == constructor.line;
            here.then(|| it.value.path()).flatten()
        })
    };
    let bare = member.strip_prefix("self.").unwrap_or(member);
    if declares(&constructor.parameters, bare) {
        return of_parameter(bare);
    }
    if let Some(path) = given(member) {
        return match path.strip_prefix("self.") {
            Some(_) if path != member => taken_from(path, constructor, events, steps),
            _ => of_parameter(path).or_else(|| {
                let (at, name) = option(&constructor.parameters, path)?;
                Some(WrapperKey::Option(at, name))
            }),
        };
    }
    if let Some(at) = taken_over(constructor, events).and_then(named) {
        return Some(WrapperKey::Option(at, bare.to_owned()));
    }
    // `this.options.key`, where the options are kept whole.
    let (holder, name) = member.rsplit_once('.').filter(|it| it.0 != "self")?;
    match taken_from(holder, constructor, events, steps)? {
        WrapperKey::Parameter(at, _) => Some(WrapperKey::Option(at, name.to_owned())),
        _ => None,
    }
}

/// The parameter of which all members become members of the object: `Object.assign(this, options)`.
fn taken_over<'a>(constructor: &Function, events: &'a FileEvents) -> Option<&'a str> {
    let mut calls = events.calls_of("Object.assign").filter(|call| {
        let function = call.function.and_then(|it| events.functions.get(it));
        function.is_some_and(|it| it.line == constructor.line)
    });
    calls.find_map(|call| match call.arguments.as_slice() {
        [object, options] if object.value.path() == Some("self") => options.value.path(),
        _ => None,
    })
}
