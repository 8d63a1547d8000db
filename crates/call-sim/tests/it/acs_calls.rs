//! Call connections of Communication Services: from setup to the end.

use std::time::Duration;

use acs_calling::events::Event;
use acs_calling::{
    AnswerCallRequest, CallConnectionState, CallLocator, CallRejectReason, ConnectRequest,
    RedirectCallRequest, RejectCallRequest, TransferToParticipantRequest,
};

use crate::app::{PHONE, codes, contexts, names, phone, refusal, start, user};

const SECOND: Duration = Duration::from_secs(1);

#[tokio::test]
async fn a_call_connects_when_the_callee_answers() {
    let (sim, app) = start().await;
    let request = app.call_to(&sim, [phone(PHONE)]).operation_context("outreach");
    let call = app.client.create_call(&request).await.expect("accepted").into_inner();
    assert_eq!(call.call_connection_state, Some(CallConnectionState::Connecting));
    assert!(names(&app.events(&sim).await).is_empty());

    let events = app.events_after(&sim, SECOND).await;
    assert_eq!(names(&events), ["CallConnected", "ParticipantsUpdated"]);
    assert_eq!(contexts(&events), [Some("outreach"), None]);
    let Event::CallConnected(connected) = &events[0].data else { panic!("another event") };
    assert_eq!(connected.call_connection_id, call.call_connection_id);
    assert_eq!(connected.server_call_id, call.server_call_id);
    assert_eq!(connected.correlation_id, call.correlation_id);
    assert_eq!(codes(&events[0]), (200, 0));
    let Event::ParticipantsUpdated(updated) = &events[1].data else { panic!("another event") };
    assert_eq!(updated.sequence_number, Some(1));
    assert_eq!(updated.participants.as_ref().map(Vec::len), Some(2));

    let connection = app.client.call_connection(call.call_connection_id.expect("an id"));
    let state = connection.get().await.expect("a call").call_connection_state.clone();
    assert_eq!(state, Some(CallConnectionState::Connected));
    connection.hang_up().await.expect("accepted");
    let events = app.events(&sim).await;
    assert_eq!(names(&events), ["CallDisconnected"]);
    assert_eq!((codes(&events[0]), contexts(&events)), ((200, 7000), vec![Some("outreach")]));
    let error = connection.get().await.expect_err("the call has ended");
    assert_eq!(refusal(&error), (404, "8522"));
    let error = connection.terminate().await.expect_err("the call has ended");
    assert_eq!(refusal(&error), (404, "8522"));
}

#[tokio::test]
async fn a_call_that_is_not_answered_fails_with_the_code_of_the_reason() {
    let (sim, app) = start().await;
    for (target, wait, expected) in [
        (phone("+14255550486"), 0, (486, 560_486)),
        (phone("+14255550603"), 0, (603, 560_603)),
        (phone("+14255550404"), 0, (404, 560_404)),
        (phone("+14255550480"), 115, (480, 560_480)),
        (user(480), 85, (487, 10004)),
        (user(486), 0, (486, 8539)),
        (user(603), 0, (603, 0)),
    ] {
        let call = app.client.create_call(&app.call_to(&sim, [target])).await.expect("accepted").into_inner();
        let events = app.events_after(&sim, Duration::from_secs(wait)).await;
        assert_eq!(names(&events), ["CreateCallFailed"], "{expected:?}");
        assert_eq!(codes(&events[0]), expected);
        let id = call.call_connection_id.expect("an id");
        let error = app.client.call_connection(id).get().await.expect_err("the call has failed");
        assert_eq!(refusal(&error), (404, "8522"));
    }
    let busy = app.call_to(&sim, [phone("+14255550486")]);
    app.client.create_call(&busy).await.expect("accepted");
    let events = app.events(&sim).await;
    let result = events[0].data.result_information().expect("a result").into_owned();
    assert_eq!(result.sip_details.and_then(|sip| sip.message).as_deref(), Some("Busy Here"));
    assert_eq!(result.q850_details.and_then(|cause| cause.code), Some(17));
}

