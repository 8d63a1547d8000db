//! Requests that are sent when they are awaited, with the type of their response.

use std::fmt;
use std::future::IntoFuture;
use std::time::Duration;

use futures_util::future::BoxFuture;
use reqwest::Method;
use reqwest::header::{ACCEPT, HeaderValue};
use serde::Serialize;

use crate::error::Error;
use crate::pipeline::Pipeline;
use crate::request::header::{header_name, header_value};
use crate::request::{Repeatability, Request, encode};
use crate::response::{RawResponse, Response};
use crate::retry::RetryClass;

/// A function that reads a response of any status. It returns an error for an error status, otherwise the value in the
/// body.
pub type ReadResponse<T, E = Error> = fn(RawResponse) -> Result<Response<T>, E>;

/// A request that is sent when it is awaited, and can be changed until then.
///
/// The methods of all clients return this type. Headers, query parameters, timeouts and the retry class can be set.
/// `.await` sends the request and returns a [`Response`]:
///
/// ```no_run
/// use std::time::Duration;
///
/// # use call_http::reqwest::Method;
/// # use call_http::{PendingRequest, Pipeline};
/// # struct Client(Pipeline);
/// # impl Client {
/// #     fn subject(&self, id: &str) -> PendingRequest<String> {
/// #         self.0.call(Method::GET, "/communications/calls/{}/subject", &[id]).returns_json()
/// #     }
/// # }
/// # async fn example(client: Client) -> Result<(), call_http::Error> {
/// let response = client.subject("411f0b00-aaaa").await?;
/// let response = client
///     .subject("411f0b00-aaaa")
///     .query("$select", "subject")
///     .header("Prefer", "include-unknown-enum-members")
///     .attempt_timeout(Duration::from_secs(5))
///     .total_timeout(Duration::from_secs(20))
///     .await?;
/// println!("{} in {:?}", *response, response.raw().elapsed());
/// # Ok(())
/// # }
/// ```
///
/// An invalid argument, such as an empty id, does not cause a panic: `.await` returns an error, and nothing is sent.
///
/// # Operations of a protocol
///
/// A protocol crate defines an operation with a [`Pipeline`]:
///
/// ```
/// use call_http::reqwest::Method;
/// use call_http::{PendingRequest, Pipeline};
///
/// struct Client(Pipeline);
///
/// impl Client {
///     fn subject(&self, id: &str) -> PendingRequest<String> {
///         self.0.call(Method::GET, "/communications/calls/{}/subject", &[id]).returns_json()
///     }
/// }
/// ```
#[must_use = "nothing is sent until the request is awaited"]
pub struct PendingRequest<T, E = Error> {
    pub(crate) pipeline: Pipeline,
    pub(crate) request: Result<Request, Error>,
    pub(crate) read: ReadResponse<T, E>,
}

/// Starts the operations of a protocol.
impl Pipeline {
    /// Creates a request to a path under the endpoint. Each `{}` in the path is replaced by one of the values,
    /// percent-encoded. The body of a successful response is ignored, unless
    /// [`returns_json`](PendingRequest::returns_json) is called.
    ///
    /// `Accept` is `application/json`, since error bodies are JSON even if other bodies are not.
    pub fn call(&self, method: Method, path: &str, values: &[&str]) -> PendingRequest<()> {
        let request = encode::path(path, values).and_then(|path| {
            let request = Request::new(method, self.url(&path)?);
            Ok(request.header(ACCEPT, HeaderValue::from_static("application/json")))
        });
        self.call_request(request)
    }

    /// Creates a pending request from a request, such as a request to a URL from a response. An error is returned when
    /// the pending request is awaited.
    pub fn call_request(&self, request: Result<Request, Error>) -> PendingRequest<()> {
        self.call_with(request, |response| response.into_success()?.into_unit())
    }

    /// Creates a pending request like [`call_request`](Self::call_request), with a function that reads a response of
    /// any status.
    pub fn call_with<T, E>(
        &self,
        request: Result<Request, Error>,
        read: ReadResponse<T, E>,
    ) -> PendingRequest<T, E> {
        PendingRequest { pipeline: self.clone(), request, read }
    }
}

impl<T, E> PendingRequest<T, E> {
    /// Adds a query parameter, percent-encoded. `None` adds no parameter, a list adds the parameter once per item, and
    /// an object adds one parameter per member.
    pub fn query<V: Serialize + ?Sized>(self, name: &str, value: &V) -> Self {
        self.try_map(|request| {
            let pairs = encode::texts(name, json_value(name, value)?)?;
            Ok(pairs.into_iter().fold(request, |request, (member, text)| {
                request.query(member.as_deref().unwrap_or(name), &text)
            }))
        })
    }

    /// Adds a query parameter whose value is a list with a separator between the items, percent-encoded. An empty list and
    /// `None` add no parameter.
    pub fn query_list<V: Serialize + ?Sized>(self, name: &str, separator: char, value: &V) -> Self {
        self.try_map(|request| {
            let texts = encode::texts(name, json_value(name, value)?)?;
            let texts: Vec<_> = texts.into_iter().map(|(_, text)| text).collect();
            let list = texts.join(separator.encode_utf8(&mut [0; 4]));
            Ok(if texts.is_empty() { request } else { request.query(name, &list) })
        })
    }

