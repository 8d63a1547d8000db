//! Contenders that do the same work, and how they are compared.

use std::hint::black_box;
use std::time::{Duration, Instant};

/// How often each contender is measured; the median counts.
const ROUNDS: usize = 101;
/// How long one measurement of the first contender shall take.
const SLICE: Duration = Duration::from_micros(500);

/// Contenders that do the same work; the first one is ours.
pub struct Group {
    title: &'static str,
    contenders: Vec<Contender>,
}

struct Contender {
    name: &'static str,
    run: Box<dyn Fn()>,
}

impl Group {
    pub(crate) fn new(title: &'static str) -> Self {
        Self { title, contenders: Vec::new() }
    }

    /// Adds a contender. What it makes is dropped within the measurement, as users drop it.
    pub(crate) fn with<T>(mut self, name: &'static str, run: impl Fn() -> T + 'static) -> Self {
        let run = Box::new(move || _ = black_box(run()));
        self.contenders.push(Contender { name, run });
        self
    }

    /// Measures the contenders and prints the ratios of ours to the others.
    pub fn compare(&self) {
        let medians = self.medians();
        let micros = |time: Duration| time.as_secs_f64() * 1e6;
        let ours = medians[0];
        println!("{}: {:.2} µs", self.title, micros(ours));
        for (contender, time) in self.contenders.iter().zip(&medians).skip(1) {
            println!(
                "  {:>5.2} of {} ({:.2} µs)",
                micros(ours) / micros(*time),
                contender.name,
                micros(*time)
            );
        }
    }

    /// The median time of each contender. They take turns, so that a slow moment of the machine hits all.
    fn medians(&self) -> Vec<Duration> {
        let repeat = self.repeat();
        let mut times = vec![Vec::with_capacity(ROUNDS); self.contenders.len()];
        for _ in 0..ROUNDS {
            for (contender, times) in self.contenders.iter().zip(&mut times) {
                let start = Instant::now();
                for _ in 0..repeat {
                    (contender.run)();
                }
                times.push(start.elapsed() / repeat);
            }
        }
        let median = |times: &mut Vec<Duration>| {
            times.sort_unstable();
            times[ROUNDS / 2]
        };
        times.iter_mut().map(median).collect()
    }

    /// How often a contender runs in one measurement.
    fn repeat(&self) -> u32 {
        let start = Instant::now();
        (self.contenders[0].run)();
        let once = start.elapsed().max(Duration::from_nanos(100));
        (SLICE.as_nanos() / once.as_nanos()).clamp(1, 1000).try_into().expect("at most a thousand")
    }

    /// What to call each contender by, for [`run`](Self::run).
    pub fn ids(&self) -> impl Iterator<Item = String> + '_ {
        self.contenders.iter().map(|contender| format!("{}/{}", self.title, contender.name))
    }

    /// Runs the contender of that id; false if it is not here.
    pub fn run(&self, id: &str, times: u32) -> bool {
        let named = |contender: &&Contender| {
            id.strip_prefix(self.title).and_then(|rest| rest.strip_prefix('/')) == Some(contender.name)
        };
        let Some(contender) = self.contenders.iter().find(named) else { return false };
        for _ in 0..times {
            (contender.run)();
        }
        true
    }
}
