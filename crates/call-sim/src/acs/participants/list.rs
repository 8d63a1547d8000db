//! Reading the participants.

use acs_calling::GetParticipantsResponse;
use http::StatusCode;

use super::super::refusal::{Refusal, Reply};
use super::super::{connection, conversation};
use crate::answer::Answer;
use crate::request::Request;
use crate::world::World;

/// The number of participants on a page.
const PAGE: usize = 100;

/// Returns a page of the participants.
pub(crate) fn list(world: &mut World, call: &str, request: &Request) -> Reply {
    connection::existing(world, call)?;
    let skip: usize = match request.query("skip") {
        Some(text) => {
            text.parse().map_err(|_| Refusal::invalid("The field Skip is invalid (expected a number)."))?
        }
        None => 0,
    };
    let participants = conversation::of(world, call).map(|all| conversation::participants(world, all));
    let participants = participants.unwrap_or_default();
    let is_last = skip.saturating_add(PAGE) >= participants.len();
    let mut page = GetParticipantsResponse::new(participants.into_iter().skip(skip).take(PAGE));
    if !is_last {
        let version = request.query("api-version").unwrap_or_default();
        let base = format!("{}{}", world.settings.base, request.path());
        page = page.next_link(format!("{base}?api-version={version}&skip={}", skip + PAGE));
    }
    Ok(Answer::json(StatusCode::OK, &page))
}

/// Returns a participant.
pub(crate) fn get(world: &mut World, call: &str, raw_id: &str) -> Reply {
    connection::existing(world, call)?;
    let participants = conversation::of(world, call).map(|all| conversation::participants(world, all));
    let found = participants.unwrap_or_default().into_iter().find(|participant| {
        participant.identifier.as_ref().and_then(|identifier| identifier.raw_id.as_deref()) == Some(raw_id)
    });
    found
        .map(|participant| Answer::json(StatusCode::OK, &participant))
        .ok_or_else(Refusal::participant_not_found)
}
