//! Calls of an application to its own number, which ring at the application.

use std::time::Duration;

use acs_calling::events::{CloudEvent, Event};
use acs_calling::{
    AddParticipantRequest, AnswerCallRequest, CallRejectReason, CustomCallingContext, PhoneNumberIdentifier,
    RedirectCallRequest, RejectCallRequest, RemoveParticipantRequest, TransferToParticipantRequest,
};
use call_sim::Sim;

use crate::app::{App, PHONE, codes, names, phone, start, user};

const SECOND: Duration = Duration::from_secs(1);

async fn subscribed() -> (Sim, App) {
    let (sim, app) = start().await;
    app.subscribe(&sim).await;
    (sim, app)
}

/// Returns the names of the events of a connection.
fn of<'e>(events: &'e [CloudEvent], id: &str) -> Vec<&'e str> {
    let of_call = events.iter().filter(|event| event.data.call_connection_id() == Some(id));
    of_call.map(CloudEvent::name).collect()
}

#[tokio::test]
async fn both_ends_of_a_call_have_a_connection_to_the_same_call() {
    let (sim, app) = subscribed().await;
    let own = phone(&sim.acs().phone_number());
    let caller = app.client.create_call(&app.call_to(&sim, [own])).await.expect("accepted").into_inner();
    let incoming = app.incoming().await;
    assert_eq!(incoming.server_call_id, caller.server_call_id);
    let request = AnswerCallRequest::new(incoming.incoming_call_context.expect("a context"), app.callback());
    let callee = app.client.answer_call(&request).await.expect("it rings").into_inner();
    let events = app.events_after(&sim, SECOND).await;
    let [caller, callee] = [caller, callee].map(|call| call.call_connection_id.expect("an id"));
    assert_ne!(caller, callee);
    for id in [&caller, &callee] {
        assert_eq!(of(&events, id), ["CallConnected", "ParticipantsUpdated"]);
    }
    app.client.call_connection(callee).hang_up().await.expect("accepted");
    let events = app.events(&sim).await;
    assert_eq!(names(&events), ["CallDisconnected", "CallDisconnected"]);
    let code = |id| events.iter().find(|event| event.data.call_connection_id() == Some(id)).map(codes);
    assert_eq!(code(&caller), Some((200, 5010)));
}

#[tokio::test]
async fn a_rejected_call_fails_with_the_reason() {
    let (sim, app) = subscribed().await;
    for (reason, expected) in [
        (CallRejectReason::None, (603, 560_603)),
        (CallRejectReason::Busy, (486, 560_486)),
        (CallRejectReason::Forbidden, (403, 560_403)),
    ] {
        let own = phone(&sim.acs().phone_number());
        app.client.create_call(&app.call_to(&sim, [own])).await.expect("accepted");
        let context = app.incoming().await.incoming_call_context.expect("a context");
        app.client
            .reject_call(&RejectCallRequest::new(context).call_reject_reason(reason))
            .await
            .expect("it rings");
        let events = app.events(&sim).await;
        assert_eq!((names(&events), codes(&events[0])), (vec!["CreateCallFailed"], expected));
    }
}

#[tokio::test]
async fn a_redirected_caller_is_connected_to_the_target() {
    let (sim, app) = subscribed().await;
    let own = phone(&sim.acs().phone_number());
    app.client.create_call(&app.call_to(&sim, [own])).await.expect("accepted");
    let context = app.incoming().await.incoming_call_context.expect("a context");
    app.client.redirect_call(&RedirectCallRequest::new(context, phone(PHONE))).await.expect("it rings");
    let events = app.events_after(&sim, SECOND).await;
    assert_eq!(names(&events), ["CallConnected", "ParticipantsUpdated"]);
    let Event::ParticipantsUpdated(updated) = &events[1].data else { panic!("another event") };
    assert!(format!("{updated:?}").contains(PHONE), "{updated:?}");

    let incoming = app.ring(&sim, PHONE).await;
    let target = phone(&sim.acs().phone_number());
    let context = incoming.incoming_call_context.expect("a context");
    app.client.redirect_call(&RedirectCallRequest::new(&context, target)).await.expect("it rings");
    let again = app.incoming().await;
    assert_eq!(again.server_call_id, incoming.server_call_id);
    assert_ne!(again.incoming_call_context, Some(context));
}

