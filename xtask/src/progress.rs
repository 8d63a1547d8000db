//! Tells what is going on when a run takes longer than a second.

use std::io::{IsTerminal, Write};
use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::sync::{Arc, Mutex};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

/// Shows the present step on standard error after a second, and again every second.
#[derive(Debug)]
pub struct Progress {
    step: Arc<Mutex<String>>,
    stop: Option<Sender<()>>,
    shower: Option<JoinHandle<()>>,
}

impl Progress {
    /// Starts the clock.
    #[must_use]
    pub fn start() -> Self {
        let step = Arc::new(Mutex::new(String::new()));
        let (stop, stopped) = mpsc::channel();
        let shown = Arc::clone(&step);
        let shower = thread::spawn(move || {
            let start = Instant::now();
            let mut last = String::new();
            while stopped.recv_timeout(Duration::from_secs(1)) == Err(RecvTimeoutError::Timeout) {
                let step = shown.lock().map(|step| step.clone()).unwrap_or_default();
                show(&step, start.elapsed(), &mut last);
            }
            if !last.is_empty() && std::io::stderr().is_terminal() {
                eprint!("\r\x1b[K");
            }
        });
        Self { step, stop: Some(stop), shower: Some(shower) }
    }

    /// Says what is being done now.
    pub fn step(&self, step: impl Into<String>) {
        if let Ok(mut current) = self.step.lock() {
            *current = step.into();
        }
    }
}

fn show(step: &str, elapsed: Duration, last: &mut String) {
    let seconds = elapsed.as_secs();
    let mut output = std::io::stderr();
    // Nothing can be done about an output that is gone.
    if output.is_terminal() {
        let _ = write!(output, "\r\x1b[K{step} ... {seconds} s");
        let _ = output.flush();
    } else if step != last {
        let _ = writeln!(output, "{step} ...");
    }
    step.clone_into(last);
}

impl Drop for Progress {
    fn drop(&mut self) {
        drop(self.stop.take());
        if let Some(shower) = self.shower.take() {
            // A panic of the shower has been printed; there is nothing to add.
            let _ = shower.join();
        }
    }
}
