//! What a call gives: the decoded value, with the answer that it came in.

use std::ops::Deref;

use call_wire::json::Wire;

use crate::error::Error;
use crate::response::Response;

/// A decoded answer. It derefs to the value, and keeps the whole [`Response`] within reach.
///
/// ```
/// # fn example(reply: call_http::Reply<String>) {
/// println!("{} letters, request id {:?}", reply.len(), reply.response().request_id());
/// let text: String = reply.into_inner();
/// # }
/// ```
#[derive(Clone, Debug)]
pub struct Reply<T> {
    value: T,
    response: Response,
}

impl<T> Reply<T> {
    /// A value, and the answer that it was read from.
    #[must_use]
    pub fn new(value: T, response: Response) -> Self {
        Self { value, response }
    }

    /// The value alone.
    #[must_use]
    pub fn into_inner(self) -> T {
        self.value
    }

    /// The answer as it came: status, headers, body, request id, attempts.
    #[must_use]
    pub fn response(&self) -> &Response {
        &self.response
    }

    /// The value and the answer.
    #[must_use]
    pub fn into_parts(self) -> (T, Response) {
        (self.value, self.response)
    }
}

impl<T> Deref for Reply<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}

impl From<Response> for Reply<()> {
    /// The answer of an operation that has nothing to say. A body that comes all the same stays in
    /// [`response`](Reply::response).
    fn from(response: Response) -> Self {
        Self::new((), response)
    }
}

impl Response {
    /// This answer with its body decoded as JSON.
    ///
    /// # Errors
    ///
    /// As [`json`](Self::json).
    pub fn reply<T: Wire>(self) -> Result<Reply<T>, Error> {
        let value = self.json()?;
        Ok(Reply::new(value, self))
    }

    /// The same for an operation that may answer without a body, which gives `None`.
    ///
    /// # Errors
    ///
    /// As [`json`](Self::json).
    pub fn reply_if_any<T: Wire>(self) -> Result<Reply<Option<T>>, Error> {
        let value = if self.body().is_empty() { None } else { Some(self.json()?) };
        Ok(Reply::new(value, self))
    }
}
