//! The XML messages: each decodes to the type of its operation and encodes to the same information set, and so do its
//! mutants.

use std::collections::BTreeMap;
use std::path::Path;

use call_wire::xml::{self, Issues, Root};
use conformance::infoset::{self, Node};
use conformance::{digest, documented_entries, example, example_entries, read, text};
use ews_um::soap::Envelope;
use ews_um::{phone_call, um};
use libtest_mimic::Trial;

use crate::ews_exchanges::is_ews;
use crate::{assert_snapshot, case};

const XSI: &str = "http://www.w3.org/2001/XMLSchema-instance";
const SOAP: &str = "http://schemas.xmlsoap.org/soap/envelope/";

/// The type of a message's body, which its service and its direction determine.
#[derive(Clone, Copy, Debug)]
enum Body {
    UmRequest,
    UmResponse,
    PhoneCallRequest,
    PhoneCallResponse,
}

/// A decoded message.
struct Decoded {
    /// The `Debug` output.
    debug: String,
    /// The message, encoded again.
    encoded: String,
    /// The issues of lenient decoding.
    issues: Issues,
    /// Whether the body is a fault, or a request or a response of a known operation.
    is_known: bool,
}

impl Body {
    fn new(is_ews: bool, is_request: bool) -> Self {
        match (is_ews, is_request) {
            (false, true) => Self::UmRequest,
            (false, false) => Self::UmResponse,
            (true, true) => Self::PhoneCallRequest,
            (true, false) => Self::PhoneCallResponse,
        }
    }

    fn decode(self, xml: &str, lenient: bool) -> Result<Decoded, xml::DecodeError> {
        match self {
            Self::UmRequest => decode::<um::Request>(xml, lenient),
            Self::UmResponse => decode::<um::Response>(xml, lenient),
            Self::PhoneCallRequest => decode::<phone_call::Request>(xml, lenient),
            Self::PhoneCallResponse => decode::<phone_call::Response>(xml, lenient),
        }
    }
}

fn decode<B>(xml: &str, lenient: bool) -> Result<Decoded, xml::DecodeError>
where
    B: Root + Clone + std::fmt::Debug + PartialEq + 'static,
{
    let (envelope, issues) = if lenient {
        xml::decode_lenient::<Envelope<B>>(xml.as_bytes())?
    } else {
        (xml::decode::<Envelope<B>>(xml.as_bytes())?, Issues::default())
    };
    let is_known = envelope.body.as_ref().is_some_and(|body| body.fault.is_some() || body.content.is_some());
    let encoded = xml::encode(&envelope).expect("it contains only valid characters");
    Ok(Decoded { debug: format!("{envelope:#?}"), encoded, issues, is_known })
}

/// A message with its name.
struct Message {
    name: String,
    body: Body,
    xml: String,
}

fn from_examples() -> Vec<Message> {
    let messages = example_entries("ews-um").into_iter().map(|entry| {
        let name = format!("ews-um/{}", text(&entry["file"]));
        let body = Body::new(entry["service"] == "phone_call", entry["direction"] == "request");
        Message { body, xml: example(&name), name }
    });
    messages.collect()
}

fn from_pages(shared: &Path) -> Vec<Message> {
    let messages = documented_entries(shared, "ews-um").into_iter().map(|entry| {
        let name = format!("corpus/ews-um/{}", text(&entry["file"]));
        let body = Body::new(is_ews(text(&entry["operation"])), entry["kind"] == "request");
        Message { body, xml: read(&shared.join(&name)), name }
    });
    messages.collect()
}

/// Returns the local names of the elements whose type is an enum (`enum`), or a boolean or an integer (`scalar`).
fn element_types() -> BTreeMap<String, &'static str> {
    let surface = include_str!("../../crates/ews-um/src/generated/surface.txt");
    let enums: Vec<_> = surface.lines().filter_map(|line| line.strip_prefix("enum ")).collect();
    let is_enum = |ty: &str| enums.iter().any(|line| line.split([':', '.']).nth(1) == Some(ty));
    let members = surface.lines().filter_map(|line| line.strip_prefix("type ")?.split_once(": "));
    let members = members.filter_map(|(key, ty)| {
        let local = key.splitn(3, '.').nth(2)?;
        let kind = match ty.split(' ').next()? {
            "boolean" | "int" => "scalar",
            ty if is_enum(ty) => "enum",
            _ => return None,
        };
        Some((local.to_owned(), kind))
    });
    members.collect()
}

/// Checks that a message decodes and encodes to the same information set, and returns the `Debug` output of the typed
/// value.
fn check_round_trip(body: Body, xml: &str) -> Result<String, String> {
    let decoded = body.decode(xml, false).map_err(|error| error.to_string())?;
    if infoset::parse(&decoded.encoded)? != infoset::parse(xml)? {
        return Err(format!("decoded {xml}\n  encoded {}", decoded.encoded));
    }
    if !decoded.is_known {
        return Err("no operation has this body".to_owned());
    }
    Ok(decoded.debug)
}