#[tokio::test]
async fn the_first_of_several_callees_connects_the_call() {
    let (sim, app) = start().await;
    let targets = [phone("+14255550200"), phone("+14255550486"), phone(PHONE)];
    app.client.create_call(&app.call_to(&sim, targets)).await.expect("accepted");
    let events = app.events_after(&sim, SECOND).await;
    assert_eq!(names(&events), ["CallConnected", "ParticipantsUpdated", "ParticipantsUpdated"]);
    let counts: Vec<_> = events
        .iter()
        .filter_map(|event| match &event.data {
            Event::ParticipantsUpdated(updated) => {
                Some((updated.sequence_number, updated.participants.as_ref().map(Vec::len)))
            }
            _ => None,
        })
        .collect();
    assert_eq!(counts, [(Some(1), Some(2)), (Some(2), Some(3))]);

    let targets = [user(603), phone("+14255550603")];
    app.client.create_call(&app.call_to(&sim, targets)).await.expect("accepted");
    let events = app.events(&sim).await;
    assert_eq!(names(&events), ["CreateCallFailed"]);
    assert_eq!(codes(&events[0]), (487, 10024));
}

#[tokio::test]
async fn scripts_decline_a_call() {
    let (sim, app) = start().await;
    let call =
        app.client.create_call(&app.call_to(&sim, [phone(PHONE)])).await.expect("accepted").into_inner();
    let id = call.call_connection_id.expect("an id");
    let listed = sim.calls();
    assert_eq!(
        (listed[0].id.as_str(), listed[0].state.as_str(), listed[0].outgoing),
        (id.as_str(), "connecting", true)
    );
    assert_eq!(
        (listed[0].parties[0].id.as_str(), listed[0].parties[0].state.as_str()),
        ("4:+14255550123", "ringing")
    );
    let error = sim.press(&id, "1").expect_err("no party has answered");
    assert!(error.to_string().contains("let one answer first"), "{error}");
    sim.decline(&id).expect("it rings");
    assert_eq!(codes(&app.events(&sim).await[0]), (603, 560_603));
    let error = sim.answer(&id).expect_err("the call has ended");
    assert!(error.to_string().contains(&id), "{error}");
}

#[tokio::test]
async fn a_call_that_is_hung_up_before_the_answer_is_canceled() {
    let (sim, app) = start().await;
    let call =
        app.client.create_call(&app.call_to(&sim, [phone(PHONE)])).await.expect("accepted").into_inner();
    let call = app.client.call_connection(call.call_connection_id.expect("an id"));
    call.hang_up().await.expect("accepted");
    let events = app.events_after(&sim, 5 * SECOND).await;
    assert_eq!(names(&events), ["CallDisconnected"]);
    assert_eq!(codes(&events[0]), (487, 0));
}

#[tokio::test]
async fn a_call_with_two_participants_ends_when_the_other_party_hangs_up() {
    let (sim, app) = start().await;
    let call = app.connect_to(&sim, [phone(PHONE)]).await;
    sim.hang_up(call.id()).expect("connected");
    let events = app.events(&sim).await;
    assert_eq!(names(&events), ["CallDisconnected"]);
    assert_eq!(codes(&events[0]), (200, 0));

    let request = app.call_to(&sim, [phone("+14255550408")]);
    app.client.create_call(&request).await.expect("accepted");
    assert_eq!(names(&app.events(&sim).await), ["CallConnected", "ParticipantsUpdated"]);
    assert_eq!(names(&app.events_after(&sim, 5 * SECOND).await), ["CallDisconnected"]);
}

#[tokio::test]
async fn a_group_call_ends_when_only_the_application_remains() {
    let (sim, app) = start().await;
    let call = app.connect_to(&sim, [phone(PHONE), phone("+14255550124")]).await;
    sim.hang_up(call.id()).expect("connected");
    assert_eq!(names(&app.events(&sim).await), ["ParticipantsUpdated"]);
    sim.hang_up(call.id()).expect("connected");
    let events = app.events(&sim).await;
    assert_eq!((names(&events), codes(&events[0])), (vec!["CallDisconnected"], (200, 5010)));
}

