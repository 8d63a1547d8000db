//! A request that is ready to be sent, with the type of its response.

use std::fmt;
use std::future::IntoFuture;
use std::time::Duration;

use call_wire::json::Wire;
use reqwest::Method;
use reqwest::header::{ACCEPT, HeaderValue};
use serde::Serialize;

use crate::encode;
use crate::error::Error;
use crate::header::{header_name, header_value};
use crate::pages::{Page, Pages};
use crate::pipeline::Pipeline;
use crate::raw_response::RawResponse;
use crate::request::{Repeatability, Request};
use crate::response::Response;
use crate::retry::RetryClass;
use crate::transport::BoxFuture;

/// Reads a response of any status: an error status becomes an error, and the body of a success a value.
pub type ReadResponse<T, E = Error> = fn(RawResponse) -> Result<Response<T>, E>;

/// A request that is sent when it is awaited, and that can be changed until then.
///
/// All three clients return it. Headers, query parameters, timeouts and the retry class can be set. `.await` sends
/// it and gives a [`Response`]:
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
/// An argument that cannot be sent, such as an empty id, does not panic: `.await` returns the error, and nothing is
/// sent.
///
/// # Operations of a protocol
///
/// The method of a protocol crate is made of a [`Pipeline`]:
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

/// How operations of a protocol start.
impl Pipeline {
    /// A request to the operation at a path under the endpoint, whose response has no body to read. Each `{}` in
    /// the path stands for one of the values, which are percent-encoded whole.
    ///
    /// It accepts JSON, since errors come as JSON whatever the success is.
    pub fn call(&self, method: Method, path: &str, values: &[&str]) -> PendingRequest<()> {
        let request = encode::path(path, values).and_then(|path| {
            let request = Request::new(method, self.url(&path)?);
            Ok(request.header(ACCEPT, HeaderValue::from_static("application/json")))
        });
        self.call_request(request)
    }

    /// A pending request of a request that was built separately, such as to a URL from a response. An error is
    /// returned when it is awaited.
    pub fn call_request(&self, request: Result<Request, Error>) -> PendingRequest<()> {
        self.call_with(request, |response| response.into_success()?.into_unit())
    }

    /// As [`call_request`](Self::call_request), with a function of the protocol on top that reads the response,
    /// whatever its status.
    pub fn call_with<T, E>(
        &self,
        request: Result<Request, Error>,
        read: ReadResponse<T, E>,
    ) -> PendingRequest<T, E> {
        PendingRequest { pipeline: self.clone(), request, read }
    }
}

/// How an operation of a protocol reads its response.
impl PendingRequest<()> {
    /// The same request, whose response is read as JSON.
    pub fn returns_json<T: Wire>(self) -> PendingRequest<T> {
        PendingRequest {
            pipeline: self.pipeline,
            request: self.request,
            read: |response| response.into_success()?.into_json(),
        }
    }

    /// The same request, whose response is read as JSON if it has a body.
    pub fn may_return_json<T: Wire>(self) -> PendingRequest<Option<T>> {
        PendingRequest {
            pipeline: self.pipeline,
            request: self.request,
            read: |response| response.into_success()?.into_json_if_any(),
        }
    }
}

impl<T, E> PendingRequest<T, E> {
    /// Adds a query parameter, percent-encoded. `None` adds nothing, a list adds the parameter once for each item,
    /// an object each of its members as a parameter.
    pub fn query<V: Serialize + ?Sized>(self, name: &str, value: &V) -> Self {
        self.try_map(|request| {
            let pairs = encode::texts(name, json_value(name, value)?)?;
            Ok(pairs.into_iter().fold(request, |request, (member, text)| {
                request.query(member.as_deref().unwrap_or(name), &text)
            }))
        })
    }

