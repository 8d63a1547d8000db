//! Autodiscover: the plain XML service and the SOAP service.

mod plain;
mod soap;
mod target;

use http::header::LOCATION;
use http::{Method, StatusCode};

pub(super) use self::plain::handle as plain;
pub(super) use self::soap::handle as soap;
use super::route::{REDIRECTED_PLAIN, Route};
use crate::answer::Answer;
use crate::request::Request;
use crate::world::World;

/// Returns the redirect of a GET without a credential, which is the last step of a client's search.
pub(super) fn redirect_of_get(world: &World, request: &Request, route: Route) -> Option<Answer> {
    let is_redirect = request.method == Method::GET && route == Route::AutodiscoverPlain;
    is_redirect.then(|| redirect(world, REDIRECTED_PLAIN))
}

/// Returns a redirect to a path of the simulator.
fn redirect(world: &World, path: &str) -> Answer {
    let url = format!("{}{path}", world.settings.base);
    Answer::empty(StatusCode::FOUND).header(LOCATION, &url)
}
