//! Random numbers and ids, from a seed.

use uuid::{Builder, Uuid};

/// The source of all random values of a simulator. Two simulators with the same seed and the same sequence of requests
/// return the same ids.
#[derive(Debug)]
pub(crate) struct Random(fastrand::Rng);

impl Random {
    /// Creates a source from a seed.
    pub(crate) fn new(seed: u64) -> Self {
        Self(fastrand::Rng::with_seed(seed))
    }

    /// Returns a GUID.
    pub(crate) fn guid(&mut self) -> String {
        self.uuid().hyphenated().to_string()
    }

    /// Returns a GUID.
    pub(crate) fn uuid(&mut self) -> Uuid {
        Builder::from_random_bytes(self.0.u128(..).to_be_bytes()).into_uuid()
    }

    /// Returns random letters and digits, for opaque ids.
    pub(crate) fn token(&mut self, length: usize) -> String {
        std::iter::repeat_with(|| self.0.alphanumeric()).take(length).collect()
    }

    /// Returns random bytes, for keys.
    pub(crate) fn bytes(&mut self, length: usize) -> Vec<u8> {
        std::iter::repeat_with(|| self.0.u8(..)).take(length).collect()
    }

    /// Returns whether an event with a probability happens.
    pub(crate) fn happens(&mut self, probability: f64) -> bool {
        self.0.f64() < probability
    }
}
