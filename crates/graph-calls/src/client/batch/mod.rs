//! JSON batching: several requests in one, `$batch`.

mod entry;
mod parts;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use call_http::reqwest::header::HeaderValue;
use call_http::reqwest::{Method, StatusCode};
use call_http::{BodyFormat, Error, ErrorKind, PendingRequest, RawResponse, ReadResponse, Request, Response};
use call_wire::json::Writer;

use super::service::Service;
use entry::{Entry, JSON};

/// Up to 20 requests that are sent as one. Each has its own response, which is read with its [`Ticket`]:
///
/// ```no_run
/// # async fn example(client: graph_calls::Client) -> Result<(), graph_calls::Error> {
/// let mut batch = client.batch();
/// let call = batch.add(client.call("57dab8b1").get());
/// let roster = batch.add(client.call("57dab8b1").participants().list());
/// let mut responses = batch.send().await?;
/// println!("{:?}", responses.take(call)?.state);
/// println!("{:?}", responses.take(roster)?.value);
/// # Ok(())
/// # }
/// ```
///
/// The headers and bodies of the requests are sent; their timeouts and retry classes are ignored. The batch as a whole
/// is retried only if the service is known not to have processed it. The next pages of lists are not requested.
///
/// Source: <https://learn.microsoft.com/en-us/graph/json-batching>
#[derive(Debug)]
#[must_use = "nothing is sent until `send` is awaited"]
pub struct Batch {
    service: Service,
    tickets: Arc<TicketCounter>,
    entries: BTreeMap<usize, Entry>,
    error: Option<Error>,
}

/// The number of tickets so far. A batch, its response and the batches of its unprocessed requests share this value,
/// whose address identifies them as the owners of a ticket.
#[derive(Debug, Default)]
struct TicketCounter(AtomicUsize);

/// Identifies the response to one request of a batch.
#[must_use = "the response cannot be read without it"]
pub struct Ticket<T> {
    batch: Arc<TicketCounter>,
    number: usize,
    read: ReadResponse<T>,
}

impl Batch {
    /// The maximum number of requests in a batch.
    pub const MAX_REQUESTS: usize = 20;

    pub(super) fn new(service: Service) -> Self {
        Self { service, tickets: Arc::default(), entries: BTreeMap::new(), error: None }
    }

    /// Adds a request. If the request cannot be sent, or the batch is full, [`send`](Self::send) returns the error.
    pub fn add<T>(&mut self, request: PendingRequest<T>) -> Ticket<T> {
        let number = self.tickets.0.fetch_add(1, Ordering::Relaxed) + 1;
        let (request, read) = request.into_parts();
        let request = request.and_then(|request| self.check(request));
        match request {
            Ok(request) => drop(self.entries.insert(number, Entry { request, depends_on: BTreeSet::new() })),
            Err(error) => self.fail(error),
        }
        Ticket { batch: Arc::clone(&self.tickets), number, read }
    }

    /// Makes the request of `ticket` wait for the request of `on`, which must have been added before it. If the request
    /// of `on` fails, the waiting request fails with 424.
    ///
    /// Graph recommends that either each request of a batch depends on the previous request, or no request depends on
    /// another.
    pub fn depends_on<T, U>(&mut self, ticket: &Ticket<T>, on: &Ticket<U>) {
        let is_own = [&ticket.batch, &on.batch].into_iter().all(|batch| Arc::ptr_eq(batch, &self.tickets));
        match self.entries.get_mut(&ticket.number) {
            Some(entry) if is_own && on.number < ticket.number => drop(entry.depends_on.insert(on.number)),
            _ => self.fail(configuration("a request can depend only on a request that was added before it")),
        }
    }

    /// Sends the batch.
    ///
    /// Source: <https://learn.microsoft.com/en-us/graph/json-batching>
    ///
    /// # Errors
    ///
    /// * [`Configuration`](ErrorKind::Configuration) if the batch is empty or has more than
    ///   [`MAX_REQUESTS`](Self::MAX_REQUESTS) requests, or the error of a request that cannot be sent. In both cases,
    ///   nothing is sent.
    /// * The error of the batch as a whole. [`take`](BatchResponse::take) returns the errors of single requests.
    pub async fn send(self) -> Result<BatchResponse, Error> {
        if let Some(error) = self.error {
            return Err(error);
        }
        if self.entries.is_empty() {
            return Err(configuration("the batch has no requests"));
        }
        let body = self.to_json()?;
        let request = self.service.request(|graph| graph.pipeline.call(Method::POST, "/$batch", &[]));
        let request = request.operation("batch");
        let request = request.try_map(|request| Ok(request.bytes(HeaderValue::from_static(JSON), body)));
        let whole = self.service.pipeline().send(request.into_request()?).await?;
        let parts = whole.decode_with(BodyFormat::Json, |body| parts::read(body, &whole, &self.entries))?;
        Ok(BatchResponse {
            service: self.service,
            tickets: self.tickets,
            entries: self.entries,
            parts,
            whole,
        })
    }

