//! Decoding and encoding of whole documents.

use super::*;

mod loss;
mod values;

/// The namespaces of the test documents.
const MESSAGES: &str = "http://schemas.microsoft.com/exchange/services/2006/messages";
const TYPES: &str = "http://schemas.microsoft.com/exchange/services/2006/types";
const PREFIXES: &[(&str, &str)] = &[("m", MESSAGES), ("t", TYPES)];

#[derive(Clone, Default, PartialEq)]
struct Info {
    id: Option<String>,
    enabled: Option<bool>,
    code: Option<i32>,
    numbers: Vec<i32>,
    number: Option<Phone>,
    rest: Vec<Element>,
    extra: Extra,
}

crate::xml_object!(Info {
    attribute id: "Id",
    element enabled: MESSAGES "Enabled",
    element code: TYPES "Code",
    element numbers: MESSAGES "N",
    choice number,
    any rest,
});
crate::xml_root!(Info: MESSAGES "Info", PREFIXES);

#[derive(Clone, Debug, PartialEq)]
enum Phone {
    Home(String),
    Work(Box<Work>),
    Unknown(Element),
}

crate::xml_choice!(Phone { Home: MESSAGES "Home", Work: MESSAGES "Work" }, PREFIXES);

#[derive(Clone, Default, PartialEq)]
struct Work {
    lang: Option<String>,
    value: Option<i64>,
    extra: Extra,
}

crate::xml_object!(Work { attribute lang: (ns::XML) "lang", text value });

#[derive(Clone, Default, PartialEq)]
struct Pets {
    pet: Vec<Pet>,
    extra: Extra,
}

crate::xml_object!(Pets { element pet: MESSAGES "Pet" });
crate::xml_root!(Pets: MESSAGES "Pets", PREFIXES);

#[derive(Clone, Debug, PartialEq)]
enum Pet {
    Cat(Work),
    Plain(Work),
    Unknown(Element),
}

crate::xml_variants!(Pet { Cat: TYPES "CatType"; else Plain });

const NS: &str = "xmlns='http://schemas.microsoft.com/exchange/services/2006/messages' \
    xmlns:a='http://schemas.microsoft.com/exchange/services/2006/types' \
    xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance'";

fn info(attributes: &str, content: &str) -> String {
    format!("<Info {NS} {attributes}>{content}</Info>")
}

/// Returns the tree with its children in a fixed order.
fn sorted(text: &str) -> Element {
    fn sort(element: &mut Element) {
        element.children.sort_by_key(|node| match node {
            Node::Element(child) => child.name.to_string(),
            Node::Text(_) => String::new(),
        });
        for node in &mut element.children {
            if let Node::Element(child) = node {
                sort(child);
            }
        }
    }
    let mut tree = parse(text.as_bytes()).unwrap_or_else(|error| panic!("{error}: {text}"));
    sort(&mut tree);
    tree
}

/// Decodes a document, and checks that encoding produces the same tree.
fn round_trip<T: Root>(text: &str) -> T {
    let value: T = decode(text.as_bytes()).unwrap_or_else(|error| panic!("{error}"));
    let again = encode(&value).expect("encodes");
    assert_eq!(sorted(text), sorted(&again), "{again}");
    value
}

fn written(tree: &Element) -> String {
    to_string(tree).unwrap_or_else(|error| panic!("{error}"))
}

/// Encodes a value, and parses the result.
fn tree_of<T: Root>(value: &T) -> Element {
    let text = encode(value).unwrap_or_else(|error| panic!("{error}"));
    parse(text.as_bytes()).unwrap_or_else(|error| panic!("{error}: {text}"))
}

#[test]
fn debug_output_has_no_secrets_of_urls() {
    let url = "https://a.example/?sv=1&amp;sig=hush&amp;se=2";
    let value: Info =
        round_trip(&info(&format!("Id='{url}' At='{url}'"), &format!("<B At='{url}'>{url}</B>")));
    let text = Node::Text("https://a.example/?code=hush".into());
    let pets = format!("<Pets {NS}><Pet>{url}</Pet></Pets>");
    let (pets, issues) = decode_lenient::<Pets>(pets.as_bytes()).expect("decodes leniently");
    let error =
        decode::<Info>(info("", &format!("<Enabled>{url}</Enabled>")).as_bytes()).expect_err("not a boolean");
    let output = format!("{value:?} {text:?} {error} {pets:?} {issues:?}");
    assert!(!output.contains("hush"), "{output}");
    assert_eq!(output.matches("=[redacted]").count(), 8, "{output}");
}

