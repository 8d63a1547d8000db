//! The examples of ews-um.

use std::sync::Arc;

use call_sim::Sim;
use ews_um::{Credential, UmClient};

use crate::run::Example;

/// A number that answers at once.
const ANSWERS: &str = "+14255550200";

pub async fn play_on_phone(name: &'static str) {
    let sim = Sim::start().await.expect("a simulator");
    let variables = [("ITEM_ID", sim.exchange().item_id()), ("DIAL", ANSWERS)];
    let mut example = Example::start(name, &sim, &variables, &[]).await;
    assert_eq!(example.line("URL of Exchange Web Services: ").await, sim.exchange().ews_url());
    let id = example.line("id of the call: ").await;
    example.line("state Some(Connected), cause Some(None)").await;
    sim.hang_up(&id).expect("the call is connected");
    example.line("state Some(Disconnected), cause Some(None)").await;
    example.succeeds().await;
}

pub async fn um_play_on_phone(name: &'static str) {
    let sim = Arc::new(Sim::start().await.expect("a simulator"));
    let busy = [("ENTRY_ID", sim.exchange().item_id()), ("DIAL", "+14255550143")];
    let mut example = Example::start(name, &sim, &busy, &[]).await;
    let id = example.line("id of the call: ").await;
    sim.busy(&id).expect("the telephone rings");
    example.line("state Some(Disconnected), cause Some(UserBusy)").await;
    example.succeeds().await;

    let long = [("ENTRY_ID", sim.exchange().item_id()), ("DIAL", ANSWERS), ("HANG_UP_AFTER", "2")];
    let mut example = Example::start(name, &sim, &long, &[]).await;
    example.line("state Some(Connected), cause Some(None)").await;
    example.line("ended after 2 seconds").await;
    example.succeeds().await;
    assert!(sim.calls().is_empty());
}

pub async fn um_get_call(name: &'static str) {
    let sim = Sim::start().await.expect("a simulator");
    let exchange = sim.exchange();
    let credential = Credential::basic(exchange.user(), exchange.password()).expect("a credential");
    let client = UmClient::new(exchange.um_url(), credential).expect("a client");
    let id = client.play_on_phone(exchange.item_id(), ANSWERS).await.expect("a call");
    let mut example = Example::start(name, &sim, &[], &[&id]).await;
    example.line("state Some(Connected), cause Some(None)").await;
    example.succeeds().await;
}
