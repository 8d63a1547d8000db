//! The routes of the operations, for servers.

use graph_online_meetings::call_wire::server::Found;
use graph_online_meetings::server::Operation;

#[test]
fn a_function_is_found_with_and_without_its_parameters() {
    let range = "meetingOrganizerUserId='ada%27%27s',startDateTime=2026-03-01T00:00:00Z,endDateTime=2026-04-01T00:00:00Z";
    for (arguments, values) in
        [("", vec!["u-1"]), (range, vec!["u-1", "ada's", "2026-03-01T00:00:00Z", "2026-04-01T00:00:00Z"])]
    {
        let path = format!("/users/u-1/onlineMeetings/getAllRecordings({arguments})");
        let Found::Operation(_, parameters) = Operation::find("GET", &path) else {
            panic!("{path} is not found")
        };
        assert_eq!(parameters.iter().map(|(_, value)| value).collect::<Vec<_>>(), values);
    }
}

#[test]
fn the_routes_have_the_statuses_of_the_documentation() {
    assert_eq!(Operation::ALL.len(), 22);
    let status = |operation: Operation| operation.route().successes[0].status;
    assert_eq!(status(Operation::OnlineMeetingsCreate), 201);
    assert_eq!(status(Operation::OnlineMeetingsUpdate), 200);
    assert_eq!(status(Operation::OnlineMeetingsDelete), 204);
}