#[test]
fn members_are_read_and_written() {
    let value: Info = round_trip(&info(
        "Id='x&amp;&#xA;y'",
        "<Enabled>true</Enabled><a:Code>7</a:Code><N>1</N><N>2</N><Home>1 &lt; 2</Home>",
    ));
    assert_eq!(value.id.as_deref(), Some("x&\ny"));
    assert_eq!((value.enabled, value.code), (Some(true), Some(7)));
    assert_eq!(value.numbers, [1, 2]);
    assert_eq!(value.number, Some(Phone::Home("1 < 2".into())));
    assert!(value.extra.is_empty());
}

#[test]
fn original_spellings_and_unknown_parts_are_preserved() {
    let value: Info = round_trip(&info(
        "Id='1' other='2' a:third='3'",
        "<Enabled a:x='y'>True</Enabled><Unknown><deep a='1'/></Unknown><a:Code> 7 </a:Code>\
         <N>1</N><N xsi:nil='true'/><N>02</N><Work xml:lang='en'> 5 </Work>",
    ));
    assert_eq!((value.enabled, value.code), (Some(true), Some(7)));
    assert_eq!(value.numbers, [1, 2]);
    assert_eq!(value.rest.len(), 1);
    assert_eq!(value.extra.attribute("", "other"), Some("2"));
    assert_eq!(value.extra.unread().count(), 1);
}

#[test]
fn a_changed_value_replaces_its_original_spelling() {
    let text = info("", "<Enabled>True</Enabled><N>01</N><N>2</N>");
    let mut value: Info = round_trip(&text);
    value.enabled = Some(false);
    value.numbers[0] = 3;
    let tree = tree_of(&value);
    assert_eq!(tree.child(MESSAGES, "Enabled").map(Element::text).as_deref(), Some("false"));
    assert_eq!(tree.child(MESSAGES, "N").map(Element::text).as_deref(), Some("3"));
    value.enabled = None;
    assert_eq!(tree_of(&value).child(MESSAGES, "Enabled"), None);
}

#[test]
fn nil_is_written_until_the_member_has_a_value() {
    let mut value: Info = round_trip(&info("", "<Enabled xsi:nil='true'/>"));
    assert_eq!(value.enabled, None);
    value.enabled = Some(true);
    let tree = tree_of(&value);
    assert_eq!(tree.elements().count(), 1);
    assert!(tree.elements().all(|element| !element.is_nil()));
}

#[test]
fn nil_next_to_a_value_is_preserved() {
    let value: Info = round_trip(&info("", "<Enabled xsi:nil='true'/><Enabled>true</Enabled><Enabled/>"));
    assert_eq!(value.enabled, Some(true));
}

#[test]
fn a_second_element_of_a_single_member_is_preserved() {
    let value: Info = round_trip(&info("", "<Enabled>true</Enabled><Enabled>maybe</Enabled>"));
    assert_eq!(value.enabled, Some(true));
}

#[test]
fn a_variant_is_selected_by_xsi_type() {
    let text = format!(
        "<Pets {NS}><Pet xsi:type='a:CatType'>1</Pet><Pet>2</Pet><Pet xsi:type='a:DogType'>3</Pet></Pets>"
    );
    let value: Pets = round_trip_types(&text);
    assert!(matches!(value.pet.as_slice(), [Pet::Cat(_), Pet::Plain(_), Pet::Unknown(_)]));
}

/// Like [`round_trip`], for documents whose `xsi:type` is written with another prefix.
fn round_trip_types<T: Root + PartialEq + std::fmt::Debug>(text: &str) -> T {
    let value: T = decode(text.as_bytes()).unwrap_or_else(|error| panic!("{error}"));
    let again = encode(&value).expect("encodes");
    assert_eq!(decode::<T>(again.as_bytes()).ok().as_ref(), Some(&value), "{again}");
    value
}

#[test]
fn a_type_without_a_prefix_is_in_the_default_namespace() {
    let text = "<m:Pets xmlns:m='http://schemas.microsoft.com/exchange/services/2006/messages' \
        xmlns='https://schemas.microsoft.com/exchange/services/2006/types' \
        xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance'><m:Pet xsi:type='CatType'>1</m:Pet></m:Pets>";
    let value: Pets = round_trip_types(text);
    assert!(matches!(value.pet.as_slice(), [Pet::Cat(_)]));
}

#[test]
fn prefixes_in_text_keep_their_namespaces() {
    let text = "<x xmlns:t='urn:other' xmlns:b='urn:b'><y>t:Name</y><b:z at='b:c'/></x>";
    let tree = parse(text.as_bytes()).expect("well-formed");
    let again = parse(written(&tree).as_bytes()).expect("well-formed");
    assert_eq!(tree, again);
    let name = again.child("", "y").and_then(|y| y.resolve(&y.text()));
    assert_eq!(name, Some(Name::new("urn:other", "Name")));
}