    fn to_json(&self) -> Result<String, Error> {
        let prefix = self.service.pipeline().endpoint().path().trim_end_matches('/');
        let mut output = Writer::new();
        output.object();
        output.name("requests");
        output.array();
        for (number, entry) in &self.entries {
            output.item();
            entry.write(*number, prefix, &mut output)?;
        }
        output.end_array();
        output.end_object();
        output.finish().map_err(|error| configuration("the batch has no JSON form").with_source(error))
    }

    /// Returns the request if the batch is not full and has the same endpoint.
    fn check(&self, request: Request) -> Result<Request, Error> {
        if self.entries.len() >= Self::MAX_REQUESTS {
            let message =
                format!("the batch has too many requests (expected at most {})", Self::MAX_REQUESTS);
            return Err(configuration(message));
        }
        let endpoint = self.service.pipeline().endpoint();
        let path = request.url().path().strip_prefix(endpoint.path().trim_end_matches('/'));
        if request.url().origin() != endpoint.origin() || !path.is_some_and(|path| path.starts_with('/')) {
            return Err(configuration("a request has a different endpoint from the batch"));
        }
        Ok(request)
    }

    /// Keeps the first error for `send`.
    fn fail(&mut self, error: Error) {
        self.error.get_or_insert(error);
    }
}

fn configuration(message: impl Into<String>) -> Error {
    Error::new(ErrorKind::Configuration, message)
}

/// The response to a batch, with a response to each request.
///
/// Source: <https://learn.microsoft.com/en-us/graph/json-batching>
#[derive(Debug)]
pub struct BatchResponse {
    service: Service,
    tickets: Arc<TicketCounter>,
    entries: BTreeMap<usize, Entry>,
    parts: BTreeMap<usize, RawResponse>,
    whole: RawResponse,
}

impl BatchResponse {
    /// Returns the response to one request.
    ///
    /// # Errors
    ///
    /// The same as if the request had been sent on its own, with its own status, code and
    /// [`retry_after`](Error::retry_after); [`Decode`](ErrorKind::Decode) if the response is missing;
    /// [`Configuration`](ErrorKind::Configuration) if the ticket belongs to another batch.
    pub fn take<T>(&mut self, ticket: Ticket<T>) -> Result<Response<T>, Error> {
        if !Arc::ptr_eq(&ticket.batch, &self.tickets) {
            return Err(configuration("the ticket belongs to another batch"));
        }
        match self.parts.remove(&ticket.number) {
            Some(part) => (ticket.read)(part),
            None => {
                let missing = format!("the batch response has no response to request {}", ticket.number);
                Err(self.whole.error(ErrorKind::Decode, None, &missing))
            }
        }
    }

    /// Returns the response to the batch as a whole.
    #[must_use]
    pub fn raw(&self) -> &RawResponse {
        &self.whole
    }

    /// Returns the requests that the service has not processed, as a batch, and the time to wait before sending it.
    /// Returns `None` if there are no such requests.
    ///
    /// These are the requests with the status 429, with 503 and `Retry-After`, and with 424 if they depend on one of
    /// the former. Their tickets stay valid:
    ///
    /// ```no_run
    /// # async fn example(client: graph_calls::Client) -> Result<(), graph_calls::Error> {
    /// let mut batch = client.batch();
    /// let call = batch.add(client.call("57dab8b1").get());
    /// let mut responses = batch.send().await?;
    /// if let Some((wait, rest)) = responses.unprocessed() {
    ///     tokio::time::sleep(wait).await;
    ///     responses.update(rest.send().await?);
    /// }
    /// println!("{:?}", responses.take(call)?.state);
    /// # Ok(())
    /// # }
    /// ```
    #[must_use]
    pub fn unprocessed(&self) -> Option<(Duration, Batch)> {
        let mut wait = Duration::ZERO;
        let mut rest: BTreeMap<usize, Entry> = BTreeMap::new();
        for (number, part) in &self.parts {
            let Some(entry) = self.entries.get(number) else { continue };
            let retry_after = part.to_error().retry_after();
            let mut entry = entry.clone();
            entry.depends_on.retain(|on| rest.contains_key(on));
            let is_unprocessed = match part.status() {
                StatusCode::TOO_MANY_REQUESTS => true,
                StatusCode::SERVICE_UNAVAILABLE => retry_after.is_some(),
                StatusCode::FAILED_DEPENDENCY => !entry.depends_on.is_empty(),
                _ => false,
            };
            if is_unprocessed {
                wait = wait.max(retry_after.unwrap_or_default());
                rest.insert(*number, entry);
            }
        }
        let (service, tickets) = (self.service.clone(), Arc::clone(&self.tickets));
        (!rest.is_empty()).then_some((wait, Batch { service, tickets, entries: rest, error: None }))
    }

    /// Replaces the responses to the [`unprocessed`](Self::unprocessed) requests with the responses to their retry.
    pub fn update(&mut self, later: Self) {
        if Arc::ptr_eq(&later.tickets, &self.tickets) {
            self.entries.extend(later.entries);
            self.parts.extend(later.parts);
            self.whole = later.whole;
        }
    }
}

impl<T> fmt::Debug for Ticket<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Ticket").field("number", &self.number).finish_non_exhaustive()
    }
}
