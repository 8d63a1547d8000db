//! Call connections of Communication Services: from their begin to their end.

use std::time::Duration;

use acs_calling::events::Event;
use acs_calling::{
    CallConnectionState, CommunicationIdentifier, CreateCallRequest, ErrorKind, PhoneNumberIdentifier,
};
use call_sim::Sim;

use crate::app::{App, names, start};

const SECOND: Duration = Duration::from_secs(1);

fn to_phone(sim: &Sim, app: &App, number: &str) -> CreateCallRequest {
    CreateCallRequest::new([CommunicationIdentifier::phone_number(number)], app.callback())
        .source_caller_id_number(PhoneNumberIdentifier::new(sim.acs().phone_number()))
}

#[tokio::test]
async fn a_call_connects_when_the_callee_answers() {
    let (sim, app) = start().await;
    let request = to_phone(&sim, &app, "+14255550123").operation_context("outreach");
    let call = app.client.create_call(&request).await.expect("accepted").into_inner();
    assert_eq!(call.call_connection_state, Some(CallConnectionState::Connecting));
    assert!(names(&app.events(&sim).await).is_empty());

    let events = app.events_after(&sim, SECOND).await;
    assert_eq!(names(&events), ["CallConnected", "ParticipantsUpdated"]);
    let Event::CallConnected(connected) = &events[0].data else { panic!("another event") };
    assert_eq!(connected.call_connection_id, call.call_connection_id);
    assert_eq!(connected.operation_context.as_deref(), Some("outreach"));
    let Event::ParticipantsUpdated(updated) = &events[1].data else { panic!("another event") };
    assert_eq!(updated.sequence_number, Some(1));
    assert_eq!(updated.participants.as_ref().map(Vec::len), Some(2));

    let connection = app.client.call_connection(call.call_connection_id.expect("an id"));
    let state = connection.get().await.expect("a call").into_inner().call_connection_state;
    assert_eq!(state, Some(CallConnectionState::Connected));
    connection.hang_up().await.expect("accepted");
    let events = app.events(&sim).await;
    assert_eq!(names(&events), ["CallDisconnected"]);
    let result = events[0].data.result_information().expect("a result");
    assert_eq!((result.code, result.sub_code), (Some(200), Some(7000)));
    let error = connection.get().await.expect_err("the call has ended");
    assert_eq!(
        (error.kind(), error.status().map(|status| status.as_u16()), error.code()),
        (ErrorKind::Status, Some(404), Some("8522"))
    );
}
