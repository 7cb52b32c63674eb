//! Asking why something is believed.

use std::{future::IntoFuture, pin::Pin};

use reqwest::Method;
use selfmodel_api_types::{Explanation, Token};

use crate::{client::Client, error::Error, transport::Call, url};

/// A question for the reasons of a belief that is not sent yet; `.await` sends it.
#[must_use = "a question is sent by `.await`"]
#[derive(Debug, Clone)]
pub struct ExplanationRequest<'a> {
    client: &'a Client,
    user: String,
    dimension: String,
    member: Option<String>,
    context: Option<String>,
    at_least: Option<Token>,
}

impl Client {
    /// Why a dimension of a user is believed to be what it is: the sources and their shares, the
    /// alternatives, the newest observations, and the belief without each feature.
    pub fn explanation(
        &self,
        user: impl AsRef<str>,
        dimension: impl AsRef<str>,
    ) -> ExplanationRequest<'_> {
        ExplanationRequest {
            client: self,
            user: user.as_ref().to_owned(),
            dimension: dimension.as_ref().to_owned(),
            member: None,
            context: None,
            at_least: None,
        }
    }
}

impl ExplanationRequest<'_> {
    /// The member, for sets.
    pub fn member(mut self, member: impl Into<String>) -> Self {
        self.member = Some(member.into());
        self
    }

    /// Where the belief is wanted; `*` counts all sources alike. Default: the context of the
    /// key's feature.
    pub fn context(mut self, context: impl Into<String>) -> Self {
        self.context = Some(context.into());
        self
    }

    /// The answer must see the write that was answered with this token.
    pub fn at_least(mut self, token: &Token) -> Self {
        self.at_least = Some(token.clone());
        self
    }
}

impl<'a> IntoFuture for ExplanationRequest<'a> {
    type Output = Result<Explanation, Error>;
    type IntoFuture = Pin<Box<dyn Future<Output = Self::Output> + Send + 'a>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(async move {
            let path = ["beliefs", &self.dimension, "explanation"];
            let mut url = self.client.base.of_user(&self.user, &path)?;
            url::add(&mut url, "member", self.member.as_deref());
            url::add(&mut url, "context", self.context.as_deref());
            let at_least = self.at_least.as_ref().map(Token::as_str);
            url::add(&mut url, "at_least", at_least);
            self.client
                .call(Call::new("read an explanation", Method::GET, url))
                .await
        })
    }
}
