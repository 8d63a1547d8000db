//! Any bytes as JSON: compared with serde_json, and through types and back.

#![no_main]

#[path = "../../crates/call-wire/tests/common/agree.rs"]
mod agree;
#[path = "../../crates/call-wire/tests/common/exact.rs"]
mod exact;
#[allow(dead_code, reason = "the tests use more of it")]
#[path = "../../crates/call-wire/tests/common/model.rs"]
mod model;
#[path = "../../crates/call-wire/tests/common/round_trip.rs"]
mod round_trip;

use libfuzzer_sys::fuzz_target;
use model::{Config, Shape, Thing, Wide};

fuzz_target!(|document: &[u8]| {
    agree::verdict(document);
    round_trip::check::<Thing>(document);
    round_trip::check::<Wide>(document);
    round_trip::check::<Shape>(document);
    round_trip::check::<Config>(document);
});
