//! Policy-based recording: participants that join and leave.

use call_wire::json;
use graph_calls::{
    Call, ChangeType, ParticipantInfo, ParticipantJoiningNotification, ParticipantJoiningResponse,
    ParticipantLeftNotification,
};

use super::incoming::{self, Purpose};
use super::notify::{self, Address, Notice};
use super::party::{Party, Stage};
use super::typed::typed;
use super::{identity, roster};
use crate::calls::Ring;
use crate::delivery::Outcome;
use crate::journal::{Kind, NewEntry};
use crate::phone::ScriptError;
use crate::service::Service;
use crate::world::World;

/// Notifies the application that a participant is joining a recorded call. The response decides whether it joins.
pub(super) fn joining(world: &mut World, call: &str, name: &str) -> Result<(), ScriptError> {
    let address = address(world, call)?;
    let id = world.random.guid();
    let source = ParticipantInfo::new(identity::person(name, None)).participant_id(&id);
    let mut joining = Call::default();
    joining.source = Some(typed(source));
    let notification =
        typed(ParticipantJoiningNotification::new().id(world.random.guid()).call(typed(joining)));
    let notice = Notice::new(ChangeType::Created, "", "participantJoining").data(&notification);
    let (call, name) = (call.to_owned(), name.to_owned());
    notify::ask(world, &address, notice, move |world, outcome| decided(world, &call, id, &name, outcome));
    Ok(())
}

/// Notifies the application that a participant has left a recorded call.
pub(super) fn left(world: &mut World, call: &str, name: &str) -> Result<(), ScriptError> {
    let address = address(world, call)?;
    let leg = world.graph.legs.get_mut(call);
    let party = leg.and_then(|leg| {
        let at = leg.parties.iter().position(|party| party.is(name))?;
        Some(leg.parties.remove(at))
    });
    let party = party.ok_or_else(|| ScriptError::new(format!("no participant {name} is in the call")))?;
    let notification = typed(ParticipantLeftNotification::new(&party.id));
    let notice = Notice::new(ChangeType::Deleted, "", "participantLeft").data(&notification);
    notify::send(world, &address, notice);
    roster::announce(world, call);
    Ok(())
}

fn address(world: &World, call: &str) -> Result<Address, ScriptError> {
    let leg = world.graph.legs.get(call).filter(|leg| leg.is_policy_recording && leg.is_established());
    let error = || ScriptError::new(format!("{call} is not an established call with policy-based recording"));
    leg.map(Address::of).ok_or_else(error)
}

/// Processes the decision of the application, which is the body of its response.
fn decided(world: &mut World, call: &str, id: String, name: &str, outcome: &Outcome) {
    let decision = match outcome {
        Outcome::Answered { body, .. } if outcome.is_success() && !body.is_empty() => json::decode(body).ok(),
        _ => None,
    };
    match decision {
        Some(ParticipantJoiningResponse::AcceptJoinResponse(_)) => {
            if let Some(leg) = world.graph.legs.get_mut(call) {
                let identity = identity::person(name, None);
                leg.parties.push(Party::new(id, name, identity, Stage::Connected));
                roster::announce(world, call);
            }
        }
        Some(ParticipantJoiningResponse::RejectJoinResponse(_)) => {
            note(world, call, Kind::State, "the application rejected the participant");
        }
        Some(ParticipantJoiningResponse::InviteNewBotResponse(response)) => {
            let uri = response.invite_uri.unwrap_or_default();
            if let Err(error) = incoming::offer(world, &Ring::new(name), uri, &Purpose::Recording) {
                note(world, call, Kind::Warning, &error.to_string());
            }
        }
        _ => {
            let message = "8609: the response is not a participantJoiningResponse (expected one in the body)";
            note(world, call, Kind::Warning, message);
        }
    }
}

fn note(world: &mut World, call: &str, kind: Kind, text: &str) {
    let entry = NewEntry::new(Service::Graph, kind, "participantJoining");
    world.note(entry.call(call.to_owned()).detail(text));
}
