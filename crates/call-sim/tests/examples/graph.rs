//! The examples of graph-calls.

use call_sim::{Ring, Service, Sim, Time};

use crate::run::{Example, free_address, operation};

/// An address without a server.
const NOWHERE: &str = "http://127.0.0.1:9/callback";

pub async fn get_call(name: &'static str) {
    // The call must not end while the example is built.
    let sim = Sim::builder().time(Time::Virtual).start().await.expect("a simulator");
    sim.graph().webhook(NOWHERE);
    let id = sim.ring(Service::Graph, &Ring::new("+14255550123")).expect("a call");
    let mut example = Example::start(name, &sim, &[], &[&id]).await;
    example.line("Some(Incoming), ").await;
    example.succeeds().await;
}

pub async fn webhook(name: &'static str) {
    let sim = Sim::start().await.expect("a simulator");
    let mut example = Example::start(name, &sim, &[("ADDRESS", "127.0.0.1:0")], &[]).await;
    sim.graph().webhook(example.line("listening on ").await);
    let id = sim.ring(Service::Graph, &Ring::new("+14255550123")).expect("a call");
    example.line(&format!("call {id}: Some(Incoming)")).await;
    sim.hang_up(&id).expect("the caller gives up");
    example.line(&format!("call {id}: Some(Terminated)")).await;
}

pub async fn menu_bot(name: &'static str) {
    let sim = Sim::start().await.expect("a simulator");
    let address = free_address();
    let callback = format!("http://{address}/callback");
    let variables = [
        ("ADDRESS", address.as_str()),
        ("CALLBACK_URI", &callback),
        ("MENU_WAV", "https://bot.contoso.example/menu.wav"),
        ("AGENT_OBJECT_ID", "550fae72-d251-43ec-868c-373732c2704f"),
    ];
    let mut example = Example::start(name, &sim, &variables, &[]).await;
    example.line("listening on ").await;
    sim.graph().webhook(&callback);
    for (key, last) in [("1", "call_transfer"), ("2", "calls_delete")] {
        let id = sim.ring(Service::Graph, &Ring::new("+14255550123")).expect("a call");
        for name in ["call_answer", "call_subscribe_to_tone", "call_play_prompt"] {
            operation(&sim, name).await;
        }
        sim.press(&id, key).expect("the call is established");
        operation(&sim, last).await;
        sim.reset();
    }
}
