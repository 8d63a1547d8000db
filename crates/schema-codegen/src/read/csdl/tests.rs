//! Tests of reading CSDL, and of the diagnostics for bad input.

use super::*;

const HEAD: &str = r#"<edmx:Edmx Version="4.0" xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx"><edmx:DataServices>
<Schema Namespace="a.b" Alias="s" xmlns="http://docs.oasis-open.org/odata/ns/edm">
"#;
const TAIL: &str = "\n</Schema></edmx:DataServices></edmx:Edmx>";

fn read_schema(body: &str) -> Result<Csdl> {
    parse(Path::new("test.csdl"), &format!("{HEAD}{body}{TAIL}"))
}

fn good(body: &str) -> Csdl {
    read_schema(body).expect("a good schema")
}

fn diagnostic(body: &str) -> String {
    read_schema(body).expect_err("a bad schema").to_string()
}

fn format_error(text: &str) -> String {
    parse(Path::new("test.csdl"), text).expect_err("another format").to_string()
}

#[test]
fn types_properties_and_aliases_are_read() {
    let csdl = good(
        r#"<EntityType Name="entity" Abstract="true"><Key><PropertyRef Name="id"/></Key><Property Name="id" Type="Edm.String" Nullable="false"/></EntityType>
<EntityType Name="call" BaseType="s.entity" OpenType="true">
  <Property Name="tags" Type="Collection(Edm.String)" MaxLength="8"/>
  <NavigationProperty Name="calls" Type="Collection(s.call)" ContainsTarget="true"/>
</EntityType>
<EnumType Name="flag" IsFlags="true"><Member Name="x"/><Member Name="y"/><Member Name="z" Value="-8"/></EnumType>
<TypeDefinition Name="text" UnderlyingType="Edm.String"/>"#,
    );
    let call = csdl.structured("a.b.call").expect("defined");
    assert_eq!(call.base.as_deref(), Some("a.b.entity"));
    assert!(call.open && call.entity && !call.is_abstract);
    assert_eq!(call.properties[1].ty.to_string(), "Collection(a.b.call)");
    assert_eq!((call.properties[0].navigation, call.properties[1].navigation), (None, Some(true)));
    assert_eq!(csdl.find("a.b.call").expect("defined").place.line, 4);
    let lineage: Vec<&str> = csdl.lineage("a.b.call").iter().map(|def| def.name.as_str()).collect();
    assert_eq!(lineage, ["a.b.entity", "a.b.call"]);
    let Some(TypeKind::Enum(flag)) = csdl.find("a.b.flag").map(|def| &def.kind) else { panic!("an enum") };
    assert_eq!(flag.members.iter().map(|member| member.value).collect::<Vec<_>>(), [0, 1, -8]);
}

#[test]
fn operations_and_containers_are_read() {
    let csdl = good(
        r#"<EntityType Name="call"/>
<Action Name="log" IsBound="true"><Parameter Name="b" Type="Collection(s.call)"/><Parameter Name="x" Type="Edm.Int32" Nullable="false"><Annotation Term="Org.OData.Core.V1.OptionalParameter"/></Parameter><ReturnType Type="s.call"/></Action>
<EntityContainer Name="C"><Singleton Name="one" Type="s.call"/><EntitySet Name="many" EntityType="s.call"/></EntityContainer>"#,
    );
    let log = &csdl.operations[0];
    assert_eq!((log.short(), log.target().as_str()), ("log", "a.b.log(Collection(a.b.call))"));
    assert_eq!(log.arguments().len(), 1);
    assert_eq!(log.returns.as_ref().map(|ty| ty.name.as_str()), Some("a.b.call"));
    let optional = csdl
        .annotation("a.b.log(Collection(a.b.call))/x", "Org.OData.Core.V1.OptionalParameter")
        .expect("inline");
    assert_eq!(optional.value.as_bool(), Some(true));
    assert_eq!(csdl.containers[0].items[0].kind, ItemKind::Singleton("a.b.call".to_owned()));
}

