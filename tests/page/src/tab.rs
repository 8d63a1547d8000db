//! A tab with a page.

use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use chromiumoxide::cdp::browser_protocol::accessibility::{AxValue, GetFullAxTreeParams};
use chromiumoxide::cdp::browser_protocol::emulation::{
    MediaFeature, SetDeviceMetricsOverrideParams, SetEmulatedMediaParams,
};
use chromiumoxide::cdp::browser_protocol::log::{self, EventEntryAdded};
use chromiumoxide::cdp::browser_protocol::network::EventRequestWillBeSent;
use chromiumoxide::cdp::browser_protocol::page::CaptureScreenshotFormat;
use chromiumoxide::cdp::js_protocol::runtime::{EventConsoleApiCalled, EventExceptionThrown};
use chromiumoxide::error::CdpError;
use chromiumoxide::page::ScreenshotParams;
use chromiumoxide::{Element, Page};
use futures_util::{Stream, StreamExt as _};
use serde::de::DeserializeOwned;

/// The longest time to wait for the page.
const PATIENCE: Duration = Duration::from_secs(60);

/// The interval at which the page is checked.
const PAUSE: Duration = Duration::from_millis(20);

/// A tab. It collects what the page reports and requests.
#[derive(Debug)]
pub struct Tab {
    page: Page,
    console: Texts,
    requests: Texts,
}

/// Texts that a task collects.
type Texts = Arc<Mutex<Vec<String>>>;

impl Tab {
    pub(crate) async fn open(page: Page, url: &str) -> Result<Self, CdpError> {
        let (console, requests) = (Texts::default(), Texts::default());
        page.execute(log::EnableParams::default()).await?;
        collect(page.event_listener::<EventEntryAdded>().await?, &console, |event| {
            format!("{:?}: {}", event.entry.level, event.entry.text)
        });
        collect(page.event_listener::<EventExceptionThrown>().await?, &console, |event| {
            format!("exception: {:?}", event.exception_details)
        });
        collect(page.event_listener::<EventConsoleApiCalled>().await?, &console, |event| {
            format!("console: {:?}", event.args)
        });
        collect(page.event_listener::<EventRequestWillBeSent>().await?, &requests, |event| {
            event.request.url.clone()
        });
        page.goto(url).await?;
        Ok(Self { page, console, requests })
    }

