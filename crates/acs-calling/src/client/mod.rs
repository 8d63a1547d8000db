//! The client, and the handles that it gives.

mod recording;

use std::fmt;

use call_http::reqwest::Url;
use call_http::{ClientOptions, ConnectionString, Credential, Error, ErrorKind, Pipeline};

pub use recording::{CallRecording, Downloaded, Progress, RecordingDownload, RecordingStream};

/// The client of a Communication Services resource.
///
/// Cheap to clone; clones share connections and tokens.
#[derive(Clone)]
pub struct Client {
    pipeline: Pipeline,
    api_version: String,
}

impl Client {
    /// A client for the resource of a connection string, as the portal shows it:
    /// `endpoint=https://NAME.communication.azure.com/;accesskey=BASE64`.
    ///
    /// # Errors
    ///
    /// [`Configuration`](ErrorKind::Configuration) that names the part at fault and does not repeat it.
    pub fn from_connection_string(text: &str) -> Result<Self, Error> {
        let ConnectionString { endpoint, access_key, .. } = text.parse()?;
        Self::with_options(endpoint, Credential::access_key(access_key), ClientOptions::new())
    }

    /// A client for the resource at an endpoint, such as `https://contoso.communication.azure.com/`.
    ///
    /// # Errors
    ///
    /// [`Configuration`](ErrorKind::Configuration) when the endpoint is no URL of http or https.
    pub fn new(endpoint: impl AsRef<str>, credential: Credential) -> Result<Self, Error> {
        Self::with_options(endpoint, credential, ClientOptions::new())
    }

    /// A client that sends, waits, retries and reads as the options say.
    ///
    /// # Errors
    ///
    /// As [`new`](Self::new), and when no HTTP client can be built.
    pub fn with_options(
        endpoint: impl AsRef<str>,
        credential: Credential,
        options: ClientOptions,
    ) -> Result<Self, Error> {
        let endpoint = Url::parse(endpoint.as_ref()).map_err(|error| {
            Error::new(ErrorKind::Configuration, "the endpoint is no URL").with_source(error)
        })?;
        let options = recording::store::hosts().fold(options, ClientOptions::trust);
        Ok(Self {
            pipeline: Pipeline::new(endpoint, credential, options)?,
            api_version: "2026-03-12".to_owned(),
        })
    }

    /// The recordings of the resource.
    #[must_use]
    pub fn call_recording(&self) -> CallRecording {
        CallRecording { pipeline: self.pipeline.clone() }
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client")
            .field("endpoint", &self.pipeline.endpoint().as_str())
            .field("api_version", &self.api_version)
            .finish_non_exhaustive()
    }
}
