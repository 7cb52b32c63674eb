//! Reading, checking and applying schemas, and the features they declare.

use reqwest::Method;
use selfmodel_api_types::{Features, SchemaDocument, SchemaResult, SchemaVersions};

use crate::{client::Client, error::Error, transport::Call, url};

impl Client {
    /// The schema in force.
    pub async fn schema(&self) -> Result<SchemaDocument, Error> {
        let url = self.base.operation(&["v1", "schema"]);
        self.call(Call::new("read the schema", Method::GET, url))
            .await
    }

    /// Every version that was applied, and how far the refold of users is.
    pub async fn schema_versions(&self) -> Result<SchemaVersions, Error> {
        let url = self.base.operation(&["v1", "schema", "versions"]);
        self.call(Call::new("list schema versions", Method::GET, url))
            .await
    }

    /// Applies a schema, given as TOML text. The same text again changes nothing.
    pub async fn apply_schema(&self, text: &str) -> Result<SchemaResult, Error> {
        let url = self.base.operation(&["v1", "schema"]);
        let call = Call::new("apply a schema", Method::PUT, url);
        self.call(call.toml(text)).await
    }

    /// Checks a schema and shows what it would change; nothing is applied.
    pub async fn check_schema(&self, text: &str) -> Result<SchemaResult, Error> {
        let mut url = self.base.operation(&["v1", "schema"]);
        url::add(&mut url, "dry_run", Some("true"));
        let call = Call::new("check a schema", Method::PUT, url);
        self.call(call.toml(text)).await
    }

    /// The features that the schema declares.
    pub async fn features(&self) -> Result<Features, Error> {
        let url = self.base.operation(&["v1", "features"]);
        self.call(Call::new("list features", Method::GET, url))
            .await
    }
}
