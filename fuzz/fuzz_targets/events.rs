//! Parses any bytes as events of Call Automation. Checks that parsing does not panic and that the events round-trip.

#![no_main]

use acs_calling::events;
use call_wire::json;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|body: &[u8]| {
    let each = events::parse_each(body);
    let all = events::parse(body);
    let Ok(each) = each else {
        all.expect_err("parse_each returns an error");
        return;
    };
    let each: Vec<_> = each.into_iter().collect();
    assert_eq!(all.is_ok(), each.iter().all(Result::is_ok));
    for event in each.iter().flatten() {
        let encoded = json::encode(event).expect("it encodes");
        let parsed = events::parse(encoded.as_bytes()).expect("it parses");
        assert!(
            parsed.as_slice() == [event.clone()] || encoded.contains("NaN"),
            "{event:#?} {parsed:#?} {encoded}"
        );
    }
});
