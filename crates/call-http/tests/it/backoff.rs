//! The waits of a caller that goes on by itself.

use std::time::Duration;

use crate::support::{FakeClock, Requests as _, Server, quick};
use call_http::{Credential, RetryPolicy};

#[tokio::test]
async fn as_many_waits_as_retries_each_longer() {
    let server = Server::start(Vec::new()).await;
    let clock = FakeClock::at("12:00:00");
    let policy = RetryPolicy::default().base_delay(Duration::from_secs(1)).max_retries(3);
    let pipeline = server.pipeline(Credential::none(), quick().clock(clock.clone()).retry(policy));
    let mut retries = pipeline.retries();
    for _ in 0..3 {
        assert!(retries.wait().await);
    }
    assert!(!retries.wait().await && !retries.wait().await);
    let waits = clock.waits();
    assert_eq!(waits.len(), 3);
    for (number, wait) in waits.iter().enumerate() {
        let least = Duration::from_secs(1 << number);
        assert!(*wait >= least && *wait <= 2 * least, "{waits:?}");
    }
    // Each that goes on counts anew.
    assert!(pipeline.retries().wait().await);
    assert!(pipeline.is_local());
}
