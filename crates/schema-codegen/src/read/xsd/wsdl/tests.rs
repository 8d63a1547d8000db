//! Tests of reading WSDL files, and of the diagnostics for bad ones.

use std::fs;
use std::path::PathBuf;

use crate::diagnostic::Result;
use crate::read::xsd::{Schema, read};

const HEAD: &str = "<wsdl:definitions xmlns:wsdl='http://schemas.xmlsoap.org/wsdl/' \
    xmlns:soap='http://schemas.xmlsoap.org/wsdl/soap/' xmlns:t='urn:t' xmlns:xs='http://www.w3.org/2001/XMLSchema' \
    targetNamespace='urn:t'>\n";

const TYPES: &str = "<wsdl:types>\n<xs:schema targetNamespace='urn:t'>\n\
    <xs:element name='Ask' type='xs:string'/>\n<xs:element name='Answer' type='xs:string'/>\n\
    </xs:schema></wsdl:types>\n";

const MESSAGES: &str = "<wsdl:message name='In'><wsdl:part name='p' element='t:Ask'/></wsdl:message>\n\
    <wsdl:message name='Out'><wsdl:part name='p' element='t:Answer'/></wsdl:message>\n\
    <wsdl:portType name='P'><wsdl:operation name='Do'><wsdl:input message='t:In'/><wsdl:output message='t:Out'/>\
    </wsdl:operation></wsdl:portType>\n";

const BINDING: &str = "<wsdl:binding name='B' type='t:P'><soap:binding/>\n\
    <wsdl:operation name='Do'><soap:operation soapAction='do'/><wsdl:input><soap:body use='literal'/></wsdl:input>\
    <wsdl:output><soap:body use='literal'/></wsdl:output></wsdl:operation>\n</wsdl:binding>";

/// Reads the first of some files.
fn read_files(name: &str, files: &[(&str, String)]) -> Result<Schema> {
    let folder = std::env::temp_dir().join(format!("schema-codegen-wsdl-{name}-{}", std::process::id()));
    fs::create_dir_all(&folder).expect("the temporary directory is writable");
    for (file, text) in files {
        fs::write(folder.join(file), text).expect("the temporary directory is writable");
    }
    let path: PathBuf = folder.join(files[0].0);
    let schema = read(&path);
    fs::remove_dir_all(&folder).expect("just created");
    schema
}

fn diagnostic(name: &str, content: &[&str]) -> String {
    let text = format!("{HEAD}{}</wsdl:definitions>", content.concat());
    read_files(name, &[("a.wsdl", text)]).expect_err("a diagnostic").to_string()
}

#[track_caller]
fn assert_says(diagnostic: &str, parts: &[&str]) {
    for part in parts {
        assert!(diagnostic.contains(part), "{part:?} is not in: {diagnostic}");
    }
}

#[test]
fn operations_are_read_from_imported_files() {
    let types = format!("{HEAD}{TYPES}{MESSAGES}</wsdl:definitions>");
    let main =
        format!("{HEAD}<wsdl:import namespace='urn:t' location='b.wsdl'/>{BINDING}</wsdl:definitions>");
    let files = [("a.wsdl", main), ("b.wsdl", types)];
    let schema = read_files("imports", &files).unwrap_or_else(|diagnostic| panic!("{diagnostic}"));
    assert_eq!(schema.names, ["a.wsdl", "b.wsdl"]);
    let service = schema.service.expect("of the WSDL");
    let [operation] = service.operations.as_slice() else { panic!("{:?}", service.operations) };
    let facts = [&operation.name, &operation.action, &operation.request.local, &operation.response.local];
    assert_eq!(facts, ["Do", "do", "Ask", "Answer"]);
}

#[test]
fn a_wsdl_2_0_and_a_wsdl_without_a_schema_are_refused() {
    let text = "<description xmlns='http://www.w3.org/ns/wsdl'/>".to_owned();
    let error = read_files("two", &[("a.wsdl", text)]).expect_err("not supported").to_string();
    assert_says(&error, &["a.wsdl: line 1", "WSDL 2.0", "WSDL 1.1"]);
    assert_says(&diagnostic("empty", &[MESSAGES]), &["a.wsdl: the WSDL contains no schema", "help"]);
}

#[test]
fn errors_have_the_place_in_the_wsdl() {
    let broken = TYPES.replace("name='Answer' type='xs:string'", "name='Answer' type='t:Nothing'");
    assert_says(&diagnostic("type", &[&broken]), &["a.wsdl: line 5", "the type t:Nothing is not declared"]);
    let value = TYPES.replace("name='Answer'", "name='Answer' nillable='perhaps'");
    assert_says(&diagnostic("value", &[&value]), &["a.wsdl: line 5", "not a valid XML Schema"]);
    let message = MESSAGES.replace("message='t:Out'", "message='t:Other'");
    let message = diagnostic("message", &[TYPES, &message, BINDING]);
    assert_says(&message, &["a.wsdl: line 11", "the message Other is not declared"]);
    let port_type = BINDING.replace("t:P", "t:Q");
    let port_type = diagnostic("port-type", &[TYPES, MESSAGES, &port_type]);
    assert_says(&port_type, &["a.wsdl: line 10", "the port type Q is not declared"]);
    let prefix = BINDING.replace("t:P", "u:P");
    assert_says(
        &diagnostic("prefix", &[TYPES, MESSAGES, &prefix]),
        &["line 10", "the prefix u is not declared"],
    );
    let import = "<wsdl:import namespace='urn:b' location='b.wsdl'/>";
    assert_says(&diagnostic("missing", &[TYPES, import]), &["a.wsdl: line 7", "b.wsdl does not exist"]);
    assert_says(&diagnostic("cut", &[TYPES, "<wsdl:message>"]), &["a.wsdl: line 7", "not well-formed"]);
}
