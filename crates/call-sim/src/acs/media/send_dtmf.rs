//! Sending tones to a participant on a telephone.

use std::time::Duration;

use acs_calling::{SendDtmfTonesCompleted, SendDtmfTonesRequest, SendDtmfTonesResult};
use http::StatusCode;

use super::super::body::required;
use super::super::events::raise;
use super::super::identity::Identity;
use super::super::origin::Origin;
use super::super::refusal::{Refusal, Reply};
use super::super::results::result;
use super::super::{connection, conversation};
use super::actions::Work;
use super::lines::{Submission, after, finish, running, submit};
use crate::answer::Answer;
use crate::world::World;

/// The length of a tone and the gap after it.
const TONE: Duration = Duration::from_millis(300);

/// The largest number of tones.
const MOST_TONES: usize = 18;

/// Sends tones.
pub(crate) fn send_dtmf(world: &mut World, call: &str, request: SendDtmfTonesRequest) -> Reply {
    let target = Identity::read_option(request.target_participant.as_ref(), "TargetParticipant")?;
    let target = required(target, "TargetParticipant")?;
    let tones = request.tones.unwrap_or_default().len();
    let origin = Origin::read(request.operation_context, request.operation_callback_uri)?;
    if tones == 0 || tones > MOST_TONES {
        let reason =
            format!("The field Tones is invalid: it has {tones} items (expected 1 to {MOST_TONES}).");
        return Err(Refusal::invalid(reason));
    }
    if !target.is_phone() {
        return Err(Refusal::invalid("The field TargetParticipant is invalid (expected a phone number)."));
    }
    connection::established_for_media(world, call)?;
    let conversation = conversation::of(world, call).ok_or_else(Refusal::call_not_found)?;
    if conversation.party(&target.raw_id).is_none() {
        return Err(Refusal::participant_not_found());
    }
    let mut response = SendDtmfTonesResult::new();
    response.operation_context = origin.context.clone();
    let duration = TONE.saturating_mul(u32::try_from(tones).unwrap_or(u32::MAX));
    let submission = Submission {
        origin,
        targets: vec![target.raw_id],
        work: Work::SendDtmf(duration),
        start,
        interrupts: false,
    };
    submit(world, call, submission)?;
    Ok(Answer::json(StatusCode::ACCEPTED, &response))
}

fn start(world: &mut World, call: &str, number: u64) {
    let Some(Work::SendDtmf(duration)) = running(world, call, number).map(|action| &action.work) else {
        return;
    };
    let duration = *duration;
    after(world, call, number, duration, |world, call, number| {
        finish(world, call, number, |world, action| {
            let sent = result(200, 0, "Send DTMF completed successfully.");
            raise(world, call, &action.origin, sent, SendDtmfTonesCompleted::new());
        });
    });
}
