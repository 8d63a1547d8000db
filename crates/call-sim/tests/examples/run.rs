//! A running example.

use std::net::TcpListener;
use std::process::Stdio;
use std::time::Duration;

use call_sim::{Entry, Kind, Sim};
use tokio::io::{AsyncBufReadExt as _, AsyncRead, BufReader};
use tokio::process::{Child, Command};
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use tokio::time::timeout;

use crate::build::examples;

/// The longest wait for the next line of an example, and for its end.
const PATIENCE: Duration = Duration::from_secs(30);

/// An example that runs as a child process. It is killed when this value is dropped.
pub struct Example {
    name: &'static str,
    child: Child,
    lines: UnboundedReceiver<String>,
    seen: Vec<String>,
}

impl Example {
    /// Starts an example with the environment that the simulator's command prints, and further variables. It inherits
    /// no other variables.
    pub async fn start(
        name: &'static str,
        sim: &Sim,
        variables: &[(&str, &str)],
        arguments: &[&str],
    ) -> Self {
        Self::start_with(name, sim.environment(), variables, arguments).await
    }

    /// Starts an example with only some of the variables that the simulator's command prints.
    pub async fn start_with(
        name: &'static str,
        environment: Vec<(&'static str, String)>,
        variables: &[(&str, &str)],
        arguments: &[&str],
    ) -> Self {
        // The build takes a long time, and must not block the timers of the test.
        let path = tokio::task::spawn_blocking(move || examples().get(name)).await.expect("a build");
        let path = path.unwrap_or_else(|| panic!("there is no example {name}"));
        let mut command = Command::new(path);
        command.args(arguments).env_clear().envs(environment).envs(variables.iter().copied());
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).kill_on_drop(true);
        let mut child = command.spawn().expect(name);
        let (sender, lines) = unbounded_channel();
        forward(child.stdout.take(), sender.clone());
        forward(child.stderr.take(), sender);
        Self { name, child, lines, seen: Vec::new() }
    }

    /// Waits for a line that contains a text, and returns the rest of the line.
    pub async fn line(&mut self, text: &str) -> String {
        loop {
            match timeout(PATIENCE, self.lines.recv()).await {
                Ok(Some(line)) => {
                    self.seen.push(line);
                    let line = self.seen.last().map_or("", String::as_str);
                    if let Some((_, rest)) = line.split_once(text) {
                        return rest.to_owned();
                    }
                }
                Ok(None) => {
                    panic!("{} ended without the line {text:?}:\n{}", self.name, self.seen.join("\n"))
                }
                Err(_) => panic!("{} has not printed {text:?}:\n{}", self.name, self.seen.join("\n")),
            }
        }
    }

    /// Waits until the example has ended successfully.
    pub async fn succeeds(mut self) {
        while let Ok(Some(line)) = timeout(PATIENCE, self.lines.recv()).await {
            self.seen.push(line);
        }
        let status = timeout(PATIENCE, self.child.wait()).await.expect(self.name).expect(self.name);
        assert!(status.success(), "{}: {status}\n{}", self.name, self.seen.join("\n"));
    }
}

/// Forwards the lines of an output.
fn forward(output: Option<impl AsyncRead + Unpin + Send + 'static>, sender: UnboundedSender<String>) {
    let output = output.expect("a pipe");
    tokio::spawn(async move {
        let mut lines = BufReader::new(output).lines();
        while let Ok(Some(line)) = lines.next_line().await {
            // The test may have ended.
            let _ = sender.send(line);
        }
    });
}

/// Returns an address on loopback with a free port, for an example that must know its own address.
pub fn free_address() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    listener.local_addr().expect("an address").to_string()
}

/// Waits for the response to an operation of the application, checks that it succeeded, and returns it.
pub async fn operation(sim: &Sim, name: &str) -> Entry {
    let response = wait(sim, name, Kind::Response).await;
    let status = response.status.unwrap_or_default();
    assert!((200..300).contains(&status), "{name}: {} {}", response.detail, response.body);
    response
}

/// Waits for an event, and returns it.
pub async fn event(sim: &Sim, name: &str) -> Entry {
    wait(sim, name, Kind::Callback).await
}

async fn wait(sim: &Sim, name: &str, kind: Kind) -> Entry {
    let entry = sim.wait_for(|entry| entry.kind == kind && entry.name == name);
    let entry = timeout(PATIENCE, entry).await;
    entry.unwrap_or_else(|_| panic!("the journal has no {kind:?} {name}:\n{}", journal(sim)))
}

/// Returns the journal as lines.
fn journal(sim: &Sim) -> String {
    let lines =
        sim.journal().into_iter().map(|entry| format!("{:?} {} {}", entry.kind, entry.name, entry.detail));
    lines.collect::<Vec<_>>().join("\n")
}
