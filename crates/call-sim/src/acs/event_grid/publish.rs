//! The publication of events to the subscriptions.

use acs_calling::events::{CloudEvent, Event, GridEvent};
use call_wire::json;

use super::attempt::{Notification, attempt};
use super::subscription::{EventSchema, Status, topic};
use crate::journal::{Kind, NewEntry};
use crate::service::Service;
use crate::world::World;

/// Publishes an event to all active subscriptions. The order of events is not kept.
pub(crate) fn publish(world: &mut World, call: Option<&str>, id: &str, subject: &str, event: &Event) {
    let active = world.acs.grid.subscriptions.iter().filter(|(_, one)| one.status == Status::Active);
    let active: Vec<_> = active.map(|(number, one)| (*number, one.schema)).collect();
    let name = event.name().unwrap_or("unknown");
    if active.is_empty() {
        let entry = NewEntry::new(Service::Acs, Kind::Warning, name).call(call.map(str::to_owned));
        world.note(entry.detail("no Event Grid subscription is active, so the event is not delivered"));
    }
    for (number, schema) in active {
        let body = match encode(world, schema, id, subject, event.clone()) {
            Ok(body) => body,
            // The events of the simulator have no raw text that could be invalid.
            Err(error) => {
                world.note(NewEntry::new(Service::Acs, Kind::Warning, "Event Grid").detail(error));
                continue;
            }
        };
        let notification = Notification {
            subscription: number,
            schema,
            name: name.to_owned(),
            id: id.to_owned(),
            call: call.map(str::to_owned),
            body,
            published: world.clock.elapsed(),
        };
        attempt(world, notification, 0);
    }
}

fn encode(
    world: &World,
    schema: EventSchema,
    id: &str,
    subject: &str,
    event: Event,
) -> Result<String, impl std::fmt::Display + use<>> {
    let (topic, time) = (topic(&world.settings), world.clock.now().to_string());
    match schema {
        EventSchema::EventGrid => {
            let mut event = GridEvent::new(id, subject, event);
            event.envelope.topic = Some(topic);
            event.envelope.event_time = Some(time);
            json::encode(&event).map(|event| format!("[{event}]"))
        }
        EventSchema::CloudEvents => {
            let mut event = CloudEvent::new(id, topic, event);
            event.envelope.subject = Some(subject.to_owned());
            event.envelope.time = Some(time);
            json::encode(&event)
        }
    }
}
