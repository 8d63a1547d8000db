//! The control API and the page.

use std::sync::Arc;

use axum::Router;

use crate::world::Core;

/// Returns the routes of the control API and the page.
pub(crate) fn routes(_core: Arc<Core>) -> Router {
    Router::new()
}
