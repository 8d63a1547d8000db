//! Exchange: Autodiscover, the Unified Messaging web service, and Exchange Web Services.

mod auth;
mod autodiscover;
mod call;
mod dial;
mod ews;
mod face;
mod fault;
pub(crate) mod fidelity;
mod items;
mod mailbox;
mod route;
mod soap;
mod state;
mod um;

use std::time::Duration;

use http::StatusCode;

use self::call::Line;
pub use self::face::Exchange;
pub use self::mailbox::MagicMailbox;
use self::route::Route;
pub(crate) use self::state::State;
use crate::answer::Answer;
use crate::calls::{Call, Party};
use crate::phone::{Action, ScriptError};
use crate::request::Request;
use crate::service::Service;
use crate::world::World;

/// Returns whether the service has the path of a request.
pub(crate) fn serves(request: &Request) -> bool {
    let path = request.path().to_ascii_lowercase();
    path.starts_with("/ews/") || path.starts_with("/autodiscover/")
}

/// Returns the name of the operation of a request.
pub(crate) fn operation(request: &Request) -> Option<&'static str> {
    match Route::of(request)? {
        Route::Um => um::operation(request).map(ews_um::um::server::Operation::name),
        Route::Ews => ews::operation(request).map(ews_um::phone_call::server::Operation::name),
        Route::AutodiscoverPlain | Route::AutodiscoverSoap => Some("Autodiscover"),
    }
}

/// Processes a request.
pub(crate) fn handle(world: &mut World, request: &Request) -> Answer {
    let Some(route) = Route::of(request) else { return error(StatusCode::NOT_FOUND, None) };
    if let Some(redirect) = autodiscover::redirect_of_get(world, request, route) {
        return redirect;
    }
    let answer = route.check(request).and_then(|()| {
        let caller = auth::authenticate(world, request)?;
        Ok(match route {
            Route::Um => um::handle(world, request, &caller),
            Route::Ews => ews::handle(world, request, caller),
            Route::AutodiscoverPlain => autodiscover::plain(world, request),
            Route::AutodiscoverSoap => autodiscover::soap(world, request),
        })
    });
    answer.unwrap_or_else(|refused| *refused)
}

/// Returns an error response in the form of the service.
pub(crate) fn error(status: StatusCode, retry_after: Option<Duration>) -> Answer {
    fault::of_status(status, retry_after)
}

/// Returns the calls that are not over.
pub(crate) fn calls(world: &World) -> Vec<Call> {
    let calls = world.exchange.calls.iter().filter(|(_, call)| call.line != Line::Disconnected);
    let each = calls.map(|(id, call)| {
        let mut shown = Call::new(Service::Exchange, id, call.line.name(), call.started);
        shown.outgoing = true;
        shown.parties.push(Party::new(&call.number, call.line.name()));
        shown
    });
    each.collect()
}

/// Returns whether there is a call with an id that is not over.
pub(crate) fn has_call(world: &World, call: &str) -> bool {
    world.exchange.calls.get(call).is_some_and(|call| call.line != Line::Disconnected)
}

/// Performs an action of a remote party.
pub(crate) fn act(
    world: &mut World,
    call: &str,
    party: Option<&str>,
    action: &Action,
) -> Result<(), ScriptError> {
    call::act(world, call, party, action)
}
