//! The layouts: wide and narrow, light and dark.

use crate::desk::Desk;

/// The expression for the background of the page.
const BACKGROUND: &str = "getComputedStyle(document.body).backgroundColor";

/// The expression for the width of the page beyond that of the window.
const OVERFLOW: &str = "document.documentElement.scrollWidth - document.documentElement.clientWidth";

async fn connected(desk: &Desk) {
    desk.call().await;
    desk.press("#actions", "Answer").await;
    desk.row("CallConnected").await;
}

#[tokio::test]
async fn the_page_is_dark_if_the_system_is() {
    let Some(desk) = Desk::open().await else { return };
    desk.tab.prefer("light").await.expect("set");
    let light: String = desk.tab.evaluate(BACKGROUND).await.expect("a color");
    desk.tab.prefer("dark").await.expect("set");
    desk.tab.wait_until(&format!("{BACKGROUND} !== '{light}'")).await.expect("dark");
    connected(&desk).await;
    desk.picture("dark.png").await;
    desk.tab.select("#theme", "light").await.expect("a theme");
    desk.tab.wait_until(&format!("{BACKGROUND} === '{light}'")).await.expect("light again");
    desk.tab.prefer("light").await.expect("set");
    desk.tab.select("#theme", "dark").await.expect("a theme");
    desk.tab.wait_until(&format!("{BACKGROUND} !== '{light}'")).await.expect("dark again");
    desk.check();
}

#[tokio::test]
async fn a_narrow_window_needs_no_horizontal_scrolling() {
    let Some(desk) = Desk::open().await else { return };
    for (width, height) in [(360, 800), (768, 1024), (1100, 800)] {
        desk.tab.resize(width, height).await.expect("resized");
        connected(&desk).await;
        let row = desk.tab.run("document.querySelector('#lanes .row').click()").await;
        row.expect("opened");
        desk.tab.find(".entry-details").await.expect("details");
        assert_eq!(desk.tab.evaluate::<i64>(OVERFLOW).await.expect("a number"), 0, "at {width}");
        desk.tab.run("document.querySelector('#lanes .row').click()").await.expect("closed");
        if width == 360 {
            desk.tab.run("document.querySelector('#call').scrollIntoView()").await.expect("scrolled");
            desk.picture("narrow.png").await;
            desk.tab.run("scrollTo(0, 0)").await.expect("scrolled");
            desk.picture("narrow-top.png").await;
        }
    }
    desk.check();
}
