//! Whether a document that decodes comes back: from the types, leniently and strictly, and across the bridge.

use std::fmt::Debug;

use call_wire::json::{self, Issues, Raw, Wire};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::exact::Exact;

/// How a document was read as a type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Read {
    /// Every member fits.
    Strictly,
    /// Some members do not fit, and are kept.
    Leniently,
    /// It is not JSON, not an object, or has half of a surrogate pair where a type reads a string.
    Refused,
}

/// Decodes a document as a type, and compares what is encoded with what came.
///
/// # Panics
///
/// If something is lost.
pub fn check<T: Wire + Debug + Serialize + DeserializeOwned>(document: &[u8]) -> Read {
    let lenient = json::decode_lenient::<T>(document);
    let strict = json::decode::<T>(document);
    let text =
        || std::str::from_utf8(document.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(document)).expect("decoded");
    match (strict, lenient) {
        (Ok(strict), Ok((lenient, issues))) => {
            assert_eq!(issues, Issues::default(), "{}", text());
            let written = comes_back(&strict, text());
            assert_eq!(json::encode(&lenient).expect("encodes"), written, "{}", text());
            crosses_the_bridge(&strict, text(), &written);
            Read::Strictly
        }
        (Err(_), Ok((lenient, issues))) => {
            assert!(!issues.is_empty(), "{}", text());
            for issue in &issues {
                Raw::parse(issue.raw.as_str()).expect("the value of an issue is JSON");
            }
            let written = comes_back(&lenient, text());
            let (_, again) = json::decode_lenient::<T>(written.as_bytes()).expect("was decoded");
            // Fewer, if a member of the same name came after one that does not fit.
            assert!(again.len() + again.omitted() <= issues.len() + issues.omitted(), "{}", text());
            Read::Leniently
        }
        (Ok(_), Err(error)) => panic!("only leniency refuses {}: {error}", text()),
        (Err(_), Err(error)) => {
            let is_object = |raw: &Raw<'_>| raw.kind() == json::Kind::Object && raw.to_value().is_ok();
            let refused = std::str::from_utf8(document).ok().and_then(|text| Raw::parse(text).ok());
            assert!(!refused.as_ref().is_some_and(is_object), "leniency refuses {refused:?}: {error}");
            Read::Refused
        }
    }
}

/// Encodes a value, and compares that with the text that it was decoded from.
fn comes_back<T: Wire + Debug>(value: &T, text: &str) -> String {
    let written = json::encode(value).expect("what was read can be written");
    match (Exact::read(text), Exact::read(&written)) {
        (Ok(came), Ok(is)) => assert!(came.is_written_as(&is), "{text}\nbecame\n{written}"),
        // A name with half of a surrogate pair, in a value that no type describes.
        (Err(_), _) => Raw::parse(&written).map(drop).expect("is JSON"),
        (Ok(_), Err(error)) => panic!("{text}\nbecame\n{written}: {error}"),
    }
    let (again, _) = json::decode_lenient::<T>(written.as_bytes()).expect("was decoded");
    // NaN is not equal to itself.
    assert!(again == *value || written.contains("NaN"), "{value:?}\nbecame\n{again:?}\nby\n{written}");
    assert_eq!(json::encode(&again).expect("encodes").len(), written.len(), "{written}");
    written
}

/// The same by serde's traits.
fn crosses_the_bridge<T: Wire + Debug + Serialize + DeserializeOwned>(value: &T, text: &str, written: &str) {
    let Ok(tree) = serde_json::from_str::<json::Value>(written) else { return };
    assert_eq!(serde_json::to_value(value).expect("serializes"), tree, "{text}");
    let string = serde_json::to_string(value).expect("serializes");
    assert_eq!(serde_json::from_str::<json::Value>(&string).expect("is JSON"), tree, "{text}");
    let back: T = serde_json::from_str(written).expect("was decoded");
    let bridged = json::encode(&back).expect("encodes");
    assert_eq!(serde_json::from_str::<json::Value>(&bridged).expect("is JSON"), tree, "{text}");
}
