//! What a feature believes of one dimension, with every value it could believe.

use selfmodel_client::{BeliefStatus, Explanation};

use super::{
    DemoError, bar,
    cast::{Player, USER},
    screen::{BOLD, DIM, GREEN},
};

/// A dimension as the story shows it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Topic {
    pub(super) dimension: &'static str,
    /// Its values in schema order.
    pub(super) values: &'static [&'static str],
}

/// What a feature believes of a topic.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Opinion {
    pub(super) value: String,
    pub(super) confidence: f64,
    pub(super) known: bool,
    /// Confidence in each value, in schema order.
    shares: Vec<f64>,
    /// Each feature that it rests on, with its part of the evidence.
    sources: Vec<(String, f64)>,
}

impl Opinion {
    /// Asks the server, with the key of the feature and so for its context.
    pub(super) async fn of(player: &Player, topic: Topic) -> Result<Self, DemoError> {
        let explanation = player.client.explanation(USER, topic.dimension).await?;
        Ok(Self::read(&explanation, topic))
    }

    fn read(explanation: &Explanation, topic: Topic) -> Self {
        let share = |value: &str| {
            let mut alternatives = explanation.alternatives.iter();
            let found = alternatives.find(|it| it.value.to_string() == value);
            found.map_or(0.0, |it| it.confidence)
        };
        let sources = explanation.contributions.iter();
        let total: f64 = sources.clone().map(|it| it.evidence).sum();
        Self {
            value: explanation.belief.value.to_string(),
            confidence: explanation.belief.confidence,
            known: explanation.belief.status == BeliefStatus::Known,
            shares: topic.values.iter().map(|value| share(value)).collect(),
            sources: sources
                .map(|it| (it.feature.to_string(), it.evidence / total))
                .collect(),
        }
    }

    pub(super) fn bar(&self) -> String {
        bar::stacked(&self.shares)
    }

    /// The value and its confidence in words.
    pub(super) fn words(&self) -> String {
        let certainty = percent(self.confidence);
        let note = if self.known { "" } else { ", as of anybody" };
        format!("{} {certainty}{DIM}{note}{DIM:#}", self.value)
    }

    /// From what was believed before to this.
    pub(super) fn since(&self, before: &Self) -> String {
        let (was, is) = (percent(before.confidence), percent(self.confidence));
        let style = if self.value == before.value {
            GREEN
        } else {
            BOLD
        };
        format!(
            "{DIM}{} {was} →{DIM:#} {style}{} {is}{style:#}",
            before.value, self.value
        )
    }

    /// Whose evidence it is: `100 % chat`.
    pub(super) fn sources(&self) -> String {
        let parts: Vec<String> = self
            .sources
            .iter()
            .map(|(feature, share)| format!("{} {feature}", percent(*share)))
            .collect();
        parts.join(", ")
    }
}

pub(super) fn percent(probability: f64) -> String {
    format!("{:.0} %", probability * 100.0)
}
