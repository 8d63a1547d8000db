//! Many requests in one: `$batch`.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use bytes::Bytes;
use call_http::reqwest::header::{CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue};
use call_http::reqwest::{Method, StatusCode};
use call_http::{BodyFormat, Error, ErrorKind, PendingRequest, RawResponse, ReadResponse, Request, Response};
use call_wire::json::{self, DecodeError, Kind, Raw, ReadError, Reader, Wire as _, Writer};

use super::Client;

/// Up to 20 requests that are sent as one. Each has its own answer, which its [`Ticket`] fetches:
///
/// ```no_run
/// # async fn example(client: graph_calls::Client) -> Result<(), graph_calls::Error> {
/// let mut batch = client.batch();
/// let call = batch.add(client.call("57dab8b1").get());
/// let roster = batch.add(client.call("57dab8b1").participants().list());
/// let mut answers = batch.send().await?;
/// println!("{:?}", answers.take(call)?.state);
/// println!("{:?}", answers.take(roster)?.value);
/// # Ok(())
/// # }
/// ```
///
/// Headers and bodies of the requests go along; their timeouts and retry classes do not count here. The batch
/// as a whole is sent again only when the service surely has not taken it. A next page in an answer is not
/// followed.
///
/// Source: <https://learn.microsoft.com/en-us/graph/json-batching>
#[derive(Debug)]
#[must_use = "nothing is sent until `send` is awaited"]
pub struct Batch {
    client: Client,
    own: Arc<Own>,
    entries: BTreeMap<usize, Entry>,
    fault: Option<Error>,
}

/// What makes a ticket one of a batch and of what was made of it: the number of the tickets so far.
#[derive(Debug, Default)]
struct Own(AtomicUsize);

/// One request of a batch.
#[derive(Clone, Debug)]
struct Entry {
    request: Request,
    depends_on: BTreeSet<usize>,
}

/// What fetches the answer to one request of a batch.
#[must_use = "the answer cannot be fetched without"]
pub struct Ticket<T> {
    batch: Arc<Own>,
    number: usize,
    read: ReadResponse<T>,
}

impl Batch {
    /// No batch takes more requests.
    pub const MOST: usize = 20;

    pub(super) fn new(client: Client) -> Self {
        Self { client, own: Arc::default(), entries: BTreeMap::new(), fault: None }
    }

    /// Adds a request. One that cannot be sent, or is one too many, is an error of [`send`](Self::send).
    pub fn add<T>(&mut self, request: PendingRequest<T>) -> Ticket<T> {
        let number = self.own.0.fetch_add(1, Ordering::Relaxed) + 1;
        let (request, read) = request.into_parts();
        let request = request.and_then(|request| self.fitting(request));
        match request {
            Ok(request) => drop(self.entries.insert(number, Entry { request, depends_on: BTreeSet::new() })),
            Err(error) => self.fail(error),
        }
        Ticket { batch: Arc::clone(&self.own), number, read }
    }

    /// Has one request wait for another, which was added before it; when the other fails, this one fails with
    /// 424. Graph advises that all requests of a batch depend on each other in one row, or none does.
    pub fn depends_on<T, U>(&mut self, ticket: &Ticket<T>, on: &Ticket<U>) {
        let ours = [&ticket.batch, &on.batch].into_iter().all(|batch| Arc::ptr_eq(batch, &self.own));
        match self.entries.get_mut(&ticket.number) {
            Some(entry) if ours && on.number < ticket.number => drop(entry.depends_on.insert(on.number)),
            _ => self.fail(configuration("a request can depend on one only that was added before it")),
        }
    }