#[tokio::test]
async fn a_group_call_of_users_continues_without_the_application() {
    let (sim, app) = start().await;
    for (parties, expected) in [
        ([user(1), user(2)], vec!["CallConnected", "ParticipantsUpdated"]),
        ([phone(PHONE), phone("+14255550124")], vec!["ConnectFailed"]),
    ] {
        let call = app.connect_to(&sim, parties).await;
        let server_call_id = call.get().await.expect("a call").server_call_id.clone().expect("an id");
        call.hang_up().await.expect("accepted");
        let events = app.events(&sim).await;
        assert_eq!((names(&events), codes(&events[0])), (vec!["CallDisconnected"], (200, 7000)));
        let request = ConnectRequest::new(CallLocator::server_call(server_call_id), app.callback());
        app.client.connect(&request).await.expect("accepted");
        assert_eq!(names(&app.events_after(&sim, SECOND).await), expected);
    }
}

#[tokio::test]
async fn an_application_that_leaves_is_reported_to_the_others() {
    let (sim, app) = start().await;
    let server_call_id = sim.acs().start_meeting("group", &[PHONE]).expect("a meeting");
    let mut calls = Vec::new();
    for _ in 0..2 {
        let request = ConnectRequest::new(CallLocator::server_call(&server_call_id), app.callback());
        let call = app.client.connect(&request).await.expect("accepted").into_inner();
        calls.push(app.client.call_connection(call.call_connection_id.expect("an id")));
    }
    app.events_after(&sim, SECOND).await;
    calls[0].hang_up().await.expect("accepted");
    let events = app.events(&sim).await;
    let of = |id: &str| {
        let of_call = events.iter().filter(|event| event.data.call_connection_id() == Some(id));
        of_call.map(|event| event.name()).collect::<Vec<_>>()
    };
    assert_eq!(
        (of(calls[0].id()), of(calls[1].id())),
        (vec!["CallDisconnected"], vec!["ParticipantsUpdated"])
    );
}

#[tokio::test]
async fn a_call_ends_after_a_day() {
    let (sim, app) = start().await;
    app.connect_to(&sim, [phone(PHONE)]).await;
    let events = app.events_after(&sim, Duration::from_secs(24 * 3600)).await;
    assert_eq!((names(&events), codes(&events[0])), (vec!["CallDisconnected"], (429, 10110)));
}

#[tokio::test]
async fn an_incoming_call_is_answered_once() {
    let (sim, app) = start().await;
    app.subscribe(&sim).await;
    let incoming = app.ring(&sim, PHONE).await;
    let context = incoming.incoming_call_context.expect("a context");
    let ringing = sim.calls()[0].id.clone();
    let request = AnswerCallRequest::new(&context, app.callback()).operation_context("front desk");
    let call = app.client.answer_call(&request).await.expect("accepted").into_inner();
    assert_eq!(call.call_connection_id.as_ref(), Some(&ringing), "scripts find the call by the same id");
    assert_eq!(call.server_call_id, incoming.server_call_id);
    assert_eq!(call.answered_for.and_then(|number| number.value), Some(sim.acs().phone_number()));
    let events = app.events_after(&sim, SECOND).await;
    assert_eq!(names(&events), ["CallConnected", "ParticipantsUpdated"]);
    assert_eq!(contexts(&events), [Some("front desk"), None]);

    let second = app.client.answer_call(&request).await.expect("accepted").into_inner();
    assert_ne!(second.call_connection_id, call.call_connection_id);
    let events = app.events_after(&sim, SECOND).await;
    assert_eq!((names(&events), codes(&events[0])), (vec!["CallDisconnected"], (487, 10003)));
    let first = app.client.call_connection(call.call_connection_id.expect("an id"));
    first.get().await.expect("the first call continues");
    let reject = RejectCallRequest::new(&context);
    let error = app.client.reject_call(&reject).await.expect_err("it was answered");
    assert_eq!(refusal(&error), (404, "8522"));
}

