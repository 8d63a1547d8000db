//! Tests of lowering CSDL with small schemas.

use std::path::Path;

use super::*;
use crate::diagnostic::Diagnostic;
use crate::read::csdl;

/// The configuration of every schema.
pub(super) const CONFIG: &str = "csdl = { lower-camel-values = true, paths = ['store/things'], types = ['n.thing'], bare = ['n.entity'] }";

/// The first lines of every schema: an entity type with a key, and the start of the paths.
pub(super) const BASE: &str = r#"
<Annotation Term="Org.OData.Core.V1.DefaultNamespace"/>
<EntityType Name="entity" Abstract="true"><Key><PropertyRef Name="id"/></Key><Property Name="id" Type="Edm.String" Nullable="false"/></EntityType>
<EntityType Name="start"><NavigationProperty Name="things" Type="Collection(n.thing)" ContainsTarget="true"/></EntityType>
<EntityContainer Name="C"><Annotation Term="Org.OData.Capabilities.V1.KeyAsSegmentSupported"/><Singleton Name="store" Type="n.start"/></EntityContainer>
"#;

pub(super) const THING: &str = r#"<EntityType Name="thing" BaseType="n.entity"/>"#;

pub(super) fn model(body: &str) -> Csdl {
    let text = format!(r#"<Schema Namespace="n">{body}</Schema>"#);
    csdl::parse(Path::new("test.csdl"), &text).expect("a good schema")
}

pub(super) fn config(text: &str) -> Config {
    Config::parse(Path::new("api.toml"), text).unwrap_or_else(|diagnostic| panic!("{diagnostic}"))
}

/// Lowers a schema. A row of the configuration that matches nothing is an error.
pub(super) fn lowered(body: &str, capabilities: Option<&str>, text: &str, all: bool) -> Result<Value> {
    let csdl = model(&format!("{BASE}{body}"));
    let capabilities = capabilities.map(model);
    let form = run(&Source::new(&csdl, capabilities.as_ref(), &config(text), all));
    let form = form.map_err(|diagnostic| diagnostic.or_file(&csdl.file))?;
    form.unmatched.into_iter().next().map_or(Ok(form.document), Err)
}

pub(super) fn good(body: &str) -> Value {
    lowered(body, None, CONFIG, false).expect("a schema that can be lowered")
}

fn diagnostic(body: &str, capabilities: Option<&str>, text: &str) -> Diagnostic {
    lowered(body, capabilities, text, false).expect_err("a schema that cannot be lowered")
}

fn schema<'v>(document: &'v Value, name: &str) -> &'v Value {
    &document["components"]["schemas"][name]
}

fn names(document: &Value) -> Vec<&str> {
    document["components"]["schemas"]
        .as_object()
        .into_iter()
        .flatten()
        .map(|(name, _)| name.as_str())
        .collect()
}

fn reason<'v>(document: &'v Value, name: &str) -> Option<&'v str> {
    let entry = document["x-skipped"].as_array()?.iter().find(|entry| entry["name"] == name)?;
    entry["reason"].as_str()
}

#[test]
fn base_types_are_flattened_over_three_levels() {
    let document = good(
        r#"<EntityType Name="thing" BaseType="n.middle"><Property Name="own" Type="Edm.Int64"/></EntityType>
<EntityType Name="middle" BaseType="n.entity" OpenType="true"><Property Name="mid" Type="Edm.Guid" Nullable="false"/></EntityType>"#,
    );
    let expected = json!({
        "type": "object",
        "properties": {
            "id": {"type": "string", "x-server-made": true},
            "mid": {"type": "string", "format": "uuid"},
            "own": {"type": "integer", "format": "int64", "nullable": true},
        },
        "required": ["id", "mid"],
        "x-name": "thing",
        "x-tag": {"property": "@odata.type", "value": "#n.thing"},
    });
    assert_eq!(schema(&document, "Thing"), &expected);
    let properties = schema(&document, "Thing")["properties"].as_object().expect("an object");
    assert_eq!(properties.keys().collect::<Vec<_>>(), ["id", "mid", "own"]);
    assert_eq!(schema(&document, "Middle")["x-open"], true);
}

