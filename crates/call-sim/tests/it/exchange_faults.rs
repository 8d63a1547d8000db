//! Under random faults, the clients of Exchange place no call twice, and no call that succeeded is lost.

use std::collections::BTreeMap;

use call_sim::{FaultRule, Kind, RequestFault, RetryAfter, Service};
use ews_um::call_http::RetryClass;

use crate::exchange::Office;

/// The number of calls of each service.
const CALLS: usize = 200;

/// Places calls under random faults, and returns the calls that were placed twice and those that were lost.
async fn run(retry: Option<RetryClass>) -> (Vec<String>, Vec<String>) {
    let office = Office::open().await;
    let wait = Some(RetryAfter::Seconds(1));
    for fault in [
        RequestFault::Status { status: 500, retry_after: wait },
        RequestFault::Status { status: 503, retry_after: wait },
        RequestFault::Status { status: 503, retry_after: None },
        RequestFault::Status { status: 500, retry_after: None },
        RequestFault::ResetBefore,
        RequestFault::ResetAfter,
        RequestFault::CutBody,
        RequestFault::HtmlPage,
    ] {
        office.sim.fault(FaultRule::on_requests(fault).service(Service::Exchange).probability(0.05));
    }
    let (um, phone, item) = (office.um(), office.phone(), office.sim.exchange().item_id());
    let mut succeeded = Vec::new();
    for number in 0..CALLS {
        let (first, second) = (format!("+1425666{number:04}"), format!("+1425777{number:04}"));
        let pending = um.play_on_phone(item, &first);
        let pending = match retry {
            Some(class) => pending.retry_class(class),
            None => pending,
        };
        if pending.await.is_ok() {
            succeeded.push(first);
        }
        if phone.play_on_phone(office.item(), &second).await.is_ok() {
            succeeded.push(second);
        }
    }
    let mut placed = BTreeMap::<String, usize>::new();
    let entries = office.sim.journal().into_iter();
    for entry in entries.filter(|entry| entry.kind == Kind::State && entry.name == "Connecting") {
        *placed.entry(entry.detail).or_default() += 1;
    }
    assert!(succeeded.len() > CALLS, "most of the {} calls succeed: {}", 2 * CALLS, succeeded.len());
    let lost = succeeded.into_iter().filter(|number| !placed.contains_key(number)).collect();
    let twice = placed.into_iter().filter(|(_, count)| *count > 1).map(|(number, _)| number).collect();
    (twice, lost)
}

#[tokio::test]
async fn no_call_is_placed_twice_and_none_is_lost() {
    assert_eq!(run(None).await, (Vec::new(), Vec::new()));
}

#[tokio::test]
async fn a_client_that_always_retries_places_calls_twice() {
    let (twice, lost) = run(Some(RetryClass::Always)).await;
    assert!(!twice.is_empty() && lost.is_empty(), "{twice:?} {lost:?}");
}
