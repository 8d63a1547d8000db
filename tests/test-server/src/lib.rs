//! An HTTP server on loopback for tests. It sends the responses of a test byte for byte, and records the requests.
//!
//! It implements the parts of HTTP/1.1 that the tests need. It normalizes nothing: tests see the exact path and headers
//! of a request, and can send invalid responses.

#[cfg(feature = "tokens")]
pub mod tokens;
pub mod trace;

use std::io::Write as _;
use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime};

use call_http::reqwest::Url;
use call_http::{BoxFuture, ClientOptions, Clock, RetryPolicy};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpSocket, TcpStream};

/// The response to one request.
#[derive(Clone)]
pub enum Answer {
    /// Sends the bytes and closes the connection.
    Bytes(Vec<u8>),
    /// Sends the first part, waits, and sends the second part.
    Slow(Vec<u8>, Duration, Vec<u8>),
    /// Sends the bytes and resets the connection.
    Reset(Vec<u8>),
}

impl Answer {
    /// Creates a response with a status such as `200 OK`, headers, and a body. `Content-Length` and `Connection` are
    /// added.
    pub fn new(status: &str, headers: &[(&str, &str)], body: impl AsRef<[u8]>) -> Self {
        let body = body.as_ref();
        let mut bytes = format!("HTTP/1.1 {status}\r\nConnection: close\r\n").into_bytes();
        for (name, value) in headers {
            write!(bytes, "{name}: {value}\r\n").expect("a vector grows");
        }
        write!(bytes, "Content-Length: {}\r\n\r\n", body.len()).expect("a vector grows");
        bytes.extend_from_slice(body);
        Self::Bytes(bytes)
    }

    /// Creates a response with status 200 and a JSON body.
    pub fn ok(body: &str) -> Self {
        Self::new("200 OK", &[("Content-Type", "application/json")], body)
    }
}

/// A received request.
#[derive(Clone, Debug)]
pub struct Seen {
    /// The method.
    pub method: String,
    /// The path and the query, not decoded.
    pub target: String,
    /// The names, in lower case, and the values of the headers.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: Vec<u8>,
}

impl Seen {
    /// Returns the value of a header by its name in lower case.
    ///
    /// # Panics
    ///
    /// If the header occurs twice.
    pub fn header(&self, name: &str) -> Option<&str> {
        let mut found = self.headers.iter().filter(|(other, _)| other == name);
        let value = found.next().map(|(_, value)| value.as_str());
        assert!(found.next().is_none(), "{name} occurs twice");
        value
    }

    /// Returns the value of a header by its name in lower case.
    ///
    /// # Panics
    ///
    /// If the header is missing or occurs twice.
    pub fn need(&self, name: &str) -> &str {
        self.header(name).unwrap_or_else(|| panic!("no {name} in {:?}", self.headers))
    }
}

/// An HTTP server. It closes each connection after the response.
pub struct Server {
    /// The host and the port.
    pub authority: String,
    seen: Arc<Mutex<Vec<Seen>>>,
}

impl Server {
    /// Starts a server that sends the responses in order, and then repeats the last one.
    pub async fn start(answers: Vec<Answer>) -> Self {
        Self::answering(move |number, _| answers.get(number).or(answers.last()).cloned().expect("a response"))
            .await
    }

    /// Starts a server that creates each response with a function of the number of the request (from 0) and the
    /// request.
    pub async fn answering(answer: impl Fn(usize, &Seen) -> Answer + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let authority = listener.local_addr().expect("an address").to_string();
        let seen: Arc<Mutex<Vec<Seen>>> = Arc::default();
        let recorded = Arc::clone(&seen);
        let answer = Arc::new(answer);
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let (recorded, answer) = (Arc::clone(&recorded), Arc::clone(&answer));
                tokio::spawn(async move { serve(stream, &recorded, &*answer).await });
            }
        });
        Self { authority, seen }
    }

    /// Returns the URL of a path on this server.
    pub fn url(&self, path: &str) -> Url {
        Url::parse(&format!("http://{}{path}", self.authority)).expect("a URL")
    }

    /// Returns the requests so far.
    pub fn seen(&self) -> Vec<Seen> {
        self.seen.lock().expect("no thread panics with the lock").clone()
    }
}

