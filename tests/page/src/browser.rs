//! A running Chromium.

use std::env;
use std::path::PathBuf;
use std::time::Duration;

use chromiumoxide::error::CdpError;
use chromiumoxide::{Browser, BrowserConfig};
use futures_util::StreamExt as _;
use tempfile::TempDir;
use tokio::task::JoinHandle;

use crate::tab::Tab;

/// The names of the program, in the order of preference.
const NAMES: [&str; 4] = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

/// The longest time to wait for Chromium, on a machine that also builds.
const PATIENCE: Duration = Duration::from_secs(120);

/// A running Chromium with its own profile. It is ended when it is dropped.
#[derive(Debug)]
pub struct Chromium {
    browser: Browser,
    events: JoinHandle<()>,
    _profile: TempDir,
}

impl Chromium {
    /// Starts Chromium. Returns `None`, and prints a line, if it is not installed.
    ///
    /// # Errors
    ///
    /// Chromium is installed, but does not start.
    pub async fn start() -> Result<Option<Self>, CdpError> {
        let Some(program) = find() else {
            eprintln!("skipped: Chromium is not installed (expected one of {} in PATH)", NAMES.join(", "));
            return Ok(None);
        };
        let profile = tempfile::tempdir()?;
        let config = BrowserConfig::builder()
            .chrome_executable(program)
            .user_data_dir(profile.path())
            // A container has neither the privileges of the sandbox nor a large /dev/shm.
            .no_sandbox()
            .arg("--disable-dev-shm-usage")
            .viewport(None)
            .launch_timeout(PATIENCE)
            .request_timeout(PATIENCE)
            .build()
            .map_err(CdpError::msg)?;
        let (browser, mut handler) = Browser::launch(config).await?;
        let events = tokio::spawn(async move {
            // Events of newer versions of the protocol are errors here.
            while handler.next().await.is_some() {}
        });
        Ok(Some(Self { browser, events, _profile: profile }))
    }

    /// Opens a URL in a new tab.
    ///
    /// # Errors
    ///
    /// The browser does not respond.
    pub async fn open(&self, url: &str) -> Result<Tab, CdpError> {
        Tab::open(self.browser.new_page("about:blank").await?, url).await
    }
}

impl Drop for Chromium {
    fn drop(&mut self) {
        self.events.abort();
    }
}

/// Returns the path of the program.
fn find() -> Option<PathBuf> {
    let path = env::var_os("PATH")?;
    let folders: Vec<_> = env::split_paths(&path).collect();
    NAMES
        .iter()
        .flat_map(|name| folders.iter().map(move |folder| folder.join(name)))
        .find(|file| file.is_file())
}
