//! The properties of a call connection.

use acs_calling::{CallConnectionProperties, CommunicationUserIdentifier};
use http::StatusCode;

use super::super::connection::Direction;
use super::super::refusal::{Refusal, Reply};
use super::super::streaming;
use crate::answer::Answer;
use crate::world::World;

/// Returns the properties of a call connection.
pub(crate) fn get(world: &mut World, call: &str) -> Reply {
    properties(world, call).map(|properties| Answer::json(StatusCode::OK, &properties))
}

/// Creates the properties of a call connection.
pub(super) fn properties(world: &World, call: &str) -> Result<CallConnectionProperties, Refusal> {
    let connection = world.acs.connections.get(call).ok_or_else(Refusal::call_not_found)?;
    let (media_streaming, transcription) = streaming::subscriptions(world, call);
    let answered_by = (connection.direction == Direction::Answered && connection.own.is_user())
        .then(|| CommunicationUserIdentifier::new(&connection.own.raw_id));
    let mut properties = CallConnectionProperties::new()
        .call_connection_id(&connection.id)
        .server_call_id(&connection.server_call_id)
        .correlation_id(&connection.correlation_id)
        .callback_uri(&connection.callback_uri)
        .call_connection_state(connection.state.clone())
        .targets(connection.targets.iter().map(|target| target.model.clone()));
    properties.source = connection.source.as_ref().map(|source| source.model.clone());
    properties.source_caller_id_number.clone_from(&connection.source_caller_id_number);
    properties.source_display_name.clone_from(&connection.source_display_name);
    properties.answered_by = answered_by;
    properties.answered_for.clone_from(&connection.answered_for);
    properties.media_streaming_subscription = media_streaming;
    properties.transcription_subscription = transcription;
    Ok(properties)
}
