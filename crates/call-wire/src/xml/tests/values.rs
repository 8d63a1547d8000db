//! Scalars, qualified names, element trees, prefixes and positions.

use super::*;

#[derive(Clone, Default, PartialEq)]
struct Values {
    ratio: Option<f64>,
    single: Option<f32>,
    list: Option<List<i32>>,
    name: Option<QName>,
    pet: Option<Pet>,
    extra: Extra,
}

crate::xml_object!(Values {
    element ratio: MESSAGES "Ratio",
    element single: "urn:other" "Single",
    element list: MESSAGES "List",
    element name: MESSAGES "Name",
    element pet: MESSAGES "Pet",
});
crate::xml_root!(Values: MESSAGES "Values", &[("m", MESSAGES)]);

fn values(content: &str) -> String {
    format!("<Values {NS}>{content}</Values>")
}

#[test]
fn infinities_and_nan_are_read_and_written_as_in_xml_schema() {
    for (text, value) in
        [("INF", f64::INFINITY), ("+INF", f64::INFINITY), ("-INF", f64::NEG_INFINITY), ("1.5", 1.5)]
    {
        let read: Values = round_trip(&values(&format!("<Ratio>{text}</Ratio>")));
        assert_eq!(read.ratio, Some(value), "{text}");
    }
    let read: Values = round_trip(&values("<Ratio>NaN</Ratio>"));
    assert!(read.ratio.is_some_and(f64::is_nan));
    let written = |ratio| encode(&Values { ratio: Some(ratio), ..Values::default() }).expect("encodes");
    for (ratio, text) in [(f64::INFINITY, ">INF<"), (f64::NEG_INFINITY, ">-INF<"), (0.25, ">0.25<")] {
        assert!(written(ratio).contains(text), "{ratio}");
    }
}

#[test]
fn a_list_is_written_with_one_space_between_values() {
    let mut read: Values = round_trip(&values("<List> 1\n 2  3</List>"));
    assert_eq!(read.list, Some(List(vec![1, 2, 3])));
    read.list = Some([4, 5].into_iter().collect());
    assert_eq!(
        tree_of(&read).child(MESSAGES, "List").map(|list| list.text().into_owned()),
        Some("4 5".into())
    );
}

#[test]
fn a_qualified_name_has_the_namespace_of_its_prefix() {
    let read: Values = round_trip(&values("<Name>a:Client</Name>"));
    assert_eq!(read.name, Some(QName::new("a", TYPES, "Client")));
    let read: Values = round_trip(&values("<Name> undeclared:Client </Name>"));
    let name = read.name.expect("a name");
    assert_eq!((&*name.prefix, name.namespace.as_deref(), &*name.local), ("undeclared", None, "Client"));
    let read: Values = round_trip(&values("<Name b='1'>a:Client<c/></Name>"));
    assert_eq!(read.name, Some(QName::new("a", TYPES, "Client")));
    let read: Values = round_trip(&values("<Name>Client</Name>"));
    assert_eq!(read.name.expect("a name").to_string(), "Client");
}

#[test]
fn a_document_declares_listed_and_generated_prefixes() {
    let value = Values { ratio: Some(1.0), single: Some(2.0), ..Values::default() };
    let text = encode(&value).expect("encodes");
    for part in [
        format!("<m:Values xmlns:m=\"{MESSAGES}\" xmlns:n1=\"urn:other\">"),
        "<m:Ratio>1</m:Ratio>".to_owned(),
        "<n1:Single>2</n1:Single>".to_owned(),
    ] {
        assert!(text.contains(&part), "{part} is not in {text}");
    }
}

#[test]
fn a_type_is_written_with_the_prefix_of_its_namespace() {
    let cat = || Pet::Cat(Work { value: Some(1), ..Work::default() });
    let listed = encode(&Pets { pet: vec![cat()], ..Pets::default() }).expect("encodes");
    assert!(listed.contains("xsi:type=\"t:CatType\""), "{listed}");
    let other = encode(&Values { pet: Some(cat()), ..Values::default() }).expect("encodes");
    assert!(other.contains(&format!("xmlns:q=\"{TYPES}\" xsi:type=\"q:CatType\"")), "{other}");
}

#[test]
fn the_text_of_an_element_is_that_of_its_text_nodes() {
    let text = format!("<a {NS} b='1' xsi:type='a:T'>one<c>two</c>three<![CDATA[four]]><c>five</c>six</a>");
    let tree = parse(text.as_bytes()).expect("well-formed");
    assert_eq!(tree.text(), "onethreefoursix");
    assert_eq!(tree.child(MESSAGES, "c").map(Element::text).as_deref(), Some("two"));
    assert_eq!(tree.elements().count(), 2);
    assert_eq!((tree.attribute("", "b"), tree.attribute(TYPES, "b")), (Some("1"), None));
    assert_eq!(tree.xsi_type(), Some(Name::new(TYPES, "T")));
    assert_eq!(tree.resolve("b:T"), None);
    assert_eq!(Element::new("", "a").text(), "");
}

#[test]
fn extra_attributes_and_elements_are_written() {
    let mut value = Values::default();
    value.extra.set_attribute(Name::new("", "a"), "1");
    value.extra.set_attribute(Name::new("", "a"), "2");
    value.extra.push(Element::new(MESSAGES, "New").with_text("3"));
    let tree = tree_of(&value);
    assert_eq!((tree.attribute("", "a"), tree.attributes.len()), (Some("2"), 1));
    assert_eq!(tree.child(MESSAGES, "New").map(Element::text).as_deref(), Some("3"));
    let read: Values = decode(encode(&value).expect("encodes").as_bytes()).expect("decodes");
    assert_eq!(read.extra.elements().count(), 1);
    assert!(read.extra != Extra::default() && read.extra != value.extra);
    let mut other = value.clone();
    other.extra.push(Element::new(MESSAGES, "New"));
    assert!(other.extra != value.extra);
    value.extra.clear();
    assert!(value.extra.is_empty() && tree_of(&value).attributes.is_empty());
}

#[test]
fn an_offset_counts_a_byte_order_mark() {
    let text = values("\n<Ratio>x</Ratio>");
    let marked = [b"\xEF\xBB\xBF", text.as_bytes()].concat();
    let [plain, marked] =
        [text.as_bytes(), &marked].map(|document| decode::<Values>(document).expect_err("not a number"));
    assert_eq!(marked.issue().offset(), plain.issue().offset() + 3);
    assert_eq!((marked.issue().line(), marked.issue().column()), (2, 1));
    let offset = plain.issue().offset();
    assert_eq!(
        plain.to_string(),
        format!("/Values/Ratio: expected a number, found \"x\" (line 2, column 1, byte {offset})")
    );
}

#[test]
fn malformed_utf_16_is_an_error() {
    for bytes in [&b"\xFF\xFE<"[..], b"\xFE\xFF\xD8\x00\x00<", b"\xFF\xFE<\x00a\x00/\x00>\x00\x00"] {
        let error = parse(bytes).expect_err("not UTF-16");
        assert_eq!(error.issue().found(), "invalid UTF-16", "{bytes:?}");
    }
}
