//! The acts, in order. Everything shown is what the server answered.

use selfmodel_client::{Include, Millis, Observation};
use serde_json::json;

use super::{
    DemoError, bar,
    cast::{Cast, USER},
    event::{Event, hours_ago},
    opinion::{Opinion, Topic, percent},
    reading,
    screen::{BOLD, DIM, SPEECH, Screen},
    voice::{self, ACTS_FROM},
};

const VERBOSITY: Topic = Topic {
    dimension: "communication.verbosity",
    values: &["concise", "balanced", "detailed"],
};
const DOMAIN: Topic = Topic {
    dimension: "expertise.domain",
    values: &["general", "fintech_compliance", "healthcare", "software"],
};

/// Plays the story from the first day to the last.
pub async fn play(cast: &Cast, screen: &mut Screen) -> Result<(), DemoError> {
    introduce(cast, screen).await?;
    nobody_knows_ada(cast, screen).await?;
    chat_learns_brevity(cast, screen).await?;
    search_reveals_compliance(cast, screen).await?;
    repetition_is_no_proof(cast, screen).await?;
    every_feature_benefits(cast, screen).await
}

async fn introduce(cast: &Cast, screen: &mut Screen) -> Result<(), DemoError> {
    screen.heading("One shared self-model beneath four features")?;
    let features = cast.everyone().map(|player| player.name).join(", ");
    screen
        .say(&format!(
            "  A product with {features}. None of them keeps preferences of its own:"
        ))
        .await?;
    screen
        .say("  each writes what it observes, and reads back what is believed, with a confidence.")
        .await?;
    screen
        .say(&format!(
            "  A feature acts on a belief from {} on.",
            percent(ACTS_FROM)
        ))
        .await
}

async fn nobody_knows_ada(cast: &Cast, screen: &mut Screen) -> Result<(), DemoError> {
    screen.heading("Day 1: nobody knows Ada")?;
    screen.line(&format!("  {:<9}{}", "", bar::legend(VERBOSITY.values)))?;
    for player in [&cast.chat, &cast.docs] {
        let opinion = Opinion::of(player, VERBOSITY).await?;
        let (bar, words) = (opinion.bar(), opinion.words());
        screen
            .say(&format!("  {:<9}{bar}  {words}", player.name))
            .await?;
    }
    docs_drafts(cast, screen).await?;
    chat_answers(cast, screen).await
}

async fn chat_learns_brevity(cast: &Cast, screen: &mut Screen) -> Result<(), DemoError> {
    screen.heading("Days 2 to 5: chat learns brevity, docs answers shorter")?;
    screen.line(&format!("  {:<9}{}", "", bar::legend(VERBOSITY.values)))?;
    let watched = [&cast.chat, &cast.docs];
    for (hours_ago, times, ratio) in [
        (96, 1, 0.3),
        (95, 1, 0.2),
        (72, 1, 0.25),
        (70, 1, 0.2),
        (48, 8, 0.2),
    ] {
        let event = Event {
            action: "answer_shortened",
            details: json!({ "ratio": ratio }),
            hours_ago,
            times,
        };
        event
            .happens(&cast.chat, &watched, VERBOSITY, screen)
            .await?;
    }
    let opinion = Opinion::of(&cast.docs, VERBOSITY).await?;
    let sources = opinion.sources();
    screen.line("")?;
    screen.say(&format!("  In docs, Ada has not said or done a thing yet. What docs believes is {BOLD}{sources}{BOLD:#}.")).await?;
    docs_drafts(cast, screen).await
}

async fn search_reveals_compliance(cast: &Cast, screen: &mut Screen) -> Result<(), DemoError> {
    screen
        .heading("Days 3 to 6: search reveals fintech compliance, chat changes its vocabulary")?;
    screen.line(&format!("  {:<9}{}", "", bar::legend(DOMAIN.values)))?;
    let watched = [&cast.search, &cast.chat];
    for (hours_ago, times, topic) in [
        (75, 1, "transaction monitoring"),
        (74, 1, "beneficial ownership"),
        (50, 2, "sanctions screening"),
        (24, 8, "transaction monitoring"),
    ] {
        let event = Event {
            action: "result_opened",
            details: json!({ "topic": topic, "domain": "fintech_compliance", "minutes": 6 }),
            hours_ago,
            times,
        };
        event
            .happens(&cast.search, &watched, DOMAIN, screen)
            .await?;
    }
    let opinion = Opinion::of(&cast.chat, DOMAIN).await?;
    let sources = opinion.sources();
    screen.line("")?;
    screen.say(&format!("  Ada has asked chat nothing about compliance. What chat believes is {BOLD}{sources}{BOLD:#}.")).await?;
    chat_answers(cast, screen).await
}

async fn repetition_is_no_proof(cast: &Cast, screen: &mut Screen) -> Result<(), DemoError> {
    screen.heading("A client of chat goes wild and sends the same observation 500 times")?;
    let before = Opinion::of(&cast.chat, VERBOSITY).await?;
    let once = Observation {
        observed_at: Some(hours_ago(47)),
        ..Observation::new(USER, "answer_expanded")
    };
    let outcome = cast.chat.client.observe_batch(vec![once; 500]).await?;
    let collapsed = outcome.results.iter().filter(|it| it.collapsed).count();
    let after = Opinion::of(&cast.chat, VERBOSITY).await?;
    let logged = outcome.recorded;
    screen.say(&format!("  {logged} are logged, {collapsed} of them within one window with the first: one counts.")).await?;
    let (bar, moved) = (after.bar(), after.since(&before));
    screen
        .say(&format!("  {:<9}{bar}  {moved}", cast.chat.name))
        .await
}

async fn docs_drafts(cast: &Cast, screen: &mut Screen) -> Result<(), DemoError> {
    let opinion = Opinion::of(&cast.docs, VERBOSITY).await?;
    speech(
        screen,
        "docs drafts \"New customers\":",
        voice::draft(&opinion),
    )
    .await
}

async fn chat_answers(cast: &Cast, screen: &mut Screen) -> Result<(), DemoError> {
    let opinion = Opinion::of(&cast.chat, DOMAIN).await?;
    speech(
        screen,
        "chat answers \"Can we open this account?\":",
        voice::answer(&opinion),
    )
    .await
}

async fn every_feature_benefits(cast: &Cast, screen: &mut Screen) -> Result<(), DemoError> {
    screen.heading("Every feature reads: confident beliefs of the last 30 days")?;
    for player in cast.everyone() {
        let request = player.client.beliefs(USER).min_confidence(ACTS_FROM);
        let recent = request.max_age(Millis::days(30)).include(Include::Withheld);
        reading::show(player, &recent.await?, screen).await?;
    }
    Ok(())
}

async fn speech(screen: &mut Screen, who: &str, lines: &[&str]) -> Result<(), DemoError> {
    screen.line("")?;
    screen.line(&format!("  {who}"))?;
    for line in lines {
        screen.line(&format!("  {DIM}│{DIM:#} {SPEECH}{line}{SPEECH:#}"))?;
    }
    screen.pause(3).await;
    Ok(())
}