#[test]
fn a_redeclared_property_keeps_its_position() {
    let document = good(
        r#"<EntityType Name="thing" BaseType="n.middle"><Property Name="a" Type="Edm.Int32" Nullable="false"/></EntityType>
<EntityType Name="middle" BaseType="n.entity"><Property Name="a" Type="Edm.String"/><Property Name="b" Type="Edm.String"/></EntityType>"#,
    );
    let thing = schema(&document, "Thing");
    let properties = thing["properties"].as_object().expect("an object");
    assert_eq!(properties.keys().collect::<Vec<_>>(), ["id", "a", "b"]);
    assert_eq!(thing["properties"]["a"], json!({"type": "integer", "format": "int32"}));
    assert_eq!(thing["required"], json!(["id", "a"]));
    assert_eq!(document["x-notes"], json!(["thing/a redeclares the property of the same name in middle"]));
}

#[test]
fn a_base_type_in_use_becomes_a_union() {
    let document = good(
        r#"<EntityType Name="thing" BaseType="n.entity">
  <Property Name="soft" Type="n.soft"/><Property Name="hard" Type="Collection(n.hard)" Nullable="false"/><Property Name="lone" Type="n.lone"/>
</EntityType>
<ComplexType Name="soft" Abstract="true"/><ComplexType Name="softA" BaseType="n.soft"/>
<ComplexType Name="softB" BaseType="n.softA" Abstract="true"/><ComplexType Name="softC" BaseType="n.softB"/>
<ComplexType Name="hard"/><ComplexType Name="hardA" BaseType="n.hard"/>
<ComplexType Name="lone" Abstract="true" OpenType="true"/>"#,
    );
    let soft = schema(&document, "Soft");
    let reference = |name: &str| json!({"$ref": format!("#/components/schemas/{name}")});
    assert_eq!(soft["oneOf"], json!([reference("SoftA"), reference("SoftC")]));
    assert_eq!(soft["discriminator"]["mapping"]["#n.softC"], "#/components/schemas/SoftC");
    assert_eq!((&soft["x-name"], soft.get("x-base")), (&json!("soft"), None));
    let any = schema(&document, "AnyHard");
    assert_eq!(any["oneOf"], json!([reference("HardA"), reference("Hard")]));
    assert_eq!((&any["x-base"], &any["x-kind"]), (&json!("#/components/schemas/Hard"), &json!("union")));
    let thing = &schema(&document, "Thing")["properties"];
    assert_eq!(thing["soft"], json!({"allOf": [reference("Soft")], "nullable": true}));
    assert_eq!(thing["hard"], json!({"type": "array", "items": reference("AnyHard")}));
    // An abstract type without concrete descendants is a plain object.
    assert_eq!(schema(&document, "Lone")["type"], "object");
    assert_eq!(schema(&document, "Lone")["properties"], json!({}));
    // Nothing refers to this type, so only its arms are needed.
    assert_eq!(schema(&document, "SoftB")["type"], "object");
}

#[test]
fn a_bare_type_is_never_a_union() {
    let body = r#"<EntityType Name="thing" BaseType="n.entity"><NavigationProperty Name="any" Type="n.entity" ContainsTarget="true"/></EntityType>"#;
    let document = lowered(body, None, CONFIG, true).expect("good");
    assert_eq!(schema(&document, "Entity")["type"], "object");
    assert_eq!(
        document["x-notes"][0],
        "entity is used as a type, but is not a union: 1 types derive from it"
    );
}

