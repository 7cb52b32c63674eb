//! Making, listing and revoking keys, for admins.

use reqwest::Method;
use selfmodel_api_types::{CreateKey, CreatedKey, Keys};

use crate::{client::Client, error::Error, transport::Call};

impl Client {
    /// Makes a key. Its secret is in this answer and nowhere else. Sent once: a repetition would
    /// make a second key.
    pub async fn create_key(&self, key: &CreateKey) -> Result<CreatedKey, Error> {
        let url = self.base.operation(&["v1", "keys"]);
        let call = Call::new("make a key", Method::POST, url).once();
        self.call(call.json(key)?).await
    }

    /// Every key that was made, without secrets.
    pub async fn keys(&self) -> Result<Keys, Error> {
        let url = self.base.operation(&["v1", "keys"]);
        self.call(Call::new("list keys", Method::GET, url)).await
    }

    /// Revokes a key at once.
    pub async fn revoke_key(&self, id: &str) -> Result<(), Error> {
        let url = self.base.operation(&["v1", "keys", id]);
        let call = Call::new("revoke a key", Method::DELETE, url);
        self.send(call).await.map(drop)
    }
}
