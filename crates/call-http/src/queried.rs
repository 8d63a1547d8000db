//! Responses to which the query options of OData apply.

use call_wire::json::Object;

/// A response to which the query options of OData apply: a resource, or a page of a list of resources.
pub trait Queried {
    /// The type of the resource, whose members the options name.
    type Entity: Object;
}
