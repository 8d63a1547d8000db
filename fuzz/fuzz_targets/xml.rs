//! Checks round trips of SOAP messages.

#![no_main]

use std::fmt::Debug;

use call_wire::xml::{self, Root};
use ews_um::{phone_call, soap::Envelope, um};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|document: &[u8]| {
    check_round_trip::<um::Request>(document);
    check_round_trip::<um::Response>(document);
    check_round_trip::<phone_call::Request>(document);
    check_round_trip::<phone_call::Response>(document);
});

fn check_round_trip<B: Root + Clone + Debug + PartialEq + 'static>(document: &[u8]) {
    let strict = xml::decode::<Envelope<B>>(document);
    let lenient = xml::decode_lenient::<Envelope<B>>(document);
    if let Ok(envelope) = &strict {
        let (lenient, issues) = lenient.as_ref().expect("only lenient decoding rejects it");
        assert_eq!((lenient, issues.len()), (envelope, 0));
    }
    let Ok((envelope, _)) = lenient else { return };
    let written = xml::encode(&envelope).expect("a decoded envelope can be encoded");
    let again = xml::decode_lenient::<Envelope<B>>(written.as_bytes());
    let (again, _) = again.unwrap_or_else(|error| panic!("{error}\n{written}"));
    // NaN is not equal to itself.
    assert!(again == envelope || written.contains("NaN"), "{envelope:#?}\nbecame\n{again:#?}\nby\n{written}");
    assert_eq!(xml::encode(&again).expect("encodes"), written);
}
