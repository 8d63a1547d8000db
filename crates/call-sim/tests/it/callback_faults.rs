//! Injected faults of callbacks, as the application receives them.

use std::time::Duration;

use call_sim::{CallbackFault, FaultRule, Sim};

use crate::app::{self, App, PHONE, names, phone};

/// Places a call with a fault on a callback, or on all callbacks without a name.
async fn call_with(fault: CallbackFault, name: Option<&str>) -> (Sim, App) {
    let (sim, app) = app::start().await;
    let rule = FaultRule::on_callbacks(fault);
    sim.fault(match name {
        Some(name) => rule.name(name),
        None => rule,
    });
    app.client.create_call(&app.call_to(&sim, [phone(PHONE)])).await.expect("accepted");
    (sim, app)
}

#[tokio::test]
async fn a_lost_event_does_not_arrive() {
    let (sim, app) = call_with(CallbackFault::Lost, Some("CallConnected")).await;
    assert_eq!(names(&app.events_after(&sim, Duration::from_secs(60)).await), ["ParticipantsUpdated"]);
}

#[tokio::test]
async fn a_late_event_does_not_delay_the_others() {
    let (sim, app) = call_with(CallbackFault::Late(3000), Some("CallConnected")).await;
    assert_eq!(names(&app.events_after(&sim, Duration::from_secs(1)).await), ["ParticipantsUpdated"]);
    assert_eq!(names(&app.events_after(&sim, Duration::from_secs(3)).await), ["CallConnected"]);
}

#[tokio::test]
async fn events_out_of_order_change_places_in_pairs() {
    let (sim, app) = call_with(CallbackFault::OutOfOrder, None).await;
    let events = app.events_after(&sim, Duration::from_secs(60)).await;
    assert_eq!(names(&events), ["ParticipantsUpdated", "CallConnected"]);
}

#[tokio::test]
async fn the_last_event_out_of_order_is_not_lost() {
    let (sim, app) = call_with(CallbackFault::OutOfOrder, Some("ParticipantsUpdated")).await;
    assert_eq!(names(&app.events_after(&sim, Duration::from_secs(1)).await), ["CallConnected"]);
    assert_eq!(names(&app.events_after(&sim, Duration::from_secs(5)).await), ["ParticipantsUpdated"]);
}

#[tokio::test]
async fn an_event_of_an_unknown_type_is_received_whole() {
    let (sim, app) = call_with(CallbackFault::UnknownType, Some("CallConnected")).await;
    let events = app.events_after(&sim, Duration::from_secs(1)).await;
    assert_eq!(names(&events), ["CallConnectedAddedLater", "ParticipantsUpdated"]);
    assert!(matches!(events[0].data, acs_calling::events::Event::Unknown(_)));
}

#[tokio::test]
async fn the_key_set_has_the_old_and_the_new_key_after_a_rotation() {
    let (sim, app) = app::start().await;
    let before = sim.acs().key_set();
    sim.fault(FaultRule::on_callbacks(CallbackFault::KeyRotation).times(1));
    app.client.create_call(&app.call_to(&sim, [phone(PHONE)])).await.expect("accepted");
    let events = app.events_after(&sim, Duration::from_secs(1)).await;
    assert_eq!(names(&events), ["CallConnected", "ParticipantsUpdated"], "signed with the new key");
    let after = sim.acs().key_set();
    assert_eq!((before.matches("\"kid\"").count(), after.matches("\"kid\"").count()), (1, 2));
}
