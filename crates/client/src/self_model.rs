//! Reading everything that is believed of a user.

use std::{future::IntoFuture, pin::Pin};

use reqwest::Method;
use selfmodel_api_types::{SelfModel, Token};

use crate::{client::Client, error::Error, transport::Call, url};

/// A read of a whole self-model that is not sent yet; `.await` sends it.
#[must_use = "a read is sent by `.await`"]
#[derive(Debug, Clone)]
pub struct SelfModelRequest<'a> {
    client: &'a Client,
    user: String,
    at_least: Option<Token>,
}

impl Client {
    /// Everything that is believed of a user, organised by context. A feature that wants beliefs
    /// for one context, filtered, asks for less with [`Client::beliefs`].
    pub fn self_model(&self, user: impl AsRef<str>) -> SelfModelRequest<'_> {
        SelfModelRequest {
            client: self,
            user: user.as_ref().to_owned(),
            at_least: None,
        }
    }
}

impl SelfModelRequest<'_> {
    /// The answer must see the write that was answered with this token.
    pub fn at_least(mut self, token: &Token) -> Self {
        self.at_least = Some(token.clone());
        self
    }
}

impl<'a> IntoFuture for SelfModelRequest<'a> {
    type Output = Result<SelfModel, Error>;
    type IntoFuture = Pin<Box<dyn Future<Output = Self::Output> + Send + 'a>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(async move {
            let mut url = self.client.base.of_user(&self.user, &["self-model"])?;
            let at_least = self.at_least.as_ref().map(Token::as_str);
            url::add(&mut url, "at_least", at_least);
            let call = Call::new("read a self-model", Method::GET, url);
            self.client.call(call).await
        })
    }
}