#[test]
fn narrowed_types_are_skipped_by_name() {
    let narrow =
        CONFIG.replace(" }", ", narrowed = [{ base = 'n.who', keep = ['n.my*'], reason = 'not mine' }] }");
    let body = r#"<EntityType Name="thing" BaseType="n.entity"><Property Name="who" Type="n.who"/><Property Name="named" Type="n.named"/></EntityType>
<ComplexType Name="who"/><ComplexType Name="myWho" BaseType="n.who"/><ComplexType Name="other" BaseType="n.who"><Property Name="p" Type="n.onlyThere"/></ComplexType>
<ComplexType Name="named" BaseType="n.who"/><ComplexType Name="onlyThere"/>"#;
    let document = lowered(body, None, &narrow, false).expect("good");
    assert_eq!(reason(&document, "other"), Some("not mine"));
    assert_eq!(reason(&document, "onlyThere"), Some("no operation refers to it"));
    assert_eq!(reason(&document, "start"), Some("only the root of the paths"));
    // A property refers to it, so it is emitted nevertheless.
    assert_eq!(reason(&document, "named"), None);
    assert_eq!(schema(&document, "AnyWho")["oneOf"].as_array().map(Vec::len), Some(3));
}

#[test]
fn cyclic_references_end() {
    let document = good(
        r#"<EntityType Name="thing" BaseType="n.entity"><Property Name="next" Type="n.pair"/></EntityType>
<ComplexType Name="pair"><Property Name="self" Type="Collection(n.pair)"/><Property Name="thing" Type="n.thing"/></ComplexType>"#,
    );
    assert_eq!(schema(&document, "Pair")["properties"]["self"]["items"]["$ref"], "#/components/schemas/Pair");
}

