//! The end of the story: what to paste into another terminal.

use super::{
    DemoError,
    cast::{Cast, USER},
    screen::{BOLD, DIM, Screen},
};

/// Shows the address, the keys and calls that are ready to paste.
pub fn farewell(cast: &Cast, address: &str, screen: &mut Screen) -> Result<(), DemoError> {
    screen.heading("Now you: paste these into another terminal")?;
    screen.line(&format!("export SELFMODEL_URL={address}"))?;
    for player in cast.everyone() {
        let name = player.name.to_uppercase();
        screen.line(&format!("export {name}_KEY={}", player.key))?;
    }
    for (what, call) in calls() {
        screen.line("")?;
        screen.line(&format!("{DIM}# {what}{DIM:#}"))?;
        screen.line(&format!("{BOLD}{call}{BOLD:#}"))?;
    }
    Ok(())
}

fn calls() -> [(&'static str, String); 4] {
    let read = |key: &str, path: &str| {
        format!(
            "curl -s -H \"Authorization: Bearer ${key}\" \"$SELFMODEL_URL/v1/users/{USER}/{path}\""
        )
    };
    [
        (
            "What docs believes of Ada, as far as it would act on it",
            read("DOCS_KEY", "beliefs?min_confidence=0.7"),
        ),
        (
            "Why: the sources, the alternatives, the observations, the belief without each feature",
            read("DOCS_KEY", "beliefs/communication.verbosity/explanation"),
        ),
        (
            "Ada tells email that she wants long answers",
            format!(
                "curl -s -H \"Authorization: Bearer $EMAIL_KEY\" -H 'Content-Type: application/json' \\\n  \
                 -d '{{\"user\": \"{USER}\", \"action\": \"style_chosen\", \"details\": {{\"style\": \"long\"}}}}' \\\n  \
                 \"$SELFMODEL_URL/v1/observations\""
            ),
        ),
        (
            "Everything that is believed of her, context by context",
            read("CHAT_KEY", "self-model"),
        ),
    ]
}
