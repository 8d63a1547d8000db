//! Scripts: actions on a call of any service.

use crate::phone::{Action, ScriptError};
use crate::service::Service;
use crate::world::World;

/// Performs an action of a remote party of a call, in the service that has the call.
pub(crate) fn act(
    world: &mut World,
    call: &str,
    party: Option<&str>,
    action: &Action,
) -> Result<(), ScriptError> {
    let mut services = Service::ALL.into_iter();
    let service = services.find(|service| service.has_call(world, call));
    match service {
        Some(service) => service.act(world, call, party, action),
        None => Err(ScriptError::new(format!(
            "there is no call {call} (it may have ended; `Sim::calls` and GET /_sim/calls list the calls)"
        ))),
    }
}
