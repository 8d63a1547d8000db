//! Client request ids: random UUIDs.

use std::hash::{BuildHasher as _, RandomState};
use std::sync::atomic::{AtomicU64, Ordering};

use uuid::{Builder, Uuid};

/// Generates random UUIDs (version 4) without a system call for each. An id consists of two hashes (SipHash) of a counter,
/// with random keys.
#[derive(Default)]
pub(crate) struct RequestIds {
    high: RandomState,
    low: RandomState,
    count: AtomicU64,
}

impl RequestIds {
    pub(crate) fn next(&self) -> Uuid {
        let number = self.count.fetch_add(1, Ordering::Relaxed);
        let (high, low) = (self.high.hash_one(number), self.low.hash_one(number));
        let random = u128::from(high) << 64 | u128::from(low);
        Builder::from_random_bytes(random.to_be_bytes()).into_uuid()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn ids_are_random_uuids_that_differ() {
        let (ids, others) = (RequestIds::default(), RequestIds::default());
        let made: HashSet<Uuid> = (0..1000).flat_map(|_| [ids.next(), others.next()]).collect();
        assert_eq!(made.len(), 2000);
        assert!(made.iter().all(|id| id.get_version_num() == 4));
        let halves: HashSet<u64> = made.iter().flat_map(|id| <[u64; 2]>::from(id.as_u64_pair())).collect();
        assert_eq!(halves.len(), 4000, "the halves of an id are made with different keys");
    }
}
