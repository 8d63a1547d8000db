//! The page with the behaviors and their sources.

use crate::desk::Desk;

#[tokio::test]
async fn the_behaviors_are_listed_and_filtered() {
    let Some(desk) = Desk::open().await else { return };
    desk.tab.click("nav a[href='/fidelity']").await.expect("a link");
    desk.tab.wait_until("document.querySelectorAll('.behaviors tbody tr').length > 10").await.expect("rows");
    let rows = "document.querySelectorAll('.behaviors tbody tr').length";
    let all: usize = desk.tab.evaluate(rows).await.expect("a number");
    desk.tab.click("input[value=choice]").await.expect("a filter");
    desk.tab.wait_until(&format!("{rows} < {all}")).await.expect("fewer rows");
    let choices = "document.querySelectorAll('.behaviors [data-mark=choice]').length";
    assert_eq!(desk.tab.evaluate::<usize>(choices).await.expect("a number"), 0);
    desk.picture("fidelity.png").await;
    desk.check();
}
