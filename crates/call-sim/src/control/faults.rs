//! The fault rules.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::routing::{delete, get};
use http::StatusCode;
use serde::Serialize;
use serde_json::{Value, json};

use super::Route;
use super::input::{Body, Id};
use super::problem::Problem;
use crate::fault::{CallbackFault, Fault, FaultRule, RequestFault, RetryAfter};
use crate::world::{Core, World};

/// The longest time of a fault, in milliseconds: an hour.
const LONGEST: u64 = 3_600_000;

pub(super) fn routes() -> [Route; 2] {
    [("/_sim/faults", get(list).post(add).delete(clear)), ("/_sim/faults/{id}", delete(remove))]
}

/// An active fault rule.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(super) struct Active {
    id: u64,
    /// How often the fault has been injected.
    injected: u64,
    #[serde(flatten)]
    rule: FaultRule,
}

/// Returns the active rules.
pub(super) fn all(world: &World) -> Vec<Active> {
    let rules = world.faults.list();
    rules.map(|(id, rule, injected)| Active { id, injected, rule: rule.clone() }).collect()
}

async fn list(State(core): State<Arc<Core>>) -> Json<Vec<Active>> {
    Json(core.read(all))
}

async fn add(
    State(core): State<Arc<Core>>,
    Body(rule): Body<FaultRule>,
) -> Result<(StatusCode, Json<Value>), Problem> {
    check(&rule)?;
    let id = core.with(|world| world.faults.add(rule));
    Ok((StatusCode::CREATED, Json(json!({ "id": id }))))
}

/// Refuses a rule that could never apply.
fn check(rule: &FaultRule) -> Result<(), Problem> {
    if let Some(probability) = rule.probability.filter(|probability| !(0.0..=1.0).contains(probability)) {
        return Err(Problem::invalid(format!(
            "probability: {probability} is not valid (expected a number from 0 to 1)"
        )));
    }
    if rule.nth == Some(0) {
        return Err(Problem::invalid("nth: 0 is not valid (expected a number from 1)"));
    }
    if rule.times == Some(0) {
        return Err(Problem::invalid("times: 0 is not valid (expected a number from 1)"));
    }
    match rule.fault {
        Fault::Request(RequestFault::Status { retry_after: Some(RetryAfter::Fraction(seconds)), .. })
            if !(0.0..=86_400.0).contains(&seconds) =>
        {
            Err(Problem::invalid(format!(
                "fraction: {seconds} is not valid (expected seconds from 0 to 86400)"
            )))
        }
        Fault::Request(RequestFault::SlowBytes(milliseconds))
        | Fault::Callback(CallbackFault::Late(milliseconds))
            if milliseconds > LONGEST =>
        {
            Err(Problem::invalid(format!(
                "{milliseconds} milliseconds are too long (expected at most {LONGEST})"
            )))
        }
        Fault::Request(RequestFault::Status { status, .. }) if !(200..=599).contains(&status) => Err(
            Problem::invalid(format!("status: {status} is not valid (expected a status from 200 to 599)")),
        ),
        _ => Ok(()),
    }
}

async fn clear(State(core): State<Arc<Core>>) -> StatusCode {
    core.with(|world| world.faults.clear());
    StatusCode::NO_CONTENT
}

async fn remove(State(core): State<Arc<Core>>, Id(id): Id) -> Result<StatusCode, Problem> {
    let number = id.parse().ok();
    if number.is_some_and(|id| core.with(|world| world.faults.remove(id))) {
        return Ok(StatusCode::NO_CONTENT);
    }
    Err(Problem::not_found(format!("there is no fault rule {id} (GET /_sim/faults lists the rules)")))
}
