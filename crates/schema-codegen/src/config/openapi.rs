//! The facts about an API that its Swagger or OpenAPI document does not contain.

use std::path::PathBuf;

use serde::Deserialize;

use super::Row;

/// The facts for a schema in Swagger or OpenAPI.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct OpenApi {
    /// How the events of the API are recognized, if it has any.
    pub events: Option<Events>,
    /// A document with further types, without operations.
    pub supplement: Option<Supplement>,
}

/// How the events of a document are recognized. An event is a type to which nothing in the document refers,
/// and that has a certain member.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Events {
    /// The prefix of the event's name in its type.
    pub prefix: String,
    /// The text before the event's name in the name of its schema.
    #[serde(default)]
    pub schema_prefix: String,
    /// The text after the event's name in the name of its schema.
    #[serde(default)]
    pub schema_suffix: String,
    /// The member that every event has.
    pub member: String,
    /// The members with the same meaning in every event that has them.
    #[serde(default)]
    pub shared: Vec<Row<String>>,
}

/// A document with further types of an API.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Supplement {
    /// The document.
    pub schema: PathBuf,
    /// How its events are recognized, if it has any.
    pub events: Option<Events>,
}
