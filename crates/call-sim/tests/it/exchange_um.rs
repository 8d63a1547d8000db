//! The Unified Messaging web service: all operations, the states of calls over time, and scripts.

use std::time::Duration;

use call_sim::{Action, Kind, MagicMailbox};
use ews_um::um::{UmCallState, UmEventCause, UmGreeting};
use ews_um::{Credential, ErrorKind, PollOptions, UmClient};

use crate::exchange::Office;

async fn state(client: &UmClient, id: &str) -> (UmCallState, UmEventCause) {
    let info = client.get_call_info(id).await.expect("the state").into_inner();
    (info.call_state.expect("a state"), info.event_cause.expect("a cause"))
}

#[tokio::test]
async fn a_call_is_placed_answered_and_ended() {
    let office = Office::open().await;
    let client = office.um();
    let id = client.play_on_phone(office.sim.exchange().item_id(), "+14255550143").await.expect("a call");
    assert!(id.len() <= 512, "{}", *id);
    assert_eq!(state(&client, &id).await, (UmCallState::Connecting, UmEventCause::None));
    let calls = office.sim.calls();
    assert_eq!(
        (calls[0].id.as_str(), calls[0].state.as_str(), calls[0].outgoing),
        (&**id, "Connecting", true)
    );
    assert_eq!(calls[0].parties[0].id, "+14255550143");
    office.pass(999).await;
    assert_eq!(state(&client, &id).await.0, UmCallState::Connecting);
    office.pass(1).await;
    assert_eq!(state(&client, &id).await.0, UmCallState::Connected);
    office.pass(5000).await;
    assert_eq!(state(&client, &id).await, (UmCallState::Disconnected, UmEventCause::None));
    assert!(office.sim.calls().is_empty(), "a call that is over is not listed");
    assert_eq!(office.states(), ["Connecting", "Connected", "Disconnected"]);
}

#[tokio::test]
async fn the_length_of_a_message_can_be_set() {
    let office = Office::open().await;
    office.sim.exchange().message_length(Duration::from_secs(60));
    let client = office.um();
    let id = client.play_on_phone(office.sim.exchange().item_id(), "+14255550200").await.expect("a call");
    office.pass(59_999).await;
    assert_eq!(state(&client, &id).await.0, UmCallState::Connected);
    office.pass(1).await;
    assert_eq!(state(&client, &id).await.0, UmCallState::Disconnected);
}

#[tokio::test]
async fn the_state_can_be_read_for_ten_minutes_after_the_end() {
    let office = Office::open().await;
    let client = office.um();
    let id = client.play_on_phone(office.sim.exchange().item_id(), "5550143").await.expect("a call");
    client.disconnect(&id).await.expect("it ends");
    assert_eq!(state(&client, &id).await, (UmCallState::Disconnected, UmEventCause::None));
    client.disconnect(&id).await.expect("ending it twice changes nothing");
    office.pass(599_999).await;
    assert_eq!(state(&client, &id).await.0, UmCallState::Disconnected);
    office.pass(1).await;
    let error = client.get_call_info(&id).await.expect_err("it is forgotten");
    assert_eq!(
        (error.kind(), error.status().map(|status| status.as_u16())),
        (ErrorKind::InvalidCallId, Some(500))
    );
}

#[tokio::test]
async fn a_watch_follows_a_call_to_its_end() {
    let office = Office::open().await;
    let client = office.um();
    let id = client.play_on_phone(office.sim.exchange().item_id(), "+14255550143").await.expect("a call");
    let mut watch = client.watch_call(&id, PollOptions::new().max_interval(Duration::from_secs(1)));
    let mut states = Vec::new();
    while let Some(report) = watch.next().await {
        states.push(report.expect("a report").call_state.expect("a state").to_string());
    }
    assert_eq!(states, ["Connecting", "Connected", "Disconnected"]);
}

#[tokio::test]
async fn a_greeting_is_played() {
    let office = Office::open().await;
    let client = office.um();
    let id = client.play_on_phone_greeting(UmGreeting::OofCustom, "+14255550200").await.expect("a call");
    assert_eq!(state(&client, &id).await.0, UmCallState::Connected, "the number answers at once");
}

#[tokio::test]
async fn the_cause_of_a_failed_call_is_busy_or_unknown() {
    for (number, wait, cause) in [
        ("+14255550486", 1000, UmEventCause::UserBusy),
        ("+14255550480", 30_000, UmEventCause::None),
        ("+14255550404", 1000, UmEventCause::None),
        ("+14255550603", 1000, UmEventCause::None),
    ] {
        let office = Office::open().await;
        let client = office.um();
        let id = client.play_on_phone(office.sim.exchange().item_id(), number).await.expect("a call");
        office.pass(wait - 1).await;
        assert_eq!(state(&client, &id).await.0, UmCallState::Connecting, "{number}");
        office.pass(1).await;
        assert_eq!(state(&client, &id).await, (UmCallState::Disconnected, cause), "{number}");
    }
}

