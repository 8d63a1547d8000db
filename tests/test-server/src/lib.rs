//! A server on loopback that answers what a test tells it to, byte by byte, and keeps what it was asked.
//!
//! It speaks as much of HTTP/1.1 as tests need and nothing in between: a header, a spelling of the path or a
//! broken body is seen, and sent, as it is.

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

/// What the server does with one request.
#[derive(Clone)]
pub enum Answer {
    /// Sends the bytes and closes.
    Bytes(Vec<u8>),
    /// Sends the first part, waits, sends the second.
    Slow(Vec<u8>, Duration, Vec<u8>),
    /// Sends the bytes and resets the connection.
    Reset(Vec<u8>),
}

impl Answer {
    /// An answer with a status line's end such as `200 OK`, headers, and a body with its length.
    pub fn new(status: &str, headers: &[(&str, &str)], body: impl AsRef<[u8]>) -> Self {
        let body = body.as_ref();
        let mut bytes = format!("HTTP/1.1 {status}\r\nConnection: close\r\n").into_bytes();
        for (name, value) in headers {
            write!(bytes, "{name}: {value}\r\n").expect("a vector takes it");
        }
        write!(bytes, "Content-Length: {}\r\n\r\n", body.len()).expect("a vector takes it");
        bytes.extend_from_slice(body);
        Self::Bytes(bytes)
    }

    /// 200 with JSON.
    pub fn ok(body: &str) -> Self {
        Self::new("200 OK", &[("Content-Type", "application/json")], body)
    }
}

/// A request as it came over the wire.
#[derive(Clone, Debug)]
pub struct Seen {
    /// The method.
    pub method: String,
    /// Path and query, as they were spelled.
    pub target: String,
    /// Names in lower case.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: Vec<u8>,
}

impl Seen {
    /// A header by its name in lower case; one that came twice is a failure.
    pub fn header(&self, name: &str) -> Option<&str> {
        let mut found = self.headers.iter().filter(|(other, _)| other == name);
        let value = found.next().map(|(_, value)| value.as_str());
        assert!(found.next().is_none(), "{name} came twice");
        value
    }

    /// A header that must be there.
    pub fn need(&self, name: &str) -> &str {
        self.header(name).unwrap_or_else(|| panic!("no {name} in {:?}", self.headers))
    }
}

/// The server. It closes each connection after its answer.
pub struct Server {
    /// Host and port.
    pub authority: String,
    seen: Arc<Mutex<Vec<Seen>>>,
}

impl Server {
    /// Answers the n-th request with the n-th answer, and all further ones with the last.
    pub async fn start(answers: Vec<Answer>) -> Self {
        Self::answering(move |number, _| {
            answers.get(number).or(answers.last()).cloned().expect("there is an answer")
        })
        .await
    }

    /// Answers with what a function makes of the number and the request.
    pub async fn answering(answer: impl Fn(usize, &Seen) -> Answer + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("loopback has ports");
        let authority = listener.local_addr().expect("it is bound").to_string();
        let seen: Arc<Mutex<Vec<Seen>>> = Arc::default();
        let kept = Arc::clone(&seen);
        let answer = Arc::new(answer);
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let (kept, answer) = (Arc::clone(&kept), Arc::clone(&answer));
                tokio::spawn(async move { serve(stream, &kept, &*answer).await });
            }
        });
        Self { authority, seen }
    }

    /// The URL of a path on this server.
    pub fn url(&self, path: &str) -> Url {
        Url::parse(&format!("http://{}{path}", self.authority)).expect("a URL")
    }

    /// What it was asked so far.
    pub fn seen(&self) -> Vec<Seen> {
        self.seen.lock().expect("no test panics with it").clone()
    }
}

/// An authority at which connections are refused.
///
/// The port stays bound until the process ends, so that no other test can listen there.
pub fn refusing_authority() -> String {
    let socket = TcpSocket::new_v4().expect("loopback has sockets");
    socket.bind(([127, 0, 0, 1], 0).into()).expect("loopback has ports");
    let authority = socket.local_addr().expect("it is bound").to_string();
    std::mem::forget(socket);
    authority
}

/// No proxy, and hardly a delay.
pub fn quick() -> ClientOptions {
    let policy = RetryPolicy::default().base_delay(Duration::from_millis(1));
    ClientOptions::new().no_proxy().retry(policy)
}

async fn serve(
    mut stream: TcpStream,
    kept: &Mutex<Vec<Seen>>,
    answer: &(dyn Fn(usize, &Seen) -> Answer + Sync),
) {
    let Some(seen) = read(&mut stream).await else { return };
    let number = {
        let mut kept = kept.lock().expect("no test panics with it");
        kept.push(seen.clone());
        kept.len() - 1
    };
    // The client may be gone, and then nobody is there to be answered.
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
            stream.set_zero_linger().expect("a socket can");
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

/// A clock that jumps over every wait, and keeps them.
#[derive(Debug)]
pub struct FakeClock {
    now: Mutex<SystemTime>,
    waits: Mutex<Vec<Duration>>,
}

impl FakeClock {
    /// A clock that shows a time of Nov 20, 2026, as in `12:30:00`.
    pub fn at(date: &str) -> Arc<Self> {
        let now = SystemTime::UNIX_EPOCH + Duration::from_secs(seconds(date));
        Arc::new(Self { now: Mutex::new(now), waits: Mutex::default() })
    }

    /// The waits so far.
    pub fn waits(&self) -> Vec<Duration> {
        self.waits.lock().expect("no test panics with it").clone()
    }
}

/// Seconds from 1970 to a time of Nov 20, 2026, as in `12:30:00`.
fn seconds(time: &str) -> u64 {
    time.split(':').fold(0, |sum, part| sum * 60 + part.parse::<u64>().expect("a number")) + 20_777 * 86_400
}

impl Clock for FakeClock {
    fn now(&self) -> SystemTime {
        *self.now.lock().expect("no test panics with it")
    }

    fn sleep(&self, time: Duration) -> BoxFuture<'_, ()> {
        *self.now.lock().expect("no test panics with it") += time;
        self.waits.lock().expect("no test panics with it").push(time);
        Box::pin(std::future::ready(()))
    }
}
