//! The clock and the reset.

use std::time::Duration;

use call_sim::{FaultRule, RequestFault, Sim, Time};

use crate::desk::Desk;

#[tokio::test]
async fn time_is_skipped_by_every_button() {
    let Some(desk) = Desk::open_with(Sim::builder().time(Time::Virtual)).await else { return };
    let mut expected = desk.sim.now();
    for (button, seconds) in
        [("+1 s", 1), ("+5 s", 5), ("+30 s", 30), ("+1 min", 60), ("+15 min", 900), ("+45 min", 2700)]
    {
        desk.press("#advances", button).await;
        expected += Duration::from_secs(seconds);
        let shown = expected.to_string()[..19].replace('T', " ");
        desk.tab
            .wait_until(&format!("document.querySelector('#time').textContent === '{shown}'"))
            .await
            .unwrap_or_else(|error| panic!("{button}: {error}"));
        assert_eq!(desk.sim.now(), expected, "{button}");
    }
    desk.tab.fill("#advance-seconds", "2.5").await.expect("typed");
    desk.press("#advance", "Skip seconds").await;
    expected += Duration::from_millis(2500);
    while desk.sim.now() != expected {
        tokio::task::yield_now().await;
    }
    desk.check();
}

#[tokio::test]
async fn a_reset_clears_the_page() {
    let Some(desk) = Desk::open().await else { return };
    desk.call().await;
    desk.sim.fault(FaultRule::on_requests(RequestFault::HtmlPage));
    desk.tab.wait_until("document.querySelectorAll('#faults li').length === 1").await.expect("a rule");
    desk.tab.click("#reset").await.expect("a button");
    desk.press("#reset-dialog", "Cancel").await;
    assert_eq!(desk.sim.calls().len(), 1, "nothing was reset");
    desk.tab.click("#reset").await.expect("a button");
    desk.press("#reset-dialog", "Reset").await;
    for gone in ["#lanes li", "#faults li", ".call-item[data-call]"] {
        desk.tab
            .wait_until(&format!("document.querySelectorAll('{gone}').length === 0"))
            .await
            .unwrap_or_else(|error| panic!("{error}"));
    }
    assert!(desk.sim.calls().is_empty());
    // The page shows the entries after the reset.
    desk.call().await;
    desk.row("create_call").await;
    desk.check();
}
