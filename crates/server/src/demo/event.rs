//! Something that a feature observes, and what it moves.

use std::time::{SystemTime, UNIX_EPOCH};

use selfmodel_client::{Millis, Observation, Timestamp};
use serde_json::Value;

use super::{
    DemoError,
    cast::{Player, USER},
    opinion::{Opinion, Topic},
    screen::{BOLD, DIM, GREEN, Screen},
};

/// An action that a feature observes `times` times, an hour apart, the last `hours_ago`.
pub(super) struct Event {
    pub(super) action: &'static str,
    pub(super) details: Value,
    pub(super) hours_ago: i64,
    pub(super) times: i64,
}

impl Event {
    /// Sends it, and shows what the watched features believed before and believe after it.
    pub(super) async fn happens(
        &self,
        by: &Player,
        watched: &[&Player],
        topic: Topic,
        screen: &mut Screen,
    ) -> Result<(), DemoError> {
        let mut before = Vec::new();
        for player in watched {
            before.push(Opinion::of(player, topic).await?);
        }
        let outcome = by.client.observe_batch(self.observations()).await?;
        if outcome.rejected > 0 {
            return Err(DemoError::Rejected);
        }
        let (name, told) = (by.name, self.words());
        screen
            .say(&format!("  {GREEN}{name:<9}{GREEN:#}{told}"))
            .await?;
        for (player, before) in watched.iter().zip(&before) {
            let after = Opinion::of(player, topic).await?;
            let (name, bar, moved) = (player.name, after.bar(), after.since(before));
            screen.line(&format!("    {name:<7}{bar}  {moved}"))?;
        }
        screen.pause(2).await;
        Ok(())
    }

    fn observations(&self) -> Vec<Observation> {
        let observation = |earlier| Observation {
            observed_at: Some(hours_ago(self.hours_ago + earlier)),
            details: self.details.as_object().cloned().unwrap_or_default(),
            ..Observation::new(USER, self.action)
        };
        (0..self.times).map(observation).collect()
    }

    fn words(&self) -> String {
        let times = match self.times {
            1 => String::new(),
            times => format!(" × {times}"),
        };
        let details = self.details.as_object().into_iter().flatten();
        let details: Vec<String> = details
            .map(|(name, value)| match value.as_str() {
                Some(text) => format!("{name} {text}"),
                None => format!("{name} {value}"),
            })
            .collect();
        let (action, details) = (self.action, details.join(", "));
        format!("{BOLD}{action}{times}{BOLD:#}  {DIM}{details}{DIM:#}")
    }
}

/// An instant before now.
pub(super) fn hours_ago(hours: i64) -> Timestamp {
    let now = SystemTime::now().duration_since(UNIX_EPOCH);
    let now = now.map_or(0, |it| i64::try_from(it.as_millis()).unwrap_or(i64::MAX));
    Timestamp::from_millis(now - hours * Millis::minutes(60).get())
}
