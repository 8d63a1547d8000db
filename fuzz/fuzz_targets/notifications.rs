//! Checks round trips of notifications of Graph.

#![no_main]

use call_wire::json;
use graph_calls::notification::{Form, Notifications};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|body: &[u8]| {
    let Ok(read) = Notifications::parse_with_limit(body, usize::MAX) else { return };
    // An empty body is not JSON.
    if matches!(read.form, Form::Empty) {
        return;
    }
    let written = json::encode(&read).expect("a decoded body can be encoded");
    let again = Notifications::parse_with_limit(written.as_bytes(), usize::MAX).expect("decodes again");
    assert_eq!(json::encode(&again).expect("encodes"), written);
    assert_eq!(again.iter().count(), read.iter().count());
});
