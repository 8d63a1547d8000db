//! Measures the simulator under load: its start, 1,000 calls at a time, and its memory.
//!
//! The simulator runs as its own process: `cargo build --profile speed -p bench -p call-sim`, and then
//! `target/speed/load`.

use std::collections::HashMap;
use std::env;
use std::error::Error;
use std::fs;
use std::io::{BufRead as _, BufReader};
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use acs_calling::{Client, ClientOptions, CommunicationIdentifier, CreateCallRequest, PhoneNumberIdentifier};
use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::routing::post;
use futures_util::{StreamExt as _, TryStreamExt as _, stream};
use serde_json::Value;
use tokio::net::TcpListener;
use tokio::sync::Notify;

/// The number of calls at a time.
const CALLS: usize = 1000;

/// The number of connections at a time.
const CONNECTIONS: usize = 64;

/// The number of requests that read a call.
const READS: usize = 20_000;

/// The number of calls that are placed and ended.
const PLACED: usize = 10_000;

type Failure = Box<dyn Error + Send + Sync>;

/// The simulator's process. It ends with this program.
struct Simulator {
    child: Child,
    environment: HashMap<String, String>,
}

impl Simulator {
    /// Starts the simulator, and waits until it has printed its addresses.
    fn start() -> Result<Self, Failure> {
        let program = env::current_exe()?.with_file_name("call-sim");
        println!("{:>10.1} MB  size of the program", fs::metadata(&program)?.len() as f64 / 1e6);
        let start = Instant::now();
        let mut command = Command::new(program);
        let mut child =
            command.args(["--port", "0", "--answer-after", "0"]).stdout(Stdio::piped()).spawn()?;
        let output = child.stdout.take().ok_or("no output")?;
        let mut environment = HashMap::new();
        for line in BufReader::new(output).lines() {
            let line = line?;
            if let Some((name, value)) = line.strip_prefix("export ").and_then(|line| line.split_once('=')) {
                environment.insert(name.to_owned(), value.trim_matches('\'').to_owned());
            }
            if line.starts_with("export EWS_PASSWORD=") {
                break;
            }
        }
        println!("{:>10.0} ms  from the start to the printed addresses", start.elapsed().as_secs_f64() * 1e3);
        Ok(Self { child, environment })
    }

    /// Returns the resident memory, in bytes.
    fn memory(&self) -> Result<f64, Failure> {
        let status = fs::read_to_string(format!("/proc/{}/status", self.child.id()))?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).ok_or("no VmRSS")?;
        Ok(line.trim().trim_end_matches("kB").trim().parse::<f64>()? * 1024.0)
    }
}

impl Drop for Simulator {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The application: counts the events by name.
#[derive(Clone, Default)]
struct Application {
    events: Arc<Mutex<HashMap<String, usize>>>,
    changed: Arc<Notify>,
}

impl Application {
    async fn start(&self) -> Result<String, Failure> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let url = format!("http://{}/events", listener.local_addr()?);
        let router = Router::new().route("/events", post(receive)).with_state(self.clone());
        tokio::spawn(async move { axum::serve(listener, router).await });
        Ok(url)
    }

    fn count(&self, name: Option<&str>) -> usize {
        let events = self.events.lock().expect("no thread panics with the lock");
        events
            .iter()
            .filter(|(key, _)| name.is_none_or(|name| key.ends_with(name)))
            .map(|(_, count)| count)
            .sum()
    }

    async fn wait(&self, name: &str, count: usize) {
        while self.count(Some(name)) < count {
            // A notification between the check and the wait is lost, so the wait is short.
            let _ = tokio::time::timeout(Duration::from_millis(5), self.changed.notified()).await;
        }
    }
}

async fn receive(State(application): State<Application>, body: Bytes) {
    let events: Vec<Value> = serde_json::from_slice(&body).expect("events");
    let mut counts = application.events.lock().expect("no thread panics with the lock");
    for event in events {
        *counts.entry(event["type"].as_str().unwrap_or_default().to_owned()).or_default() += 1;
    }
    drop(counts);
    application.changed.notify_waiters();
}

async fn place(client: &Client, callback: &str, number: usize) -> Result<String, Failure> {
    let callee = CommunicationIdentifier::phone_number(format!("+1425666{number:05}"));
    let request = CreateCallRequest::new([callee], callback)
        .source_caller_id_number(PhoneNumberIdentifier::new("+18005550100"));
    client.create_call(&request).await?.into_inner().call_connection_id.ok_or_else(|| "no id".into())
}

#[tokio::main]
async fn main() -> Result<(), Failure> {
    let simulator = Simulator::start()?;
    let application = Application::default();
    let callback = application.start().await?;
    let text = &simulator.environment["ACS_CONNECTION_STRING"];
    let client = Client::from_connection_string(text, ClientOptions::new().no_proxy())?;

    let before = simulator.memory()?;
    println!("{:>10.1} MB  memory without calls", before / 1e6);
    let calls = stream::iter(0..CALLS).map(|number| place(&client, &callback, number));
    let calls: Vec<String> = calls.buffer_unordered(CONNECTIONS).try_collect().await?;
    application.wait("ParticipantsUpdated", CALLS).await;
    let grown = simulator.memory()? - before;
    println!("{:>10.1} kB  memory per call, with its journal ({CALLS} calls)", grown / CALLS as f64 / 1e3);

    let start = Instant::now();
    let reads = stream::iter(0..READS).map(Ok::<_, Failure>);
    reads
        .try_for_each_concurrent(CONNECTIONS, async |number| {
            client.call_connection(&calls[number % CALLS]).get().await?;
            Ok(())
        })
        .await?;
    let seconds = start.elapsed().as_secs_f64();
    println!("{:>10.0} requests per second that read one of {CALLS} calls", READS as f64 / seconds);

    let (start, events) = (Instant::now(), application.count(None));
    let placed = stream::iter(0..PLACED).map(Ok::<_, Failure>);
    placed
        .try_for_each_concurrent(CONNECTIONS, async |number| {
            let id = place(&client, &callback, number).await?;
            client.call_connection(id).terminate().await?;
            Ok(())
        })
        .await?;
    application.wait("CallDisconnected", PLACED).await;
    let seconds = start.elapsed().as_secs_f64();
    let events = (application.count(None) - events) as f64;
    println!("{:>10.0} calls per second, each placed and ended", PLACED as f64 / seconds);
    println!("{:>10.0} signed callbacks per second", events / seconds);
    println!("{:>10.1} MB  memory at the end", simulator.memory()? / 1e6);
    Ok(())
}
