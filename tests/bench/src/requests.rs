//! CPU time of requests: the generated client compared with plain reqwest and a hand-written signature.
//!
//! The server runs in a separate process, so its time is not measured.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, SystemTime};

use acs_calling::call_http::AccessKey;
use acs_calling::{CallConnection, Client, ClientOptions, Credential};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use futures_util::{StreamExt as _, TryStreamExt as _, stream};
use hmac::{Hmac, Mac as _};
use rustix::time::{ClockId, clock_gettime};
use sha2::{Digest as _, Sha256};

use crate::rivals::lossy::CallConnectionProperties;

/// The number of requests in one measurement.
const REQUESTS: usize = 5000;
/// The number of requests that a contender sends before it is the other's turn.
const TURN: usize = 100;
/// The number of measurements of each contender. The median is reported.
const ROUNDS: usize = 15;
const KEY: &str = "c2VjcmV0LWtleS1mb3ItdGVzdHM=";
const BODY: &str = include_str!("../../examples/acs-calling/seed/get-call.response.json");
const CALL: &str = "421f0b00-3c5a-4d8e-9d0a-2b7c0e3f1a55";

/// Why a measurement failed.
pub type Failure = Box<dyn std::error::Error>;

/// Sends a number of requests with one contender, `ours` or `reqwest`, for a profiler.
///
/// # Errors
///
/// Returns an error if there is no such contender, the server cannot be started, or a request fails.
pub fn only(name: &str, times: usize) -> Result<(), Failure> {
    let server = Server::start()?;
    match name {
        "ours" => runtime()?.block_on(Ours::new(&server.authority)?.send(times, 1)),
        "reqwest" => runtime()?.block_on(Plain::new(&server.authority)?.send(times, 1)),
        _ => Err(format!("`{name}` is not a contender (expected `ours` or `reqwest`)").into()),
    }
}

fn runtime() -> Result<tokio::runtime::Runtime, Failure> {
    Ok(tokio::runtime::Builder::new_current_thread().enable_all().build()?)
}

/// Compares the contenders with 1 and with 32 concurrent requests, and prints the ratios.
///
/// # Errors
///
/// Returns an error if the server cannot be started or a request fails.
pub fn compare() -> Result<(), Failure> {
    let server = Server::start()?;
    let runtime = runtime()?;
    let (ours, plain) = (Ours::new(&server.authority)?, Plain::new(&server.authority)?);
    for at_once in [1, 32] {
        // The first turns open the connections and are not measured.
        runtime.block_on(ours.send(TURN, at_once))?;
        runtime.block_on(plain.send(TURN, at_once))?;
        let (mut times, mut plain_times, mut ratios) = (Vec::new(), Vec::new(), Vec::new());
        for _ in 0..ROUNDS {
            let (mut time, mut plain_time) = (Duration::ZERO, Duration::ZERO);
            // The turns are short, so a slow phase of the machine affects both contenders.
            for _ in 0..REQUESTS / TURN {
                let before = cpu_time();
                runtime.block_on(ours.send(TURN, at_once))?;
                let between = cpu_time();
                runtime.block_on(plain.send(TURN, at_once))?;
                time += between - before;
                plain_time += cpu_time() - between;
            }
            times.push(time);
            plain_times.push(plain_time);
            ratios.push(time.as_secs_f64() / plain_time.as_secs_f64());
        }
        // The median of the ratios, and not the ratio of the medians: the speed of the processor changes between
        // rounds, but affects both contenders of a round.
        let median = |times: &mut Vec<Duration>| {
            times.sort_unstable();
            times[ROUNDS / 2].as_secs_f64() * 1e6 / REQUESTS as f64
        };
        ratios.sort_unstable_by(f64::total_cmp);
        println!("GET of an ACS call, {at_once} at once: {:.1} µs of CPU time", median(&mut times));
        println!(
            "  {:>5.2} of reqwest, signed by hand, lossy derive ({:.1} µs); rounds from {:.2} to {:.2}",
            ratios[ROUNDS / 2],
            median(&mut plain_times),
            ratios[0],
            ratios[ROUNDS - 1],
        );
    }
    Ok(())
}

/// Returns the CPU time of this process, in user and kernel mode.
fn cpu_time() -> Duration {
    let time = clock_gettime(ClockId::ProcessCPUTime);
    Duration::new(time.tv_sec.unsigned_abs(), time.tv_nsec.unsigned_abs() as u32)
}