    /// Sets a header, replacing any header with the same name. `None` leaves the headers unchanged. The items of a list
    /// are separated by commas.
    ///
    /// Headers that the client or the HTTP connection sets are refused with a
    /// [`Configuration`](crate::ErrorKind::Configuration) error, which names the alternative. They are `Authorization`
    /// and the headers of signatures, the client request id and repeatability, `Host`, `Content-Length`,
    /// `Transfer-Encoding`, `Connection` and `Accept-Encoding`.
    pub fn header<V: Serialize + ?Sized>(self, name: &str, value: &V) -> Self {
        self.try_map(|request| {
            let header = header_name(name)?;
            let texts = encode::texts(name, json_value(name, value)?)?;
            if texts.is_empty() {
                return Ok(request);
            }
            if texts.iter().any(|(member, _)| member.is_some()) {
                return Err(Error::configuration(format!(
                    "the header `{name}` is an object (expected scalars)"
                )));
            }
            let texts: Vec<_> = texts.into_iter().map(|(_, text)| text).collect();
            Ok(request.header(header, header_value(name, texts.join(","))?))
        })
    }

    /// Sets the client request id. Otherwise, it is generated.
    pub fn client_request_id(self, id: impl Into<String>) -> Self {
        self.map(|request| request.client_request_id(id))
    }

    /// Sets the time limit for one attempt, overriding
    /// [`ClientOptions::attempt_timeout`](crate::ClientOptions::attempt_timeout).
    #[doc(alias = "timeout")]
    pub fn attempt_timeout(self, time: Duration) -> Self {
        self.map(|request| request.attempt_timeout(time))
    }

    /// Sets the time limit for all attempts and the waits between them, overriding
    /// [`ClientOptions::total_timeout`](crate::ClientOptions::total_timeout).
    #[doc(alias = "timeout")]
    pub fn total_timeout(self, time: Duration) -> Self {
        self.map(|request| request.total_timeout(time))
    }

    /// Sets the retry class, overriding that of the operation.
    pub fn retry_class(self, class: RetryClass) -> Self {
        self.map(|request| request.retry_class(class))
    }

    /// Sets the repeatability headers of an earlier request, to repeat that request.
    pub fn repeatability(self, repeatability: Repeatability) -> Self {
        self.map(|request| request.repeatability(repeatability))
    }

    /// Returns the request, without the headers that each attempt adds.
    ///
    /// # Errors
    ///
    /// The error that sending the request would return.
    pub fn request(&self) -> Result<&Request, &Error> {
        self.request.as_ref()
    }

    fn map(self, change: impl FnOnce(Request) -> Request) -> Self {
        self.try_map(|request| Ok(change(request)))
    }
}

/// Methods for crates that define the operations of a protocol. Applications do not need them.
impl<T, E> PendingRequest<T, E> {
    /// Names the operation, for traces.
    pub fn operation(self, name: &'static str) -> Self {
        self.map(|request| request.operation(name))
    }

    /// Returns the request, for instance to send it in a batch.
    ///
    /// # Errors
    ///
    /// The error that sending the request would return.
    pub fn into_request(self) -> Result<Request, Error> {
        self.request
    }

    /// Returns the request and the function that reads its response, for callers that send the request themselves, for
    /// instance in a batch.
    pub fn into_parts(self) -> (Result<Request, Error>, ReadResponse<T, E>) {
        (self.request, self.read)
    }

    /// Modifies the request. If the function fails, awaiting the request returns its error.
    pub fn try_map(self, change: impl FnOnce(Request) -> Result<Request, Error>) -> Self {
        Self { request: self.request.and_then(change), ..self }
    }
}

impl<T, E: From<Error>> PendingRequest<T, E> {
    /// Sends the request. `.await` on the pending request itself does the same.
    ///
    /// # Errors
    ///
    /// The errors of [`Pipeline::send`], [`Decode`](crate::ErrorKind::Decode) for a body that cannot be decoded, and
    /// [`Configuration`](crate::ErrorKind::Configuration) for an invalid argument.
    pub async fn send(self) -> Result<Response<T>, E> {
        (self.read)(self.pipeline.execute(self.request?).await?)
    }
}

impl<T: 'static, E: From<Error> + 'static> IntoFuture for PendingRequest<T, E> {
    type Output = Result<Response<T>, E>;
    type IntoFuture = BoxFuture<'static, Self::Output>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.send())
    }
}

impl<T, E> fmt::Debug for PendingRequest<T, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("PendingRequest").field(&self.request).finish()
    }
}

/// Converts the value of a parameter to JSON.
pub(crate) fn json_value<V: Serialize + ?Sized>(name: &str, value: &V) -> Result<serde_json::Value, Error> {
    serde_json::to_value(value).map_err(|error| {
        Error::configuration(format!("the parameter `{name}` cannot be converted to text")).with_source(error)
    })
}
