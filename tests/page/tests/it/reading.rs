//! The page with a keyboard and with a screen reader.

use crate::desk::{Desk, NUMBER};

#[tokio::test]
async fn a_call_is_controlled_with_the_keyboard_alone() {
    let Some(desk) = Desk::open().await else { return };
    let call = desk.app.call(NUMBER).await;
    desk.tab.find(&format!(".call-item[data-call='{call}']")).await.expect("a call");
    focus(&desk, &format!("document.activeElement.dataset.call === '{call}'")).await;
    desk.tab.key("Enter").await.expect("pressed");
    desk.row("create_call").await;
    let kept: bool = desk
        .tab
        .evaluate(&format!("document.activeElement.dataset.call === '{call}'"))
        .await
        .expect("a value");
    assert!(kept, "the focus stays on the call");
    focus(&desk, "document.activeElement.matches('#lanes .row')").await;
    let outline: String =
        desk.tab.evaluate("getComputedStyle(document.activeElement).outlineStyle").await.expect("a style");
    assert_eq!(outline, "solid", "the focus is visible");
    desk.tab.key("Enter").await.expect("pressed");
    desk.tab.find(".entry-details").await.expect("details");
    focus(&desk, "document.activeElement.textContent === 'Answer'").await;
    desk.tab.key("Enter").await.expect("pressed");
    desk.row("CallConnected").await;
    desk.check();
}

/// Presses Tab until an element has the focus.
async fn focus(desk: &Desk, wanted: &str) {
    for _ in 0..60 {
        desk.tab.key("Tab").await.expect("pressed");
        if desk.tab.evaluate::<bool>(wanted).await.expect("a value") {
            return;
        }
    }
    panic!("no element in the order of the focus fulfills {wanted}");
}

#[tokio::test]
async fn every_control_has_a_name_and_every_region_a_label() {
    let Some(desk) = Desk::open().await else { return };
    desk.call().await;
    desk.press("#actions", "Answer").await;
    desk.row("CallConnected").await;
    let nameless: Vec<String> = desk.tab.nameless_controls().await.expect("a tree");
    assert_eq!(nameless, [""; 0]);
    let landmarks = "['header', 'main', 'nav[aria-label=Calls]', 'aside[aria-label]'].filter((one) => !document.querySelector(one))";
    assert_eq!(desk.tab.evaluate::<Vec<String>>(landmarks).await.expect("a list"), [""; 0]);
    // The diagram is a list, and the text of each item names the sender and the operation.
    let first: String =
        desk.tab.evaluate("document.querySelector('#lanes > li').textContent").await.expect("text");
    assert!(first.contains("request of the application: create_call"), "{first}");
    desk.check();
}
