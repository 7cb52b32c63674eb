//! Features that observe and read, as values.

use std::time::{SystemTime, UNIX_EPOCH};

use selfmodel_client::{Client, Millis, Observation, OutcomeStatus, Recorded, Timestamp, Token};

/// A feature of the product.
#[derive(Debug, Clone)]
pub struct Actor {
    client: Client,
    key: String,
}

impl Actor {
    pub(crate) const fn new(client: Client, key: String) -> Self {
        Self { client, key }
    }

    /// Its client.
    #[must_use]
    pub const fn client(&self) -> &Client {
        &self.client
    }

    /// Its key.
    #[must_use]
    pub fn key(&self) -> &str {
        &self.key
    }

    /// Records an observation that must be accepted.
    pub async fn observes(&self, observation: Observation) -> Recorded {
        self.client
            .observe(observation)
            .await
            .expect("it is admitted")
    }

    /// Records an action `times` times, an hour apart, the last at `newest`: so every one counts.
    pub async fn observes_hourly(
        &self,
        times: u32,
        newest: Timestamp,
        observation: &Observation,
    ) -> Token {
        let hour = Millis::minutes(60).get();
        let batch = (0..times).map(|ago| {
            let millis = newest.millis() - i64::from(ago) * hour;
            at(Timestamp::from_millis(millis), observation.clone())
        });
        self.observes_all(batch.collect()).await
    }

    /// Records a batch of which every item must be accepted.
    pub async fn observes_all(&self, observations: Vec<Observation>) -> Token {
        let outcome = self.client.observe_batch(observations).await;
        let outcome = outcome.expect("the batch is accepted");
        let mut results = outcome.results.iter();
        let refused = results.find(|it| it.status == OutcomeStatus::Rejected);
        assert_eq!(refused, None, "every item is admitted");
        outcome.token
    }
}

/// An instant `days` before now.
#[must_use]
pub fn days_ago(days: i64) -> Timestamp {
    let now = SystemTime::now().duration_since(UNIX_EPOCH);
    let now = now.expect("it is after 1970").as_millis();
    let now = i64::try_from(now).expect("it is before the year 292 million");
    Timestamp::from_millis(now - Millis::days(1).get() * days)
}

fn at(observed_at: Timestamp, observation: Observation) -> Observation {
    Observation {
        observed_at: Some(observed_at),
        ..observation
    }
}
