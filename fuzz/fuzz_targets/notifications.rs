//! Parses any bytes as notifications of Graph. Checks that parsing does not panic and that the bodies round-trip.

#![no_main]

use call_wire::json;
use graph_calls::notification::{Form, Notifications};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|body: &[u8]| {
    let Ok(notifications) = Notifications::parse_listing(body, usize::MAX) else { return };
    // An empty body is not JSON.
    if matches!(notifications.form, Form::Empty) {
        return;
    }
    let encoded = json::encode(&notifications).expect("it encodes");
    let parsed = Notifications::parse_listing(encoded.as_bytes(), usize::MAX).expect("it parses");
    assert_eq!(json::encode(&parsed).expect("it encodes"), encoded);
    assert_eq!(parsed.iter().count(), notifications.iter().count());
});