/// Returns an authority (host and port) that refuses connections.
///
/// The port remains bound until the process ends, so no other test can listen on it.
pub fn refusing_authority() -> String {
    let socket = TcpSocket::new_v4().expect("a socket");
    socket.bind(([127, 0, 0, 1], 0).into()).expect("a free port");
    let authority = socket.local_addr().expect("an address").to_string();
    std::mem::forget(socket);
    authority
}

/// Returns options without a proxy and with a delay of 1 ms before the first retry.
pub fn quick() -> ClientOptions {
    let policy = RetryPolicy::default().base_delay(Duration::from_millis(1));
    ClientOptions::new().no_proxy().retry(policy)
}

async fn serve(
    mut stream: TcpStream,
    recorded: &Mutex<Vec<Seen>>,
    answer: &(dyn Fn(usize, &Seen) -> Answer + Sync),
) {
    let Some(seen) = read(&mut stream).await else { return };
    let number = {
        let mut recorded = recorded.lock().expect("no thread panics with the lock");
        recorded.push(seen.clone());
        recorded.len() - 1
    };
    // The client may have closed the connection, so write errors are ignored.
    match answer(number, &seen) {
        Answer::Bytes(bytes) => {
            let _ = stream.write_all(&bytes).await;
            let _ = stream.shutdown().await;
        }
        Answer::Slow(first, time, second) => {
            let _ = stream.write_all(&first).await;
            tokio::time::sleep(time).await;
            let _ = stream.write_all(&second).await;
        }
        Answer::Reset(bytes) => {
            let _ = stream.write_all(&bytes).await;
            tokio::time::sleep(Duration::from_millis(20)).await;
            stream.set_zero_linger().expect("a TCP socket");
        }
    }
}

async fn read(stream: &mut TcpStream) -> Option<Seen> {
    let mut bytes = Vec::new();
    let head = loop {
        if let Some(end) = bytes.windows(4).position(|window| window == b"\r\n\r\n") {
            break end;
        }
        if stream.read_buf(&mut bytes).await.ok()? == 0 {
            return None;
        }
    };
    let text = String::from_utf8(bytes[..head].to_vec()).ok()?;
    let mut lines = text.split("\r\n");
    let mut start = lines.next()?.split(' ');
    let (method, target) = (start.next()?.to_owned(), start.next()?.to_owned());
    let headers: Vec<_> = lines
        .filter_map(|line| line.split_once(": "))
        .map(|(name, value)| (name.to_ascii_lowercase(), value.to_owned()))
        .collect();
    let length = headers.iter().find(|(name, _)| name == "content-length");
    let length: usize = length.map_or(0, |(_, value)| value.parse().expect("a length"));
    let mut body = bytes.split_off(head + 4);
    while body.len() < length {
        if stream.read_buf(&mut body).await.ok()? == 0 {
            return None;
        }
    }
    Some(Seen { method, target, headers, body })
}

/// A clock for tests. A wait ends at once and advances the clock; the waits are recorded.
#[derive(Debug)]
pub struct FakeClock {
    now: Mutex<SystemTime>,
    waits: Mutex<Vec<Duration>>,
}

impl FakeClock {
    /// Creates a clock that starts at a time on Nov 20, 2026, such as `12:30:00`.
    pub fn at(date: &str) -> Arc<Self> {
        let now = SystemTime::UNIX_EPOCH + Duration::from_secs(seconds(date));
        Arc::new(Self { now: Mutex::new(now), waits: Mutex::default() })
    }

    /// Returns the waits so far.
    pub fn waits(&self) -> Vec<Duration> {
        self.waits.lock().expect("no thread panics with the lock").clone()
    }
}

/// Returns the seconds from 1970 to a time on Nov 20, 2026, such as `12:30:00`.
fn seconds(time: &str) -> u64 {
    time.split(':').fold(0, |sum, part| sum * 60 + part.parse::<u64>().expect("a number")) + 20_777 * 86_400
}

impl Clock for FakeClock {
    fn now(&self) -> SystemTime {
        *self.now.lock().expect("no thread panics with the lock")
    }

    fn sleep(&self, time: Duration) -> BoxFuture<'_, ()> {
        *self.now.lock().expect("no thread panics with the lock") += time;
        self.waits.lock().expect("no thread panics with the lock").push(time);
        Box::pin(std::future::ready(()))
    }
}
