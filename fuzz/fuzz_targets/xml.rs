//! Decodes any bytes as a SOAP message. Checks that a decoded message round-trips.

#![no_main]

use std::fmt::Debug;

use call_wire::xml::{self, Root};
use ews_um::{phone_call, soap::Envelope, um};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|document: &[u8]| {
    check::<um::Request>(document);
    check::<um::Response>(document);
    check::<phone_call::Request>(document);
    check::<phone_call::Response>(document);
});

fn check<B: Root + Clone + Debug + PartialEq + 'static>(document: &[u8]) {
    let strict = xml::decode::<Envelope<B>>(document);
    let lenient = xml::decode_lenient::<Envelope<B>>(document);
    if let Ok(envelope) = &strict {
        let (lenient, issues) = lenient.as_ref().expect("lenient decoding succeeds if strict decoding does");
        assert_eq!((lenient, issues.len()), (envelope, 0));
    }
    let Ok((envelope, _)) = lenient else { return };
    let encoded = xml::encode(&envelope).expect("it encodes");
    let decoded = xml::decode_lenient::<Envelope<B>>(encoded.as_bytes());
    let (decoded, _) = decoded.unwrap_or_else(|error| panic!("{error}\n{encoded}"));
    // NaN is not equal to itself.
    let is_equal = decoded == envelope || encoded.contains("NaN");
    assert!(is_equal, "decoded {envelope:#?}\nencoded {encoded}\ndecoded {decoded:#?}");
    assert_eq!(xml::encode(&decoded).expect("it encodes"), encoded);
}
