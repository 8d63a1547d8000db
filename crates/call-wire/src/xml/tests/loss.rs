//! Documents that decoding and encoding must preserve, and documents that they must reject.

use super::*;

/// Parses and writes a document, and checks that the result has the same tree.
fn rewritten(text: &str) -> String {
    let tree = parse(text.as_bytes()).unwrap_or_else(|error| panic!("{error}: {text}"));
    let once = written(&tree);
    assert_eq!(parse(once.as_bytes()).as_ref(), Ok(&tree), "{once}");
    once
}

/// Decodes and encodes a document, and checks that the result has the same tree, in the same order.
fn in_order<T: Root + PartialEq + std::fmt::Debug>(text: &str) -> T {
    let value: T = decode(text.as_bytes()).unwrap_or_else(|error| panic!("{error}"));
    let again = encode(&value).unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(parse(again.as_bytes()), parse(text.as_bytes()), "{again}");
    assert_eq!(decode::<T>(again.as_bytes()).as_ref(), Ok(&value));
    value
}

fn refused(text: &str) -> DecodeError {
    parse(text.as_bytes()).expect_err(text)
}

#[test]
fn values_that_look_like_declarations_are_preserved() {
    let again = rewritten("<a b='xmlns:c' d='xml:e'>xmlns:f<g>xml:h</g></a>");
    assert!(!again.contains("xmlns:xml"), "{again}");
    let value: Info = in_order(&info("Id='xmlns:a'", "<Home>xmlns:b</Home><x y='xmlns:c'/>"));
    assert_eq!(value.number, Some(Phone::Home("xmlns:b".to_owned())));
}

#[test]
fn two_attributes_in_equivalent_namespaces_are_preserved() {
    let text = "<e xmlns:a='http://schemas.microsoft.com/x' xmlns:b='https://schemas.microsoft.com/x' \
                b:n='1' a:n='2' b:m='3'/>";
    rewritten(text);
    let tree = parse(text.as_bytes()).expect("well-formed");
    let namespaces: Vec<&str> = tree.attributes.iter().map(|one| &*one.name.namespace).collect();
    let (http, https) = ("http://schemas.microsoft.com/x", "https://schemas.microsoft.com/x");
    assert_eq!(namespaces, [https, http, http]);
    let error = refused("<e xmlns:a='urn:x' xmlns:b='urn:x' a:n='1' b:n='2'/>");
    assert_eq!(error.kind(), ErrorKind::Syntax);
    let many: String = (0..40).map(|n| format!(" a{n}=''")).collect();
    assert!(parse(format!("<e{many}/>").as_bytes()).is_ok());
    refused(&format!("<e{many} a7=''/>"));
}

#[test]
fn references_in_namespaces_are_resolved() {
    let text = "<a:e xmlns:a='urn:x?y&amp;z&#x3c;'/>";
    let tree = parse(text.as_bytes()).expect("well-formed");
    assert_eq!(tree.name.namespace, "urn:x?y&z<");
    assert_eq!(rewritten(text), rewritten(&rewritten(text)));
}

#[test]
fn invalid_names_are_rejected() {
    let error = refused("<a>\n < /></a>");
    assert_eq!((error.issue().expected(), error.issue().found()), ("a name", "\"\""));
    assert_eq!((error.issue().line(), error.issue().column()), (2, 2));
    for text in ["<1/>", "<a:b:c xmlns:a='urn:a'/>", "<a -b='1'/>", "<a b\"='1'/>", "<:a/>", "<a\u{D7}/>"] {
        refused(text);
    }
    for text in ["<xmlns:a/>", "<a xmlns:xmlns='urn:x'/>", "<a xmlns:xml='urn:x'/>", "<a xmlns:b=''/>"] {
        refused(text);
    }
    assert!(parse("<\u{E9}l\u{E9}ment-1.x _a='1'/>".as_bytes()).is_ok());
}

#[test]
fn characters_that_xml_does_not_allow_are_rejected() {
    for (text, found) in [
        ("<a>\nb\u{2}</a>", "U+0002"),
        ("<a>\nb\u{B}</a>", "U+000B"),
        ("<a>\nb\u{FFFE}</a>", "U+FFFE"),
        ("<a>\nb<b c='\u{FFFF}'/></a>", "U+FFFF"),
    ] {
        let error = refused(text);
        assert_eq!((error.issue().found(), error.issue().line()), (found, 2), "{error}");
    }
    assert_eq!(refused("<a>&#2;</a>").issue().found(), "a reference to U+0002");
    refused("<a b='&#xB;'/>");
    refused("<a b='&#xFFFE;'/>");
    rewritten("<a b='\u{FFFD}\u{EF00}\u{85}&#9;&#13;'>\u{FFFD}\u{EF00}&#13;\t</a>");
}

