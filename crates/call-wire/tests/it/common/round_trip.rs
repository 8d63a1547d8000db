//! Round trips of documents: strict, lenient, and through serde.

use std::fmt::Debug;

use call_wire::json::{self, Issues, Raw, Wire};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::exact::Exact;

/// The result of decoding a document as a type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Read {
    /// Every member is valid.
    Strictly,
    /// Some members are invalid. They are kept.
    Leniently,
    /// The document is not JSON, not an object, or has an unpaired surrogate in a typed string.
    Refused,
}

/// Decodes a document as a type, encodes it, and compares the result with the original.
///
/// # Panics
///
/// Panics if they differ.
pub fn check<T: Wire + Debug + Serialize + DeserializeOwned>(document: &[u8]) -> Read {
    let lenient = json::decode_lenient::<T>(document);
    let strict = json::decode::<T>(document);
    let text =
        || std::str::from_utf8(document.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(document)).expect("decoded");
    match (strict, lenient) {
        (Ok(strict), Ok((lenient, issues))) => {
            assert_eq!(issues, Issues::default(), "{}", text());
            let written = check_round_trip(&strict, text());
            assert_eq!(json::encode(&lenient).expect("encodes"), written, "{}", text());
            check_serde(&strict, text(), &written);
            Read::Strictly
        }
        (Err(_), Ok((lenient, issues))) => {
            assert!(!issues.is_empty(), "{}", text());
            for issue in &issues {
                Raw::parse(issue.raw.as_str()).expect("the value of an issue is JSON");
            }
            let written = check_round_trip(&lenient, text());
            let (_, again) = json::decode_lenient::<T>(written.as_bytes()).expect("decodes again");
            // Fewer, if a valid member followed an invalid one with the same name.
            assert!(again.len() + again.omitted() <= issues.len() + issues.omitted(), "{}", text());
            Read::Leniently
        }
        (Ok(_), Err(error)) => panic!("only lenient decoding rejects {}: {error}", text()),
        (Err(_), Err(error)) => {
            let is_object = |raw: &Raw<'_>| raw.kind() == json::Kind::Object && raw.to_value().is_ok();
            let rejected = std::str::from_utf8(document).ok().and_then(|text| Raw::parse(text).ok());
            assert!(
                !rejected.as_ref().is_some_and(is_object),
                "lenient decoding rejects {rejected:?}: {error}"
            );
            Read::Refused
        }
    }
}

/// Encodes a value, and compares the result with the original text.
fn check_round_trip<T: Wire + Debug>(value: &T, text: &str) -> String {
    let written = json::encode(value).expect("a decoded value can be encoded");
    match (Exact::read(text), Exact::read(&written)) {
        (Ok(original), Ok(encoded)) => assert!(original.is_written_as(&encoded), "{text}\nbecame\n{written}"),
        // A name with an unpaired surrogate, in an untyped value.
        (Err(_), _) => Raw::parse(&written).map(drop).expect("valid JSON"),
        (Ok(_), Err(error)) => panic!("{text}\nbecame\n{written}: {error}"),
    }
    let (again, _) = json::decode_lenient::<T>(written.as_bytes()).expect("decodes again");
    // NaN is not equal to itself.
    assert!(again == *value || written.contains("NaN"), "{value:?}\nbecame\n{again:?}\nby\n{written}");
    assert_eq!(json::encode(&again).expect("encodes").len(), written.len(), "{written}");
    written
}

/// Like [`check_round_trip`], but with serde's traits.
fn check_serde<T: Wire + Debug + Serialize + DeserializeOwned>(value: &T, text: &str, written: &str) {
    let Ok(tree) = serde_json::from_str::<json::Value>(written) else { return };
    assert_eq!(serde_json::to_value(value).expect("serializes"), tree, "{text}");
    let string = serde_json::to_string(value).expect("serializes");
    assert_eq!(serde_json::from_str::<json::Value>(&string).expect("valid JSON"), tree, "{text}");
    let decoded: T = serde_json::from_str(written).expect("decodes again");
    let encoded = json::encode(&decoded).expect("encodes");
    assert_eq!(serde_json::from_str::<json::Value>(&encoded).expect("valid JSON"), tree, "{text}");
}