    /// Returns the messages and errors of the console so far.
    #[must_use]
    pub fn console(&self) -> Vec<String> {
        self.console.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Returns the URLs that were requested so far.
    #[must_use]
    pub fn requests(&self) -> Vec<String> {
        self.requests.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Sets the size of the window, in CSS pixels.
    ///
    /// # Errors
    ///
    /// The browser does not respond.
    pub async fn resize(&self, width: u32, height: u32) -> Result<(), CdpError> {
        let size = SetDeviceMetricsOverrideParams::new(width, height, 1.0, false);
        self.page.execute(size).await.map(drop)
    }

    /// Sets the color scheme that the system prefers: `light` or `dark`.
    ///
    /// # Errors
    ///
    /// The browser does not respond.
    pub async fn prefer(&self, scheme: &str) -> Result<(), CdpError> {
        let feature = MediaFeature::new("prefers-color-scheme", scheme);
        let media = SetEmulatedMediaParams::builder().feature(feature).build();
        self.page.execute(media).await.map(drop)
    }

    /// Evaluates an expression.
    ///
    /// # Errors
    ///
    /// The expression throws, or its value has another type.
    pub async fn evaluate<T: DeserializeOwned>(&self, expression: &str) -> Result<T, CdpError> {
        Ok(self.page.evaluate(expression).await?.into_value()?)
    }

    /// Runs a script.
    ///
    /// # Errors
    ///
    /// The script throws.
    pub async fn run(&self, script: &str) -> Result<(), CdpError> {
        self.page.evaluate(script).await.map(drop)
    }

    /// Waits until an expression is true.
    ///
    /// # Errors
    ///
    /// It is still false after some time: the error has the text of the page.
    pub async fn wait_until(&self, expression: &str) -> Result<(), CdpError> {
        let condition = format!("Boolean({expression})");
        let waiting = async {
            // While the page loads, there is no context to evaluate in.
            while !self.evaluate(&condition).await.unwrap_or(false) {
                tokio::time::sleep(PAUSE).await;
            }
        };
        if tokio::time::timeout(PATIENCE, waiting).await.is_ok() {
            return Ok(());
        }
        let text: String = self.evaluate("document.body.innerText").await?;
        Err(CdpError::msg(format!("{expression} did not become true; the page is:\n{text}")))
    }

    /// Waits until the page has a text.
    ///
    /// # Errors
    ///
    /// It does not appear.
    pub async fn wait_for_text(&self, text: &str) -> Result<(), CdpError> {
        let text = serde_json::Value::from(text);
        self.wait_until(&format!("document.body.innerText.includes({text})")).await
    }

    /// Waits for the element of a CSS selector.
    ///
    /// # Errors
    ///
    /// It does not appear.
    pub async fn find(&self, selector: &str) -> Result<Element, CdpError> {
        let text = serde_json::Value::from(selector);
        self.wait_until(&format!("document.querySelector({text})")).await?;
        self.page.find_element(selector).await
    }

    /// Clicks on the element of a CSS selector with the mouse.
    ///
    /// # Errors
    ///
    /// It does not appear, or has no size.
    pub async fn click(&self, selector: &str) -> Result<(), CdpError> {
        self.find(selector).await?.click().await.map(drop)
    }

    /// Clicks on the button with a text, within the element of a CSS selector.
    ///
    /// # Errors
    ///
    /// It does not appear.
    pub async fn press(&self, within: &str, text: &str) -> Result<(), CdpError> {
        let (within, text) = (serde_json::Value::from(within), serde_json::Value::from(text));
        let button = format!(
            "[...document.querySelectorAll({within} + ' button')].find((one) => one.textContent.trim() === {text} && !one.matches(':disabled'))"
        );
        self.wait_until(&button).await?;
        self.run(&format!("{button}.setAttribute('data-test', 'press')")).await?;
        self.click("[data-test=press]").await?;
        self.run("document.querySelector('[data-test=press]')?.removeAttribute('data-test')").await
    }

    /// Replaces the value of a field by typing.
    ///
    /// # Errors
    ///
    /// The field does not appear.
    pub async fn fill(&self, selector: &str, value: &str) -> Result<(), CdpError> {
        let field = self.find(selector).await?;
        field.focus().await?;
        self.run("document.activeElement.value = ''").await?;
        field.type_str(value).await.map(drop)
    }

    /// Selects an option by its value.
    ///
    /// # Errors
    ///
    /// The field does not appear.
    pub async fn select(&self, selector: &str, value: &str) -> Result<(), CdpError> {
        self.find(selector).await?;
        let (selector, value) = (serde_json::Value::from(selector), serde_json::Value::from(value));
        self.run(&format!(
            "{{ const field = document.querySelector({selector}); field.value = {value}; field.dispatchEvent(new Event('change', {{ bubbles: true }})); }}"
        ))
        .await
    }

    /// Presses a key, such as `Tab` or `Enter`.
    ///
    /// # Errors
    ///
    /// The browser does not respond.
    pub async fn key(&self, key: &str) -> Result<(), CdpError> {
        self.page.find_element("body").await?.press_key(key).await.map(drop)
    }

    /// Returns the controls that have no accessible name, by their role.
    ///
    /// # Errors
    ///
    /// The browser does not respond.
    pub async fn nameless_controls(&self) -> Result<Vec<String>, CdpError> {
        let tree = self.page.execute(GetFullAxTreeParams::default()).await?;
        let text = |value: &Option<AxValue>| {
            value
                .as_ref()
                .and_then(|value| value.value.as_ref()?.as_str().map(str::to_owned))
                .unwrap_or_default()
        };
        let nodes = tree.result.nodes.iter().filter(|node| !node.ignored);
        let controls = ["button", "combobox", "textbox", "spinbutton", "link", "checkbox", "listbox"];
        let nameless = nodes.filter(|node| controls.contains(&text(&node.role).as_str()));
        Ok(nameless.filter(|node| text(&node.name).trim().is_empty()).map(|node| text(&node.role)).collect())
    }

    /// Writes a picture of the window to a PNG file.
    ///
    /// # Errors
    ///
    /// The file cannot be written.
    pub async fn screenshot(&self, file: &Path) -> Result<(), CdpError> {
        let png = ScreenshotParams::builder().format(CaptureScreenshotFormat::Png).build();
        self.page.save_screenshot(png, file).await.map(drop)
    }
}

/// Collects the texts of events until the tab is closed.
fn collect<E: 'static + Send + Sync>(
    events: impl Stream<Item = Arc<E>> + Send + Unpin + 'static,
    texts: &Texts,
    text: fn(&E) -> String,
) {
    let (mut events, texts) = (events, texts.clone());
    tokio::spawn(async move {
        while let Some(event) = events.next().await {
            texts.lock().unwrap_or_else(PoisonError::into_inner).push(text(&event));
        }
    });
}
