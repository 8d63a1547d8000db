//! Calls: the list, calls to the application, and actions of remote parties.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::routing::{get, post};
use http::StatusCode;
use serde::Deserialize;
use serde_json::{Value, json};

use super::Route;
use super::input::{Body, Id};
use super::problem::Problem;
use crate::calls::{Call, Ring};
use crate::phone::Action;
use crate::service::Service;
use crate::world::Core;

pub(super) fn routes() -> [Route; 2] {
    [("/_sim/calls", get(list).post(ring)), ("/_sim/calls/{id}/act", post(act))]
}

async fn list(State(core): State<Arc<Core>>) -> Json<Vec<Call>> {
    Json(core.read(Service::all_calls))
}

/// A call to the application.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct RingBody {
    service: Service,
    #[serde(default)]
    from: String,
    to: Option<String>,
    display_name: Option<String>,
}

async fn ring(
    State(core): State<Arc<Core>>,
    Body(body): Body<RingBody>,
) -> Result<(StatusCode, Json<Value>), Problem> {
    let RingBody { service, from, to, display_name } = body;
    if from.is_empty() {
        return Err(Problem::invalid("from is required (expected a phone number such as +14255550123)"));
    }
    let id = core.with(|world| service.ring(world, &Ring { from, to, display_name }))?;
    Ok((StatusCode::CREATED, Json(json!({ "id": id }))))
}

/// An action of a remote party.
#[derive(Deserialize)]
struct ActBody {
    /// The first party that can perform the action, if it is `None`.
    party: Option<String>,
    #[serde(flatten)]
    action: Action,
}

async fn act(
    State(core): State<Arc<Core>>,
    Id(id): Id,
    Body(body): Body<ActBody>,
) -> Result<StatusCode, Problem> {
    core.with(|world| crate::script::act(world, &id, body.party.as_deref(), &body.action))?;
    Ok(StatusCode::NO_CONTENT)
}
