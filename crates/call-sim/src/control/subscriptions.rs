//! Subscriptions of the application to incoming calls.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::routing::post;
use http::StatusCode;
use serde::Deserialize;
use serde_json::{Value, json};

use super::Route;
use super::input::Body;
use super::problem::Problem;
use crate::acs::EventSchema;
use crate::acs::event_grid::{self, Status};
use crate::callback_url;
use crate::world::Core;

pub(super) fn routes() -> [Route; 1] {
    [("/_sim/subscriptions", post(subscribe))]
}

#[derive(Deserialize)]
#[serde(tag = "service", rename_all = "lowercase", deny_unknown_fields)]
enum Subscription {
    /// A subscription of Event Grid.
    Acs {
        url: String,
        #[serde(default)]
        schema: EventSchema,
    },
    /// The calling webhook of the bot.
    Graph { url: String },
}

/// Registers the application, and waits for the outcome of the handshake, except for a confirmation by hand.
async fn subscribe(
    State(core): State<Arc<Core>>,
    Body(subscription): Body<Subscription>,
) -> Result<(StatusCode, Json<Value>), Problem> {
    match subscription {
        Subscription::Acs { url, schema } => {
            let number = core.with(|world| event_grid::subscribe(world, &url, schema))?;
            let status = core.wait_for(|world| match world.acs.grid.status(number) {
                Some(Status::Validating) => None,
                other => Some(other.cloned()),
            });
            match status.await {
                Some(Status::Failed(reason)) => Err(Problem::new(
                    StatusCode::CONFLICT,
                    format!("the endpoint has not confirmed the subscription: {reason}"),
                )),
                Some(Status::AwaitingManualAction) => {
                    Ok((StatusCode::ACCEPTED, Json(json!({"status": "awaitingManualAction"}))))
                }
                _ => Ok((StatusCode::CREATED, Json(json!({"status": "active"})))),
            }
        }
        Subscription::Graph { url } => {
            if callback_url::parse(&url).is_none() {
                return Err(Problem::invalid("url is not a valid URL (expected https, or http on loopback)"));
            }
            core.with(|world| world.graph.webhook = Some(url));
            Ok((StatusCode::CREATED, Json(json!({"status": "active"}))))
        }
    }
}
