//! Compares the JSON reader with serde_json, and checks round trips through types.

#![no_main]

#[path = "../../crates/call-wire/tests/it/common/agree.rs"]
mod agree;
#[path = "../../crates/call-wire/tests/it/common/exact.rs"]
mod exact;
#[allow(dead_code, reason = "only the tests use all of it")]
#[path = "../../crates/call-wire/tests/it/common/model.rs"]
mod model;
#[path = "../../crates/call-wire/tests/it/common/round_trip.rs"]
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
