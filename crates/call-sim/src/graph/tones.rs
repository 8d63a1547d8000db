//! Tones: those that the application sends, and the keys of the remote party.

use std::time::Duration;

use graph_calls::{
    AnyCommsOperation, CallSendDtmfTonesParameters, CallSubscribeToToneParameters, OperationStatus,
    SendDtmfCompletionReason, SendDtmfTonesOperation, SubscribeToToneOperation, Tone, ToneInfo,
};
use http::StatusCode;

use super::input::Input;
use super::operations::{self, Outcome};
use super::refusal::Refusal;
use super::{lifecycle, media};
use crate::answer::Answer;
use crate::journal::{Kind, NewEntry};
use crate::phone::ScriptError;
use crate::service::Service;
use crate::world::World;

/// The length of a tone.
const TONE: Duration = Duration::from_millis(100);

/// Subscribes to the keys of the remote party.
pub(super) fn subscribe(world: &mut World, input: &Input<'_>) -> Result<Answer, Refusal> {
    let body: CallSubscribeToToneParameters = input.body()?;
    let leg = world.graph.established(input.call())?;
    if leg.is_app_hosted() {
        let message = "Encountered Exception during ToneSubscription";
        return Err(Refusal::new(StatusCode::INTERNAL_SERVER_ERROR, 9999, message));
    }
    leg.tones.get_or_insert(0);
    let operation = SubscribeToToneOperation::new(OperationStatus::Completed);
    let (_, answer) = operations::start(world, input.call(), StatusCode::OK, operation, body.client_context)?;
    Ok(answer)
}

/// Sends tones to the remote party.
pub(super) fn send(world: &mut World, input: &Input<'_>) -> Result<Answer, Refusal> {
    let body: CallSendDtmfTonesParameters = input.body()?;
    let tones = body.tones.unwrap_or_default();
    if tones.is_empty() {
        return Err(Refusal::invalid_argument("tones is empty (expected at least one tone)."));
    }
    let Ok(delay) = u64::try_from(body.delay_between_tones_ms.unwrap_or_default()) else {
        return Err(Refusal::invalid_argument("delayBetweenTonesMs is negative."));
    };
    media::service_hosted(world, input.call())?;
    let operation = SendDtmfTonesOperation::new(OperationStatus::Running);
    let (id, answer) =
        operations::start(world, input.call(), StatusCode::OK, operation, body.client_context)?;
    let keys = Tone::format_sequence(&tones);
    let entry = NewEntry::new(Service::Graph, Kind::Phone, "hears").call(input.call().to_owned());
    world.note(entry.detail(keys));
    let number = u32::try_from(tones.len()).unwrap_or(u32::MAX);
    let time = (TONE + Duration::from_millis(delay)).saturating_mul(number);
    let call = input.call().to_owned();
    world.after(time, move |world| {
        operations::end_with(world, &call, &id, Outcome::DONE, |operation| {
            if let AnyCommsOperation::SendDtmfTonesOperation(operation) = operation {
                operation.completion_reason = Some(SendDtmfCompletionReason::CompletedSuccessfully);
            }
        });
    });
    Ok(answer)
}

/// Processes keys that the remote party presses.
pub(super) fn press(world: &mut World, call: &str, keys: &str) -> Result<(), ScriptError> {
    let tones = Tone::parse_sequence(keys).map_err(|error| ScriptError::new(error.to_string()))?;
    for tone in tones {
        if let Some(key) = tone.as_char() {
            media::key(world, call, key);
        }
        let reported = world.graph.legs.get_mut(call).and_then(|leg| leg.tones.as_mut());
        if let Some(reported) = reported {
            *reported += 1;
            let info = ToneInfo::new(*reported, tone);
            lifecycle::announce_tone(world, call, info);
        }
    }
    Ok(())
}
