//! Injected faults, and the page that shows them.

use call_sim::Kind;

use crate::desk::Desk;

#[tokio::test]
async fn a_status_is_injected_and_shown_in_the_call() {
    let Some(desk) = Desk::open().await else { return };
    let call = desk.call().await;
    desk.tab.select("#fault-kind", "status-429").await.expect("a fault");
    desk.tab.fill("#fault-retry-seconds", "0").await.expect("typed");
    desk.tab.fill("#fault-name", "call_connection_get_call").await.expect("typed");
    desk.press("#fault", "Inject").await;
    desk.tab.wait_for_text("status 429, Retry-After 0 s").await.expect("a rule");
    desk.app.client.call_connection(call).get().await.expect("retried");
    desk.tab.wait_for_text("injected 1 of 1").await.expect("counted");
    desk.row("429 Too Many Requests").await;
    desk.tab.find("#lanes .kind-fault").await.expect("a fault in the diagram");
    desk.tab.run("scrollTo(0, 0)").await.expect("scrolled");
    desk.picture("fault.png").await;
    desk.press("#faults", "Remove").await;
    desk.tab.wait_until("document.querySelectorAll('#faults li').length === 0").await.expect("removed");
    desk.check();
}

#[tokio::test]
async fn every_fault_of_the_form_is_accepted() {
    let Some(desk) = Desk::open().await else { return };
    let kinds: Vec<String> = desk
        .tab
        .evaluate("[...document.querySelector('#fault-kind').options].map(({ value }) => value)")
        .await
        .expect("kinds");
    assert_eq!(kinds.len(), 22, "{kinds:?}");
    for (count, kind) in kinds.iter().enumerate() {
        desk.tab.select("#fault-kind", kind).await.expect("a kind");
        desk.press("#fault", "Inject").await;
        let shown = format!("document.querySelectorAll('#faults li').length === {}", count + 1);
        desk.tab.wait_until(&shown).await.unwrap_or_else(|error| panic!("{kind}: {error}"));
    }
    let unnamed = "[...document.querySelectorAll('#faults span')].filter(({ textContent }) => /undefined|NaN|object/.test(textContent)).length";
    assert_eq!(desk.tab.evaluate::<usize>(unnamed).await.expect("a number"), 0);
    desk.check();
}

#[tokio::test]
async fn every_form_of_retry_after_is_accepted() {
    let Some(desk) = Desk::open().await else { return };
    for (form, text) in [
        ("seconds", "status 503, Retry-After 2 s"),
        ("fraction", "status 503, Retry-After 2.5 s"),
        ("date", "status 503, Retry-After 3 s as a date"),
        ("", "status 503;"),
    ] {
        desk.tab.select("#fault-kind", "status-503").await.expect("a fault");
        desk.tab.select("#fault-retry-form", form).await.expect("a form");
        let seconds = match form {
            "seconds" => "2",
            "fraction" => "2.5",
            _ => "3",
        };
        desk.tab.fill("#fault-retry-seconds", seconds).await.expect("typed");
        desk.press("#fault", "Inject").await;
        desk.tab.wait_for_text(text.trim_end_matches(';')).await.expect("a rule");
    }
    desk.check();
}

#[tokio::test]
async fn unknown_members_are_marked_in_the_body() {
    let Some(desk) = Desk::open().await else { return };
    desk.tab.select("#fault-kind", "unknownMembers").await.expect("a fault");
    desk.tab.fill("#fault-name", "CallConnected").await.expect("typed");
    desk.press("#fault", "Inject").await;
    desk.tab.wait_for_text("unknown members").await.expect("a rule");
    desk.call().await;
    desk.press("#actions", "Answer").await;
    let number = desk.journal(Kind::Callback, "CallConnected").await.number;
    desk.tab.click(&format!("[data-number='{number}']")).await.expect("a row");
    let marked = "document.querySelector('.entry-details mark')?.textContent === '\"addedLater\"'";
    desk.tab.wait_until(marked).await.expect("a mark");
    desk.tab.run("document.querySelector('.entry-details').scrollIntoView()").await.expect("scrolled");
    desk.picture("body.png").await;
    desk.tab.click(&format!("[data-number='{number}']")).await.expect("a row");
    desk.tab.wait_until("!document.querySelector('.entry-details')").await.expect("closed");
    desk.check();
}
