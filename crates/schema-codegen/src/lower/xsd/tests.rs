//! Tests of lowering small schemas.

use std::fs;

use super::model::*;
use super::{Lowered, lower};
use crate::config::{Config, Module};
use crate::lower::Roots;
use crate::read::xsd::read;

fn lowered(name: &str, content: &str) -> Lowered {
    let path = std::env::temp_dir().join(format!("schema-codegen-lower-{name}-{}.xsd", std::process::id()));
    let text = format!(
        "<xs:schema xmlns:xs='http://www.w3.org/2001/XMLSchema' xmlns:a='urn:a' targetNamespace='urn:a' \
         elementFormDefault='qualified'>{content}</xs:schema>"
    );
    fs::write(&path, text).expect("the temporary directory is writable");
    let schema = read(&path);
    fs::remove_file(&path).expect("just written");
    let module = Module {
        name: "m".to_owned(),
        schema: path,
        about: String::new(),
        default_source: None,
        elements: Vec::new(),
        request_headers: Vec::new(),
        response_headers: Vec::new(),
    };
    let lowered = schema.and_then(|schema| lower(&schema, &module, &Config::default(), Roots::All));
    lowered.unwrap_or_else(|diagnostic| panic!("{diagnostic}"))
}

fn find<'l>(lowered: &'l Lowered, rust: &str) -> &'l Type {
    let mut types = lowered.types.values();
    types.find(|one| one.rust == rust).unwrap_or_else(|| {
        let names: Vec<_> = lowered.types.values().map(|one| &one.rust).collect();
        panic!("{rust} is missing in {names:?}")
    })
}

/// Returns the members of a struct, each as `label wire min..max`.
fn members(lowered: &Lowered, rust: &str) -> Vec<String> {
    let Kind::Struct(members) = &find(lowered, rust).kind else { panic!("{rust} is not a struct") };
    let line = |member: &Member| {
        let wire = match &member.wire {
            Wire::Element(name) => name.local.clone(),
            Wire::Attribute(name) => format!("@{}", name.local),
            other => format!("{other:?}"),
        };
        let most = if member.many { "n" } else { "1" };
        format!("{} {wire} {}..{most}", member.label, u8::from(member.required))
    };
    members.iter().map(line).collect()
}

fn arms(lowered: &Lowered, rust: &str) -> Vec<String> {
    let (Kind::Choice(arms) | Kind::Variants(arms)) = &find(lowered, rust).kind else {
        panic!("{rust} is not a choice")
    };
    arms.iter().map(|arm| format!("{} {}", arm.label, arm.name.local)).collect()
}

#[test]
fn extensions_attributes_and_text_become_members() {
    let lowered = lowered(
        "extension",
        "<xs:complexType name='BaseType'><xs:sequence><xs:element name='A' type='xs:int' minOccurs='0'/>
         </xs:sequence><xs:attribute name='Id' type='xs:string' use='required'/></xs:complexType>
         <xs:complexType name='UMCallType'><xs:complexContent><xs:extension base='a:BaseType'><xs:sequence>
         <xs:element name='type' type='xs:string' maxOccurs='unbounded'/></xs:sequence></xs:extension>
         </xs:complexContent></xs:complexType>
         <xs:complexType name='TextType'><xs:simpleContent><xs:extension base='xs:string'>
         <xs:attribute name='lang' type='xs:language'/></xs:extension></xs:simpleContent></xs:complexType>",
    );
    assert_eq!(members(&lowered, "UmCall"), ["id @Id 1..1", "a A 0..1", "type_ type 1..n"]);
    assert_eq!(members(&lowered, "Text"), ["lang @lang 0..1", "value Text 1..1"]);
}

#[test]
fn a_choice_becomes_an_enum_and_a_nested_choice_becomes_members() {
    let lowered = lowered(
        "choice",
        "<xs:complexType name='OneType'><xs:choice><xs:element name='A' type='xs:int'/>
         <xs:element name='Unknown' type='xs:string'/></xs:choice></xs:complexType>
         <xs:complexType name='NestedType'><xs:sequence><xs:element name='X' type='xs:int'/>
         <xs:choice><xs:element name='A' type='xs:int'/>
         <xs:sequence><xs:element name='B' type='xs:int'/><xs:element name='A' type='xs:int'/></xs:sequence>
         </xs:choice><xs:any minOccurs='0' maxOccurs='unbounded' processContents='lax'/></xs:sequence></xs:complexType>
         <xs:complexType name='PairsType'><xs:sequence maxOccurs='unbounded'><xs:element name='K' type='xs:int'/>
         <xs:element name='V' type='xs:int'/></xs:sequence></xs:complexType>",
    );
    assert_eq!(members(&lowered, "One"), ["content Content 1..1"]);
    assert_eq!(arms(&lowered, "OneContent"), ["A A", "UnknownElement Unknown"]);
    assert_eq!(members(&lowered, "Nested"), ["x X 1..1", "a A 0..1", "b B 0..1", "any Any 0..n"]);
    assert_eq!(members(&lowered, "Pairs"), ["content Content 1..n"]);
}

