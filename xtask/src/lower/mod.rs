//! Schema to schema: every JSON protocol becomes one public normal form.
//!
//! # The normal form
//!
//! An OpenAPI 3.0.3 document, held as [`serde_json::Value`] (members keep their order), with these rules:
//!
//! * `components.schemas` holds every type. Each is one of
//!   * an **object**: `{"type": "object", "description", "properties": {..}, "required": [..]}`. Base types
//!     are flattened into it (own members after inherited ones); there is no `allOf`.
//!   * an **enum**: `{"type": "string", "enum": [..], "description"}` with the wire values as they are.
//!     Hints: `"x-enum-descriptions": {value: text}`, `"x-enum-fold": true` (values compare without regard to
//!     case), `"x-enum-flags": true` (one string holds several values, separated by commas).
//!   * a **union**: `{"oneOf": [{"$ref"}, ..], "discriminator": {"propertyName", "mapping": {tag: "$ref"}}}`.
//!     When a base type is not abstract, the union over it and its derived types is a schema of its own, named
//!     `Any` + the base's name, the base itself is the last arm, and `"x-base": "#/components/schemas/Base"`
//!     says so: unknown tags and absent tags are read as the base.
//! * A property or array item is a `$ref`, a scalar (`string`, `boolean`, `integer` with `int32`/`int64`, `number`
//!   with `double`/`float`; string formats `date-time`, `duration`, `uuid`), an array, a map
//!   (`additionalProperties`) or `{}` (any JSON). Nothing is inline: no object, enum or union inside another.
//!   A `$ref` that needs a description or nullability stands in `{"allOf": [{"$ref"}], ..}`, alone.
//! * `"nullable": true` where the schema says so. Facets that a reader must not enforce (lengths, ranges, patterns)
//!   are gone; they stand in the description.
//! * A type that appears in a union carries `"x-tag": {"property", "value"}`: what it writes into the tag there.
//! * Every schema carries `"x-name"`: its name in the published schema, which the surface uses. The key is a valid
//!   Rust type name.
//! * `"x-server-made": true` on a property that the service makes, so that a writer need not give it.
//! * `"x-sent": true` on a type that is sent though no request has it in its body.
//! * `"x-event": TYPE` on a type that arrives as an event of that type.
//! * `"x-events": {"prefix", "shared"}` at the root: what the types of all events begin with, and the members that mean
//!   the same in every event that has them.
//! * `"x-secret": true` on a property whose value must not show up in debug output.
//! * `paths` holds operations with `operationId`, parameters that the *caller* gives, a JSON request body by `$ref`,
//!   and responses: the success answers by status, errors as `4XX` and `5XX`. A parameter that the client supplies
//!   itself (`api-version`, `Repeatability-*`) is listed in `"x-supplied": [..]` of the operation instead.
//!   `"x-queryable": true` marks an answer that the query options of OData can shape,
//!   `"x-pageable": {"items", "next"}` marks paging, `"x-bodies-differ": true` successes with different bodies.
//! * `"x-skipped": [{"name", "reason"}]` at the root names every definition that was left out, and why;
//!   `"x-notes": [text]` what else a maintainer should know (renamed types, patched diagnostics).

pub mod count;
pub mod csdl;
pub mod labels;
pub mod names;
pub mod openapi;
pub mod xsd;
