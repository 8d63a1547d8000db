//! first

use std::path::Path;

use call_sim::Sim;
use page_tests::Chromium;

#[tokio::test]
async fn look() {
    let Some(chromium) = Chromium::start().await.expect("started") else { return };
    let sim = Sim::builder().answer_after(None).start().await.expect("a free port");
    let tab = chromium.open(sim.url()).await.expect("opened");
    let client = ews_um::UmClient::new(
        sim.exchange().um_url(),
        ews_um::Credential::basic(sim.exchange().user(), sim.exchange().password()).expect("valid"),
    )
    .expect("valid");
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"));
    tab.resize(1400, 900).await.expect("resized");
    tab.wait_for_text("connected").await.expect("connected");
    let _ = client.play_on_phone(sim.exchange().item_id(), "+14255550123").await;
    tab.wait_until("document.querySelectorAll('#lanes li').length > 1").await.expect("rows");
    tab.screenshot(&folder.join("1.png")).await.expect("written");
    println!("{:?} {:?}", tab.console(), tab.requests());
}
