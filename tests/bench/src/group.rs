//! Groups of contenders that do the same work, and their comparison.

use std::hint::black_box;
use std::time::{Duration, Instant};

/// The number of measurements of each contender. The median is reported.
const ROUNDS: usize = 101;
/// The intended time of one measurement of the first contender.
const SLICE: Duration = Duration::from_micros(500);

/// A group of contenders that do the same work. The first one is this project.
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

    /// Adds a contender. The measured time includes dropping its result.
    pub(crate) fn with<T>(mut self, name: &'static str, run: impl Fn() -> T + 'static) -> Self {
        let run = Box::new(move || _ = black_box(run()));
        self.contenders.push(Contender { name, run });
        self
    }

    /// Measures the contenders, and prints the ratios of this project's time to the others.
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

    /// Returns the median time of each contender. The contenders take turns, so a slow phase of the machine affects all
    /// of them.
    fn medians(&self) -> Vec<Duration> {
        let runs = self.runs();
        let mut times = vec![Vec::with_capacity(ROUNDS); self.contenders.len()];
        for _ in 0..ROUNDS {
            for (contender, times) in self.contenders.iter().zip(&mut times) {
                let start = Instant::now();
                for _ in 0..runs {
                    (contender.run)();
                }
                times.push(start.elapsed() / runs);
            }
        }
        let median = |times: &mut Vec<Duration>| {
            times.sort_unstable();
            times[ROUNDS / 2]
        };
        times.iter_mut().map(median).collect()
    }

    /// Returns the number of runs in one measurement.
    fn runs(&self) -> u32 {
        let start = Instant::now();
        (self.contenders[0].run)();
        let once = start.elapsed().max(Duration::from_nanos(100));
        (SLICE.as_nanos() / once.as_nanos()).clamp(1, 1000).try_into().expect("at most a thousand")
    }

    /// Returns the id of each contender, for [`run`](Self::run).
    pub fn ids(&self) -> impl Iterator<Item = String> + '_ {
        self.contenders.iter().map(|contender| format!("{}/{}", self.title, contender.name))
    }

    /// Runs the contender with this id a number of times. Returns `false` if the group does not contain it.
    pub fn run(&self, id: &str, times: u32) -> bool {
        let has_id = |contender: &&Contender| {
            id.strip_prefix(self.title).and_then(|rest| rest.strip_prefix('/')) == Some(contender.name)
        };
        let Some(contender) = self.contenders.iter().find(has_id) else { return false };
        for _ in 0..times {
            (contender.run)();
        }
        true
    }
}
