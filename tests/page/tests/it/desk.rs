//! A simulator, an application, and a browser that shows the page.

use std::path::Path;

use call_sim::{Builder, Entry, Kind, Sim};
use page_tests::{Chromium, Tab};

use crate::app::App;

/// A number that answers only when the page answers for it.
pub(crate) const NUMBER: &str = "+14255550123";

/// A simulator, an application and a browser.
pub(crate) struct Desk {
    pub(crate) sim: Sim,
    pub(crate) app: App,
    pub(crate) tab: Tab,
    _chromium: Chromium,
}

impl Desk {
    /// Opens the page of a simulator whose parties answer only when the page answers for them. Returns `None`
    /// without Chromium.
    pub(crate) async fn open() -> Option<Self> {
        Self::open_with(Sim::builder()).await
    }

    /// Opens the page of a simulator with these settings.
    pub(crate) async fn open_with(builder: Builder) -> Option<Self> {
        let chromium = Chromium::start().await.expect("Chromium starts")?;
        let sim = builder.answer_after(None).start().await.expect("a simulator");
        let app = App::start(&sim).await;
        let tab = chromium.open(sim.url()).await.expect("a tab");
        tab.resize(1440, 900).await.expect("resized");
        tab.wait_until("document.querySelector('#connection').textContent === 'connected'")
            .await
            .expect("a stream");
        Some(Self { sim, app, tab, _chromium: chromium })
    }

    /// Places a call of the application, selects it on the page, and returns its id.
    pub(crate) async fn call(&self) -> String {
        let id = self.app.call(NUMBER).await;
        self.select(&id).await;
        id
    }

    /// Selects a call on the page.
    pub(crate) async fn select(&self, id: &str) {
        self.tab.click(&format!(".call-item[data-call='{id}']")).await.expect("a call");
        self.tab
            .wait_until(&format!("document.querySelector('.facts code')?.textContent === '{id}'"))
            .await
            .expect("shown");
    }

    /// Clicks on a button of a part of the page.
    pub(crate) async fn press(&self, within: &str, button: &str) {
        self.tab.press(within, button).await.unwrap_or_else(|error| panic!("{button}: {error}"));
    }

    /// Waits for an entry of the journal with a kind and a name.
    pub(crate) async fn journal(&self, kind: Kind, name: &str) -> Entry {
        let wanted = |entry: &Entry| entry.kind == kind && entry.name.eq_ignore_ascii_case(name);
        let waiting = self.sim.wait_for(wanted);
        match tokio::time::timeout(std::time::Duration::from_secs(60), waiting).await {
            Ok(entry) => entry,
            Err(_) => panic!("no {kind:?} {name} in {:#?}", self.sim.journal()),
        }
    }

    /// Waits until the selected call has a row with a text.
    pub(crate) async fn row(&self, text: &str) {
        let row = format!(
            "[...document.querySelectorAll('#lanes li')].some((row) => row.innerText.includes('{text}'))"
        );
        self.tab.wait_until(&row).await.unwrap_or_else(|error| panic!("{error}"));
    }

    /// Writes a picture of the window, in the folder of temporary files of the build.
    pub(crate) async fn picture(&self, name: &str) {
        let file = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
        self.tab.screenshot(&file).await.expect("a picture");
        assert!(file.metadata().expect("a file").len() > 10_000, "{name} is empty");
    }

    /// Checks that the page has reported no error, and has loaded nothing from another host.
    pub(crate) fn check(self) {
        assert_eq!(self.tab.console(), [""; 0], "messages on the console");
        let foreign: Vec<_> =
            self.tab.requests().into_iter().filter(|url| !url.starts_with(self.sim.url())).collect();
        assert_eq!(foreign, [""; 0], "requests to other hosts");
        assert!(!self.tab.requests().is_empty(), "the requests are observed");
    }
}