#[tokio::test]
async fn an_answer_fails_if_the_caller_hangs_up_meanwhile() {
    let (sim, app) = start().await;
    app.subscribe(&sim).await;
    let incoming = app.ring(&sim, PHONE).await;
    let request = AnswerCallRequest::new(incoming.incoming_call_context.expect("a context"), app.callback());
    let call = app.client.answer_call(&request).await.expect("accepted").into_inner();
    sim.hang_up(&call.call_connection_id.expect("an id")).expect("the caller is there");
    let events = app.events_after(&sim, SECOND).await;
    assert_eq!((names(&events), codes(&events[0])), (vec!["AnswerFailed"], (404, 8522)));
}

#[tokio::test]
async fn a_call_that_is_being_answered_is_hung_up() {
    let (sim, app) = start().await;
    app.subscribe(&sim).await;
    let incoming = app.ring(&sim, PHONE).await;
    let request = AnswerCallRequest::new(incoming.incoming_call_context.expect("a context"), app.callback());
    let call = app.client.answer_call(&request).await.expect("accepted").into_inner();
    app.client.call_connection(call.call_connection_id.expect("an id")).terminate().await.expect("accepted");
    let events = app.events_after(&sim, SECOND).await;
    assert_eq!((names(&events), codes(&events[0])), (vec!["CallDisconnected"], (200, 7000)));
    assert!(sim.calls().is_empty());
}

#[tokio::test]
async fn an_incoming_call_is_rejected_or_redirected_once() {
    let (sim, app) = start().await;
    app.subscribe(&sim).await;
    let context = app.ring(&sim, PHONE).await.incoming_call_context.expect("a context");
    let reject = RejectCallRequest::new(&context).call_reject_reason(CallRejectReason::Busy);
    app.client.reject_call(&reject).await.expect("it rings");
    let redirect = RedirectCallRequest::new(&context, phone("+14255550124"));
    let error = app.client.redirect_call(&redirect).await.expect_err("it was rejected");
    assert_eq!(refusal(&error), (404, "8522"));

    let context = app.ring(&sim, PHONE).await.incoming_call_context.expect("a context");
    let redirect = RedirectCallRequest::new(&context, phone("+14255550124"));
    app.client.redirect_call(&redirect).await.expect("it rings");
    let answer = AnswerCallRequest::new(&context, app.callback());
    let error = app.client.answer_call(&answer).await.expect_err("it was redirected");
    assert_eq!(refusal(&error), (404, "8522"));
    let unknown = AnswerCallRequest::new("eyJhbGciOiJub25lIn0", app.callback());
    let error = app.client.answer_call(&unknown).await.expect_err("there is no such call");
    assert_eq!(refusal(&error), (400, "8523"));
}

#[tokio::test]
async fn a_call_of_a_user_is_not_redirected_to_a_phone() {
    let (sim, app) = start().await;
    app.subscribe(&sim).await;
    let context = app.ring(&sim, user(1).raw_id()).await.incoming_call_context.expect("a context");
    let redirect = RedirectCallRequest::new(&context, phone(PHONE));
    let error = app.client.redirect_call(&redirect).await.expect_err("not supported");
    assert_eq!(refusal(&error), (405, "8520"));
    let answer = AnswerCallRequest::new(&context, app.callback());
    app.client.answer_call(&answer).await.expect("it still rings");
}

#[tokio::test]
async fn an_application_connects_to_a_call_that_is_in_progress() {
    let (sim, app) = start().await;
    let server_call_id = sim.acs().start_meeting("room-7", &[PHONE, "+14255550124"]).expect("a meeting");
    let request = ConnectRequest::new(CallLocator::room("room-7"), app.callback()).operation_context("join");
    let call = app.client.connect(&request).await.expect("accepted").into_inner();
    assert_eq!(call.targets.as_deref(), Some([].as_slice()));
    assert_eq!(call.server_call_id.as_deref(), Some(server_call_id.as_str()));
    let events = app.events_after(&sim, SECOND).await;
    assert_eq!(names(&events), ["CallConnected", "ParticipantsUpdated"]);

    let request = ConnectRequest::new(CallLocator::server_call(&server_call_id), app.other());
    app.client.connect(&request).await.expect("accepted");
    let events = app.events_after(&sim, SECOND).await;
    assert_eq!(names(&events), ["CallConnected", "ParticipantsUpdated", "ParticipantsUpdated"]);
    let other = app.targets();
    assert_eq!(other.iter().filter(|target| *target == "/other?tenant=7").count(), 2);

    app.client.call_connection(call.call_connection_id.expect("an id")).terminate().await.expect("accepted");
    let events = app.events(&sim).await;
    assert_eq!(names(&events), ["CallDisconnected", "CallDisconnected"]);
    assert_eq!([codes(&events[0]), codes(&events[1])], [(200, 7000), (200, 7000)]);
}

