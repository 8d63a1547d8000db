//! The example of call-info.

use call_sim::{Ring, Service, Sim};
use ews_um::{Credential, UmClient};

use crate::acs;
use crate::run::Example;

/// Starts the example with the variables of one service.
async fn start(name: &'static str, sim: &Sim, variables: &[&str], id: &str) -> Example {
    let environment = sim.environment().into_iter().filter(|(name, _)| variables.contains(name)).collect();
    Example::start_with(name, environment, &[], &[id]).await
}

pub async fn get_call(name: &'static str) {
    let sim = Sim::start().await.expect("a simulator");
    let exchange = sim.exchange();
    let credential = Credential::basic(exchange.user(), exchange.password()).expect("a credential");
    let client = UmClient::new(exchange.um_url(), credential).expect("a client");
    let id = client.play_on_phone(exchange.item_id(), "+14255550200").await.expect("a call");
    let mut example = start(name, &sim, &["UM_URL", "EXCHANGE_TOKEN"], &id).await;
    example.line("connected").await;
    example.succeeds().await;

    sim.graph().webhook("http://127.0.0.1:9/callback");
    let id = sim.ring(Service::Graph, &Ring::new("+14255550123")).expect("a call");
    let mut example = start(name, &sim, &["GRAPH_ENDPOINT", "GRAPH_TOKEN"], &id).await;
    example.line("incoming").await;
    example.succeeds().await;

    let id = acs::place(&sim, "http://127.0.0.1:9/callback").await;
    let mut example = start(name, &sim, &["ACS_CONNECTION_STRING"], &id).await;
    example.line("connected").await;
    example.succeeds().await;
}
