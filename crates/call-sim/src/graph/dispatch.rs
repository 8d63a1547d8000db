//! The operation of a request, and its handler.

use call_wire::server::Found;
use graph_calls::server::Operation;

use super::input::Input;
use super::refusal::Refusal;
use super::{
    auth, create, hold_music, incoming, invitation, media, own, participants, routes, sharing, tones,
    transfer, unknown_values,
};
use crate::answer::Answer;
use crate::request::Request;
use crate::world::World;

/// The versions of the API.
const VERSIONS: [&str; 2] = ["/v1.0/", "/beta/"];

/// Returns the path of a request without the version. It begins with a slash.
pub(super) fn api_path(request: &Request) -> Option<&str> {
    VERSIONS
        .iter()
        .find_map(|version| request.path().strip_prefix(version.trim_end_matches('/')))
        .filter(|path| path.starts_with('/'))
}

/// Finds the operation of a request. `/app/calls` is the older name of `/communications/calls`.
pub(super) fn find(request: &Request) -> Found<Operation> {
    let Some(path) = api_path(request) else { return Found::Unknown };
    match path.strip_prefix("/app/calls") {
        Some(rest) => Operation::find(request.method.as_str(), &format!("/communications/calls{rest}")),
        None => Operation::find(request.method.as_str(), path),
    }
}

/// Processes a request to an operation.
pub(super) fn dispatch(world: &mut World, request: &Request) -> Result<Answer, Refusal> {
    let grant = auth::check(world, request)?;
    let (operation, parameters) = match find(request) {
        Found::Operation(operation, parameters) => (operation, parameters),
        Found::MethodNotAllowed(allowed) => return Err(Refusal::method_not_allowed(&allowed)),
        Found::Unknown => {
            let segment = request.path().rsplit('/').next().unwrap_or_default();
            return Err(Refusal::bad_request(format!("Resource not found for the segment '{segment}'.")));
        }
    };
    let input = Input { request, operation, parameters, grant };
    let mut answer = handle(world, &input)?;
    if world.graph.has_unknown_values {
        answer = unknown_values::replace(request, answer);
    }
    Ok(if answer.call.is_some() || input.call().is_empty() { answer } else { answer.for_call(input.call()) })
}

fn handle(world: &mut World, input: &Input<'_>) -> Result<Answer, Refusal> {
    let call = input.call();
    match input.operation {
        Operation::CallsCreate => create::create(world, input),
        Operation::CallsLogTeleconferenceDeviceQuality => own::log_device_quality(input),
        Operation::CallsGet => own::get(world, input),
        Operation::CallsDelete => own::delete(world, input),
        Operation::CallAddLargeGalleryView => own::add_large_gallery(world, input),
        Operation::CallAnswer => incoming::answer(world, input),
        Operation::CallCancelMediaProcessing => media::cancel(world, call, input.body()?),
        Operation::CallChangeScreenSharingRole => sharing::change_role(world, input),
        Operation::CallKeepAlive => own::keep_alive(world, input),
        Operation::CallMute => own::mute(world, input),
        Operation::CallPlayPrompt => media::play(world, call, input.body()?),
        Operation::CallRecordResponse => media::record(world, call, input.body()?),
        Operation::CallRedirect => incoming::redirect(world, input),
        Operation::CallReject => incoming::reject(world, input),
        Operation::CallSendDtmfTones => tones::send(world, input),
        Operation::CallSubscribeToTone => tones::subscribe(world, input),
        Operation::CallTransfer => transfer::transfer(world, input),
        Operation::CallUnmute => own::unmute(world, input),
        Operation::CallUpdateRecordingStatus => own::update_recording_status(world, input),
        Operation::AudioRoutingGroupsList => routes::list(world, input),
        Operation::AudioRoutingGroupsCreate => routes::create(world, input),
        Operation::AudioRoutingGroupsGet => routes::get(world, input),
        Operation::AudioRoutingGroupsDelete => routes::delete(world, input),
        Operation::AudioRoutingGroupsUpdate => routes::update(world, input),
        Operation::ContentSharingSessionsList => sharing::list(world, input),
        Operation::ContentSharingSessionsGet => sharing::get(world, input),
        Operation::OperationsGet => own::operation(world, input),
        Operation::ParticipantsList => participants::list(world, input),
        Operation::ParticipantsInvite => invitation::invite(world, input),
        Operation::ParticipantsGet => participants::get(world, input),
        Operation::ParticipantsDelete => participants::delete(world, input),
        Operation::ParticipantMute => participants::mute(world, input),
        Operation::ParticipantStartHoldMusic => hold_music::start(world, input),
        Operation::ParticipantStopHoldMusic => hold_music::stop(world, input),
    }
}
