//! The routes of the operations, for servers.

use graph_call_records::call_wire::server::Found;
use graph_call_records::server::Operation;

#[test]
fn the_functions_are_found_with_their_parameters_and_by_their_qualified_name() {
    let range = "(fromDateTime=2026-03-01T00%3A00%3A00Z,toDateTime=2026-04-01T00:00:00Z)";
    for (name, operation) in [
        ("getPstnCalls", Operation::CallRecordsGetPstnCalls),
        ("microsoft.graph.callRecords.getPstnCalls", Operation::CallRecordsGetPstnCalls),
        ("getDirectRoutingCalls", Operation::CallRecordsGetDirectRoutingCalls),
    ] {
        let path = format!("/communications/callRecords/{name}{range}");
        let Found::Operation(found, parameters) = Operation::find("GET", &path) else {
            panic!("{path} is not found");
        };
        assert_eq!(found, operation);
        let values: Vec<_> = parameters.iter().map(|(_, value)| value).collect();
        assert_eq!(values, ["2026-03-01T00:00:00Z", "2026-04-01T00:00:00Z"]);
    }
}

#[test]
fn a_record_cannot_be_changed() {
    assert_eq!(Operation::ALL.len(), 6);
    assert!(Operation::ALL.iter().all(|operation| operation.route().method == "GET"));
    let found = Operation::find("DELETE", "/communications/callRecords/1");
    assert_eq!(found, Found::MethodNotAllowed(vec!["GET"]));
}