    /// Sets a header, in place of one with the same name. `None` sets nothing, a list its items with commas
    /// in between.
    ///
    /// A header that the client or the HTTP connection sets is refused with a
    /// [`Configuration`](crate::ErrorKind::Configuration) error that says what to use in its place: `Authorization`
    /// and the headers of signatures, the client request id and repeatability, `Host`, `Content-Length`,
    /// `Transfer-Encoding`, `Connection`, `Accept-Encoding`.
    pub fn header<V: Serialize + ?Sized>(self, name: &str, value: &V) -> Self {
        self.try_map(|request| {
            let header = header_name(name)?;
            let texts = encode::texts(name, json_value(name, value)?)?;
            if texts.is_empty() {
                return Ok(request);
            }
            if texts.iter().any(|(member, _)| member.is_some()) {
                return Err(Error::configuration(format!("the header `{name}` is an object")));
            }
            let texts: Vec<_> = texts.into_iter().map(|(_, text)| text).collect();
            Ok(request.header(header, header_value(name, texts.join(","))?))
        })
    }

    /// Sets the client request id, in place of a generated one.
    pub fn client_request_id(self, id: impl Into<String>) -> Self {
        self.map(|request| request.client_request_id(id))
    }

    /// Sets the time for one attempt, in place of
    /// [`ClientOptions::attempt_timeout`](crate::ClientOptions::attempt_timeout).
    #[doc(alias = "timeout")]
    pub fn attempt_timeout(self, time: Duration) -> Self {
        self.map(|request| request.attempt_timeout(time))
    }

    /// Sets the time for all attempts and the waits between them, in place of
    /// [`ClientOptions::total_timeout`](crate::ClientOptions::total_timeout).
    #[doc(alias = "timeout")]
    pub fn total_timeout(self, time: Duration) -> Self {
        self.map(|request| request.total_timeout(time))
    }

    /// Sets how safe the request is to retry, in place of what the operation says.
    pub fn retry_class(self, class: RetryClass) -> Self {
        self.map(|request| request.retry_class(class))
    }

    /// Sets the repeatability headers, to continue an earlier request.
    pub fn repeatability(self, repeatability: Repeatability) -> Self {
        self.map(|request| request.repeatability(repeatability))
    }

    /// The request as it would be sent, without what each attempt adds.
    ///
    /// # Errors
    ///
    /// The error that sending it would give.
    pub fn request(&self) -> Result<&Request, &Error> {
        self.request.as_ref()
    }

    fn map(self, change: impl FnOnce(Request) -> Request) -> Self {
        self.try_map(|request| Ok(change(request)))
    }
}

/// Parts for crates that define operations of a protocol. Callers of their methods do not need them.
impl<T, E> PendingRequest<T, E> {
    /// Sets the body to a value in JSON.
    pub fn json<B: Wire>(self, body: &B) -> Self {
        self.try_map(|request| request.json(body))
    }

    /// Names the operation, for traces.
    pub fn operation(self, name: &'static str) -> Self {
        self.map(|request| request.operation(name))
    }

    /// The request alone, as for a batch.
    ///
    /// # Errors
    ///
    /// The error that sending it would give.
    pub fn into_request(self) -> Result<Request, Error> {
        self.request
    }

    /// The request, and the function that reads its response: for callers that send it in their own way, such as
    /// in a batch.
    pub fn into_parts(self) -> (Result<Request, Error>, ReadResponse<T, E>) {
        (self.request, self.read)
    }

    /// Changes the request. An error of the change is returned when the request is awaited.
    pub fn try_map(self, change: impl FnOnce(Request) -> Result<Request, Error>) -> Self {
        Self { request: self.request.and_then(change), ..self }
    }
}

impl<T, E: From<Error>> PendingRequest<T, E> {
    /// Sends the request. `.await` on the pending request itself does the same.
    ///
    /// # Errors
    ///
    /// As [`Pipeline::send`], [`Decode`](crate::ErrorKind::Decode) for a body of another form, and
    /// [`Configuration`](crate::ErrorKind::Configuration) for a request that could not be made.
    pub async fn send(self) -> Result<Response<T>, E> {
        (self.read)(self.pipeline.execute(self.request?).await?)
    }
}

impl<T> PendingRequest<T> {
    /// The pages of a list, of which this request asks for the first.
    pub fn pages(self) -> Pages<T>
    where
        T: Page,
    {
        Pages::new(self)
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

/// A value of a parameter, in the terms of JSON.
fn json_value<V: Serialize + ?Sized>(name: &str, value: &V) -> Result<serde_json::Value, Error> {
    serde_json::to_value(value).map_err(|error| {
        Error::configuration(format!("the parameter `{name}` has no form as text")).with_source(error)
    })
}
