//! The handler of each operation.

use acs_calling::server::Operation;
use call_wire::server::Parameters;

use super::body::read;
use super::media::{cancel, dtmf, hold, play, recognize, send_dtmf};
use super::participants::{add, cancel_add, list, moves, mute, remove};
use super::refusal::Reply;
use super::setup::{answer, connect, create, get, hang_up, transfer};
use super::{recording, streaming};
use crate::request::Request;
use crate::world::World;

/// Processes a request whose body follows the rules of the schema. An operation without a handler does not compile.
pub(super) fn dispatch(
    world: &mut World,
    operation: Operation,
    parameters: &Parameters,
    request: &Request,
) -> Reply {
    let call = parameters.get("callConnectionId").unwrap_or_default();
    let recording = parameters.get("recordingId").unwrap_or_default();
    match operation {
        Operation::CreateCall => create::create(world, read(request)?),
        Operation::AnswerCall => answer::answer(world, read(request)?),
        Operation::RedirectCall => answer::redirect(world, &read(request)?),
        Operation::RejectCall => answer::reject(world, &read(request)?),
        Operation::Connect => connect::connect(world, read(request)?),
        Operation::CallConnectionGetCall => get::get(world, call),
        Operation::CallConnectionHangupCall => hang_up::hang_up(world, call),
        Operation::CallConnectionTerminateCall => hang_up::terminate(world, call),
        Operation::CallConnectionTransferToParticipant => transfer::transfer(world, call, read(request)?),
        Operation::CallMediaPlay => play::play(world, call, read(request)?),
        Operation::CallMediaStartTranscription => streaming::start_transcription(world, call, read(request)?),
        Operation::CallMediaStopTranscription => streaming::stop_transcription(world, call, read(request)?),
        Operation::CallMediaUpdateTranscription => {
            streaming::update_transcription(world, call, read(request)?)
        }
        Operation::CallMediaCancelAllMediaOperations => cancel::cancel_all(world, call),
        Operation::CallMediaRecognize => recognize::recognize(world, call, read(request)?),
        Operation::CallMediaStartContinuousDtmfRecognition => dtmf::start(world, call, read(request)?),
        Operation::CallMediaStopContinuousDtmfRecognition => dtmf::stop(world, call, read(request)?),
        Operation::CallMediaSendDtmfTones => send_dtmf::send_dtmf(world, call, read(request)?),
        Operation::CallMediaHold => hold::hold(world, call, read(request)?),
        Operation::CallMediaUnhold => hold::unhold(world, call, read(request)?),
        Operation::CallMediaStartMediaStreaming => streaming::start(world, call, read(request)?),
        Operation::CallMediaStopMediaStreaming => streaming::stop(world, call, read(request)?),
        Operation::CallConnectionGetParticipants => list::list(world, call, request),
        Operation::CallConnectionAddParticipant => add::add(world, call, read(request)?),
        Operation::CallConnectionRemoveParticipant => remove::remove(world, call, read(request)?),
        Operation::CallConnectionMute => mute::mute(world, call, read(request)?),
        Operation::CallConnectionCancelAddParticipant => cancel_add::cancel(world, call, read(request)?),
        Operation::CallConnectionMoveParticipants => moves::move_here(world, call, read(request)?),
        Operation::CallConnectionGetParticipant => {
            list::get(world, call, parameters.get("participantRawId").unwrap_or_default())
        }
        Operation::CallRecordingStartRecording => recording::start(world, read(request)?),
        Operation::CallRecordingGetRecordingProperties => recording::properties(world, recording),
        Operation::CallRecordingStopRecording => recording::stop(world, recording),
        Operation::CallRecordingPauseRecording => recording::pause(world, recording),
        Operation::CallRecordingResumeRecording => recording::resume(world, recording),
    }
}
