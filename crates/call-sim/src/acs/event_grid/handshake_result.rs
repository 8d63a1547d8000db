//! The result of a handshake: the state of the subscription.

use std::time::Duration;

use super::subscription::{Status, name};
use crate::journal::{Kind, NewEntry};
use crate::service::Service;
use crate::world::World;

/// The time in which an endpoint can confirm a subscription by a GET request.
const MANUAL: Duration = Duration::from_secs(600);

/// Sets the result of a handshake. A subscription that awaits an action fails after ten minutes.
pub(super) fn finish(world: &mut World, number: u64, status: Status) {
    let Some(subscription) = world.acs.grid.subscriptions.get_mut(&number) else { return };
    if subscription.status != Status::Validating {
        // A GET request has confirmed it in the meantime.
        return;
    }
    subscription.status = status.clone();
    let entry = match &status {
        Status::Active => NewEntry::new(Service::Acs, Kind::State, "active").detail(name(number)),
        Status::Failed(reason) => {
            let detail = format!("{} is not active: {reason}", name(number));
            NewEntry::new(Service::Acs, Kind::Warning, "SubscriptionValidation").detail(detail)
        }
        Status::Validating | Status::AwaitingManualAction => {
            NewEntry::new(Service::Acs, Kind::State, "awaitingManualAction").detail(name(number))
        }
    };
    world.note(entry);
    if status == Status::AwaitingManualAction {
        world.after(MANUAL, move |world| lapse(world, number));
    }
}

fn lapse(world: &mut World, number: u64) {
    let Some(subscription) = world.acs.grid.subscriptions.get_mut(&number) else { return };
    if subscription.status == Status::AwaitingManualAction {
        let reason = "the endpoint did not send a GET request to the validation URL within ten minutes";
        subscription.status = Status::Failed(reason.to_owned());
    }
}
