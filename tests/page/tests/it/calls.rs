//! Calls from ringing to the end, and every button of the phone.

use call_sim::Kind;

use crate::desk::{Desk, NUMBER};

#[tokio::test]
async fn a_call_is_shown_from_ringing_to_its_end() {
    let Some(desk) = Desk::open().await else { return };
    desk.press("#ring", "Ring").await;
    desk.journal(Kind::Callback, "IncomingCall").await;
    desk.row("IncomingCall").await;
    // The answered call has another id, and the page shows it as the same call.
    desk.row("CallConnected").await;
    desk.row("answer_call").await;
    desk.tab.wait_for_text("connected").await.expect("a state");
    desk.press("#pad", "5").await;
    desk.row("presses 5").await;
    desk.picture("call.png").await;
    desk.press("#actions", "Hang up").await;
    desk.row("CallDisconnected").await;
    desk.tab
        .wait_until("document.querySelector('.facts .state').textContent === 'ended'")
        .await
        .expect("ended");
    desk.tab.wait_until("document.querySelector('#phone-controls').disabled").await.expect("no phone");
    let announced: String =
        desk.tab.evaluate("document.querySelector('#announcer').textContent").await.expect("text");
    assert!(announced.ends_with(": ended"), "{announced}");
    desk.check();
}

#[tokio::test]
async fn an_application_is_registered_for_incoming_calls() {
    let Some(desk) = Desk::open().await else { return };
    desk.tab.click("details:has(#register) > summary").await.expect("opened");
    for (service, url) in
        [("acs", desk.app.event_grid()), ("graph", "http://127.0.0.1:9/callback".to_owned())]
    {
        desk.tab.select("#register-service", service).await.expect("a service");
        desk.tab.fill("#register-url", &url).await.expect("typed");
        desk.press("#register", "Register").await;
        desk.tab.wait_for_text("Registered.").await.expect("an outcome");
    }
    desk.tab.select("#ring-service", "graph").await.expect("a service");
    desk.press("#ring", "Ring").await;
    let rung =
        |entry: &call_sim::Entry| entry.kind == Kind::Callback && entry.service == call_sim::Service::Graph;
    let callback = desk.sim.wait_for(rung).await;
    assert!(callback.detail.contains("http://127.0.0.1:9/callback"), "{callback:?}");
    desk.check();
}

#[tokio::test]
async fn the_called_party_answers_declines_is_busy_or_does_not_answer() {
    let Some(desk) = Desk::open().await else { return };
    for (button, event) in [
        ("Answer", "CallConnected"),
        ("Decline", "CreateCallFailed"),
        ("Busy", "CreateCallFailed"),
        ("No answer", "CreateCallFailed"),
    ] {
        let call = desk.call().await;
        desk.press("#actions", button).await;
        desk.row(event).await;
        let own = desk.sim.journal().into_iter().filter(|entry| entry.call.as_ref() == Some(&call));
        let callbacks: Vec<_> =
            own.filter(|entry| entry.kind == Kind::Callback).map(|entry| entry.name).collect();
        assert!(callbacks.contains(&event.to_owned()), "{button}: {callbacks:?}");
    }
    desk.check();
}

#[tokio::test]
async fn the_phone_presses_keys_speaks_mutes_and_holds() {
    let Some(desk) = Desk::open().await else { return };
    desk.call().await;
    desk.press("#actions", "Answer").await;
    desk.row("CallConnected").await;
    for key in "123A456B789C*0#D".chars() {
        desk.press("#pad", &key.to_string()).await;
    }
    let pressed = |desk: &Desk| {
        let phone = desk.sim.journal().into_iter().filter(|entry| entry.kind == Kind::Phone);
        phone.map(|entry| format!("{} {}", entry.name, entry.detail)).collect::<Vec<_>>()
    };
    desk.tab
        .wait_until("document.querySelectorAll('#lanes .kind-phone').length >= 17")
        .await
        .unwrap_or_else(|error| panic!("{error}; {:?}", pressed(&desk)));
    desk.tab.fill("#say-text", "Agent, please").await.expect("typed");
    desk.press("#say", "Say").await;
    desk.row("Agent, please").await;
    for (button, flag) in [("Mute", "muted"), ("Hold", "onHold")] {
        for is_on in [true, false] {
            desk.press("#actions", button).await;
            let state = format!(
                "document.querySelector('#actions [data-action={}]').ariaPressed === '{is_on}'",
                button.to_lowercase()
            );
            desk.tab.wait_until(&state).await.unwrap_or_else(|error| panic!("{flag}: {error}"));
            let party = &desk.sim.calls()[0].parties[0];
            assert_eq!(if flag == "muted" { party.muted } else { party.on_hold }, is_on, "{party:?}");
        }
    }
    desk.press("#actions", "Mute").await;
    desk.tab.wait_for_text("muted").await.expect("a flag");
    desk.check();
}

#[tokio::test]
async fn a_party_joins_the_call() {
    let Some(desk) = Desk::open().await else { return };
    desk.call().await;
    desk.press("#actions", "Answer").await;
    desk.row("CallConnected").await;
    desk.press("#join", "Join").await;
    desk.tab.wait_until("document.querySelectorAll('#parties li').length === 2").await.expect("two parties");
    assert_eq!(desk.sim.calls()[0].parties.len(), 2);
    desk.tab.select("#party", &format!("4:{NUMBER}")).await.expect("a party");
    desk.press("#actions", "Hang up").await;
    desk.tab.wait_until("document.querySelectorAll('#parties li').length === 1").await.expect("one party");
    desk.check();
}

#[tokio::test]
async fn an_action_that_is_not_possible_shows_the_reason() {
    let Some(desk) = Desk::open().await else { return };
    desk.call().await;
    desk.press("#pad", "5").await;
    desk.tab.wait_until("!document.querySelector('#notice').hidden").await.expect("a message");
    let role: String =
        desk.tab.evaluate("document.querySelector('#notice').getAttribute('role')").await.expect("a role");
    assert_eq!(role, "alert");
    desk.press("#notice", "Close").await;
    desk.tab.wait_until("document.querySelector('#notice').hidden").await.expect("closed");
    // Chromium reports every response with an error status on the console.
    let console = desk.tab.console();
    assert!(console.iter().all(|message| message.contains("409")), "{console:?}");
}

#[tokio::test]
async fn data_is_text_and_never_markup() {
    let Some(desk) = Desk::open().await else { return };
    let markup = "<img src=x onerror=document.title='broken'>";
    desk.tab.fill("#ring-name", markup).await.expect("typed");
    desk.press("#ring", "Ring").await;
    desk.journal(Kind::Callback, "CallConnected").await;
    desk.tab
        .wait_until("document.querySelectorAll('#lanes .kind-callback').length >= 2")
        .await
        .expect("rows");
    let number = desk.journal(Kind::Callback, "IncomingCall").await.number;
    desk.tab.click(&format!("[data-number='{number}']")).await.expect("a row");
    desk.tab.wait_for_text("onerror=document.title").await.expect("the body");
    assert_eq!(
        desk.tab.evaluate::<usize>("document.querySelectorAll('img').length").await.expect("a number"),
        0
    );
    assert_eq!(desk.tab.evaluate::<String>("document.title").await.expect("a title"), "call-sim");
    desk.check();
}
