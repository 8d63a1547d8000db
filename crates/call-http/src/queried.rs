//! Responses that support the query options of OData.

use call_wire::json::Object;

/// A response that supports the query options of OData: a resource, or a page of a list of resources.
pub trait Queried {
    /// The type of the resource. The options name its members.
    type Entity: Object;
}