#[tokio::test]
async fn an_answer_fails_if_the_calling_application_hangs_up_meanwhile() {
    let (sim, app) = subscribed().await;
    let own = phone(&sim.acs().phone_number());
    let caller = app.client.create_call(&app.call_to(&sim, [own])).await.expect("accepted").into_inner();
    let context = app.incoming().await.incoming_call_context.expect("a context");
    app.client.answer_call(&AnswerCallRequest::new(context, app.callback())).await.expect("it rings");
    app.client.call_connection(caller.call_connection_id.expect("an id")).hang_up().await.expect("accepted");
    let events = app.events_after(&sim, SECOND).await;
    assert_eq!(names(&events), ["CallDisconnected", "AnswerFailed"]);
    assert!(sim.calls().is_empty());
}

#[tokio::test]
async fn an_invited_application_joins_and_is_removed() {
    let (sim, app) = subscribed().await;
    let call = app.connect_to(&sim, [phone(PHONE)]).await;
    let own = phone(&sim.acs().phone_number());
    let context = CustomCallingContext::new().voip_headers([("topic", "refund")]);
    let invite = AddParticipantRequest::new(own)
        .source_caller_id_number(PhoneNumberIdentifier::new(sim.acs().phone_number()))
        .custom_calling_context(context);
    call.add_participant(&invite).await.expect("accepted");
    let incoming = app.incoming().await;
    let headers = incoming.custom_context.and_then(|context| context.voip_headers).expect("headers");
    assert_eq!(headers.get("topic").map(String::as_str), Some("refund"));
    let invited = user(77);
    let request = AnswerCallRequest::new(incoming.incoming_call_context.expect("a context"), app.callback())
        .answered_by(acs_calling::CommunicationUserIdentifier::new(invited.raw_id()));
    let joined = app.client.answer_call(&request).await.expect("it rings").into_inner();
    let joined = joined.call_connection_id.expect("an id");
    let events = app.events_after(&sim, SECOND).await;
    assert_eq!(of(&events, call.id()), ["AddParticipantSucceeded", "ParticipantsUpdated"]);
    assert_eq!(of(&events, &joined), ["CallConnected", "ParticipantsUpdated"]);
    assert_eq!(call.participants().await.expect("a call").value.as_ref().map(Vec::len), Some(3));

    call.remove_participant(&RemoveParticipantRequest::new(invited)).await.expect("accepted");
    let events = app.events(&sim).await;
    assert_eq!(of(&events, call.id()), ["RemoveParticipantSucceeded", "ParticipantsUpdated"]);
    assert_eq!(of(&events, &joined), ["CallDisconnected"]);
    let removed = events.iter().find(|event| event.name() == "CallDisconnected").map(codes);
    assert_eq!(removed, Some((200, 5000)));
}

#[tokio::test]
async fn a_call_is_transferred_to_the_application_itself() {
    let (sim, app) = subscribed().await;
    let call = app.connect_to(&sim, [phone(PHONE)]).await;
    let own = phone(&sim.acs().phone_number());
    call.transfer_to_participant(&TransferToParticipantRequest::new(own)).await.expect("accepted");
    let incoming = app.incoming().await;
    assert!(format!("{:?}", incoming.from).contains(PHONE), "{incoming:?}");
    let request = AnswerCallRequest::new(incoming.incoming_call_context.expect("a context"), app.callback());
    let target = app.client.answer_call(&request).await.expect("it rings").into_inner();
    let target = target.call_connection_id.expect("an id");
    let events = app.events_after(&sim, SECOND).await;
    assert_eq!(of(&events, call.id()), ["CallTransferAccepted", "CallDisconnected"]);
    assert_eq!(of(&events, &target), ["CallConnected", "ParticipantsUpdated"]);
    sim.hang_up(&target).expect("the transferred phone");
    assert_eq!(names(&app.events(&sim).await), ["CallDisconnected"]);
}
