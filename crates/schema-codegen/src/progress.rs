//! Progress messages for runs that take longer than a second.

use std::io::{IsTerminal, Write};
use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::sync::{Arc, Mutex};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

/// Prints the current step to standard error every second.
#[derive(Debug)]
pub struct Progress {
    step: Arc<Mutex<String>>,
    stop: Option<Sender<()>>,
    printer: Option<JoinHandle<()>>,
}

impl Progress {
    /// Starts printing.
    #[must_use]
    pub fn start() -> Self {
        let step = Arc::new(Mutex::new(String::new()));
        let (stop, stopped) = mpsc::channel();
        let shown = Arc::clone(&step);
        let printer = thread::spawn(move || {
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
        Self { step, stop: Some(stop), printer: Some(printer) }
    }

    /// Sets the current step.
    pub fn step(&self, step: impl Into<String>) {
        if let Ok(mut current) = self.step.lock() {
            *current = step.into();
        }
    }
}

fn show(step: &str, elapsed: Duration, last: &mut String) {
    let seconds = elapsed.as_secs();
    let mut output = std::io::stderr();
    // A closed output is ignored.
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
        if let Some(printer) = self.printer.take() {
            // A panic of the thread has been printed already.
            let _ = printer.join();
        }
    }
}
