//! The participants of Communication Services calls.

use std::time::Duration;

use acs_calling::call_http::futures_util::TryStreamExt as _;
use acs_calling::events::Event;
use acs_calling::{
    AddParticipantRequest, CancelAddParticipantRequest, CommunicationIdentifier, MoveParticipantsRequest,
    MuteParticipantsRequest, PhoneNumberIdentifier, RemoveParticipantRequest,
};
use call_sim::{Action, Sim};

use crate::app::{PHONE, codes, contexts, names, phone, refusal, start, user};

const SECOND: Duration = Duration::from_secs(1);
const SECOND_PHONE: &str = "+14255550124";

fn add(sim: &Sim, target: CommunicationIdentifier) -> AddParticipantRequest {
    AddParticipantRequest::new(target)
        .source_caller_id_number(PhoneNumberIdentifier::new(sim.acs().phone_number()))
        .operation_context("third")
}

#[tokio::test]
async fn an_invited_participant_joins() {
    let (sim, app) = start().await;
    let call = app.connect_to(&sim, [phone(PHONE)]).await;
    let response = call.add_participant(&add(&sim, phone(SECOND_PHONE))).await.expect("accepted");
    assert_eq!(response.operation_context.as_deref(), Some("third"));
    assert!(response.invitation_id.is_some());
    let events = app.events_after(&sim, SECOND).await;
    assert_eq!(names(&events), ["AddParticipantSucceeded", "ParticipantsUpdated"]);
    assert_eq!(contexts(&events)[0], Some("third"));
    let Event::AddParticipantSucceeded(added) = &events[0].data else { panic!("another event") };
    let raw_id = added.participant.as_ref().and_then(|identifier| identifier.raw_id.as_deref());
    assert_eq!(raw_id, Some("4:+14255550124"));
    let participant = call.participant(phone(SECOND_PHONE)).await.expect("in the call");
    assert_eq!((participant.is_muted, participant.is_on_hold), (Some(false), Some(false)));

    call.add_participant(&add(&sim, phone("+14255550480"))).await.expect("accepted");
    for number in [SECOND_PHONE, "+14255550480"] {
        call.add_participant(&add(&sim, phone(number))).await.expect("accepted");
        let events = app.events(&sim).await;
        assert_eq!((names(&events), codes(&events[0])), (vec!["AddParticipantFailed"], (400, 8523)));
    }
}

#[tokio::test]
async fn an_invitation_fails_with_the_code_of_the_reason() {
    let (sim, app) = start().await;
    let call = app.connect_to(&sim, [phone(PHONE)]).await;
    for (request, wait, expected) in [
        (add(&sim, phone("+14255550480")).invitation_timeout_in_seconds(20), 20, (408, 10057)),
        (add(&sim, user(480)).invitation_timeout_in_seconds(0), 85, (408, 10057)),
        (add(&sim, phone("+14255550486")), 0, (486, 560_486)),
        (add(&sim, user(603)), 0, (603, 0)),
    ] {
        call.add_participant(&request).await.expect("accepted");
        let events = app.events_after(&sim, Duration::from_secs(wait)).await;
        assert_eq!((names(&events), codes(&events[0])), (vec!["AddParticipantFailed"], expected));
        let result = events[0].data.result_information().expect("a result").into_owned();
        assert!(result.message.expect("a message").starts_with("addParticipants failed for participant"));
    }
}

#[tokio::test]
async fn an_invitation_to_a_phone_needs_a_caller_id() {
    let (sim, app) = start().await;
    let call = app.connect_to(&sim, [phone(PHONE)]).await;
    let error = call
        .add_participant(&AddParticipantRequest::new(phone(SECOND_PHONE)))
        .await
        .expect_err("no caller id");
    assert_eq!(refusal(&error), (400, "8523"));
    assert!(error.to_string().contains("SourceCallerIdNumber"), "{error}");
}

#[tokio::test]
async fn an_invitation_is_canceled_while_it_rings() {
    let (sim, app) = start().await;
    let call = app.connect_to(&sim, [phone(PHONE)]).await;
    let invited = call.add_participant(&add(&sim, phone("+14255550480"))).await.expect("accepted");
    let id = invited.invitation_id.clone().expect("an id");
    let cancel = CancelAddParticipantRequest::new(&id).operation_context("no longer");
    let response = call.cancel_add_participant(&cancel).await.expect("accepted");
    assert_eq!(response.invitation_id.as_deref(), Some(id.as_str()));
    let events = app.events_after(&sim, 200 * SECOND).await;
    assert_eq!(
        (names(&events), contexts(&events)),
        (vec!["CancelAddParticipantSucceeded"], vec![Some("no longer")])
    );
    let Event::CancelAddParticipantSucceeded(canceled) = &events[0].data else { panic!("another event") };
    assert_eq!(canceled.invitation_id.as_deref(), Some(id.as_str()));

    call.cancel_add_participant(&cancel).await.expect("accepted");
    let unknown = CancelAddParticipantRequest::new("ad3cd3a4-0000-4c0f-ae31-32791610cb14");
    call.cancel_add_participant(&unknown).await.expect("accepted");
    let events = app.events(&sim).await;
    assert_eq!(names(&events), ["CancelAddParticipantFailed"; 2]);
    assert_eq!([codes(&events[0]), codes(&events[1])], [(400, 8523), (404, 8522)]);
}

