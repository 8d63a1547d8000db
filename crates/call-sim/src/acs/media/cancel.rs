//! Canceling media operations.

use acs_calling::{PlayCanceled, RecognizeCanceled, SendDtmfTonesFailed};
use http::StatusCode;

use super::super::connection;
use super::super::events::raise;
use super::super::refusal::Reply;
use super::super::results::canceled;
use super::actions::{Action, Work};
use crate::answer::Answer;
use crate::world::World;

/// Cancels all prompts and recognitions, including those that wait.
pub(crate) fn cancel_all(world: &mut World, call: &str) -> Reply {
    connection::established_for_media(world, call)?;
    cancel_matching(world, call, |action| !matches!(action.work, Work::SendDtmf(_)));
    Ok(Answer::empty(StatusCode::ACCEPTED))
}

/// Cancels all operations, because the call ends.
pub(crate) fn cancel_every(world: &mut World, call: &str) {
    cancel_matching(world, call, |_| true);
}

/// Cancels operations: first those that run, then those that wait.
///
/// Operations on the whole call match all together or not at all, so none has to be started afterwards.
pub(super) fn cancel_matching(world: &mut World, call: &str, matches: impl Fn(&Action) -> bool) {
    let Some(connection) = world.acs.connections.get_mut(call) else { return };
    let media = &mut connection.media;
    let side: Vec<_> = media.side.extract_if(.., |action| matches(action)).collect();
    let main = std::mem::take(&mut media.main).into_iter();
    let (canceled, rest) = main.partition::<Vec<_>, _>(|action| matches(action));
    media.main = rest.into();
    let mut waiting = canceled.into_iter();
    let first = waiting.next();
    for action in first.into_iter().chain(side).chain(waiting) {
        cancel(world, call, action);
    }
}

fn cancel(world: &mut World, call: &str, action: Action) {
    if let Some(timer) = action.timer {
        world.cancel(timer);
    }
    match action.work {
        Work::Play(_) => raise(world, call, &action.origin, canceled(), PlayCanceled::new()),
        Work::Recognize(_) => raise(world, call, &action.origin, canceled(), RecognizeCanceled::new()),
        Work::SendDtmf(_) => raise(world, call, &action.origin, canceled(), SendDtmfTonesFailed::new()),
    }
}
