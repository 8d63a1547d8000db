//! Any bytes as notifications of Graph: no panic, and what is read comes back.

#![no_main]

use call_wire::json;
use graph_calls::notification::{Form, Notifications};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|body: &[u8]| {
    let Ok(read) = Notifications::parse_listing(body, usize::MAX) else { return };
    // No body is no JSON.
    if matches!(read.form, Form::Empty) {
        return;
    }
    let written = json::encode(&read).expect("what was read can be written");
    let again = Notifications::parse_listing(written.as_bytes(), usize::MAX).expect("was read");
    assert_eq!(json::encode(&again).expect("encodes"), written);
    assert_eq!(again.iter().count(), read.iter().count());
});
