//! Records exchanges.

use std::fmt;
use std::fs::File;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use call_wire::json::{self, Extra};
use futures_util::future::BoxFuture;

use super::exchange::{Exchange, RecordedRequest, RecordedResponse};
use super::redact::Redactor;
use crate::error::{BoxError, Error};
use crate::transport::{Final, Transport};

/// A transport that sends requests with another transport, and writes each exchange to a file for
/// [`Replay`](super::Replay).
///
/// It reads each body completely before it returns the response, even if the caller streams it. Requests without a
/// response are not recorded. The [module's docs](super) list the redacted parts.
///
/// ```no_run
/// use std::sync::Arc;
///
/// use call_http::ClientOptions;
/// use call_http::replay::Recorder;
/// use call_http::reqwest::redirect::Policy;
///
/// # fn example() -> Result<(), Box<dyn std::error::Error>> {
/// let client = reqwest::Client::builder().redirect(Policy::none()).build()?;
/// let recorder = Recorder::new(client, "tests/get_call.jsonl")?;
/// let options = ClientOptions::new().transport(Arc::new(recorder));
/// # Ok(())
/// # }
/// ```
pub struct Recorder {
    inner: Box<dyn Transport>,
    path: PathBuf,
    file: Mutex<File>,
}

impl Recorder {
    /// Creates a recorder that sends requests with the transport `inner`. An existing file is overwritten.
    ///
    /// # Errors
    ///
    /// [`Configuration`](crate::ErrorKind::Configuration) if the file cannot be created.
    pub fn new(inner: impl Transport + 'static, path: impl AsRef<Path>) -> Result<Self, Error> {
        let path = path.as_ref().to_owned();
        let file = File::create(&path).map_err(|error| {
            Error::configuration(format!("{} cannot be created", path.display())).with_source(error)
        })?;
        Ok(Self { inner: Box::new(inner), path, file: Mutex::new(file) })
    }

    /// Writes an exchange as one line.
    fn write(&self, exchange: &Exchange) -> Result<(), Final> {
        let line = json::encode(exchange).map_err(|error| Final::new(error.to_string()))? + "\n";
        let mut file = self.file.lock().unwrap_or_else(PoisonError::into_inner);
        let written = file.write_all(line.as_bytes());
        written.map_err(|error| Final::new(format!("{} cannot be written: {error}", self.path.display())))
    }
}

impl Transport for Recorder {
    fn send(&self, request: reqwest::Request) -> BoxFuture<'_, Result<reqwest::Response, BoxError>> {
        Box::pin(async move {
            let redactor = Redactor::new(request.headers());
            let recorded = RecordedRequest::new(&request);
            let response = self.inner.send(request).await?;
            let (status, headers) = (response.status(), response.headers().clone());
            let body = response.bytes().await.map_err(reqwest::Error::without_url)?;
            self.write(&Exchange {
                request: Some(recorded),
                response: Some(RecordedResponse::new(status, &headers, &body, &redactor)),
                extra: Extra::default(),
            })?;
            let mut response = http::Response::new(body);
            *response.status_mut() = status;
            *response.headers_mut() = headers;
            Ok(response.into())
        })
    }
}

impl fmt::Debug for Recorder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Recorder").field("path", &self.path).finish_non_exhaustive()
    }
}
