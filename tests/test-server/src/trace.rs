//! Collects the traces of one test, separately from those of other tests in the same process.

use std::io;
use std::sync::{Arc, Mutex, OnceLock};

use tracing::subscriber::DefaultGuard;
use tracing::{Dispatch, Subscriber};
use tracing_subscriber::Registry;
use tracing_subscriber::filter::LevelFilter;

/// The traces of the current thread, at all levels, as text.
#[derive(Clone)]
pub struct Trace(Arc<Mutex<Vec<u8>>>);

impl Trace {
    /// Starts collecting. Dropping the guard stops it.
    pub fn collect() -> (Self, DefaultGuard) {
        let trace = Self(Arc::default());
        let writer = trace.clone();
        let subscriber = tracing_subscriber::fmt()
            .with_max_level(LevelFilter::TRACE)
            .with_writer(move || writer.clone())
            .finish();
        (trace, subscribe(subscriber))
    }

    /// Returns the traces so far.
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

/// Sets the subscriber of the current thread, until the guard is dropped.
///
/// In a process with a single subscriber, `tracing` caches the interest in a call site when a thread first reaches it.
/// That thread may run a test without a subscriber. A second subscriber that is never dropped prevents the caching.
pub fn subscribe(subscriber: impl Subscriber + Send + Sync) -> DefaultGuard {
    static SECOND: OnceLock<Dispatch> = OnceLock::new();
    SECOND.get_or_init(|| Dispatch::new(Registry::default()));
    tracing::subscriber::set_default(subscriber)
}
