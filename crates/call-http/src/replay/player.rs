//! Replays exchanges.

use std::fmt;
use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};

use bytes::Bytes;
use call_wire::json::{self, DecodeError, Kind, Raw};
use futures_util::future::BoxFuture;

use super::exchange::{Exchange, RecordedRequest, check_members};
use crate::error::{BoxError, Error};
use crate::transport::{Final, Transport};

/// A transport that returns recorded responses without network access.
///
/// Each request receives the response of the first unused exchange with the same method, path, query and body. A
/// recorded request without a body matches any body. Hosts and headers are not compared, so any endpoint and credential
/// can be used. Paths and queries are compared without percent-encoding: `$top=1` matches `%24top=1`. JSON bodies are
/// compared by value.
///
/// A request that matches no exchange fails with a [`Configuration`](crate::ErrorKind::Configuration) error, which
/// lists the expected requests and is not retried.
///
/// The format of the file is described in the [module's docs](super).
///
/// ```
/// use std::sync::Arc;
///
/// use call_http::replay::Replay;
/// use call_http::reqwest::Method;
/// use call_http::{ClientOptions, Credential, Pipeline};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let replay = Arc::new(Replay::from_text(
///     r#"{"request":{"method":"GET","path":"/calls/c-1"},"response":{"status":200,"body":{"json":{"id":"c-1"}}}}"#,
/// )?);
/// let options = ClientOptions::new().transport(replay.clone());
/// let pipeline = Pipeline::new("https://contoso.example/".parse()?, Credential::none(), options)?;
/// let call = pipeline.call(Method::GET, "/calls/{}", &["c-1"]).returns_json::<serde_json::Value>();
/// # tokio::runtime::Builder::new_current_thread().enable_time().build()?.block_on(async {
/// assert_eq!(call.await?["id"], "c-1");
/// assert!(replay.unused().is_empty());
/// # Ok(())
/// # })
/// # }
/// ```
pub struct Replay(Mutex<Vec<Step>>);

/// An exchange that has not been used.
struct Step {
    request: RecordedRequest,
    response: http::Response<Bytes>,
}

impl Replay {
    /// Reads a file of exchanges.
    ///
    /// # Errors
    ///
    /// [`Configuration`](crate::ErrorKind::Configuration) if the file cannot be read, and the errors of
    /// [`from_text`](Self::from_text).
    pub fn from_file(path: impl AsRef<Path>) -> Result<Self, Error> {
        let path = path.as_ref();
        let read = std::fs::read_to_string(path);
        let path = path.display();
        let text = read.map_err(|error| {
            Error::configuration(format!("{path} cannot be read: {error}")).with_source(error)
        })?;
        Self::read(&text).map_err(|fault| Error::configuration(format!("{path}: {fault}")))
    }

    /// Parses exchanges from text in the format of the file.
    ///
    /// # Errors
    ///
    /// [`Configuration`](crate::ErrorKind::Configuration) if a line is not a valid exchange, with the line number, or
    /// if the text contains no exchanges.
    pub fn from_text(text: &str) -> Result<Self, Error> {
        Self::read(text).map_err(Error::configuration)
    }

    fn read(text: &str) -> Result<Self, String> {
        let lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
        let steps = lines
            .map(|(number, line)| Step::read(line).map_err(|fault| format!("line {}: {fault}", number + 1)));
        let steps: Vec<_> = steps.collect::<Result<_, _>>()?;
        if steps.is_empty() {
            return Err("there is no exchange (expected one per line)".to_owned());
        }
        Ok(Self(Mutex::new(steps)))
    }

    /// Returns the expected requests that have not been sent, such as `GET /calls/c-1?api-version=1`.
    #[must_use]
    pub fn unused(&self) -> Vec<String> {
        self.steps().iter().map(|step| step.request.to_string()).collect()
    }

    fn steps(&self) -> MutexGuard<'_, Vec<Step>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn respond(&self, sent: &RecordedRequest) -> Result<http::Response<Bytes>, Final> {
        let mut steps = self.steps();
        match steps.iter().position(|step| step.request.matches(sent)) {
            Some(index) => Ok(steps.remove(index).response),
            None => Err(Final::new(format!("no recorded exchange matches {sent} ({})", expected(&steps)))),
        }
    }
}

/// Lists the first expected requests, for an error.
fn expected(steps: &[Step]) -> String {
    const LISTED: usize = 5;
    let listed: Vec<_> = steps.iter().take(LISTED).map(|step| step.request.to_string()).collect();
    match steps.len().checked_sub(LISTED) {
        _ if steps.is_empty() => "no further request is expected".to_owned(),
        None | Some(0) => format!("expected {}", listed.join("; ")),
        Some(more) => format!("expected {}; and {more} more", listed.join("; ")),
    }
}

impl Step {
    fn read(line: &str) -> Result<Self, String> {
        let exchange: Exchange = json::decode(line.as_bytes()).map_err(|error| describe(&error, line))?;
        check_members(&exchange)?;
        let request = exchange.request.ok_or("`request` is missing")?.checked()?;
        let response = exchange.response.ok_or("`response` is missing")?.to_http()?;
        Ok(Self { request, response })
    }
}

/// Describes the error in an invalid line, with the position.
fn describe(error: &DecodeError, line: &str) -> String {
    let mut text = match error.path() {
        "" => error.message().to_owned(),
        path => format!("{path}: {}", error.message()),
    };
    if let Some((_, column)) = error.position() {
        text += &format!(" (column {column})");
    }
    if Raw::parse(line).is_ok_and(|raw| raw.kind() == Kind::Object) {
        return text;
    }
    // For instance, a formatter may have split the exchange into several lines.
    text + "; write one exchange per line, as a JSON object without line breaks"
}

impl Transport for Replay {
    fn send(&self, request: reqwest::Request) -> BoxFuture<'_, Result<reqwest::Response, BoxError>> {
        let response = self.respond(&RecordedRequest::new(&request));
        Box::pin(async move { Ok(response?.into()) })
    }
}

impl fmt::Debug for Replay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Replay").field("unused", &self.unused()).finish()
    }
}
