//! Tests of reading XML Schemas, and of the diagnostics for bad input.

use std::fs;
use std::path::PathBuf;

use super::read;

/// A folder of schema files that is removed after the test.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str, files: &[(&str, &[u8])]) -> Self {
        let path = std::env::temp_dir().join(format!("schema-codegen-xsd-{name}-{}", std::process::id()));
        fs::create_dir_all(&path).expect("the temporary directory is writable");
        for (file, text) in files {
            fs::write(path.join(file), text).expect("the temporary directory is writable");
        }
        Self(path)
    }

    /// Returns the diagnostic for the file `a.xsd`, without the folder.
    fn diagnostic(&self) -> String {
        let diagnostic = read(&self.0.join("a.xsd")).expect_err("a diagnostic").to_string();
        diagnostic.replace(&format!("{}/", self.0.display()), "")
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn schema(content: &str) -> String {
    format!(
        "<xs:schema xmlns:xs='http://www.w3.org/2001/XMLSchema' xmlns:a='urn:a' targetNamespace='urn:a'>\n\
         {content}\n</xs:schema>"
    )
}

fn diagnostic(name: &str, text: impl AsRef<[u8]>) -> String {
    Folder::new(name, &[("a.xsd", text.as_ref())]).diagnostic()
}

fn diagnostic_in(name: &str, content: &str) -> String {
    diagnostic(name, schema(content))
}

#[track_caller]
fn assert_says(diagnostic: &str, parts: &[&str]) {
    for part in parts {
        assert!(diagnostic.contains(part), "{part:?} is not in: {diagnostic}");
    }
}

#[test]
fn other_formats_are_named() {
    assert_says(&diagnostic("json", "{\"swagger\": \"2.0\"}"), &["a.xsd: line 1, column 1: this is JSON"]);
    let csdl = "<Edmx xmlns='http://docs.oasis-open.org/odata/ns/edmx'/>";
    assert_says(&diagnostic("csdl", csdl), &["line 1, column 1", "CSDL"]);
    assert_says(&diagnostic("wsdl", "<definitions/>"), &["WSDL"]);
    assert_says(&diagnostic("text", "hello"), &["this is not XML"]);
    assert_says(&diagnostic("empty", " \n"), &["the file is empty"]);
    assert_says(&diagnostic("latin", b"<a>\xE9</a>"), &["not UTF-8"]);
    assert_says(&diagnostic("dtd", "<!DOCTYPE a><a/>"), &["the root element is <a>"]);
}

#[test]
fn malformed_xml_is_an_error_with_a_place() {
    let cut = "<xs:schema xmlns:xs='http://www.w3.org/2001/XMLSchema'>\n<xs:element name='x'>";
    assert_says(&diagnostic("cut", cut), &["line 2", "ends inside <element>"]);
    assert_says(&diagnostic("tags", "<a>\n</b>"), &["a.xsd: line"]);
    assert_says(&diagnostic_in("prefix", "<xs:element name='x' type='b:T'/>"), &["line 2", "prefix b"]);
    let deep = "<xs:sequence>".repeat(100_000);
    assert_says(&diagnostic_in("deep", &deep), &["nest deeper than 64"]);
    assert_says(&diagnostic("entity", schema("&nope;")), &["line 2", "&nope;"]);
}

#[test]
fn references_must_have_a_target() {
    let unknown = diagnostic_in("unknown", "<xs:element name='x' type='a:T'/>");
    assert_says(&unknown, &["a.xsd: line 2, column 1: the type a:T is not declared"]);
    assert_says(&diagnostic_in("builtin", "<xs:element name='x' type='xs:strnig'/>"), &["xs:strnig"]);
    assert_says(
        &diagnostic_in(
            "ref",
            "<xs:group name='g'><xs:sequence><xs:element ref='a:y'/></xs:sequence></xs:group>",
        ),
        &["element a:y"],
    );
    assert_says(&diagnostic_in("none", "<xs:element name='x' type=''/>"), &["type of <element> is empty"]);
    let twice = "<xs:element name='x' type='xs:int'/>\n<xs:element name='x' type='xs:int'/>";
    assert_says(&diagnostic_in("twice", twice), &["line 3", "declared twice", "line 2"]);
}

#[test]
fn cycles_and_exponential_growth_are_refused() {
    let base = |name: &str, base: &str| {
        format!(
            "<xs:complexType name='{name}'><xs:complexContent><xs:extension base='a:{base}'/>\
             </xs:complexContent></xs:complexType>"
        )
    };
    let circle = base("A", "B") + &base("B", "A");
    assert_says(&diagnostic_in("circle", &circle), &["line 2", "contains itself"]);
    let mut doubling = String::from(
        "<xs:group name='g0'><xs:sequence><xs:element name='x' type='xs:int'/></xs:sequence></xs:group>",
    );
    for n in 1..40 {
        let inner = format!("<xs:group ref='a:g{}'/>", n - 1);
        doubling += &format!("<xs:group name='g{n}'><xs:sequence>{inner}{inner}</xs:sequence></xs:group>");
    }
    assert_says(&diagnostic_in("doubling", &doubling), &["more than 100000"]);
    let mut chain = base("T0", "T1000");
    for n in 1..=1000 {
        chain += &base(&format!("T{n}"), &format!("T{}", n - 1));
    }
    assert!(!diagnostic_in("chain", &chain).is_empty());
}

#[test]
fn locations_are_relative_to_the_schema() {
    let import = schema(
        "<xs:import namespace='urn:b' schemaLocation='b.xsd'/>\n<xs:element name='x' type='b:T' xmlns:b='urn:b'/>",
    );
    let missing = Folder::new("missing", &[("a.xsd", import.as_bytes())]).diagnostic();
    assert_says(&missing, &["a.xsd: line 2, column 1: the file b.xsd does not exist"]);
    let broken = Folder::new("broken", &[("a.xsd", import.as_bytes()), ("b.xsd", b"<x>")]).diagnostic();
    assert_says(&broken, &["b.xsd: line 1"]);
    let web =
        diagnostic_in("web", "<xs:import namespace='urn:b' schemaLocation='https://example.org/b.xsd'/>");
    assert_says(&web, &["line 2", "nothing is read from the network"]);
    let unimported = diagnostic_in("unimported", "<xs:element name='x' type='b:T' xmlns:b='urn:b'/>");
    assert_says(&unimported, &["b:T is not declared", "no schema of the namespace \"urn:b\""]);
}

#[test]
fn errors_of_xsd_parser_have_a_place() {
    let content = "<xs:complexType name='T'><xs:sequence>\n<xs:element name='x' type='xs:int' minOccurs='-1'/>\n</xs:sequence></xs:complexType>";
    assert_says(&diagnostic_in("number", content), &["a.xsd: line 3", "this is not a valid XML Schema"]);
}

#[test]
fn byte_order_mark_line_ends_and_xml_lang_are_read() {
    let other = schema("<xs:complexType name='T'><xs:attribute ref='xml:lang'/></xs:complexType>")
        .replace("urn:a", "urn:b")
        .replace('\n', "\r\n");
    let other = format!("\u{feff}{other}");
    let main = schema(
        "<xs:import namespace='urn:b' schemaLocation='./b.xsd'/>\n\
         <xs:import namespace='http://www.w3.org/XML/1998/namespace' schemaLocation='http://www.w3.org/2001/xml.xsd'/>\n\
         <xs:element name='x' type='b:T' xmlns:b='urn:b'/>",
    );
    let folder = Folder::new("fine", &[("a.xsd", main.as_bytes()), ("b.xsd", other.as_bytes())]);
    let schema = read(&folder.0.join("a.xsd")).unwrap_or_else(|diagnostic| panic!("{diagnostic}"));
    assert_eq!(schema.names, ["a.xsd", "b.xsd"]);
    assert_eq!(schema.target, "urn:a");
}

#[test]
fn entities_of_the_document_type_are_replaced() {
    let text = "<!DOCTYPE xs:schema PUBLIC 'p' 'x.dtd' [\n<!ENTITY a 'urn:a'><!ENTITY % p ''>\n]>\n\
        <xs:schema xmlns:xs='http://www.w3.org/2001/XMLSchema' xmlns:a='urn:a' targetNamespace='&a;'>\n\
        <xs:element name='x' type='a:T'/><xs:complexType name='T'/></xs:schema>";
    let folder = Folder::new("entities", &[("a.xsd", text.as_bytes())]);
    assert_eq!(read(&folder.0.join("a.xsd")).unwrap_or_else(|error| panic!("{error}")).target, "urn:a");
    let unknown = diagnostic("unknown-type", text.replace("'a:T'", "'a:U'"));
    assert_says(&unknown, &["line 5, column 1: the type a:U is not declared"]);
    let nested = diagnostic("nested-entity", text.replace("'urn:a'>", "'&b;'>"));
    assert_says(&nested, &["the entity a contains markup or another entity"]);
    let outside = diagnostic("outside-entity", text.replace("ENTITY a 'urn:a'", "ENTITY a SYSTEM 'urn:a'"));
    assert_says(&outside, &["line 4", "unrecognized entity `a`"]);
}

#[test]
fn a_file_without_a_namespace_has_that_of_each_file_that_includes_it() {
    let bare = "<xs:schema xmlns:xs='http://www.w3.org/2001/XMLSchema'>\
        <xs:element name='y' type='T'/><xs:complexType name='T'/></xs:schema>";
    let main = schema(
        "<xs:include schemaLocation='c.xsd'/><xs:import namespace='urn:b' schemaLocation='b.xsd'/>\
         <xs:import schemaLocation='./c.xsd'/>\
         <xs:element name='x' type='a:T'/><xs:element name='x2' type='b:T' xmlns:b='urn:b'/>\
         <xs:element name='x3' type='T'/>",
    );
    let other = schema("<xs:include schemaLocation='c.xsd'/>").replace("urn:a", "urn:b");
    let files = [("a.xsd", main.as_bytes()), ("b.xsd", other.as_bytes()), ("c.xsd", bare.as_bytes())];
    let folder = Folder::new("chameleon", &files);
    let schema = read(&folder.0.join("a.xsd")).unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(schema.names, ["a.xsd", "c.xsd", "b.xsd"]);
    let types = schema.types.items.keys().filter(|ident| ident.name.as_str() == "T");
    let namespaces: Vec<_> = types.map(|ident| schema.namespace(ident.ns)).collect();
    assert_eq!(namespaces.len(), 3);
    assert!(["", "urn:a", "urn:b"].iter().all(|uri| namespaces.iter().any(|found| found == uri)));
}

#[test]
fn an_included_file_must_have_the_namespace_of_the_including_one() {
    let main = schema("<xs:include schemaLocation='b.xsd'/>");
    let other = schema("").replace("urn:a", "urn:b");
    let folder = Folder::new("include", &[("a.xsd", main.as_bytes()), ("b.xsd", other.as_bytes())]);
    assert_says(&folder.diagnostic(), &["a.xsd: line 2", "b.xsd has the namespace \"urn:b\"", "xs:import"]);
}

#[test]
fn an_import_without_a_location_is_of_a_file_that_another_one_names() {
    let main = schema(
        "<xs:import namespace='urn:b' schemaLocation='b.xsd'/>\
         <xs:complexType name='T'><xs:sequence><xs:element name='x' type='b:T' xmlns:b='urn:b'/></xs:sequence></xs:complexType>",
    );
    let other = schema(
        "<xs:import namespace='urn:a'/><xs:complexType name='T'><xs:sequence>\
         <xs:element name='x' type='a:T' xmlns:a='urn:a' minOccurs='0'/></xs:sequence></xs:complexType>",
    );
    let other = other.replacen("targetNamespace='urn:a'", "targetNamespace='urn:b'", 1);
    let folder = Folder::new("unlocated", &[("a.xsd", main.as_bytes()), ("b.xsd", other.as_bytes())]);
    let read = read(&folder.0.join("a.xsd"));
    assert!(read.is_ok(), "{}", read.expect_err("an error"));
}

#[test]
fn a_copy_of_a_file_in_the_network_is_read() {
    let main = schema("<xs:import namespace='urn:b' schemaLocation='https://example.org/s/b.xsd'/>");
    let other = schema("").replace("urn:a", "urn:b");
    let folder = Folder::new("copy", &[("a.xsd", main.as_bytes()), ("b.xsd", other.as_bytes())]);
    let schema = read(&folder.0.join("a.xsd")).unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(schema.names, ["a.xsd", "b.xsd"]);
}
