//! Events to the callback URIs.

use std::time::Duration;

use acs_calling::events::{CloudEvent, Event};
use acs_calling::{
    AddParticipantFailed, AddParticipantSucceeded, AnswerFailed, CallConnected, CallDisconnected,
    CallTransferAccepted, CallTransferFailed, CancelAddParticipantFailed, CancelAddParticipantSucceeded,
    ConnectFailed, ContinuousDtmfRecognitionStopped, ContinuousDtmfRecognitionToneFailed,
    ContinuousDtmfRecognitionToneReceived, CreateCallFailed, HoldFailed, MediaStreamingFailed,
    MediaStreamingStarted, MediaStreamingStopped, MoveParticipantFailed, MoveParticipantSucceeded,
    ParticipantsUpdated, PlayCanceled, PlayCompleted, PlayFailed, PlayStarted, RecognizeCanceled,
    RecognizeCompleted, RecognizeFailed, RemoveParticipantFailed, RemoveParticipantSucceeded,
    ResultInformation, SendDtmfTonesCompleted, SendDtmfTonesFailed, TranscriptionFailed,
    TranscriptionStarted, TranscriptionStopped, TranscriptionUpdated, token,
};
use call_wire::json;
use http::header::CONTENT_TYPE;
use http::{HeaderMap, HeaderValue};
use serde_json::json;

use super::connection::Connection;
use super::conversation;
use super::origin::Origin;
use super::results::success;
use crate::delivery::{Authorization, Delivery, Retries};
use crate::service::Service;
use crate::world::World;

/// The waits before the second and each further attempt.
const WAITS: [Duration; 3] = [Duration::from_secs(1), Duration::from_secs(5), Duration::from_secs(15)];

/// The rules for retries: every response but a success is followed by another attempt.
const RETRIES: Retries = Retries {
    waits: &WAITS,
    retries: |status| !status.is_success(),
    timeout: Duration::from_secs(10),
    redirects: false,
};

/// The lifetime of the token of an event.
const LIFETIME: Duration = Duration::from_secs(300);

/// An event with the members that all events of a call connection have.
pub(crate) trait CallEvent: Into<Event> {
    /// Sets the common members.
    fn set_common(&mut self, connection: &Connection, context: Option<String>, result: ResultInformation);
}

macro_rules! call_events {
    ($($event:ident)*) => {$(
        impl CallEvent for $event {
            fn set_common(
                &mut self,
                connection: &Connection,
                context: Option<String>,
                result: ResultInformation,
            ) {
                self.call_connection_id = Some(connection.id.clone());
                self.server_call_id = Some(connection.server_call_id.clone());
                self.correlation_id = Some(connection.correlation_id.clone());
                self.operation_context = context;
                self.result_information = Some(result);
            }
        }
    )*};
}

call_events! {
    AddParticipantFailed AddParticipantSucceeded AnswerFailed CallConnected CallDisconnected CallTransferAccepted
    CallTransferFailed CancelAddParticipantFailed CancelAddParticipantSucceeded ConnectFailed
    ContinuousDtmfRecognitionStopped ContinuousDtmfRecognitionToneFailed ContinuousDtmfRecognitionToneReceived
    CreateCallFailed HoldFailed MediaStreamingFailed MediaStreamingStarted MediaStreamingStopped
    MoveParticipantFailed MoveParticipantSucceeded PlayCanceled PlayCompleted PlayFailed PlayStarted
    RecognizeCanceled RecognizeCompleted RecognizeFailed RemoveParticipantFailed RemoveParticipantSucceeded
    SendDtmfTonesCompleted SendDtmfTonesFailed TranscriptionFailed TranscriptionStarted TranscriptionStopped
    TranscriptionUpdated
}

/// Raises an event of a call connection. If the connection has ended, nothing is sent.
pub(crate) fn raise(
    world: &mut World,
    call: &str,
    origin: &Origin,
    result: ResultInformation,
    mut event: impl CallEvent,
) {
    let Some(connection) = world.acs.connections.get(call) else { return };
    event.set_common(connection, origin.context.clone(), result);
    let target = Target::of(connection, origin.callback_uri.as_deref());
    send(world, target, event.into());
}

/// Raises the last event of a connection that has been removed.
pub(crate) fn raise_last(
    world: &mut World,
    connection: &Connection,
    result: ResultInformation,
    mut event: impl CallEvent,
) {
    event.set_common(connection, connection.options.context.clone(), result);
    send(world, Target::of(connection, None), event.into());
}

/// Raises `ParticipantsUpdated` for each application in a conversation.
pub(crate) fn participants_updated(world: &mut World, server_call_id: &str) {
    let Some(conversation) = world.acs.conversations.get(server_call_id) else { return };
    let participants = conversation::participants(world, conversation);
    for call in conversation.connections.clone() {
        let Some(connection) = world.acs.connections.get_mut(&call) else { continue };
        connection.sequence_number += 1;
        let event = ParticipantsUpdated::new()
            .call_connection_id(&connection.id)
            .server_call_id(&connection.server_call_id)
            .correlation_id(&connection.correlation_id)
            .sequence_number(connection.sequence_number)
            .participants(participants.clone())
            .result_information(success());
        let target = Target::of(connection, None);
        send(world, target, event.into());
    }
}

/// The receiver of an event.
pub(crate) struct Target {
    /// The call, for the journal.
    pub(crate) call: Option<String>,
    /// The queue. Its events are sent in their order.
    pub(crate) queue: String,
    /// The URI.
    pub(crate) uri: String,
    /// The `source` and `subject` of the event.
    pub(crate) source: String,
}

impl Target {
    fn of(connection: &Connection, callback_uri: Option<&str>) -> Self {
        Self {
            call: Some(connection.id.clone()),
            queue: queue(&connection.id),
            uri: callback_uri.unwrap_or(&connection.callback_uri).to_owned(),
            source: format!("calling/callConnections/{}", connection.id),
        }
    }
}

/// Returns the queue of the events of a call connection.
pub(crate) fn queue(call: &str) -> String {
    format!("acs {call}")
}

/// Sends an event.
pub(crate) fn send(world: &mut World, target: Target, event: Event) {
    let name = event.name().unwrap_or_default().to_owned();
    let mut cloud = CloudEvent::new(world.random.guid(), target.source, event);
    cloud.envelope.time = Some(world.clock.now().to_string());
    // The simulator sets no raw values, so encoding cannot fail.
    let Ok(text) = json::encode(&cloud) else { return };
    let content_type = HeaderValue::from_static("application/json; charset=utf-8");
    world.deliver(Delivery {
        service: Service::Acs,
        call: target.call,
        name,
        queue: target.queue,
        url: target.uri,
        headers: HeaderMap::from_iter([(CONTENT_TYPE, content_type)]),
        body: format!("[{text}]").into_bytes(),
        authorization: Some(Authorization {
            issuer: token::ISSUER.to_owned(),
            audience: world.settings.identities.acs_resource_id.clone(),
            lifetime: LIFETIME,
            claims: json!({}),
        }),
        retries: RETRIES,
        done: None,
        defect: None,
    });
}
