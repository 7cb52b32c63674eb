//! How handlers get at what a request holds. Whatever does not fit is answered with a problem
//! that says where and why, never with the framework's own text.

mod body;
mod caller;
pub mod json;
mod media_type;
mod path;
mod query_string;
mod strict_value;

pub use self::{
    body::{JsonBody, JsonBytes, TomlText},
    caller::Caller,
    path::PathParts,
    query_string::{QueryString, Reader},
};
