//! Playing prompts.

use acs_calling::{PlayCompleted, PlayFailed, PlayRequest, PlayStarted};
use http::StatusCode;

use super::super::body::required;
use super::super::events::raise;
use super::super::identity::Identity;
use super::super::origin::Origin;
use super::super::refusal::{Refusal, Reply};
use super::super::results::{result, success};
use super::super::{connection, conversation};
use super::actions::{Play, PromptFailure, Work};
use super::lines::{Submission, after, finish, running, submit};
use super::prompt;
use crate::answer::Answer;
use crate::world::World;

/// Plays prompts to all or some participants.
pub(crate) fn play(world: &mut World, call: &str, request: PlayRequest) -> Reply {
    let sources = required(request.play_sources.filter(|sources| !sources.is_empty()), "PlaySources")?;
    let targets = Identity::read_all(&request.play_to.unwrap_or_default(), "PlayTo")?;
    let origin = Origin::read(request.operation_context, request.operation_callback_uri)?;
    connection::established_for_media(world, call)?;
    let prompt = prompt::read(world, call, &sources)?;
    let conversation = conversation::of(world, call).ok_or_else(Refusal::call_not_found)?;
    if targets.iter().any(|target| conversation.party(&target.raw_id).is_none()) {
        return Err(Refusal::participant_not_found());
    }
    let is_loop = request.play_options.and_then(|options| options.loop_).unwrap_or_default();
    let submission = Submission {
        origin,
        targets: targets.into_iter().map(|target| target.raw_id).collect(),
        work: Work::Play(Play { prompt, is_loop }),
        start,
        interrupts: request.interrupt_call_media_operation.unwrap_or_default(),
    };
    submit(world, call, submission)?;
    Ok(Answer::empty(StatusCode::ACCEPTED))
}

fn start(world: &mut World, call: &str, number: u64) {
    let Some(action) = running(world, call, number) else { return };
    let Work::Play(Play { prompt, is_loop }) = &action.work else { return };
    let (prompt, is_loop, origin) = (prompt.clone(), *is_loop, action.origin.clone());
    // A prompt that fails at once is never started.
    if prompt.failure.is_none() || !prompt.duration.is_zero() {
        raise(world, call, &origin, success(), PlayStarted::new());
    }
    match prompt.failure {
        Some(failure) => after(world, call, number, prompt.duration, move |world, call, number| {
            fail(world, call, number, &failure);
        }),
        None if is_loop => {}
        None => after(world, call, number, prompt.duration, complete),
    }
}

fn complete(world: &mut World, call: &str, number: u64) {
    finish(world, call, number, |world, action| {
        let completed = result(200, 0, "Action completed successfully.");
        raise(world, call, &action.origin, completed, PlayCompleted::new());
    });
}

fn fail(world: &mut World, call: &str, number: u64, failure: &PromptFailure) {
    finish(world, call, number, |world, action| {
        let event = PlayFailed::new().failed_play_source_index(failure.index);
        raise(world, call, &action.origin, result(400, failure.subcode, failure.message), event);
    });
}
