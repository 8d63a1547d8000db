//! Views: everything, earlier entries, the addresses.

use crate::desk::Desk;

#[tokio::test]
async fn everything_has_the_entries_of_all_calls_and_of_none() {
    let Some(desk) = Desk::open().await else { return };
    desk.call().await;
    desk.app.try_call("+14255550403").await.expect_err("refused");
    desk.press("#calls", "≡Everything").await;
    desk.row("201 Created").await;
    desk.row("403 Forbidden").await;
    desk.check();
}

#[tokio::test]
async fn earlier_entries_are_shown_on_request() {
    let Some(desk) = Desk::open().await else { return };
    for _ in 0..250 {
        desk.app.client.call_connection("c-404").get().await.expect_err("no such call");
    }
    let rows = "document.querySelectorAll('#lanes li').length";
    // A call that is selected begins a new list of rows.
    desk.call().await;
    desk.press("#calls", "≡Everything").await;
    desk.tab.wait_until(&format!("{rows} === 400")).await.expect("a page");
    desk.tab.click("#earlier").await.expect("a button");
    desk.tab
        .wait_until(&format!("{rows} > 500 && document.querySelector('#earlier').hidden"))
        .await
        .expect("all");
    let sorted = "[...document.querySelectorAll('#lanes .row')].every((row, index, all) => index === 0 || Number(all[index - 1].dataset.number) < Number(row.dataset.number))";
    assert!(desk.tab.evaluate::<bool>(sorted).await.expect("a value"), "the rows are in order");
    desk.check();
}

#[tokio::test]
async fn the_environment_is_copied() {
    let Some(desk) = Desk::open().await else { return };
    // A headless browser does not allow access to the clipboard.
    desk.tab
        .run("navigator.clipboard.writeText = async (text) => { window.copied = text }")
        .await
        .expect("replaced");
    desk.tab.click("details:has(#copy) > summary").await.expect("opened");
    desk.tab.click("#copy").await.expect("a button");
    desk.tab.wait_until("window.copied").await.expect("copied");
    let copied: String = desk.tab.evaluate("window.copied").await.expect("text");
    for (name, value) in desk.sim.environment() {
        assert!(copied.contains(&format!("export {name}='{value}'\n")), "{name}");
    }
    desk.check();
}
