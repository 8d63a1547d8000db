//! The page: files that are part of the binary.

use std::sync::Arc;

use axum::Router;
use axum::http::{HeaderName, HeaderValue};
use axum::response::IntoResponse;
use axum::routing::get;
use http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS,
};

use crate::world::Core;

/// The page has no inline code, and loads nothing from elsewhere.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; \
    base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

const HTML: &str = "text/html; charset=utf-8";
const CSS: &str = "text/css; charset=utf-8";
const SCRIPT: &str = "text/javascript; charset=utf-8";

/// The files: path, content type and content.
const FILES: &[(&str, &str, &str)] = &[
    ("/", HTML, include_str!("page/index.html")),
    ("/fidelity", HTML, include_str!("page/fidelity.html")),
    ("/page/icon.svg", "image/svg+xml", include_str!("page/icon.svg")),
    ("/page/base.css", CSS, include_str!("page/base.css")),
    ("/page/page.css", CSS, include_str!("page/page.css")),
    ("/page/lanes.css", CSS, include_str!("page/lanes.css")),
    ("/page/fidelity.css", CSS, include_str!("page/fidelity.css")),
    ("/page/page.js", SCRIPT, include_str!("page/page.js")),
    ("/page/api.js", SCRIPT, include_str!("page/api.js")),
    ("/page/calls.js", SCRIPT, include_str!("page/calls.js")),
    ("/page/clock.js", SCRIPT, include_str!("page/clock.js")),
    ("/page/details.js", SCRIPT, include_str!("page/details.js")),
    ("/page/dom.js", SCRIPT, include_str!("page/dom.js")),
    ("/page/faults.js", SCRIPT, include_str!("page/faults.js")),
    ("/page/fidelity.js", SCRIPT, include_str!("page/fidelity.js")),
    ("/page/format.js", SCRIPT, include_str!("page/format.js")),
    ("/page/lanes.js", SCRIPT, include_str!("page/lanes.js")),
    ("/page/model.js", SCRIPT, include_str!("page/model.js")),
    ("/page/phone.js", SCRIPT, include_str!("page/phone.js")),
    ("/page/ring.js", SCRIPT, include_str!("page/ring.js")),
    ("/page/theme.js", SCRIPT, include_str!("page/theme.js")),
];

/// Returns the routes of the page.
pub(super) fn routes() -> Router<Arc<Core>> {
    FILES.iter().fold(Router::new(), |router, (path, content_type, content)| {
        router.route(path, get(move || async move { file(content_type, content) }))
    })
}

fn file(content_type: &'static str, content: &'static str) -> impl IntoResponse {
    let headers: [(HeaderName, &str); 5] = [
        (CONTENT_TYPE, content_type),
        (CONTENT_SECURITY_POLICY, POLICY),
        (X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (REFERRER_POLICY, "no-referrer"),
        (CACHE_CONTROL, "no-cache"),
    ];
    (headers.map(|(name, value)| (name, HeaderValue::from_static(value))), content)
}