    /// Sends the batch.
    ///
    /// Source: <https://learn.microsoft.com/en-us/graph/json-batching>
    ///
    /// # Errors
    ///
    /// [`Configuration`](ErrorKind::Configuration) for a batch that is empty or has more than
    /// [`MOST`](Self::MOST) requests, and the error of a request that cannot be sent, before anything is sent;
    /// those of the batch as a whole. The faults of single requests come out at
    /// [`take`](BatchAnswers::take).
    pub async fn send(self) -> Result<BatchAnswers, Error> {
        if let Some(fault) = self.fault {
            return Err(fault);
        }
        if self.entries.is_empty() {
            return Err(configuration("the batch has no requests"));
        }
        let body = self.to_json()?;
        let send = self.client.ask(|graph| graph.pipeline.call(Method::POST, "/$batch", &[]));
        let send = send.operation("batch");
        let send = send.try_map(|request| Ok(request.bytes(HeaderValue::from_static(JSON), body)));
        let whole = self.client.pipeline().send(send.into_request()?).await?;
        let answers =
            whole.decode_with(BodyFormat::Json, |body| read_answers(body, &whole, &self.entries))?;
        Ok(BatchAnswers { client: self.client, own: self.own, entries: self.entries, answers, whole })
    }

    fn to_json(&self) -> Result<String, Error> {
        let prefix = self.client.pipeline().endpoint().path().trim_end_matches('/');
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

    /// The request if there is room for it and it goes where the batch goes.
    fn fitting(&self, request: Request) -> Result<Request, Error> {
        if self.entries.len() >= Self::MOST {
            return Err(configuration(format!("a batch takes {} requests and no more", Self::MOST)));
        }
        let endpoint = self.client.pipeline().endpoint();
        let below = request.url().path().strip_prefix(endpoint.path().trim_end_matches('/'));
        if request.url().origin() != endpoint.origin() || !below.is_some_and(|path| path.starts_with('/')) {
            return Err(configuration("a request goes to another endpoint than the batch"));
        }
        Ok(request)
    }

    /// Keeps the first fault for `send`.
    fn fail(&mut self, error: Error) {
        self.fault.get_or_insert(error);
    }
}

fn configuration(message: impl Into<String>) -> Error {
    Error::new(ErrorKind::Configuration, message)
}

impl Entry {
    /// Writes the request as a batch has it, with a URL that counts from the endpoint.
    fn write(&self, number: usize, prefix: &str, output: &mut Writer) -> Result<(), Error> {
        let Self { request, depends_on } = self;
        let url = request.url();
        let path = url.path().strip_prefix(prefix).unwrap_or(url.path());
        let query = url.query().map(|query| format!("?{query}")).unwrap_or_default();
        // The page wants a body for actions that have none.
        let no_body = *request.method() == Method::POST && request.body().is_empty();
        output.object();
        for (name, value) in [
            ("id", number.to_string().as_str()),
            ("method", request.method().as_str()),
            ("url", &format!("{path}{query}")),
        ] {
            output.name(name);
            output.string(value);
        }
        write_headers(request.headers(), no_body, output)?;
        if no_body {
            output.name("body");
            output.object();
            output.end_object();
        } else if !request.body().is_empty() {
            let body = json::text(request.body()).and_then(Raw::parse);
            output.name("body");
            output
                .raw(&body.map_err(|error| {
                    configuration("the body of a request is not JSON").with_source(error)
                })?);
        }
        if !depends_on.is_empty() {
            output.name("dependsOn");
            let depends_on: Vec<_> = depends_on.iter().map(usize::to_string).collect();
            depends_on.write(output);
        }
        output.end_object();
        Ok(())
    }
}

/// The media type of what is sent.
const JSON: &str = "application/json";

/// Writes the headers of a request, if there are any; `is_typed` adds that of a body.
fn write_headers(headers: &HeaderMap, is_typed: bool, output: &mut Writer) -> Result<(), Error> {
    let mut told = BTreeMap::new();
    for (name, value) in headers {
        let value = value.to_str().map_err(|_| configuration(format!("the header `{name}` is not ASCII")))?;
        told.insert(name.as_str().to_owned(), value.to_owned());
    }
    if is_typed {
        told.insert(CONTENT_TYPE.as_str().to_owned(), JSON.to_owned());
    }
    if !told.is_empty() {
        output.name("headers");
        told.write(output);
    }
    Ok(())
}

/// The answers to a batch.
///
/// Source: <https://learn.microsoft.com/en-us/graph/json-batching>
#[derive(Debug)]
pub struct BatchAnswers {
    client: Client,
    own: Arc<Own>,
    entries: BTreeMap<usize, Entry>,
    answers: BTreeMap<usize, RawResponse>,
    whole: RawResponse,
}

impl BatchAnswers {
    /// The answer to one request.
    ///
    /// # Errors
    ///
    /// As if the request had been sent by itself, with its own status, code and
    /// [`retry_after`](Error::retry_after); [`Decode`](ErrorKind::Decode) when the service left it out;
    /// [`Configuration`](ErrorKind::Configuration) for the ticket of another batch.
    pub fn take<T>(&mut self, ticket: Ticket<T>) -> Result<Response<T>, Error> {
        if !Arc::ptr_eq(&ticket.batch, &self.own) {
            return Err(configuration("the ticket is of another batch"));
        }
        match self.answers.remove(&ticket.number) {
            Some(answer) => (ticket.read)(answer),
            None => {
                let missing = format!("the batch has no answer to its request {}", ticket.number);
                Err(self.whole.error(ErrorKind::Decode, None, &missing))
            }
        }
    }