#[test]
fn errors_have_a_path_and_a_position() {
    let text = info("", "\n  <N>1</N>\n  <N>two</N>");
    let error = decode::<Info>(text.as_bytes()).expect_err("two is not a number");
    assert_eq!(error.kind(), ErrorKind::Value);
    assert_eq!(error.path(), "/Info/N[2]");
    assert_eq!((error.issue().line(), error.issue().column()), (3, 3));
    assert_eq!(error.issue().expected(), "a 32-bit integer");
    assert_eq!(error.issue().found(), "\"two\"");
    assert_eq!(&text[error.issue().offset()..][..6], "<N>two");

    let text = info("", "<Work>many</Work>");
    let error = decode::<Info>(text.as_bytes()).expect_err("many is not a number");
    assert_eq!(error.path(), "/Info/Work");
}

#[test]
fn lenient_decoding_keeps_invalid_members() {
    let text = info("", "<Enabled>maybe</Enabled><N>1</N><N>two</N><N>3</N><Work xml:lang='de'>x</Work>");
    let (value, issues) = decode_lenient::<Info>(text.as_bytes()).expect("lenient");
    let paths: Vec<_> = issues.iter().map(Issue::path).collect();
    assert_eq!(paths, ["/Info/Enabled", "/Info/N[2]", "/Info/Work"]);
    assert_eq!(value.numbers, [1, 3]);
    assert_eq!(parse(encode(&value).expect("encodes").as_bytes()), parse(text.as_bytes()));
}

#[test]
fn malformed_documents_are_errors() {
    for (text, kind) in [
        ("", ErrorKind::Syntax),
        ("<a>", ErrorKind::Syntax),
        ("<a></b>", ErrorKind::Syntax),
        ("<a/><b/>", ErrorKind::Syntax),
        ("<a/>x", ErrorKind::Syntax),
        ("</a>", ErrorKind::Syntax),
        ("<p:a/>", ErrorKind::Syntax),
        ("<a x='1' x='2'/>", ErrorKind::Syntax),
        ("<a>&unknown;</a>", ErrorKind::Syntax),
        ("<a>&#0;</a>", ErrorKind::Syntax),
        ("<!DOCTYPE a><a/>", ErrorKind::Refused),
        ("{}", ErrorKind::Syntax),
    ] {
        let error = parse(text.as_bytes()).expect_err(text);
        assert_eq!(error.kind(), kind, "{text}: {error}");
    }
    assert!(parse(b"<a>\xFF</a>").is_err());
}

#[test]
fn the_depth_of_elements_is_limited() {
    let nested = |levels: usize| "<a>".repeat(levels) + &"</a>".repeat(levels);
    assert!(parse(nested(128).as_bytes()).is_ok());
    let error = parse(nested(200_000).as_bytes()).expect_err("too deep");
    assert_eq!(error.kind(), ErrorKind::Refused);
}

#[test]
fn utf_16_and_byte_order_marks_are_read() {
    let text = "<a>\u{e9}\u{1F600}</a>";
    let tree = parse(text.as_bytes());
    let units: Vec<u16> = text.encode_utf16().collect();
    let le: Vec<u8> = [0xFF, 0xFE].into_iter().chain(units.iter().flat_map(|u| u.to_le_bytes())).collect();
    let be: Vec<u8> = [0xFE, 0xFF].into_iter().chain(units.iter().flat_map(|u| u.to_be_bytes())).collect();
    let marked: Vec<u8> = [0xEF, 0xBB, 0xBF].into_iter().chain(text.bytes()).collect();
    assert_eq!(parse(&le), tree);
    assert_eq!(parse(&be), tree);
    assert_eq!(parse(&marked), tree);
}

#[test]
fn https_namespaces_are_read_and_written_as_http() {
    let text = info("", "<N>1</N>").replace("http://schemas", "https://schemas");
    let value: Info = decode(text.as_bytes()).expect("https is read");
    assert_eq!(value.numbers, [1]);
    assert!(encode(&value).expect("encodes").contains("xmlns:m=\"http://schemas.microsoft.com"));
}

#[test]
fn another_root_element_is_an_error() {
    let error = decode::<Info>(b"<Info/>").expect_err("no namespace");
    assert_eq!(error.kind(), ErrorKind::Root);
    assert!(
        error.to_string().contains("expected the root element of Info, found the element Info"),
        "{error}"
    );
}