#[tokio::test]
async fn scripts_answer_decline_and_hang_up() {
    let office = Office::open().await;
    let client = office.um();
    let place = async || {
        let id = client.play_on_phone(office.sim.exchange().item_id(), "+14255550143").await;
        id.expect("a call").into_inner()
    };
    let id = place().await;
    office.sim.answer(&id).expect("it answers");
    assert_eq!(state(&client, &id).await.0, UmCallState::Connected);
    assert!(office.sim.busy(&id).is_err(), "a party that has answered cannot be busy");
    office.sim.press(&id, "1#").expect("keys are noted");
    office.sim.say(&id, "Call Rosa").expect("voice access calls a contact");
    assert_eq!(state(&client, &id).await.0, UmCallState::Connecting);
    office.pass(1000).await;
    assert_eq!(state(&client, &id).await.0, UmCallState::Connected);
    office.sim.hang_up(&id).expect("it hangs up");
    assert_eq!(state(&client, &id).await, (UmCallState::Disconnected, UmEventCause::None));

    let id = place().await;
    office.sim.busy(&id).expect("it is busy");
    assert_eq!(state(&client, &id).await, (UmCallState::Disconnected, UmEventCause::UserBusy));
    for end in [Action::Decline, Action::NoAnswer] {
        let id = place().await;
        office.sim.act(&id, Some("+14255550143"), &end).expect("it ends");
        assert_eq!(state(&client, &id).await.0, UmCallState::Disconnected);
        let error = office.sim.answer(&id).expect_err("it is over").to_string();
        assert!(error.contains("it may have ended"), "{error}");
    }
    let id = place().await;
    let error = office.sim.act(&id, None, &Action::Join).expect_err("no such action").to_string();
    assert!(error.contains("expected Answer"), "{error}");
    let error = office.sim.act(&id, Some("+1"), &Action::Answer).expect_err("another party").to_string();
    assert!(error.contains("+14255550143"), "{error}");
    let error = office.sim.hang_up(&id).expect_err("it rings").to_string();
    assert!(error.contains("Connecting (expected Answer, Decline, Busy or NoAnswer)"), "{error}");
}

#[tokio::test]
async fn the_voice_mail_settings_follow_their_operations() {
    let office = Office::open().await;
    let client = office.um();
    assert!(client.is_um_enabled().await.expect("a value").into_inner());
    client.set_oof_status(true).await.expect("it is set");
    client.set_missed_call_notification_enabled(false).await.expect("it is set");
    client.set_play_on_phone_dial_string("12345").await.expect("it is set");
    client.set_telephone_access_folder_email("AAEC").await.expect("it is set");
    let properties = client.get_um_properties().await.expect("the settings").into_inner();
    assert_eq!(properties.oof_status, Some(true));
    assert_eq!(properties.missed_call_notification_enabled, Some(false));
    assert_eq!(properties.play_on_phone_dial_string.as_deref(), Some("12345"));
    assert_eq!(properties.telephone_access_folder_email.as_deref(), Some("AAEC"));
    assert_eq!(properties.telephone_access_numbers.as_deref(), Some("+14255550100, +442075550100"));
    client.set_oof_status(false).await.expect("it is set");
    client.set_play_on_phone_dial_string("").await.expect("it is removed");
    let properties = client.get_um_properties().await.expect("the settings").into_inner();
    assert_eq!(
        (properties.oof_status, properties.play_on_phone_dial_string.as_deref()),
        (Some(false), Some(""))
    );
}

#[tokio::test]
async fn a_new_pin_is_sent_by_email_only() {
    let office = Office::open().await;
    let before = office.sim.exchange().pin();
    office.um().reset_pin().await.expect("a new PIN");
    let pin = office.sim.exchange().pin();
    assert_ne!(pin, before);
    assert!(pin.len() == 6 && pin.bytes().all(|digit| digit.is_ascii_digit()), "{pin}");
    let journal = office.sim.journal();
    assert!(journal.iter().any(|entry| entry.kind == Kind::State && entry.name == "PIN reset"));
    assert!(
        !format!("{journal:?} {:?}", office.sim.exchange()).contains(&pin),
        "the PIN is in no other output"
    );
}

#[tokio::test]
async fn the_calls_of_another_user_are_not_visible() {
    let office = Office::open().await;
    let id = office.um().play_on_phone(office.sim.exchange().item_id(), "12345").await.expect("a call");
    let other = office.um_of(MagicMailbox::WithoutDialPlan);
    let error = other.get_call_info(&id).await.expect_err("another user");
    assert_eq!(error.kind(), ErrorKind::InvalidCallId);
    let same = office.um_with(Credential::bearer(office.sim.exchange().bearer_token()).expect("a token"));
    assert_eq!(state(&same, &id).await.0, UmCallState::Connecting);
}