#[tokio::test]
async fn connecting_to_a_call_that_is_not_in_progress_fails() {
    let (sim, app) = start().await;
    let request =
        ConnectRequest::new(CallLocator::group_call("unknown"), app.callback()).operation_context("join");
    app.client.connect(&request).await.expect("accepted");
    let events = app.events_after(&sim, SECOND).await;
    assert_eq!((names(&events), codes(&events[0])), (vec!["ConnectFailed"], (404, 8522)));
    assert_eq!(contexts(&events), [Some("join")]);
    let request = ConnectRequest::new(CallLocator::server_call("not base64!"), app.callback());
    let error = app.client.connect(&request).await.expect_err("not a server call id");
    assert_eq!(refusal(&error), (400, "8527"));
}

#[tokio::test]
async fn a_call_with_two_participants_ends_when_it_is_transferred() {
    let (sim, app) = start().await;
    let call = app.connect_to(&sim, [phone(PHONE)]).await;
    let request = TransferToParticipantRequest::new(phone("+14255550124")).operation_context("agent");
    let accepted = call.transfer_to_participant(&request).await.expect("accepted");
    assert_eq!(accepted.operation_context.as_deref(), Some("agent"));
    let state = call.get().await.expect("a call").call_connection_state.clone();
    assert_eq!(state, Some(CallConnectionState::Transferring));
    let error = call.transfer_to_participant(&request).await.expect_err("one transfer is running");
    assert_eq!(refusal(&error), (409, "8607"));
    let events = app.events_after(&sim, SECOND).await;
    assert_eq!(names(&events), ["CallTransferAccepted", "CallDisconnected"]);
    assert_eq!([codes(&events[0]), codes(&events[1])], [(200, 7015), (200, 7015)]);
    let Event::CallTransferAccepted(transfer) = &events[0].data else { panic!("another event") };
    let raw_id = |identifier: &Option<acs_calling::CommunicationIdentifierModel>| {
        identifier.as_ref().and_then(|identifier| identifier.raw_id.clone())
    };
    assert_eq!(raw_id(&transfer.transfer_target).as_deref(), Some("4:+14255550124"));
    assert_eq!(raw_id(&transfer.transferee).as_deref(), Some("4:+14255550123"));
}

#[tokio::test]
async fn a_call_continues_when_its_transfer_fails() {
    let (sim, app) = start().await;
    let call = app.connect_to(&sim, [phone(PHONE)]).await;
    let request = TransferToParticipantRequest::new(phone("+14255550480")).operation_context("agent");
    call.transfer_to_participant(&request).await.expect("accepted");
    assert!(app.events_after(&sim, 59 * SECOND).await.is_empty());
    let events = app.events_after(&sim, SECOND).await;
    assert_eq!((names(&events), codes(&events[0])), (vec!["CallTransferFailed"], (480, 560_480)));
    let state = call.get().await.expect("a call").call_connection_state.clone();
    assert_eq!(state, Some(CallConnectionState::Connected));
}

#[tokio::test]
async fn the_application_stays_when_it_transfers_one_of_a_group() {
    let (sim, app) = start().await;
    let call = app.connect_to(&sim, [phone(PHONE), phone("+14255550124"), phone("+14255550125")]).await;
    let request = TransferToParticipantRequest::new(phone("+14255550200"));
    let error = call.transfer_to_participant(&request).await.expect_err("the transferee is missing");
    assert_eq!(refusal(&error), (400, "8523"));
    call.transfer_to_participant(&request.transferee(phone(PHONE))).await.expect("accepted");
    assert_eq!(names(&app.events(&sim).await), ["CallTransferAccepted", "ParticipantsUpdated"]);
    assert_eq!(call.participants().await.expect("a call").value.as_ref().map(Vec::len), Some(3));
}