#[test]
fn values_that_xml_cannot_represent_are_errors() {
    let value = Info { number: Some(Phone::Home("a\u{2}b\u{B}".to_owned())), ..Info::default() };
    let error = encode(&value).expect_err("not valid in XML");
    assert_eq!(error.to_string(), "/Info/Home: XML cannot represent U+0002");
    let value = Info { id: Some("\u{FFFE}".to_owned()), ..Info::default() };
    assert_eq!(encode(&value).expect_err("not valid in XML").path(), "/Info/@Id");
    for tree in [
        Element::new("", "a b"),
        Element::new("urn:\u{1}", "a"),
        Element::new("", "a").with_attribute("", "1"),
        Element::new("", "a").with_child(Element::new("", "b").with_text("\0")),
    ] {
        assert!(to_string(&tree).is_err(), "{tree:?}");
    }
}

#[test]
fn text_between_elements_is_preserved() {
    let text = info("", "one <Enabled>true</Enabled> two <N>1</N>\u{A0}<N>2</N> three <x/> <y/> four");
    let value: Info = in_order(&text);
    assert_eq!(value.numbers, [1, 2]);
    let texts: Vec<&str> = value.extra.texts().collect();
    assert_eq!(texts, ["one ", " two ", "\u{A0}", " three ", " ", " four"]);
}

#[test]
fn the_order_of_children_is_preserved() {
    let text =
        info("", "<N>1</N><a:Code>7</a:Code><N>2</N><x/><Home>3</Home><N>04</N><Enabled>true</Enabled>");
    let mut value: Info = in_order(&text);
    value.numbers[1] = 5;
    let names = |value: &Info| -> Vec<String> {
        tree_of(value).elements().map(|one| format!("{}{}", one.name.local, one.text())).collect()
    };
    assert_eq!(names(&value), ["N1", "Code7", "N5", "x", "Home3", "N04", "Enabledtrue"]);
    // With another number of values, the order is that of the schema. Original spellings remain.
    value.numbers.push(6);
    assert_eq!(names(&value), ["Enabledtrue", "Code7", "N1", "N5", "N04", "N6", "Home3", "x"]);
    value.numbers.clear();
    value.extra.push(Element::new("", "y"));
    assert_eq!(names(&value), ["Enabledtrue", "Code7", "Home3", "x", "y"]);
}

#[test]
fn elements_without_a_value_keep_their_places() {
    let text = info("", "<N>1</N><N xsi:nil='true'/><Enabled xsi:nil='1'/><N>2</N><x/><N>3</N>");
    let value: Info = in_order(&text);
    assert_eq!(value.extra.unread().count(), 2);
    assert_eq!(value.rest.len(), 1);
}

#[test]
fn many_namespaces_are_declared_by_the_elements_that_use_them() {
    let children: String = (0..100).map(|n| format!("<a:c xmlns:a='urn:{n}' a:b='1'/>")).collect();
    rewritten(&format!("<r>{children}</r>"));
    let again = rewritten("<r xmlns:n1='urn:1'><a xmlns:n1='urn:2'>n1:b<n1:c/></a><n1:d/></r>");
    assert_eq!(again.matches("urn:1").count(), 1, "{again}");
}

#[test]
fn documents_over_a_limit_are_rejected() {
    let attributes = |count: usize| (0..count).map(|n| format!(" a{n}=''")).collect::<String>();
    assert!(parse(format!("<e{}/>", attributes(1024)).as_bytes()).is_ok());
    assert_eq!(refused(&format!("<e{}/>", attributes(1025))).kind(), ErrorKind::Refused);
    let namespaces = |count: usize| (0..count).map(|n| format!(" xmlns:a{n}='urn:{n}'")).collect::<String>();
    assert!(parse(format!("<e{}/>", namespaces(128)).as_bytes()).is_ok());
    assert_eq!(refused(&format!("<e{}/>", namespaces(129))).kind(), ErrorKind::Refused);
    let many = info("", &"<N>x</N>".repeat(1500));
    let (_, issues) = decode_lenient::<Info>(many.as_bytes()).expect("decodes leniently");
    assert_eq!((issues.len(), issues.omitted()), (100, 1400));
    let (_, issues) = decode_lenient_with_limit::<Info>(many.as_bytes(), 2000).expect("decodes leniently");
    assert_eq!((issues.len(), issues.omitted()), (1500, 0));
    let long = "x".repeat(5000);
    let error = parse(format!("<{long}><{long}>").as_bytes()).expect_err("no end tag");
    assert!(error.to_string().len() < 300, "{error}");
}

#[test]
fn an_attribute_is_written_once() {
    let twice = Element::new("", "a").with_attribute("x", "1").with_attribute("x", "2");
    assert_eq!(to_string(&twice).expect("encodes").matches("x=\"2\"").count(), 1);
    assert_eq!(twice.attributes.len(), 1);
    let declaration = Element::new("", "a").with_attribute("xmlns", "urn:x");
    assert!(
        to_string(&declaration).expect_err("a declaration is not an attribute").to_string().contains("xmlns")
    );
}
