//! Every XML message decodes to what its operation says, encodes to the same infoset, and so do its mutants.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use call_wire::xml::{self, Issues, Root};
use conformance::infoset::{self, Node};
use conformance::{digest, examples_dir};
use ews_um::soap::Envelope;
use ews_um::{phone_call, um};
use libtest_mimic::Trial;
use serde_json::Value;

use crate::case;

const XSI: &str = "http://www.w3.org/2001/XMLSchema-instance";
const SOAP: &str = "http://schemas.xmlsoap.org/soap/envelope/";

/// What the body of a message holds, by its service and direction.
#[derive(Clone, Copy, Debug)]
enum Side {
    UmRequest,
    UmResponse,
    PhoneCallRequest,
    PhoneCallResponse,
}

/// A decoded message: as text, encoded again, and what leniency passed over.
struct Decoded {
    shown: String,
    written: String,
    issues: Issues,
    is_known: bool,
}

impl Side {
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
    let written = xml::encode(&envelope).expect("XML can hold it");
    Ok(Decoded { shown: format!("{envelope:#?}"), written, issues, is_known })
}

/// A message and where it is from.
struct Message {
    name: String,
    side: Side,
    xml: String,
}

fn ours() -> Vec<Message> {
    let dir = examples_dir().join("ews-um");
    let index = read_json(&dir.join("index.json"));
    let messages = index["examples"].as_array().into_iter().flatten().map(|entry| {
        let file = entry["file"].as_str().expect("a file");
        let side = match (entry["service"].as_str(), entry["direction"].as_str()) {
            (Some("um"), Some("request")) => Side::UmRequest,
            (Some("um"), _) => Side::UmResponse,
            (_, Some("request")) => Side::PhoneCallRequest,
            _ => Side::PhoneCallResponse,
        };
        Message { name: format!("ews-um/{file}"), side, xml: read(&dir.join(file)) }
    });
    messages.collect()
}

fn documented(shared: &Path) -> Vec<Message> {
    let dir = shared.join("corpus/ews-um");
    let index = read_json(&dir.join("index.json"));
    let messages = index.as_array().into_iter().flatten().map(|entry| {
        let file = entry["file"].as_str().expect("a file");
        let operation = entry["operation"].as_str().unwrap_or_default();
        let is_ews = matches!(operation, "PlayOnPhone2" | "GetPhoneCallInformation" | "DisconnectPhoneCall");
        let side = match (is_ews, entry["kind"] == "request") {
            (false, true) => Side::UmRequest,
            (false, false) => Side::UmResponse,
            (true, true) => Side::PhoneCallRequest,
            (true, false) => Side::PhoneCallResponse,
        };
        Message { name: format!("corpus/ews-um/{file}"), side, xml: read(&dir.join(file)) }
    });
    messages.collect()
}