    /// The answer to the batch as a whole.
    #[must_use]
    pub fn raw(&self) -> &RawResponse {
        &self.whole
    }

    /// The requests that were not taken, as a batch of their own, and how long the service wants to be left
    /// alone before it. `None` if there are none.
    ///
    /// Not taken are those with 429, those with 503 and `Retry-After`, and those with 424 that depend on
    /// one of them. Tickets stay good:
    ///
    /// ```no_run
    /// # async fn example(client: graph_calls::Client) -> Result<(), graph_calls::Error> {
    /// let mut batch = client.batch();
    /// let call = batch.add(client.call("57dab8b1").get());
    /// let mut answers = batch.send().await?;
    /// if let Some((wait, rest)) = answers.not_taken() {
    ///     tokio::time::sleep(wait).await;
    ///     answers.update(rest.send().await?);
    /// }
    /// println!("{:?}", answers.take(call)?.state);
    /// # Ok(())
    /// # }
    /// ```
    #[must_use]
    pub fn not_taken(&self) -> Option<(Duration, Batch)> {
        let mut wait = Duration::ZERO;
        let mut rest: BTreeMap<usize, Entry> = BTreeMap::new();
        for (number, answer) in &self.answers {
            let Some(entry) = self.entries.get(number) else { continue };
            let asked = answer.to_error().retry_after();
            let mut entry = entry.clone();
            entry.depends_on.retain(|on| rest.contains_key(on));
            let again = match answer.status() {
                StatusCode::TOO_MANY_REQUESTS => true,
                StatusCode::SERVICE_UNAVAILABLE => asked.is_some(),
                StatusCode::FAILED_DEPENDENCY => !entry.depends_on.is_empty(),
                _ => false,
            };
            if again {
                wait = wait.max(asked.unwrap_or_default());
                rest.insert(*number, entry);
            }
        }
        let batch =
            Batch { client: self.client.clone(), own: Arc::clone(&self.own), entries: rest, fault: None };
        (!batch.entries.is_empty()).then_some((wait, batch))
    }

    /// Puts the answers to [`not_taken`](Self::not_taken) in the places of those before.
    pub fn update(&mut self, later: Self) {
        if Arc::ptr_eq(&later.own, &self.own) {
            self.entries.extend(later.entries);
            self.answers.extend(later.answers);
            self.whole = later.whole;
        }
    }
}

impl<T> fmt::Debug for Ticket<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Ticket").field("number", &self.number).finish_non_exhaustive()
    }
}