#[test]
fn annotations_are_read_inline_and_by_target() {
    let csdl = good(
        r#"<ComplexType Name="t"><Annotation Term="Org.OData.Core.V1.Description" String="Inline."/></ComplexType>
<Annotations Target="s.C/x/y"><Annotation Term="s.Rights"><Record>
  <PropertyValue Property="Readable" Bool="false"/>
  <PropertyValue Property="Deep"><Record><PropertyValue Property="N" Int="202"/></Record></PropertyValue>
  <PropertyValue Property="Many"><Collection><String>one</String></Collection></PropertyValue>
  <PropertyValue Property="Kind"><EnumMember>a.K/b a.K/c</EnumMember></PropertyValue>
  <PropertyValue Property="When" Date="2024-04-10"/>
</Record></Annotation></Annotations>
<Annotations Target="s.go(Collection(s.t))"><Annotation Term="s.Status" Int="204"/></Annotations>"#,
    );
    let text = csdl.annotation("a.b.t", "Org.OData.Core.V1.Description").expect("inline");
    assert_eq!(text.value.as_str(), Some("Inline."));
    let rights = &csdl.annotation("a.b.C/x/y", "a.b.Rights").expect("external").value;
    assert_eq!(rights.get("Readable").and_then(Expression::as_bool), Some(false));
    assert_eq!(rights.get("Deep").and_then(|deep| deep.get("N")).and_then(Expression::as_int), Some(202));
    assert_eq!(rights.get("Many"), Some(&Expression::Collection(vec![Expression::String("one".to_owned())])));
    assert_eq!(rights.get("Kind"), Some(&Expression::Enum(vec!["a.K/b".to_owned(), "a.K/c".to_owned()])));
    assert_eq!(rights.get("When"), Some(&Expression::Other("Date".to_owned())));
    assert!(csdl.annotation("a.b.go(Collection(a.b.t))", "a.b.Status").is_some());
}

