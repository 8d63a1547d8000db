//! The description of the control API, and the behaviors of the services with their sources.

use axum::Json;
use axum::response::IntoResponse;
use axum::routing::get;
use http::header::CONTENT_TYPE;
use serde_json::{Value, json};

use super::Route;
use crate::fidelity::behaviors;

/// The control API as an OpenAPI document.
pub(super) const OPENAPI: &str = include_str!("openapi.json");

pub(super) fn routes() -> [Route; 2] {
    [("/_sim/openapi.json", get(openapi)), ("/_sim/fidelity", get(fidelity))]
}

async fn openapi() -> impl IntoResponse {
    ([(CONTENT_TYPE, "application/json")], OPENAPI)
}

async fn fidelity() -> Json<Value> {
    let services = behaviors().map(|(service, behaviors)| {
        json!({"service": service, "title": service.to_string(), "behaviors": behaviors})
    });
    Json(services.into_iter().collect())
}
