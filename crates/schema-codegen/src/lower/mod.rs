//! The second station: lowers JSON protocols to one normal form, and XML Schema to structs, enums and unions.
//!
//! # The normal form
//!
//! The normal form is an OpenAPI 3.0.3 document as a [`serde_json::Value`] (members keep their order), with
//! these rules:
//!
//! * `components.schemas` contains all types. Each is one of
//!   * an **object**: `{"type": "object", "description", "properties": {..}, "required": [..]}`. Base types
//!     are flattened into it (own members after inherited ones); there is no `allOf`.
//!   * an **enum**: `{"type": "string", "enum": [..], "description"}` with the values on the wire. Hints:
//!     `"x-enum-descriptions": {value: text}`, `"x-enum-fold": true` (values are compared without regard to
//!     case), `"x-enum-flags": true` (one string contains several values, separated by commas).
//!   * a **union**: `{"oneOf": [{"$ref"}, ..], "discriminator": {"propertyName", "mapping": {tag: "$ref"}}}`.
//!     If a base type is not abstract, the union over it and its derived types is a separate schema, named
//!     `Any` + the name of the base type. The base type is its last arm, and `"x-base":
//!     "#/components/schemas/Base"` names it: unknown and missing tags are read as the base type.
//! * A property or array item is a `$ref`, a scalar (`string`, `boolean`, `integer` with `int32`/`int64`,
//!   `number` with `double`/`float`; string formats `date-time`, `duration`, `uuid`), an array, a map
//!   (`additionalProperties`) or `{}` (any JSON). No object, enum or union is inline. A `$ref` with a
//!   description or nullability is the only item of an `allOf`: `{"allOf": [{"$ref"}], ..}`.
//! * `"nullable": true` is kept, also for the items of an array and the values of a map. Facets that a reader must not enforce (lengths, ranges, patterns) are part
//!   of the description. `"x-limits": {..}` contains the lengths and ranges again, for servers.
//! * A type in a union has `"x-tag": {"property", "value"}`: the tag that it writes.
//! * Every schema has an `"x-name"`: its name in the published schema, which the surface uses. The key is a
//!   valid Rust type name.
//! * `"x-server-made": true` marks a property that the service sets, so that a writer need not set it.
//! * `"x-sent": true` marks a type that is sent although it is not part of a request.
//! * `"x-event": TYPE` marks a type that arrives as an event of that type.
//! * `"x-events": {"prefix", "shared"}` at the root: the prefix of all event types, and the members with the
//!   same meaning in every event that has them.
//! * `"x-secret": true` marks a property whose value is redacted in debug output.
//! * `paths` contains operations with a unique `operationId`, the parameters that the *caller* sets, a request
//!   body, and responses: successes by status (at least one; `2XX` if the document has none), errors as `4XX`
//!   and `5XX`. A parameter is in the path, in the query or in a header. `"explode": false` marks a list that
//!   is one value in the query, with commas, or with the separator of its `"style"` (`spaceDelimited`,
//!   `pipeDelimited`). A parameter that the client supplies itself (`api-version`, `Repeatability-*`) is listed in `"x-supplied": [..]` of the
//!   operation instead. `"x-namespace": NAME` is a namespace that may qualify the last segment of the path,
//!   `"x-optional-body": true` marks a body that the service does not require although clients send it,
//!   `"x-queryable": true` marks a response that the query options of OData can shape,
//!   `"x-pageable": {"items", "next"}` a page of a list, and `"x-bodies-differ": true` successes with
//!   different bodies.
//! * A body has one of these forms:
//!   * a type as JSON: `{"application/json": {"schema"}}`;
//!   * a flat object as a form (requests only): `{"application/x-www-form-urlencoded": {"schema"}}`;
//!   * a form in several parts, without types (requests only): `{"multipart/form-data": {}}`;
//!   * text: `{"text/csv": {"schema": {"type": "string"}}}`;
//!   * bytes: `{"image/png": {}, "image/jpeg": {}}`. A response may have several media types.
//!
//!   All successful responses with a body have the same form. An error response has a body only if it is JSON.
//! * `"x-skipped": [{"name", "reason"}]` at the root lists what was skipped. `"unsupported": true` marks an
//!   operation (`GET /path (operationId)`) or a parameter (`GET /path (operationId), parameter NAME`) that is
//!   valid but not supported. `"x-notes": [text]` lists notes for the maintainer, such as renamed types.

use serde_json::Value;

use crate::diagnostic::Diagnostic;

pub mod count;
pub mod csdl;
mod identifiers;
pub mod labels;
pub mod names;
pub mod openapi;
pub mod parameters;
pub mod skip;
pub mod xsd;

/// Which types of a schema are generated.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum Roots {
    /// Types that the configured operations reach; all types without a configuration
    #[default]
    Configured,
    /// All types of the schema
    All,
}

/// A schema in the normal form.
#[derive(Clone, Debug)]
pub struct NormalForm {
    /// The document.
    pub document: Value,
    /// The rows of the configuration that match nothing in the schema.
    pub unmatched: Vec<Diagnostic>,
}