/// Checks the same for a mutant, without regard to the order of differently named siblings.
fn check_unordered_round_trip(body: Body, mutant: &Node) -> Result<(), String> {
    let xml = mutant.to_xml();
    let decoded = body.decode(&xml, false).map_err(|error| error.to_string())?;
    if infoset::parse(&decoded.encoded)?.unordered() != infoset::parse(&xml)?.unordered() {
        return Err(format!("decoded {xml}\n  encoded {}", decoded.encoded));
    }
    Ok(())
}

/// Changes each element of a message in several ways, and checks each mutant.
fn check_mutants(message: &Message, types: &BTreeMap<String, &'static str>) -> Result<(), String> {
    let original = infoset::parse(&message.xml)?;
    for path in original.paths() {
        let node = original.clone().at_mut(&path).clone();
        let is_leaf = node.children.is_empty() && !node.text.is_empty();
        let check = |what: &str, change: &dyn Fn(&mut Node)| {
            let mut mutant = original.clone();
            change(mutant.at_mut(&path));
            check_unordered_round_trip(message.body, &mutant)
                .map_err(|error| format!("{what} at {}: {error}", node.name))
        };
        check("an unknown attribute", &|node| node.attributes.push(("unknown".to_owned(), "a".to_owned())))?;
        check("an unknown element", &|node| node.children.push(unknown_element()))?;
        check("children in reverse order", &|node| node.children.reverse())?;
        // The SOAP elements are not nillable.
        if !node.name.contains(SOAP) {
            check("nil", &|node| {
                *node = Node { name: node.name.clone(), ..Node::default() };
                node.attributes.push((format!("{{{XSI}}}nil"), "true".to_owned()));
            })?;
        }
        match types.get(node.local()) {
            Some(&"enum") if is_leaf => {
                check("an unknown value", &|node| node.text = "UnknownValue".to_owned())?
            }
            Some(&"scalar") if is_leaf => check_error(message.body, &original, &path)?,
            _ => {}
        }
    }
    Ok(())
}

fn unknown_element() -> Node {
    let inner = Node { name: "inner".to_owned(), text: "a & b".to_owned(), ..Node::default() };
    Node { name: "{urn:unknown}Member".to_owned(), children: vec![inner], ..Node::default() }
}

/// Checks that a text of a wrong type is an error with its path, and the only issue of lenient decoding.
fn check_error(body: Body, original: &Node, path: &[usize]) -> Result<(), String> {
    let mut mutant = original.clone();
    mutant.at_mut(path).text = "wrong".to_owned();
    let expected: String =
        (0..=path.len()).map(|end| format!("/{}", mutant.at_mut(&path[..end]).local())).collect();
    let xml = mutant.to_xml();
    match body.decode(&xml, false) {
        Ok(_) => return Err(format!("a wrong text is accepted at {expected}")),
        Err(error) if error.path() != expected => {
            return Err(format!("the path is {}, not {expected}", error.path()));
        }
        Err(_) => {}
    }
    let decoded = body.decode(&xml, true).map_err(|error| error.to_string())?;
    let paths: Vec<_> = decoded.issues.iter().map(|issue| issue.path()).collect();
    if paths != [expected.as_str()] {
        return Err(format!("lenient decoding reports {paths:?}"));
    }
    if infoset::parse(&decoded.encoded)?.unordered() != infoset::parse(&xml)?.unordered() {
        return Err(format!("leniently decoded {xml}\n  encoded {}", decoded.encoded));
    }
    Ok(())
}

/// Checks a message and its mutants, and returns the `Debug` output of the typed value.
fn check(message: &Message) -> Result<String, String> {
    let debug = check_round_trip(message.body, &message.xml)?;
    check_mutants(message, &element_types())?;
    Ok(debug)
}

/// The messages in `tests/examples`, whose snapshots show the typed values.
pub fn our_messages() -> Vec<Trial> {
    let trials = from_examples().into_iter().map(|message| {
        case(format!("xml_payloads::{}", message.name), move || {
            assert_snapshot("../snapshots", &message.name, &check(&message)?);
            Ok(())
        })
    });
    trials.collect()
}

/// The documented originals, whose snapshots are digests.
pub fn documented_messages(shared: &Path) -> Vec<Trial> {
    let trials = from_pages(shared).into_iter().map(|message| {
        case(format!("xml_payloads::documented::{}", message.name), move || {
            let digests = digest::by_path(&check(&message)?);
            assert_snapshot("../snapshots/documented", &message.name, &digests);
            Ok(())
        })
    });
    trials.collect()
}