/// The generated client.
struct Ours {
    call: CallConnection,
}

impl Ours {
    fn new(authority: &str) -> Result<Self, Failure> {
        let credential = Credential::access_key(AccessKey::parse(KEY)?);
        let options = ClientOptions::new().no_proxy();
        let client = Client::with_options(format!("http://{authority}"), credential, options)?;
        Ok(Self { call: client.call_connection(CALL) })
    }

    async fn send(&self, times: usize, at_once: usize) -> Result<(), Failure> {
        let requests = stream::iter(0..times).map(|_| async {
            let response = self.call.get().await?;
            let state = response.call_connection_state.as_ref();
            state.map(|_| ()).ok_or_else(|| Failure::from("the call has no state"))
        });
        requests.buffer_unordered(at_once).try_collect().await
    }
}

/// Plain reqwest with a hand-written signature.
struct Plain {
    client: reqwest::Client,
    authority: String,
    key: Vec<u8>,
}

impl Plain {
    fn new(authority: &str) -> Result<Self, Failure> {
        let client = reqwest::Client::builder().no_proxy().build()?;
        Ok(Self { client, authority: authority.to_owned(), key: STANDARD.decode(KEY)? })
    }

    async fn send(&self, times: usize, at_once: usize) -> Result<(), Failure> {
        let requests = stream::iter(0..times).map(|_| async {
            let call = self.get(CALL).await?;
            call.state.map(|_| ()).ok_or_else(|| Failure::from("the call has no state"))
        });
        requests.buffer_unordered(at_once).try_collect().await
    }

    async fn get(&self, id: &str) -> Result<CallConnectionProperties, Failure> {
        let authority = &self.authority;
        let path = format!("/calling/callConnections/{id}?api-version=2026-03-12");
        let date = httpdate::fmt_http_date(SystemTime::now());
        let hash = STANDARD.encode(Sha256::digest(b""));
        let mut mac = Hmac::<Sha256>::new_from_slice(&self.key)?;
        mac.update(format!("GET\n{path}\n{date};{authority};{hash}").as_bytes());
        let signature = STANDARD.encode(mac.finalize().into_bytes());
        let authorization =
            format!("HMAC-SHA256 SignedHeaders=x-ms-date;host;x-ms-content-sha256&Signature={signature}");
        let response = self.client.get(format!("http://{authority}{path}"));
        let response = response
            .header("accept", "application/json")
            .header("x-ms-date", date)
            .header("x-ms-content-sha256", hash)
            .header("authorization", authorization);
        let body = response.send().await?.error_for_status()?.bytes().await?;
        Ok(serde_json::from_slice(&body)?)
    }
}

/// The process that runs the server.
struct Server {
    child: Child,
    authority: String,
}

impl Server {
    fn start() -> Result<Self, Failure> {
        let mut child =
            Command::new(std::env::current_exe()?).arg("--serve").stdout(Stdio::piped()).spawn()?;
        let output = child.stdout.take().ok_or("the server has no output")?;
        let mut line = String::new();
        BufReader::new(output).read_line(&mut line)?;
        Ok(Self { child, authority: line.trim().to_owned() })
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // An error means that the server has already exited.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Prints the address of a server, and then serves the same call for every request, over connections that stay open.
///
/// # Errors
///
/// Returns an error if the server cannot listen or cannot accept a connection.
pub fn serve() -> Result<(), Failure> {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    println!("{}", listener.local_addr()?);
    for stream in listener.incoming() {
        let stream = stream?;
        std::thread::spawn(move || respond(stream));
    }
    Ok(())
}

/// Responds to the requests of a connection until the client closes it.
fn respond(mut stream: TcpStream) -> std::io::Result<()> {
    let response = format!(
        "HTTP/1.1 200 OK\r\nContent-Type: application/json; charset=utf-8\r\nContent-Length: {}\r\n\
         Date: Fri, 20 Nov 2026 12:00:00 GMT\r\nx-ms-request-id: 5d1f\r\n\r\n{BODY}",
        BODY.len()
    );
    stream.set_nodelay(true)?;
    let (mut bytes, mut end) = ([0; 8192], 0);
    loop {
        let read = stream.read(&mut bytes[end..])?;
        if read == 0 {
            return Ok(());
        }
        end += read;
        // The requests have no body, and the client waits for each response.
        if bytes[..end].ends_with(b"\r\n\r\n") {
            stream.write_all(response.as_bytes())?;
            end = 0;
        }
    }
}
