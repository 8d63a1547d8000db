//! A request with the place it goes to and the type of its answer.

use std::fmt;
use std::future::IntoFuture;
use std::time::Duration;

use call_wire::json::Wire;
use reqwest::Method;
use reqwest::header::{ACCEPT, HeaderName, HeaderValue};
use serde::Serialize;

use crate::encode;
use crate::error::Error;
use crate::pages::{Page, Pages};
use crate::part::ReadReply;
use crate::pipeline::Pipeline;
use crate::reply::Reply;
use crate::request::{Repeatability, Request, header_value};
use crate::response::Response;
use crate::retry::RetryClass;
use crate::transport::BoxFuture;

/// One call of an operation, which may be changed until it is awaited.
///
/// What cannot be sent, such as an empty id, is found while the call is made, carried along, and comes out as
/// the error of `.await`.
///
/// ```no_run
/// use std::time::Duration;
///
/// use call_http::{Call, Pipeline};
/// use call_http::reqwest::Method;
///
/// /// The kind of method that the protocol crates have.
/// fn subject(pipeline: &Pipeline, call_id: &str) -> Call<String> {
///     pipeline.call(Method::GET, "/communications/calls/{}/subject", &[call_id]).returns_json()
/// }
///
/// # async fn example(pipeline: &Pipeline) -> Result<(), call_http::Error> {
/// let reply = subject(pipeline, "411f0b00-aaaa").await?;
/// let reply = subject(pipeline, "411f0b00-aaaa")
///     .query("$select", "subject")
///     .header("Prefer", "include-unknown-enum-members")
///     .attempt_timeout(Duration::from_secs(5))
///     .await?;
/// println!("{} in {:?}", *reply, reply.response().elapsed());
/// # Ok(())
/// # }
/// ```
#[must_use = "nothing is sent until the call is awaited"]
pub struct Call<T> {
    pub(crate) pipeline: Pipeline,
    pub(crate) request: Result<Request, Error>,
    pub(crate) read: ReadReply<T>,
}

impl Pipeline {
    /// A call of the operation at a path under the endpoint, whose answer has no body to read. Each `{}` in
    /// the path stands for one of the values, which are percent-encoded whole.
    ///
    /// It asks for JSON, since errors come as JSON whatever the success is.
    pub fn call(&self, method: Method, path: &str, values: &[&str]) -> Call<()> {
        let request = encode::path(path, values).and_then(|path| {
            let request = Request::new(method, self.url(&path)?);
            Ok(request.header(ACCEPT, HeaderValue::from_static("application/json")))
        });
        self.call_request(request)
    }

    /// A call of a request made by hand, as to a URL that an answer named; of a fault, one that ends in it.
    pub fn call_request(&self, request: Result<Request, Error>) -> Call<()> {
        Call { pipeline: self.clone(), request, read: |response| Ok(response.into()) }
    }
}

impl Call<()> {
    /// The same call, whose answer is read as JSON.
    pub fn returns_json<T: Wire>(self) -> Call<T> {
        Call { pipeline: self.pipeline, request: self.request, read: Response::reply }
    }

    /// The same call, whose answer is read as JSON if it has a body.
    pub fn may_return_json<T: Wire>(self) -> Call<Option<T>> {
        Call { pipeline: self.pipeline, request: self.request, read: Response::reply_if_any }
    }
}

impl<T> Call<T> {
    /// Adds a query parameter, percent-encoded. `None` adds nothing, a list the parameter once for each item,
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
    pub fn header<V: Serialize + ?Sized>(self, name: &str, value: &V) -> Self {
        self.try_map(|request| {
            let texts = encode::texts(name, json_value(name, value)?)?;
            if texts.is_empty() {
                return Ok(request);
            }
            if texts.iter().any(|(member, _)| member.is_some()) {
                return Err(Error::configuration(format!("the header `{name}` is an object")));
            }
            let texts: Vec<_> = texts.into_iter().map(|(_, text)| text).collect();
            let header = HeaderName::from_bytes(name.as_bytes())
                .map_err(|_| Error::configuration(format!("`{name}` is no name of a header")))?;
            Ok(request.header(header, header_value(name, &texts.join(","))?))
        })
    }

    /// Sets the body to JSON.
    pub fn json<B: Wire>(self, body: &B) -> Self {
        self.try_map(|request| request.json(body))
    }

    /// Names the operation, for traces.
    pub fn operation(self, name: &'static str) -> Self {
        self.map(|request| request.operation(name))
    }

    /// Sets the client request id, in place of a generated one.
    pub fn client_request_id(self, id: impl Into<String>) -> Self {
        self.map(|request| request.client_request_id(id))
    }

    /// Sets the time for one attempt, in place of
    /// [`ClientOptions::attempt_timeout`](crate::ClientOptions::attempt_timeout).
    pub fn attempt_timeout(self, time: Duration) -> Self {
        self.map(|request| request.attempt_timeout(time))
    }

    /// Says when the request may be sent again, in place of what the operation says.
    pub fn retry_class(self, class: RetryClass) -> Self {
        self.map(|request| request.retry_class(class))
    }

    /// Sets the repeatability headers, to go on with a call of before.
    pub fn repeatability(self, repeatability: Repeatability) -> Self {
        self.map(|request| request.repeatability(repeatability))
    }

    /// The request as it would be sent, without what each attempt adds.
    ///
    /// # Errors
    ///
    /// What sending the call would end in.
    pub fn request(&self) -> Result<&Request, &Error> {
        self.request.as_ref()
    }

    /// The request alone, as for a batch.
    ///
    /// # Errors
    ///
    /// What sending the call would end in.
    pub fn into_request(self) -> Result<Request, Error> {
        self.request
    }

    /// Sends the call. `.await` on the call itself does the same.
    ///
    /// # Errors
    ///
    /// As [`Pipeline::send`], [`Decode`](crate::ErrorKind::Decode) for a body of another form, and
    /// [`Configuration`](crate::ErrorKind::Configuration) for a call that could not be made.
    pub async fn send(self) -> Result<Reply<T>, Error> {
        (self.read)(self.pipeline.send(self.request?).await?)
    }

    /// The pages that begin with this call's.
    pub fn pages(self) -> Pages<T>
    where
        T: Page,
    {
        Pages::new(self)
    }

    fn map(self, change: impl FnOnce(Request) -> Request) -> Self {
        self.try_map(|request| Ok(change(request)))
    }

    /// Changes the request. An error of the change comes out where the call is awaited.
    pub fn try_map(self, change: impl FnOnce(Request) -> Result<Request, Error>) -> Self {
        Self { request: self.request.and_then(change), ..self }
    }
}

impl<T: 'static> IntoFuture for Call<T> {
    type Output = Result<Reply<T>, Error>;
    type IntoFuture = BoxFuture<'static, Self::Output>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.send())
    }
}

impl<T> fmt::Debug for Call<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Call").field(&self.request).finish()
    }
}

/// A value of a parameter, in the terms of JSON.
fn json_value<V: Serialize + ?Sized>(name: &str, value: &V) -> Result<serde_json::Value, Error> {
    serde_json::to_value(value).map_err(|error| {
        Error::configuration(format!("the parameter `{name}` has no form as text")).with_source(error)
    })
}
