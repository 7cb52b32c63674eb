//! Reading beliefs: a query that is set up step by step and sent by `.await`.

use std::{future::IntoFuture, pin::Pin};

use reqwest::Method;
use selfmodel_api_types::{
    BeliefQuery, Include, Observation, ObserveAndRead, ObservedAndRead, Read, ReadParameters,
    ReadResults, Token,
};
use selfmodel_core::time::Millis;

use crate::{client::Client, error::Error, observe, transport::Call, url};

/// A query that is not sent yet; `.await` sends it. `Of` says of whom.
#[must_use = "a query is sent by `.await`"]
#[derive(Debug, Clone)]
pub struct ReadRequest<'a, Of> {
    client: &'a Client,
    of: Of,
    parameters: ReadParameters,
}

/// Of one user.
#[derive(Debug, Clone)]
pub struct OneUser(pub(crate) String);

/// Of up to 500 users.
#[derive(Debug, Clone)]
pub struct ManyUsers(pub(crate) Vec<String>);

/// Of the user of an observation, once it is recorded.
#[derive(Debug, Clone)]
pub struct ObserveFirst(pub(crate) Observation);

impl Client {
    /// What is believed of a user: `client.beliefs("ada").min_confidence(0.7).await?`.
    pub fn beliefs(&self, user: impl AsRef<str>) -> ReadRequest<'_, OneUser> {
        ReadRequest::new(self, OneUser(user.as_ref().to_owned()))
    }

    /// What is believed of up to 500 users, in their order.
    pub fn beliefs_of_many<User: Into<String>>(
        &self,
        users: impl IntoIterator<Item = User>,
    ) -> ReadRequest<'_, ManyUsers> {
        ReadRequest::new(self, ManyUsers(users.into_iter().map(Into::into).collect()))
    }
}

impl<'a, Of> ReadRequest<'a, Of> {
    pub(crate) fn new(client: &'a Client, of: Of) -> Self {
        Self {
            client,
            of,
            parameters: ReadParameters::default(),
        }
    }

    /// Where the beliefs are wanted; `*` counts all sources alike. Default: the context of the
    /// key's feature.
    pub fn context(mut self, context: impl Into<String>) -> Self {
        self.parameters.context = Some(context.into());
        self
    }

    /// Only what lies under a dotted prefix of dimensions, or bears a tag.
    pub fn focus(mut self, prefix_or_tag: impl Into<String>) -> Self {
        self.parameters.focus = Some(prefix_or_tag.into());
        self
    }

    /// Only a dimension (`a.b`) or a group of them (`a.*`); may be called again for more.
    pub fn dimension(mut self, dimension: impl Into<String>) -> Self {
        self.parameters.dimension.push(dimension.into());
        self
    }

    /// Only what is at least this confident, 0 to 1.
    pub fn min_confidence(mut self, confidence: f64) -> Self {
        self.parameters.min_confidence = Some(confidence);
        self
    }

    /// Only what an observation of this age or younger supports.
    pub fn max_age(mut self, age: Millis) -> Self {
        self.parameters.max_age = Some(age);
        self
    }

    /// Only what is at least this relevant to the context, 0 to 1.
    pub fn min_relevance(mut self, relevance: f64) -> Self {
        self.parameters.min_relevance = Some(relevance);
        self
    }

    /// At most so many beliefs, the most relevant and confident first.
    pub fn limit(mut self, most: u32) -> Self {
        self.parameters.limit = Some(most);
        self
    }

    /// As if a feature had written nothing; may be called again for more.
    pub fn exclude_feature(mut self, feature: impl Into<String>) -> Self {
        self.parameters.exclude_feature.push(feature.into());
        self
    }

    /// As if a bridge had written nothing; may be called again for more.
    pub fn exclude_origin(mut self, origin: impl Into<String>) -> Self {
        self.parameters.exclude_origin.push(origin.into());
        self
    }

    /// The answer must see the write that was answered with this token.
    pub fn at_least(mut self, token: &Token) -> Self {
        self.parameters.at_least = Some(token.clone());
        self
    }

    /// More than the known beliefs; may be called again for more.
    pub fn include(mut self, what: Include) -> Self {
        self.parameters.include.push(what);
        self
    }

    /// Replaces everything that was asked so far.
    pub fn parameters(mut self, parameters: ReadParameters) -> Self {
        self.parameters = parameters;
        self
    }
}

type Sending<'a, T> = Pin<Box<dyn Future<Output = Result<T, Error>> + Send + 'a>>;

impl<'a> IntoFuture for ReadRequest<'a, OneUser> {
    type Output = Result<Read, Error>;
    type IntoFuture = Sending<'a, Read>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(async move {
            let mut url = self.client.base.of_user(&self.of.0, &["beliefs"])?;
            url::add_parameters(&mut url, &self.parameters);
            let call = Call::new("read beliefs", Method::GET, url);
            self.client.call(call).await
        })
    }
}

impl<'a> IntoFuture for ReadRequest<'a, ManyUsers> {
    type Output = Result<Vec<Read>, Error>;
    type IntoFuture = Sending<'a, Vec<Read>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(async move {
            let url = self.client.base.operation(&["v1", "beliefs", "query"]);
            let query = BeliefQuery {
                users: self.of.0,
                parameters: self.parameters,
            };
            let call = Call::new("read beliefs of many users", Method::POST, url);
            let answer: ReadResults = self.client.call(call.json(&query)?).await?;
            Ok(answer.results)
        })
    }
}

impl<'a> IntoFuture for ReadRequest<'a, ObserveFirst> {
    type Output = Result<ObservedAndRead, Error>;
    type IntoFuture = Sending<'a, ObservedAndRead>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(async move {
            let mut observation = self.of.0;
            observe::identify(&mut observation)?;
            let url = self
                .client
                .base
                .of_user(&observation.user, &["observe-and-read"])?;
            let call = Call::new("record an observation and read beliefs", Method::POST, url);
            let body = ObserveAndRead {
                observation,
                query: self.parameters,
            };
            self.client.call(call.json(&body)?).await
        })
    }
}
