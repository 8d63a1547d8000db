//! The rules of requests, for servers: each request in the examples satisfies those of its operation.

use std::path::Path;

use call_wire::server::{Body, Problem, check};
use conformance::payloads::{self, Payload};
use conformance::schema::Schema;
use libtest_mimic::Trial;

use crate::case;

/// The documented request whose value is a list of the possible values, and the name of the member.
const PLACEHOLDER: (&str, &str) = ("corpus/graph-calls/call-updaterecordingstatus.1.request.json", "status");

/// Returns a test for each request in `tests/examples`.
pub fn our_requests() -> Vec<Trial> {
    let apis = ["graph-calls", "acs-calling"].map(|api| (api, Schema::of(api)));
    let requests = apis.iter().flat_map(|(api, schema)| requests(payloads::from_examples(api, schema)));
    requests.map(|payload| trial("examples", payload)).collect()
}

/// Returns the same for the documented originals.
pub fn documented_requests(shared: &Path) -> Vec<Trial> {
    let [graph, acs] = ["graph-calls", "acs-calling"].map(Schema::of);
    let payloads = payloads::graph_pages(shared, &graph).into_iter();
    let payloads = payloads.chain(payloads::azure_examples(shared, &acs));
    requests(payloads.collect()).map(|payload| trial("documented", payload)).collect()
}

fn requests(payloads: Vec<Payload>) -> impl Iterator<Item = Payload> {
    let is_request = |name: &str| name.ends_with("#request") || name.ends_with(".request.json");
    payloads.into_iter().filter(move |payload| is_request(&payload.name) && payload.type_name.is_some())
}

fn trial(group: &str, payload: Payload) -> Trial {
    case(format!("server_rules::{group}::{}", payload.name), move || check_request(&payload))
}

/// Checks that a request satisfies the rules of an operation whose body has its type.
fn check_request(payload: &Payload) -> Result<(), String> {
    let type_name = payload.type_name.as_deref().unwrap_or_default();
    let json = payload.value.to_string();
    let bodies: Vec<_> = bodies().filter(|body| body.schema == type_name).collect();
    let results = bodies.iter().map(|body| check(json.as_bytes(), &body.rules));
    let results: Vec<_> = results.collect::<Result<_, _>>().map_err(|error| error.to_string())?;
    let first = results.first().ok_or(format!("no operation has a body of the type {type_name}"))?;
    if let ([violation], true) = (first.as_slice(), payload.name == PLACEHOLDER.0) {
        assert_eq!((violation.member, violation.problem), (PLACEHOLDER.1, Problem::NotOneOf));
        return Ok(());
    }
    // Two operations with one type are a creation and a change, which requires no member.
    if results.iter().any(Vec::is_empty) {
        return Ok(());
    }
    Err(first.iter().map(|violation| format!("{violation}\n")).collect())
}

/// Returns the bodies of all operations of both services.
fn bodies() -> impl Iterator<Item = Body> {
    let graph = graph_calls::server::Operation::ALL.iter().filter_map(|operation| operation.route().body);
    let acs = acs_calling::server::Operation::ALL.iter().filter_map(|operation| operation.route().body);
    graph.chain(acs)
}
