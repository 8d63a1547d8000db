//! Checks round trips of events of Call Automation.

#![no_main]

use acs_calling::events;
use call_wire::json;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|body: &[u8]| {
    let each = events::parse_each(body);
    let all = events::parse(body);
    let Ok(each) = each else {
        all.expect_err("parse_each rejects it");
        return;
    };
    let each: Vec<_> = each.into_iter().collect();
    assert_eq!(all.is_ok(), each.iter().all(Result::is_ok));
    for event in each.iter().flatten() {
        let written = json::encode(event).expect("a decoded event can be encoded");
        let again = events::parse(written.as_bytes()).expect("decodes again");
        assert!(
            again.as_slice() == [event.clone()] || written.contains("NaN"),
            "{event:#?} {again:#?} {written}"
        );
    }
});