#[test]
fn substitution_groups_and_abstract_types_become_choices() {
    let derived = |name: &str| {
        format!(
            "<xs:complexType name='{name}'><xs:complexContent><xs:extension base='a:AnimalType'/>
             </xs:complexContent></xs:complexType>"
        )
    };
    let content = format!(
        "<xs:complexType name='AnimalType' abstract='true'><xs:sequence/></xs:complexType>{}{}
         <xs:element name='Animal' type='a:AnimalType' abstract='true'/>
         <xs:element name='Cat' type='a:CatType' substitutionGroup='a:Animal'/>
         <xs:element name='Dog' type='a:DogType' substitutionGroup='a:Animal'/>
         <xs:complexType name='ZooType'><xs:sequence><xs:element ref='a:Animal' maxOccurs='unbounded'/>
         <xs:element name='Guest' type='a:AnimalType' minOccurs='0'/></xs:sequence></xs:complexType>",
        derived("CatType"),
        derived("DogType")
    );
    let lowered = lowered("abstract", &content);
    assert_eq!(members(&lowered, "Zoo"), ["animal Choice 1..n", "guest Guest 0..1"]);
    assert_eq!(arms(&lowered, "Animal"), ["Cat Cat", "Dog Dog"]);
    assert_eq!(arms(&lowered, "AnyAnimal"), ["Cat CatType", "Dog DogType"]);
}

#[test]
fn lists_are_kept_and_unions_are_read_as_text() {
    let lowered = lowered(
        "scalars",
        "<xs:simpleType name='StateType'><xs:restriction base='xs:string'><xs:enumeration value='On'/>
         <xs:enumeration value='Other'/></xs:restriction></xs:simpleType>
         <xs:simpleType name='StatesType'><xs:list itemType='a:StateType'/></xs:simpleType>
         <xs:simpleType name='TagType'><xs:union memberTypes='xs:int a:StateType'/></xs:simpleType>
         <xs:simpleType name='ShortType'><xs:restriction base='xs:string'><xs:maxLength value='3'/></xs:restriction>
         </xs:simpleType>
         <xs:complexType name='T'><xs:sequence><xs:element name='States' type='a:StatesType'/>
         <xs:element name='Tag' type='a:TagType'/><xs:element name='Short' type='a:ShortType'/>
         <xs:element name='Anything' type='xs:anyType'/></xs:sequence></xs:complexType>",
    );
    let Kind::Struct(members) = &find(&lowered, "T").kind else { panic!("no struct") };
    assert!(matches!(&members[0].ty, ValueType::List(of) if matches!(**of, ValueType::Named(_))));
    assert!(matches!(&members[1].ty, ValueType::Scalar(_)));
    assert!(matches!(&members[2].ty, ValueType::Scalar(_)));
    assert_eq!(members[3].ty, ValueType::Any);
    assert!(lowered.notes.iter().any(|note| note.contains("the union TagType is read as text")));
    let Kind::Enum(values) = &find(&lowered, "State").kind else { panic!("no enum") };
    let labels: Vec<_> = values.iter().map(|value| value.label.as_str()).collect();
    assert_eq!(labels, ["On", "OtherValue"]);
}

#[test]
fn requests_and_responses_become_operations() {
    let lowered = lowered(
        "operations",
        "<xs:complexType name='CallType'><xs:sequence/></xs:complexType>
         <xs:complexType name='CallResponseMessageType'><xs:sequence>
         <xs:element name='Inner' type='a:Call'/></xs:sequence></xs:complexType>
         <xs:complexType name='Call'><xs:sequence/></xs:complexType>
         <xs:element name='Go' type='a:CallType'/><xs:element name='GoResponse' type='a:CallResponseMessageType'/>",
    );
    assert_eq!(find(&lowered, "Go").schema, "CallType");
    assert_eq!(find(&lowered, "GoResponse").schema, "CallResponseMessageType");
    assert_eq!(find(&lowered, "Call").schema, "Call");
    assert_eq!(arms(&lowered, "Request"), ["Go Go"]);
    assert_eq!(lowered.surface.get("op m.Go").map(String::as_str), Some("Go -> GoResponse"));
    let inner = lowered.surface.get("type m.CallResponseMessageType.Inner");
    assert_eq!(inner.map(String::as_str), Some("Call 1..1"));
}

#[test]
fn a_recursive_type_is_lowered_once() {
    let lowered = lowered(
        "recursion",
        "<xs:complexType name='NodeType'><xs:sequence><xs:element name='Next' type='a:NodeType' minOccurs='0'/>
         </xs:sequence></xs:complexType>",
    );
    assert_eq!(members(&lowered, "Node"), ["next Next 0..1"]);
}
