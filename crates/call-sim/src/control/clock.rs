//! The clock, and the reset to an empty state.

use std::sync::Arc;
use std::time::Duration;

use axum::Json;
use axum::extract::State;
use axum::routing::post;
use http::StatusCode;
use serde::Deserialize;

use super::Route;
use super::input::Body;
use super::problem::Problem;
use super::state::Clock;
use crate::world::Core;

/// The longest time that one request can skip: 30 days.
const LONGEST: Duration = Duration::from_secs(30 * 24 * 3600);

pub(super) fn routes() -> [Route; 2] {
    [("/_sim/clock", post(advance)), ("/_sim/reset", post(reset))]
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct AdvanceBody {
    /// The time to skip, in seconds.
    advance: f64,
}

async fn advance(
    State(core): State<Arc<Core>>,
    Body(body): Body<AdvanceBody>,
) -> Result<Json<Clock>, Problem> {
    let time = Duration::try_from_secs_f64(body.advance).ok().filter(|time| *time <= LONGEST);
    let Some(time) = time else {
        return Err(Problem::invalid(format!(
            "advance: {} is not valid (expected seconds from 0 to {})",
            body.advance,
            LONGEST.as_secs()
        )));
    };
    // In a task, because this request ends when its client disconnects.
    let skipping = core.clone();
    let skipped = core.runtime.spawn(async move { skipping.advance(time).await }).await;
    skipped.map_err(|error| Problem::new(StatusCode::INTERNAL_SERVER_ERROR, error.to_string()))?;
    Ok(Json(core.read(Clock::of)))
}

async fn reset(State(core): State<Arc<Core>>) -> StatusCode {
    core.with(|world| world.reset());
    StatusCode::NO_CONTENT
}