/// Lowers all types of schemas with their namespaces.
fn of_namespaces(schemas: &[(&str, &str)], text: &str) -> Value {
    let schemas: String = schemas
        .iter()
        .map(|(namespace, body)| format!(r#"<Schema Namespace="{namespace}">{body}</Schema>"#))
        .collect();
    let document = format!("<Edmx><DataServices>{schemas}</DataServices></Edmx>");
    let csdl = csdl::parse(Path::new("two.csdl"), &document).expect("good");
    run(&Source::new(&csdl, None, &config(text), true)).expect("good").document
}

#[test]
fn names_have_a_namespace_only_to_be_unique_and_avoid_the_prelude() {
    let main = format!(r#"{BASE}{THING}<ComplexType Name="option"/><ComplexType Name="info"/>"#);
    let sub = r#"<ComplexType Name="info"/><ComplexType Name="lone"/>"#;
    let document = of_namespaces(&[("n.sub", sub), ("n", &main)], CONFIG);
    assert_eq!(schema(&document, "SubInfo")["x-name"], "sub.info");
    assert_eq!(schema(&document, "Info")["x-tag"]["value"], "#n.info");
    assert_eq!(schema(&document, "Lone")["x-name"], "sub.lone");
    assert_eq!(schema(&document, "OptionType")["x-name"], "option");
    let notes = document["x-notes"].to_string();
    for note in [
        "option is the Rust type OptionType",
        "sub.info is the Rust type SubInfo: another namespace has a type of that name",
    ] {
        assert!(notes.contains(note), "{notes}");
    }
}

#[test]
fn names_have_as_many_parts_of_the_namespace_as_they_need() {
    let info = r#"<ComplexType Name="info"/>"#;
    let set = r#"<EntityType Name="deed"><Key><PropertyRef Name="id"/></Key><Property Name="id" Type="Edm.String"/></EntityType><EntityContainer Name="C"><EntitySet Name="deeds" EntityType="x.b.d.deed"/></EntityContainer>"#;
    let schemas =
        [("main", r#"<ComplexType Name="other"/>"#), ("x.a.c", info), ("x.b.c", info), ("x.b.d", set)];
    let document = of_namespaces(&schemas, "");
    assert_eq!(
        names(&document),
        [
            "AcInfo",
            "BcInfo",
            "Deed",
            "DeedCollection",
            "ODataError",
            "ODataErrorDetail",
            "ODataErrorResponse",
            "Other"
        ]
    );
    assert_eq!(
        (&schema(&document, "Other")["x-name"], &schema(&document, "Deed")["x-name"]),
        (&json!("main.other"), &json!("deed"))
    );
    assert_eq!(schema(&document, "AcInfo")["x-name"], "x.a.c.info");
}

#[test]
fn two_types_with_one_rust_name_are_numbered() {
    let body = format!(
        "{THING}\n<ComplexType Name=\"a_b\"/>\n<ComplexType Name=\"aB\"/><ComplexType Name=\"oDataError\"/>"
    );
    let document = lowered(&body, None, CONFIG, true).expect("good");
    assert_eq!(
        (&schema(&document, "Ab")["x-name"], &schema(&document, "Ab2")["x-name"]),
        (&json!("aB"), &json!("a_b"))
    );
    assert_eq!(schema(&document, "ODataError2")["x-name"], "oDataError");
    assert!(document["x-notes"].to_string().contains("n.a_b is the Rust type Ab2: Ab is the type of n.aB"));
}

#[test]
fn enums_keep_their_members_and_get_hints() {
    let document = good(
        r#"<EntityType Name="thing" BaseType="n.entity"><Property Name="a" Type="n.state"/><Property Name="b" Type="n.odd"/><Property Name="c" Type="n.none"/><Property Name="d" Type="n.text"/></EntityType>
<EnumType Name="state"><Member Name="NotStarted"><Annotation Term="Org.OData.Core.V1.Description" String="Not yet."/></Member><Member Name="Done"/></EnumType>
<EnumType Name="odd" IsFlags="true"><Member Name="default" Value="-1"/><Member Name="_1" Value="-1"/><Member Name="Self"/></EnumType>
<EnumType Name="none"/><TypeDefinition Name="text" UnderlyingType="Edm.Duration"/>"#,
    );
    let state = schema(&document, "State");
    assert_eq!((&state["enum"], &state["x-enum-fold"]), (&json!(["notStarted", "done"]), &json!(true)));
    assert_eq!(state["x-enum-descriptions"], json!({"notStarted": "Not yet."}));
    let odd = schema(&document, "Odd");
    assert_eq!((&odd["enum"], &odd["x-enum-flags"]), (&json!(["default", "_1", "Self"]), &json!(true)));
    assert_eq!(odd.get("x-enum-fold"), None);
    assert_eq!(schema(&document, "Thing")["properties"]["c"], json!({"type": "string", "nullable": true}));
    assert_eq!(schema(&document, "Thing")["properties"]["d"]["format"], "duration");
    assert_eq!(reason(&document, "none"), Some("an enumeration without members, read as a string"));
    assert_eq!(reason(&document, "text"), Some("another name for a primitive type, read as that type"));
}

#[test]
fn values_of_enums_are_as_declared_unless_the_configuration_says_otherwise() {
    let body = format!(r#"{THING}<EnumType Name="state"><Member Name="NotStarted"/></EnumType>"#);
    let document = lowered(&body, None, "", true).expect("good");
    let state = schema(&document, "State");
    assert_eq!((&state["enum"], state.get("x-enum-fold")), (&json!(["NotStarted"]), None));
}

#[test]
fn links_are_emitted_only_with_all_roots() {
    let body = r#"<EntityType Name="thing" BaseType="n.entity"><NavigationProperty Name="link" Type="n.far"/><NavigationProperty Name="own" Type="Collection(n.near)" ContainsTarget="true" Nullable="false"/></EntityType>
<EntityType Name="far"/><EntityType Name="near"/>"#;
    let document = good(body);
    let thing = schema(&document, "Thing");
    assert_eq!(thing["properties"].as_object().map(Map::len), Some(2));
    assert_eq!(thing["required"], json!(["id"]));
    assert!(reason(&document, "thing/link").is_some());
    let all = lowered(body, None, CONFIG, true).expect("good");
    assert_eq!(schema(&all, "Thing")["properties"]["link"]["allOf"][0]["$ref"], "#/components/schemas/Far");
    assert!(names(&all).contains(&"Start"));
}

#[test]
fn types_of_other_documents_are_arbitrary_json() {
    let document = r#"<Edmx><Reference Uri="other.xml"><Include Namespace="x.other" Alias="o"/></Reference><DataServices><Schema Namespace="n">
<EntityType Name="thing" BaseType="o.base"><Key><PropertyRef Name="id"/></Key><Property Name="id" Type="Edm.String"/><Property Name="a" Type="o.a"/><Property Name="b" Type="Collection(x.other.b)"/></EntityType>
<Function Name="near" IsBound="true"><Parameter Name="p" Type="n.thing"/><ReturnType Type="o.place"/></Function>
<EntityContainer Name="C"><EntitySet Name="things" EntityType="n.thing"/><EntitySet Name="others" EntityType="o.other"/></EntityContainer>
</Schema></DataServices></Edmx>"#;
    let csdl = csdl::parse(Path::new("one.csdl"), document).expect("good");
    let document = run(&Source::new(&csdl, None, &config(""), true)).expect("good").document;
    let properties = &schema(&document, "Thing")["properties"];
    assert_eq!((&properties["a"], &properties["b"]["items"]), (&json!({}), &json!({})));
    let near = &document["paths"]["/things('{thing-id}')/n.near()"]["get"]["responses"]["200"];
    assert_eq!(near["content"]["application/json"]["schema"], json!({}));
    let other = "defined in another document: its values are arbitrary JSON";
    for name in ["x.other.a", "x.other.b", "x.other.base", "x.other.place"] {
        assert_eq!(reason(&document, name), Some(other), "{name}");
    }
    assert_eq!(reason(&document, "/others"), Some("the entity type is defined in another document"));
}

#[test]
fn facets_become_sentences_and_secrets_are_marked() {
    let secret = format!("secrets = [{{ type = 'n.thing', property = 'token', reason = 'r' }}]\n{CONFIG}");
    let body = r#"<EntityType Name="thing" BaseType="n.entity"><Property Name="token" Type="Edm.String" MaxLength="9" DefaultValue="x"/></EntityType>"#;
    let document = lowered(body, None, &secret, false).expect("good");
    let expected = json!({"type": "string", "description": "At most 9 characters. Defaults to `x`.", "nullable": true, "x-secret": true});
    assert_eq!(schema(&document, "Thing")["properties"]["token"], expected);
}

#[test]
fn rows_that_match_nothing_are_reported() {
    let csdl = |from: &str, to: &str| CONFIG.replace(from, to);
    let secret = format!("secrets = [{{ type = 'n.thing', property = 'gone', reason = 'r' }}]\n{CONFIG}");
    let narrowed = ", narrowed = [{ base = 'n.thing', keep = ['n.gone*'], reason = 'r' }] }";
    for (text, what) in [
        (csdl("['n.thing']", "['n.gone']"), "the entity or complex type n.gone does not exist"),
        (secret, "n.thing has no property gone"),
        (csdl(" }", narrowed), "n.gone* matches no type derived from n.thing"),
        (csdl("store/", "gone/"), "no entity container has an item gone"),
        (csdl("/things", "/gone"), "n.start has no contained navigation property gone"),
    ] {
        let diagnostic = diagnostic(THING, None, &text);
        assert!(diagnostic.what.contains(what), "{diagnostic}");
        assert_eq!(diagnostic.file.as_deref(), Some(Path::new("api.toml")));
        assert!(diagnostic.place.is_some() && diagnostic.help.is_some(), "{diagnostic:?}");
    }
}
