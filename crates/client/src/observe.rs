//! Writing observations.

use data_encoding::HEXLOWER;
use reqwest::Method;
use selfmodel_api_types::{BatchOutcome, Observation, ObservationBatch, Recorded};

use crate::{
    beliefs::{ObserveFirst, ReadRequest},
    client::Client,
    error::Error,
    transport::Call,
};

impl Client {
    /// Records one observation; on success it is on disk. Without an id it is given one, so that
    /// it counts once however often it is sent. An id that was used for another payload is
    /// refused with 409.
    pub async fn observe(&self, mut observation: Observation) -> Result<Recorded, Error> {
        identify(&mut observation)?;
        let url = self.base.operation(&["v1", "observations"]);
        let call = Call::new("record an observation", Method::POST, url);
        self.call(call.json(&observation)?).await
    }

    /// Records up to 1,000 observations in one request, each judged on its own: look at `rejected`
    /// and the results. Those without an id are given one.
    pub async fn observe_batch(
        &self,
        mut observations: Vec<Observation>,
    ) -> Result<BatchOutcome, Error> {
        observations.iter_mut().try_for_each(identify)?;
        let url = self.base.operation(&["v1", "observations", "batch"]);
        let call = Call::new("record a batch of observations", Method::POST, url);
        self.call(call.json(&ObservationBatch { observations })?)
            .await
    }

    /// Records one observation and reads what is believed afterwards, in one round trip:
    /// `client.observe_and_read(observation).context("chat").await?`.
    pub fn observe_and_read(&self, observation: Observation) -> ReadRequest<'_, ObserveFirst> {
        ReadRequest::new(self, ObserveFirst(observation))
    }
}

/// Gives an observation an id of 128 random bits unless it has one.
pub(crate) fn identify(observation: &mut Observation) -> Result<(), Error> {
    if observation.id.is_none() {
        let mut bits = [0; 16];
        getrandom::fill(&mut bits).map_err(Error::Randomness)?;
        observation.id = Some(HEXLOWER.encode(&bits));
    }
    Ok(())
}
