//! Marking mechanisms with the stage of their bridge.

use super::Bridge;
use crate::mechanism::{Mechanism, Report};

/// Sets the stage of every mechanism that one of `bridges` names, by id or by store. Returns the names of
/// the bridges that fit no mechanism.
pub fn mark(report: &mut Report, bridges: &[Bridge]) -> Vec<String> {
    let mut strangers = Vec::new();
    for bridge in bridges {
        let mut fits = false;
        let pinned = report
            .mechanisms
            .iter()
            .any(|mechanism| names(bridge, mechanism));
        for mechanism in &mut report.mechanisms {
            if names(bridge, mechanism) || (!pinned && stores(bridge, mechanism)) {
                mechanism.stage = Some(bridge.stage.name().to_owned());
                fits = true;
            }
        }
        if !fits {
            strangers.push(bridge.name.clone());
        }
    }
    strangers
}

fn names(bridge: &Bridge, mechanism: &Mechanism) -> bool {
    bridge.mechanism.as_deref() == Some(mechanism.id.as_str())
}

fn stores(bridge: &Bridge, mechanism: &Mechanism) -> bool {
    let mut names = mechanism.names.iter();
    names.any(|name| {
        bridge
            .stores
            .iter()
            .any(|store| template(store) == template(name))
    })
}

/// A key template whatever its holes are called: `prefs:{user}` and `prefs:{userId}` are one.
fn template(key: &str) -> String {
    let mut out = String::new();
    let mut rest = key;
    while let Some((before, after)) = rest.split_once('{') {
        let Some((_, tail)) = after.split_once('}') else {
            break;
        };
        out = out + before + "{}";
        rest = tail;
    }
    out + rest
}