/// Reads the answer to a batch: the responses to the requests that are in it, by their numbers.
fn read_answers(
    body: &[u8],
    whole: &RawResponse,
    entries: &BTreeMap<usize, Entry>,
) -> Result<BTreeMap<usize, RawResponse>, DecodeError> {
    let text = json::text(body)?;
    let mut answers = BTreeMap::new();
    let mut take = |answer: Answer<'_>| {
        let entry = answer.number.and_then(|number| entries.get_key_value(&number));
        if let Some(((number, entry), status)) = entry.zip(answer.status()) {
            let body = answer.body(whole.body());
            answers.insert(*number, whole.part(&entry.request, status, answer.headers, body));
        }
    };
    let mut input = Reader::new(text);
    let read = each_answer(&mut input, &mut take).and_then(|()| input.end());
    read.map_err(|error| error.within(text))?;
    Ok(answers)
}

fn each_answer<'t>(input: &mut Reader<'t>, take: &mut dyn FnMut(Answer<'t>)) -> Result<(), ReadError> {
    input.object("an object (batchResponse)")?;
    while let Some(name) = input.name()? {
        if name != "responses" || input.kind()? == Kind::Null {
            input.skip()?;
            continue;
        }
        input.array("an array")?;
        while input.item()? {
            if !input.null()? {
                take(Answer::read(input)?);
            }
        }
    }
    Ok(())
}

/// The answer to one request.
#[derive(Default)]
struct Answer<'t> {
    number: Option<usize>,
    status: Option<i32>,
    headers: HeaderMap,
    body: Option<Raw<'t>>,
}

impl<'t> Answer<'t> {
    fn read(input: &mut Reader<'t>) -> Result<Self, ReadError> {
        let mut answer = Self::default();
        input.object("an object (batchResponseItem)")?;
        while let Some(name) = input.name()? {
            match &*name {
                _ if input.null()? => {}
                "id" => answer.number = input.string("a string")?.parse().ok(),
                "status" => answer.status = Some(i32::read(input)?),
                "headers" => answer.headers = read_headers(input)?,
                "body" => answer.body = Some(input.skip()?),
                _ => drop(input.skip()?),
            }
        }
        Ok(answer)
    }

    /// The status; `None` if HTTP has none of that number.
    fn status(&self) -> Option<StatusCode> {
        StatusCode::from_u16(self.status?.try_into().ok()?).ok()
    }

    /// The body, as a part of the whole one where it stands there as it is.
    fn body(&self, whole: &Bytes) -> Bytes {
        let is_json = |kind: &HeaderValue| kind.to_str().is_ok_and(|kind| kind.contains("json"));
        let is_json = self.headers.get(CONTENT_TYPE).is_none_or(is_json);
        match &self.body {
            None => Bytes::new(),
            // A page, as it is or in base64.
            Some(body) if !is_json => body
                .text()
                .map_or_else(|| whole.slice_ref(body.as_str().as_bytes()), |text| text.into_owned().into()),
            Some(body) => whole.slice_ref(body.as_str().as_bytes()),
        }
    }
}

/// How many headers of one answer count: as many as the HTTP client reads of a response.
const MOST_HEADERS: usize = 100;

/// Reads the headers of an answer. What HTTP cannot say has no place in a response.
fn read_headers(input: &mut Reader<'_>) -> Result<HeaderMap, ReadError> {
    let mut headers = HeaderMap::new();
    input.object("an object (headers)")?;
    while let Some(name) = input.name()? {
        let value = input.skip()?;
        if value.is_null() || headers.len() >= MOST_HEADERS {
            continue;
        }
        let value = value.text().unwrap_or(Cow::Borrowed(value.as_str()));
        if let (Ok(name), Ok(value)) = (name.parse::<HeaderName>(), HeaderValue::from_str(&value)) {
            headers.insert(name, value);
        }
    }
    Ok(headers)
}