#[tokio::test]
async fn a_participant_is_removed() {
    let (sim, app) = start().await;
    let call = app.connect_to(&sim, [phone(PHONE), phone(SECOND_PHONE), user(1)]).await;
    let remove = RemoveParticipantRequest::new(user(1)).operation_context("out");
    let response = call.remove_participant(&remove).await.expect("accepted");
    assert_eq!(response.operation_context.as_deref(), Some("out"));
    let events = app.events(&sim).await;
    assert_eq!(names(&events), ["RemoveParticipantSucceeded", "ParticipantsUpdated"]);
    let error = call.participant(user(1)).await.expect_err("removed");
    assert_eq!(refusal(&error), (404, "8522"));

    call.remove_participant(&remove).await.expect("accepted");
    let events = app.events(&sim).await;
    assert_eq!((names(&events), codes(&events[0])), (vec!["RemoveParticipantFailed"], (404, 8522)));
}

#[tokio::test]
async fn a_call_with_two_participants_ends_when_the_other_participant_is_removed() {
    let (sim, app) = start().await;
    let call = app.connect_to(&sim, [phone(PHONE)]).await;
    call.remove_participant(&RemoveParticipantRequest::new(phone(PHONE))).await.expect("accepted");
    let events = app.events(&sim).await;
    assert_eq!(names(&events), ["RemoveParticipantSucceeded", "CallDisconnected"]);
    assert_eq!(codes(&events[1]), (200, 5010));
}

#[tokio::test]
async fn only_users_are_muted() {
    let (sim, app) = start().await;
    let call = app.connect_to(&sim, [user(1), phone(PHONE)]).await;
    let mute = MuteParticipantsRequest::new([user(1)]).operation_context("hush");
    let response = call.mute_participants(&mute).await.expect("muted");
    assert_eq!(response.operation_context.as_deref(), Some("hush"));
    assert_eq!(names(&app.events(&sim).await), ["ParticipantsUpdated"]);
    assert_eq!(call.participant(user(1)).await.expect("in the call").is_muted, Some(true));
    call.mute_participants(&mute).await.expect("still muted");
    assert!(app.events(&sim).await.is_empty());

    let raw_id = user(1).raw_id().to_owned();
    sim.act(call.id(), Some(&raw_id), &Action::Mute(false)).expect("the user unmutes");
    let events = app.events(&sim).await;
    let Event::ParticipantsUpdated(updated) = &events[0].data else { panic!("another event") };
    assert!(updated.participants.iter().flatten().all(|one| one.is_muted == Some(false)));

    let error =
        call.mute_participants(&MuteParticipantsRequest::new([phone(PHONE)])).await.expect_err("a phone");
    assert_eq!(refusal(&error), (400, "8523"));
    let error =
        call.mute_participants(&MuteParticipantsRequest::new([user(2)])).await.expect_err("not in the call");
    assert_eq!(refusal(&error), (404, "8522"));
}

#[tokio::test]
async fn participants_are_moved_between_calls() {
    let (sim, app) = start().await;
    let from = app.connect_to(&sim, [phone(PHONE)]).await;
    let here = app.connect_to(&sim, [phone(SECOND_PHONE)]).await;
    let request = MoveParticipantsRequest::new([phone(PHONE), user(9)], from.id()).operation_context("merge");
    let response = here.move_participants(&request).await.expect("accepted");
    assert_eq!(response.from_call.as_deref(), Some(from.id()));
    let events = app.events(&sim).await;
    let of = |id: &str| {
        let of_call = events.iter().filter(|event| event.data.call_connection_id() == Some(id));
        of_call.map(|event| (event.name().to_owned(), codes(event))).collect::<Vec<_>>()
    };
    let named = |name: &str, code, subcode| (name.to_owned(), (code, subcode));
    assert_eq!(
        of(here.id()),
        [
            named("MoveParticipantSucceeded", 200, 0),
            named("MoveParticipantFailed", 404, 8522),
            named("ParticipantsUpdated", 200, 0)
        ]
    );
    assert_eq!(of(from.id()), [named("CallDisconnected", 200, 5010)]);
    let error = here.move_participants(&request).await.expect_err("the other call has ended");
    assert_eq!(refusal(&error), (404, "8522"));
}

#[tokio::test]
async fn participants_are_listed_in_pages() {
    let (sim, app) = start().await;
    let call = app.connect_to(&sim, [phone(PHONE)]).await;
    for number in 0..240 {
        sim.act(call.id(), Some(&format!("+1425555{:04}", 1000 + number)), &Action::Join).expect("joins");
    }
    let participants: Vec<_> = call.participants().pages().items().try_collect().await.expect("three pages");
    assert_eq!(participants.len(), 242);
    let first = call.participants().await.expect("a page");
    assert_eq!(first.value.as_ref().map(Vec::len), Some(100));
    assert!(
        first
            .next_link
            .as_deref()
            .is_some_and(|link| link.starts_with(sim.url()) && link.contains("skip=100"))
    );
}

#[tokio::test]
async fn operations_need_a_connected_call() {
    let (sim, app) = start().await;
    let call =
        app.client.create_call(&app.call_to(&sim, [phone(PHONE)])).await.expect("accepted").into_inner();
    let call = app.client.call_connection(call.call_connection_id.expect("an id"));
    for error in [
        call.add_participant(&add(&sim, user(1))).await.expect_err("connecting").code().map(str::to_owned),
        call.remove_participant(&RemoveParticipantRequest::new(user(1)))
            .await
            .expect_err("connecting")
            .code()
            .map(str::to_owned),
        call.mute_participants(&MuteParticipantsRequest::new([user(1)]))
            .await
            .expect_err("connecting")
            .code()
            .map(str::to_owned),
    ] {
        assert_eq!(error.as_deref(), Some("8501"));
    }
    let gone = app.client.call_connection("411f0b00-0000-4000-8000-000000000000");
    let error = gone.participants().await.expect_err("no such call");
    assert_eq!(refusal(&error), (404, "8522"));
}