fn read_json(path: &Path) -> Value {
    serde_json::from_str(&read(path)).expect("is JSON")
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The types of the elements in the schema, by local name: what a mutant may put into their text.
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

/// Decodes, encodes and compares a message, and returns the typed value as text.
fn survives(side: Side, xml: &str) -> Result<String, String> {
    let decoded = side.decode(xml, false).map_err(|error| error.to_string())?;
    let (came, written) = (infoset::parse(xml)?, infoset::parse(&decoded.written)?);
    if came != written {
        return Err(format!("not equal\n  read    {xml}\n  written {}", decoded.written));
    }
    if !decoded.is_known {
        return Err("no operation has this body".to_owned());
    }
    Ok(decoded.shown)
}

/// As [`survives`], where the order of differently named siblings does not count.
fn survives_unordered(side: Side, message: &Node) -> Result<(), String> {
    let xml = message.to_xml();
    let decoded = side.decode(&xml, false).map_err(|error| error.to_string())?;
    let written = infoset::parse(&decoded.written)?;
    if written.unordered() != infoset::parse(&xml)?.unordered() {
        return Err(format!("not equal\n  read    {xml}\n  written {}", decoded.written));
    }
    Ok(())
}

/// Checks every change of a message in one place.
fn mutate(message: &Message, types: &BTreeMap<String, &'static str>) -> Result<(), String> {
    let original = infoset::parse(&message.xml)?;
    for path in original.paths() {
        let node = original.clone().at_mut(&path).clone();
        let is_leaf = node.children.is_empty() && !node.text.is_empty();
        let check = |what: &str, change: &dyn Fn(&mut Node)| {
            let mut mutant = original.clone();
            change(mutant.at_mut(&path));
            survives_unordered(message.side, &mutant)
                .map_err(|fault| format!("{what} at {}: {fault}", node.name))
        };
        check("an unknown attribute", &|node| node.attributes.push(("tomorrow".to_owned(), "a".to_owned())))?;
        check("an unknown element", &|node| node.children.push(tomorrow()))?;
        check("children in reverse order", &|node| node.children.reverse())?;
        // Envelope and body are no members that may be nil.
        if !node.name.contains(SOAP) {
            check("nil", &|node| {
                *node = Node { name: node.name.clone(), ..Node::default() };
                node.attributes.push((format!("{{{XSI}}}nil"), "true".to_owned()));
            })?;
        }
        match types.get(node.local()) {
            Some(&"enum") if is_leaf => {
                check("an unknown value", &|node| node.text = "ValueOfTomorrow".to_owned())?
            }
            Some(&"scalar") if is_leaf => fails(message.side, &original, &path)?,
            _ => {}
        }
    }
    Ok(())
}

fn tomorrow() -> Node {
    let inner = Node { name: "inner".to_owned(), text: "a & b".to_owned(), ..Node::default() };
    Node { name: "{urn:tomorrow}Member".to_owned(), children: vec![inner], ..Node::default() }
}

/// A text that is not of its type: an error at its place, and one issue where decoding goes on.
fn fails(side: Side, original: &Node, path: &[usize]) -> Result<(), String> {
    let mut mutant = original.clone();
    mutant.at_mut(path).text = "perhaps".to_owned();
    let way: String =
        (0..=path.len()).map(|end| format!("/{}", mutant.at_mut(&path[..end]).local())).collect();
    let xml = mutant.to_xml();
    match side.decode(&xml, false) {
        Ok(_) => return Err(format!("a wrong text passed at {way}")),
        Err(error) if error.path() != way => return Err(format!("the path is {}, not {way}", error.path())),
        Err(_) => {}
    }
    let decoded = side.decode(&xml, true).map_err(|error| error.to_string())?;
    let paths: Vec<_> = decoded.issues.iter().map(|issue| issue.path()).collect();
    if paths != [way.as_str()] {
        return Err(format!("lenient decoding reports {paths:?}"));
    }
    if infoset::parse(&decoded.written)?.unordered() != infoset::parse(&xml)?.unordered() {
        return Err(format!("leniently not equal: {}", decoded.written));
    }
    Ok(())
}

/// Checks a message and its mutants, and returns the typed value as text.
fn check(message: &Message) -> Result<String, String> {
    let shown = survives(message.side, &message.xml)?;
    mutate(message, &element_types())?;
    Ok(shown)
}

/// The messages in `tests/examples`, whose snapshots show the typed values.
pub fn our_messages() -> Vec<Trial> {
    let ours = ours().into_iter().map(|message| {
        case(format!("xml_payloads::{}", message.name), move || {
            let shown = check(&message)?;
            insta::with_settings!({ prepend_module_to_snapshot => false, snapshot_path => "../snapshots", omit_expression => true }, {
                insta::assert_snapshot!(message.name.replace('/', "__"), shown);
            });
            Ok(())
        })
    });
    ours.collect()
}

/// The documented originals, whose snapshots are digests.
pub fn documented_messages(shared: &Path) -> Vec<Trial> {
    let documented = documented(shared).into_iter().map(|message| {
        case(format!("xml_payloads::documented::{}", message.name), move || {
            let shown = check(&message)?;
            insta::with_settings!({ prepend_module_to_snapshot => false, snapshot_path => "../snapshots/documented", omit_expression => true }, {
                insta::assert_snapshot!(message.name.replace('/', "__"), digest::by_path(&shown));
            });
            Ok(())
        })
    });
    documented.collect()
}
