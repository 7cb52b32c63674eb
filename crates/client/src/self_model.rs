//! Reading everything that is believed of a user.

use reqwest::Method;
use selfmodel_api_types::SelfModel;

use crate::{client::Client, error::Error, transport::Call};

impl Client {
    /// Everything that is believed of a user, organised by context. A feature that wants beliefs
    /// for one context, filtered, asks for less with [`Client::beliefs`].
    pub async fn self_model(&self, user: impl AsRef<str>) -> Result<SelfModel, Error> {
        let url = self.base.of_user(user.as_ref(), &["self-model"])?;
        self.call(Call::new("read a self-model", Method::GET, url))
            .await
    }
}
