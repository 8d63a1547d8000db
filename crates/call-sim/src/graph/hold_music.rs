//! Hold music.

use graph_calls::{
    AnyCommsOperation, OperationStatus, ParticipantStartHoldMusicParameters,
    ParticipantStopHoldMusicParameters, StartHoldMusicOperation, StopHoldMusicOperation,
};
use http::StatusCode;

use super::input::Input;
use super::lifecycle::SETUP;
use super::operations::{self, Outcome};
use super::refusal::Refusal;
use super::roster;
use crate::answer::Answer;
use crate::world::World;

/// Puts a participant on hold, and plays music to it.
pub(super) fn start(world: &mut World, input: &Input<'_>) -> Result<Answer, Refusal> {
    let body: ParticipantStartHoldMusicParameters = input.body()?;
    set(world, input, true)?;
    let operation = StartHoldMusicOperation::new(OperationStatus::Running);
    run(world, input, operation.into(), body.client_context)
}

/// Takes a participant off hold.
pub(super) fn stop(world: &mut World, input: &Input<'_>) -> Result<Answer, Refusal> {
    let body: ParticipantStopHoldMusicParameters = input.body()?;
    set(world, input, false)?;
    let operation = StopHoldMusicOperation::new(OperationStatus::Running);
    run(world, input, operation.into(), body.client_context)
}

fn set(world: &mut World, input: &Input<'_>, is_on: bool) -> Result<(), Refusal> {
    let id = input.parameter("participant-id");
    let leg = world.graph.established(input.call())?;
    if is_on && leg.parties.iter().any(|party| party.hold_music) {
        return Err(Refusal::conflict("A participant is already on hold."));
    }
    let party = leg.party(id).filter(|party| party.is_connected()).ok_or_else(Refusal::call_not_found)?;
    if !is_on && !party.hold_music {
        return Err(Refusal::wrong_state("The participant is not on hold."));
    }
    party.hold_music = is_on;
    party.on_hold = is_on;
    Ok(())
}

fn run(
    world: &mut World,
    input: &Input<'_>,
    operation: AnyCommsOperation,
    context: Option<String>,
) -> Result<Answer, Refusal> {
    let (id, answer) = operations::start(world, input.call(), StatusCode::ACCEPTED, operation, context)?;
    roster::announce(world, input.call());
    let call = input.call().to_owned();
    world.after(SETUP, move |world| operations::end(world, &call, &id, Outcome::DONE));
    Ok(answer)
}
