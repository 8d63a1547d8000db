//! Answers that the query options of OData can shape.

use call_wire::json::Object;

/// An answer that query options can shape, because it is a resource or a page of a list of them.
pub trait Queried {
    /// The type whose members the options name: the resource, or the items of the list.
    type Entity: Object;
}
