//! The end of operations on a participant that has left.

use acs_calling::{PlayFailed, RecognizeFailed, SendDtmfTonesFailed};

use super::super::events::raise;
use super::super::results::participant_not_found;
use super::actions::{Action, Work};
use super::{dtmf, lines};
use crate::world::World;

/// Fails the operations on a participant that has left.
pub(crate) fn target_left(world: &mut World, call: &str, raw_id: &str) {
    dtmf::target_left(world, call, raw_id);
    let Some(connection) = world.acs.connections.get_mut(call) else { return };
    let media = &mut connection.media;
    let first = media.main.front().map(|action| action.number);
    let (mut failed, rest) =
        std::mem::take(&mut media.main).into_iter().partition::<Vec<_>, _>(|one| depends(one, raw_id));
    media.main = rest.into();
    failed.extend(media.side.extract_if(.., |action| depends(action, raw_id)));
    let is_first_removed = first != media.main.front().map(|action| action.number);
    for action in &mut media.side {
        action.targets.retain(|target| target != raw_id);
    }
    for action in failed {
        fail(world, call, &action);
    }
    if is_first_removed {
        lines::start_first(world, call);
    }
}

/// Returns whether an operation concerns only this participant.
fn depends(action: &Action, raw_id: &str) -> bool {
    match &action.work {
        Work::Recognize(recognition) => recognition.target == raw_id,
        Work::Play(_) | Work::SendDtmf(_) => matches!(&*action.targets, [only] if only == raw_id),
    }
}

fn fail(world: &mut World, call: &str, action: &Action) {
    if let Some(timer) = action.timer {
        world.cancel(timer);
    }
    let (origin, gone) = (&action.origin, participant_not_found());
    match action.work {
        Work::Play(_) => raise(world, call, origin, gone, PlayFailed::new()),
        Work::Recognize(_) => raise(world, call, origin, gone, RecognizeFailed::new()),
        Work::SendDtmf(_) => raise(world, call, origin, gone, SendDtmfTonesFailed::new()),
    }
}