#[test]
fn unsupported_parts_of_csdl_are_ignored() {
    let csdl = good(
        r#"<FutureThing Name="x"><Deep/></FutureThing><ComplexType Name="t" Novel="1"><Other/></ComplexType>"#,
    );
    assert_eq!(csdl.types.len(), 1);
    assert!(parse(Path::new("x"), r#"<Schema Namespace="bare"/>"#).is_ok());
}

#[test]
fn unknown_names_are_errors_with_a_place_and_help() {
    let text = diagnostic("\n<ComplexType Name=\"t\" BaseType=\"s.nope\"/>");
    assert!(text.starts_with("line 4, column 1: the base type a.b.nope of a.b.t is not defined"), "{text}");
    let text = diagnostic("<ComplexType Name=\"t\">\n  <Property Name=\"p\" Type=\"s.T\"/></ComplexType>");
    assert!(text.starts_with("line 4, column 3: a.b.t/p: the type a.b.T is not defined"), "{text}");
    assert!(text.contains("there is a.b.t"), "{text}");
    let text = diagnostic(r#"<ComplexType Name="t"><Property Name="p" Type="Edm.Sting"/></ComplexType>"#);
    assert!(text.contains("Edm.Sting is not a primitive type of OData 4"), "{text}");
    let text = diagnostic(r#"<Action Name="a"><ReturnType Type="s.x"/></Action>"#);
    assert!(text.contains("the return type of a.b.a: the type a.b.x is not defined"), "{text}");
    let text =
        diagnostic(r#"<EntityContainer Name="C"><Singleton Name="one" Type="s.x"/></EntityContainer>"#);
    assert!(text.contains("a.b.C/one: the entity type a.b.x is not defined"), "{text}");
}

#[test]
fn cycles_of_base_types_are_errors() {
    let text = diagnostic(r#"<ComplexType Name="t" BaseType="s.u"/><ComplexType Name="u" BaseType="s.t"/>"#);
    assert!(text.contains("a.b.t is its own base type: a.b.t -> a.b.u -> a.b.t"), "{text}");
    let text = diagnostic(r#"<ComplexType Name="t" BaseType="s.t"/>"#);
    assert!(text.contains("a.b.t -> a.b.t"), "{text}");
    let text = diagnostic(r#"<ComplexType Name="t" BaseType="s.e"/><EntityType Name="e"/>"#);
    assert!(text.contains("is not a complex type"), "{text}");
}

#[test]
fn duplicates_are_errors() {
    let text = diagnostic("<ComplexType Name=\"t\"/>\n<EnumType Name=\"t\"/>");
    assert!(text.starts_with("line 4, column 1: the type a.b.t is defined twice"), "{text}");
    assert!(text.contains("the first definition is at line 3, column 1"), "{text}");
    assert!(
        diagnostic(r#"<EnumType Name="t"><Member Name="m"/><Member Name="m"/></EnumType>"#)
            .contains("two members m")
    );
    let twice = r#"<Property Name="p" Type="Edm.String"/>"#;
    assert!(
        diagnostic(&format!(r#"<ComplexType Name="t">{twice}{twice}</ComplexType>"#))
            .contains("two properties p")
    );
}

#[test]
fn invalid_values_are_errors() {
    assert!(diagnostic("<ComplexType/>").contains("<ComplexType> has no attribute Name"));
    assert!(diagnostic(r#"<ComplexType Name=""/>"#).contains("the attribute Name of <ComplexType> is empty"));
    assert!(diagnostic(r#"<ComplexType Name="t" Abstract="yes"/>"#).contains("neither true nor false"));
    assert!(
        diagnostic(r#"<EnumType Name="t"><Member Name="m" Value="1e3"/></EnumType>"#)
            .contains("not a 64-bit integer")
    );
    let property =
        |ty: &str| format!(r#"<ComplexType Name="t"><Property Name="p" Type="{ty}"/></ComplexType>"#);
    assert!(diagnostic(&property("Collection(Edm.String")).contains("no closing parenthesis"));
    assert!(diagnostic(&property("Collection(Collection(Edm.String))")).contains("is not a type name"));
    assert!(diagnostic(r#"<Action Name="a" IsBound="true"/>"#).contains("has no binding parameter"));
    assert!(
        diagnostic(r#"<Annotations Target="s.t"><Annotation Term="s.x" Int="many"/></Annotations>"#)
            .contains("Int \"many\"")
    );
}

#[test]
fn other_formats_are_named() {
    let expected = "help: expected an OData 4 CSDL document in XML";
    for (text, name) in [
        (r#"{"swagger": "2.0"}"#, "a Swagger 2.0 document"),
        (r#"{"openapi": "3.0.3"}"#, "an OpenAPI document"),
        (r#"{"$Version": "4.0"}"#, "CSDL in its JSON form"),
        ("[1]", "a JSON file"),
        ("openapi: 3.0.3", "an OpenAPI document in YAML"),
        ("hello", "plain text"),
        (r#"<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"/>"#, "an XML Schema (XSD)"),
        ("<definitions/>", "a WSDL document"),
        ("<html/>", "a web page"),
        ("<index/>", "another XML document, whose root element is <index>"),
        (r#"<Edmx Version="1.0"/>"#, "an EDMX document of version 1.0"),
    ] {
        let diagnostic = format_error(text);
        assert!(diagnostic.starts_with("line 1, column 1: this looks like "), "{diagnostic}");
        assert!(diagnostic.contains(name) && diagnostic.contains(expected), "{diagnostic}");
    }
    assert!(format_error(r#"<Edmx Version="4.01"><DataServices/></Edmx>"#).contains("contains no <Schema>"));
}

#[test]
fn no_truncation_panics() {
    let text = format!(
        "{HEAD}{}{TAIL}",
        r#"<ComplexType Name="t"><Property Name="é" Type="Edm.String"/></ComplexType><!-- c --><Annotations Target="s.t"><Annotation Term="s.x"><Record><PropertyValue Property="p" Int="1"/></Record></Annotation></Annotations>"#
    );
    assert!(parse(Path::new("x"), &text).is_ok());
    for (end, _) in text.char_indices().skip(1) {
        let diagnostic = parse(Path::new("x"), &text[..end]).expect_err("cut off");
        assert!(diagnostic.place.is_some(), "{diagnostic}");
    }
}
