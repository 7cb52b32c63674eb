//! The OpenAPI 3.1 document, generated from the handlers and wire types.

use utoipa::openapi::{
    Info, License, OpenApi, OpenApiBuilder, Tag,
    security::{Http, HttpAuthScheme, SecurityRequirement, SecurityScheme},
};

use super::router;

const DESCRIPTION: &str = "One shared self-model per user beneath all features of a product. \
Features write structured observations (action, details, context) and read confidence-weighted \
beliefs back.\n\nEvery failure is answered with problem details (RFC 9457); the `type` of a \
problem is a path on this server that documents it. Unknown fields and parameters are errors. \
Times are RFC 3339, lengths of time are written `30d`, `12h`, `10m`. A 2xx to a write means that \
it is on disk.";

/// The document of the whole API.
#[must_use]
pub fn document() -> OpenApi {
    router::operations().into_openapi()
}

/// What the operations are added to.
pub(super) fn base() -> OpenApi {
    let mut info = Info::new("Selfmodel", "1");
    info.description = Some(DESCRIPTION.to_owned());
    let mut license = License::new("Apache-2.0");
    license.identifier = Some("Apache-2.0".to_owned());
    info.license = Some(license);
    let mut document = OpenApiBuilder::new()
        .info(info)
        .security(Some([SecurityRequirement::new::<_, _, String>("key", [])]))
        .tags(Some(TAGS.map(|(name, description)| {
            let mut tag = Tag::new(name);
            tag.description = Some(description.to_owned());
            tag
        })))
        .build();
    let mut key = Http::new(HttpAuthScheme::Bearer);
    key.description = Some("A key made by `POST /v1/keys`, or the admin key".to_owned());
    let components = document.components.get_or_insert_default();
    components.add_security_scheme("key", SecurityScheme::Http(key));
    document
}

const TAGS: [(&str, &str); 6] = [
    ("observations", "What features saw"),
    ("beliefs", "What is believed of a user, and why"),
    ("schema", "What can be observed and believed"),
    ("features", "Who writes and reads"),
    ("keys", "Who may call"),
    ("operations", "For operators and tools; no key needed"),
];
