//! The members of a body that the schema does not define.

use call_wire::json::RegisteredType;
use call_wire::server::Route;
use serde_json::Value;

use crate::journal::{Entry, Kind};
use crate::service::Service;

/// Returns the JSON pointers of the unknown members in the body of an entry. A body without a type in the schema has
/// none: XML, the frames of a WebSocket, the envelopes of events.
pub(super) fn unknown_members(entry: &Entry) -> Vec<String> {
    let Ok(body) = serde_json::from_str::<Value>(&entry.body) else { return Vec::new() };
    let mut found = Found::default();
    match (entry.service, entry.kind) {
        (Service::Exchange, _) => {}
        (Service::Acs, Kind::Callback) => found.events(&body),
        (Service::Graph, Kind::Callback) => found.notifications(&body),
        (service, _) => {
            if let Some(schema) = schema(service, entry) {
                found.add(service, schema, "", &body);
            }
        }
    }
    found.0
}

/// Returns the name of the type of the body of a request or response.
fn schema(service: Service, entry: &Entry) -> Option<&'static str> {
    let route = route(service, &entry.name)?;
    match (entry.kind, entry.status) {
        (Kind::Request, _) => Some(route.body.as_ref()?.schema),
        (Kind::Response, Some(status @ ..400)) => {
            route.successes.iter().find(|success| success.status == status)?.schema
        }
        (Kind::Response, _) => Some(match service {
            Service::Acs => "CommunicationErrorResponse",
            _ => "ODataErrorResponse",
        }),
        _ => None,
    }
}

/// Returns the route of an operation by its name.
fn route(service: Service, name: &str) -> Option<&'static Route> {
    use {acs_calling::server::Operation as Acs, graph_calls::server::Operation as Graph};
    match service {
        Service::Acs => Acs::ALL.iter().find(|operation| operation.name() == name).map(|found| found.route()),
        Service::Graph => {
            Graph::ALL.iter().find(|operation| operation.name() == name).map(|found| found.route())
        }
        Service::Exchange => None,
    }
}

/// The pointers that were found.
#[derive(Default)]
struct Found(Vec<String>);

impl Found {
    /// Adds the unknown members of a value, which is at a pointer. A value that its type cannot decode has none.
    fn add(&mut self, service: Service, schema: &str, at: &str, value: &Value) {
        let types: &[RegisteredType] = match service {
            Service::Acs => acs_calling::TYPES,
            Service::Graph => graph_calls::TYPES,
            Service::Exchange => &[],
        };
        let known = types.iter().find(|one| one.name() == schema);
        let unknown = known.and_then(|known| known.unknown_members(value).ok()).unwrap_or_default();
        // OData allows annotations everywhere.
        let members = unknown.into_iter().filter(|pointer| !pointer.contains('@'));
        self.0.extend(members.map(|pointer| format!("{at}{pointer}")));
    }

    /// Adds the unknown members of the data of events.
    fn events(&mut self, body: &Value) {
        for (at, event) in items("", body) {
            let name = event.get("type").or(event.get("eventType")).and_then(Value::as_str);
            let name = name.and_then(|name| name.rsplit('.').next());
            if let (Some(name), Some(data)) = (name, event.get("data")) {
                self.add(Service::Acs, name, &format!("{at}/data"), data);
            }
        }
    }

    /// Adds the unknown members of the resources of notifications.
    fn notifications(&mut self, body: &Value) {
        let Some(value) = body.get("value") else { return };
        for (at, notification) in items("/value", value) {
            let Some(data) = notification.get("resourceData") else { continue };
            for (at, resource) in items(&format!("{at}/resourceData"), data) {
                let tag = resource.get("@odata.type").and_then(Value::as_str);
                if let Some(name) = tag.and_then(|tag| tag.strip_prefix("#microsoft.graph.")) {
                    self.add(Service::Graph, name, &at, resource);
                }
            }
        }
    }
}

/// Returns the items of an array, each with its pointer, or a value that is not an array.
fn items<'v>(at: &str, value: &'v Value) -> Vec<(String, &'v Value)> {
    match value {
        Value::Array(items) => {
            items.iter().enumerate().map(|(index, item)| (format!("{at}/{index}"), item)).collect()
        }
        other => vec![(at.to_owned(), other)],
    }
}
