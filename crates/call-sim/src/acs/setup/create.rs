//! Calls that the application places.

use acs_calling::{CallConnectionState, CreateCallFailed, CreateCallRequest};
use http::StatusCode;

use super::super::body::required;
use super::super::connection::{Connection, Direction};
use super::super::conversation::{self, Conversation, Party};
use super::super::events::participants_updated;
use super::super::identity::Identity;
use super::super::origin::Origin;
use super::super::refusal::{Refusal, Reply};
use super::super::results::result;
use super::super::ringing::{Failure, Next, Ringing};
use super::super::{callback_uri, caller_id, dial, end};
use super::connected::connected;
use super::get::properties;
use super::options::options;
use crate::answer::Answer;
use crate::world::World;

/// The largest number of targets.
const MOST_TARGETS: usize = 50;

const NEXT: Next = Next { answered, failed };

/// Places a call.
pub(crate) fn create(world: &mut World, request: CreateCallRequest) -> Reply {
    let callback_uri = required(request.callback_uri, "CallbackUri")?;
    callback_uri::check(&callback_uri, "CallbackUri")?;
    let targets = Identity::read_all(&request.targets.unwrap_or_default(), "Targets")?;
    if targets.is_empty() || targets.len() > MOST_TARGETS {
        let reason = format!(
            "The field Targets is invalid: it has {} items (expected 1 to {MOST_TARGETS}).",
            targets.len()
        );
        return Err(Refusal::invalid(reason));
    }
    for target in &targets {
        caller_id::check(world, target, request.source_caller_id_number.as_ref())?;
        dial::check(&target.raw_id)?;
    }
    let options = options(
        request.operation_context,
        request.call_intelligence_options,
        request.media_streaming_options,
        request.transcription_options,
    )?;
    let source = request.source.and_then(|source| source.id).map(|id| Identity::from_raw_id(&id));
    let own = source.unwrap_or_else(|| Identity::from_raw_id(&world.settings.identities.acs_user));

    let mut conversation = Conversation::new(conversation::new_id(&mut world.random), world.random.guid());
    conversation.is_group = targets.len() > 1;
    let mut connection =
        Connection::new(world, &conversation, Direction::Created, callback_uri, options, own.clone());
    connection.source = Some(own);
    connection.source_caller_id_number = request.source_caller_id_number;
    connection.source_display_name = request.source_display_name;
    connection.targets.clone_from(&targets);
    let call = connection.id.clone();
    let context = connection.options.context.clone();
    end::begin(world, connection, conversation);
    for party in targets {
        let id = world.random.guid();
        let origin = Origin::new(context.clone());
        let ringing = Ringing::new(id, party, origin, NEXT);
        dial::dial(world, &call, ringing, None);
    }
    let properties = properties(world, &call)?;
    Ok(Answer::json(StatusCode::CREATED, &properties).for_call(call))
}

/// Adds a party that has answered. The first one connects the call.
fn answered(world: &mut World, call: &str, ringing: Ringing) {
    let Some(conversation) = conversation::of_mut(world, call) else { return };
    if ringing.incoming.is_none() {
        conversation.parties.push(Party::new(ringing.party));
    }
    let server_call_id = conversation.id.clone();
    let Some(connection) = world.acs.connections.get(call) else { return };
    if connection.state == CallConnectionState::Connecting {
        connected(world, call);
    } else {
        participants_updated(world, &server_call_id);
    }
}

/// Adds the failure of a party. The call fails if no other party is ringing.
fn failed(world: &mut World, call: &str, ringing: Ringing, failure: Failure) {
    let Some(connection) = world.acs.connections.get_mut(call) else { return };
    connection.failures.push(failure);
    if connection.state != CallConnectionState::Connecting || !connection.ringing.is_empty() {
        return;
    }
    let all_declined = connection.failures.iter().all(|failure| *failure == Failure::Declined);
    let result = if connection.failures.len() > 1 && all_declined {
        result(487, 10024, "The call was declined by all callee endpoints.")
    } else {
        failure.result(&ringing.party)
    };
    end::abandon(world, call, result, CreateCallFailed::new());
}
