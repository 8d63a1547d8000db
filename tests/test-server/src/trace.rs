//! Collects what is traced during one test, beside other tests of the same process.

use std::io;
use std::sync::{Arc, Mutex, OnceLock};

use tracing::subscriber::DefaultGuard;
use tracing::{Dispatch, Subscriber};
use tracing_subscriber::Registry;
use tracing_subscriber::filter::LevelFilter;

/// The traces of this thread, at all levels, as text.
#[derive(Clone)]
pub struct Trace(Arc<Mutex<Vec<u8>>>);

impl Trace {
    /// Collects until the guard is dropped.
    pub fn collect() -> (Self, DefaultGuard) {
        let trace = Self(Arc::default());
        let writer = trace.clone();
        let subscriber = tracing_subscriber::fmt()
            .with_max_level(LevelFilter::TRACE)
            .with_writer(move || writer.clone())
            .finish();
        (trace, subscribe(subscriber))
    }

    /// What was collected so far.
    pub fn text(&self) -> String {
        let bytes = self.0.lock().expect("no test panics with it").clone();
        String::from_utf8(bytes).expect("traces are text")
    }
}

impl io::Write for Trace {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().expect("no test panics with it").extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Makes a subscriber that of this thread, until the guard is dropped.
///
/// With a single subscriber in the process, `tracing` asks only the thread that first reaches a call site whether
/// anybody is interested in it. Other tests reach the same call sites without a subscriber, so a second one is kept.
pub fn subscribe(subscriber: impl Subscriber + Send + Sync) -> DefaultGuard {
    static SECOND: OnceLock<Dispatch> = OnceLock::new();
    SECOND.get_or_init(|| Dispatch::new(Registry::default()));
    tracing::subscriber::set_default(subscriber)
}
