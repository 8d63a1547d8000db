//! The control API and the page.

mod calls;
mod clock;
mod events;
mod faults;
mod guard;
mod input;
mod journal;
mod page;
mod problem;
mod reference;
mod state;
mod subscriptions;
mod unknown;

use std::sync::Arc;

use axum::routing::{MethodRouter, any};
use axum::{Router, middleware};
use http::{Method, StatusCode, Uri};

use crate::world::Core;
use problem::Problem;

/// The handlers of a path.
type Route = (&'static str, MethodRouter<Arc<Core>>);

/// Returns the routes of the control API and the page.
pub(crate) fn routes(core: Arc<Core>) -> Router {
    api()
        .into_iter()
        .fold(page::routes(), |router, (path, methods)| router.route(path, methods))
        .route("/_sim/{*rest}", any(unknown))
        .method_not_allowed_fallback(wrong_method)
        .layer(middleware::from_fn(guard::same_origin))
        .with_state(core)
}

/// Returns the routes of the control API. `openapi.json` describes them.
fn api() -> impl IntoIterator<Item = Route> {
    state::routes()
        .into_iter()
        .chain(calls::routes())
        .chain(subscriptions::routes())
        .chain(journal::routes())
        .chain(events::routes())
        .chain(faults::routes())
        .chain(clock::routes())
        .chain(reference::routes())
}

async fn unknown(uri: Uri) -> Problem {
    let path = uri.path();
    Problem::not_found(format!("{path} is not a path of the control API (GET /_sim/openapi.json lists them)"))
}

async fn wrong_method(method: Method, uri: Uri) -> Problem {
    let message =
        format!("{} does not support {method} (GET /_sim/openapi.json lists the methods)", uri.path());
    Problem::new(StatusCode::METHOD_NOT_ALLOWED, message)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use serde_json::Value;

    use super::{api, reference};

    #[test]
    fn the_document_has_every_path_of_the_router() {
        let document: Value = serde_json::from_str(reference::OPENAPI).expect("JSON");
        let documented: BTreeSet<_> = document["paths"].as_object().expect("paths").keys().cloned().collect();
        let routed: BTreeSet<_> = api().into_iter().map(|(path, _)| path.to_owned()).collect();
        assert_eq!(documented, routed);
    }
}
