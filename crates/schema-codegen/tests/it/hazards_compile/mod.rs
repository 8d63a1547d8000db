//! Compiles the expected code of every hazard, and tests its types by decoding and encoding.

mod clients;
mod csdl;
mod documents;
mod schemas;
mod servers;

/// Declares a module for each expected output, with its files behind features, and the list of all of them.
macro_rules! hazards {
    ($($name:ident: $path:literal $($part:ident)*,)*) => {
        $(
            #[allow(dead_code, reason = "all of it is compiled, and some of it is used")]
            #[path = $path]
            pub mod $name {
                //! The generated code of a hazard.
                $(hazards!(@part $part);)*
                #[path = "mod.rs"]
                pub mod generated;
                #[allow(unused_imports, reason = "all of it is compiled, and some of it is used")]
                pub use generated::*;
            }
        )*

        /// The folders that are compiled.
        const COMPILED: &[&str] = &[$($path),*];

        /// The files behind features.
        const PARTS: &[(&str, &[&str])] = &[$(($path, &[$(stringify!($part)),*])),*];
    };
    (@part client) => {
        #[path = "client.rs"]
        pub(crate) mod client;
    };
    (@part responses) => {
        #[path = "responses.rs"]
        mod responses;
    };
    (@part server) => {
        #[path = "server.rs"]
        pub mod server;
    };
    (@part types_server) => {
        #[path = "types/server.rs"]
        pub mod server;
        use generated::types::ns;
    };
    (@part test_util) => {
        #[path = "test_util.rs"]
        mod test_util;
    };
    (@part types_test_util) => {
        #[path = "types/test_util.rs"]
        mod test_util;
        use generated::types::*;
    };
}

hazards! {
    abstract_types_xsd: "../../hazards/abstract_types/expected/xsd" types_test_util,
    any_xsd: "../../hazards/any/expected/xsd" types_test_util,
    attribute_and_element_xsd: "../../hazards/attribute_and_element/expected/xsd" types_test_util,
    big_integers_xsd: "../../hazards/big_integers/expected/xsd" types_test_util,
    bodies_openapi: "../../hazards/bodies/expected/openapi" client server test_util,
    built_in_types_xsd: "../../hazards/built_in_types/expected/xsd" types_test_util,
    choice_order_xsd: "../../hazards/choice_order/expected/xsd" types_test_util,
    choice_xsd: "../../hazards/choice/expected/xsd" types_test_util,
    choices_openapi: "../../hazards/choices/expected/openapi" client server test_util,
    content_models_xsd: "../../hazards/content_models/expected/xsd" types_test_util,
    cyclic_csdl: "../../hazards/cyclic/expected/csdl" client responses server test_util,
    cyclic_openapi: "../../hazards/cyclic/expected/openapi" client server,
    cyclic_xsd: "../../hazards/cyclic/expected/xsd" types_test_util,
    descriptions_openapi: "../../hazards/descriptions/expected/openapi" client server test_util,
    discriminator_without_mapping_openapi: "../../hazards/discriminator_without_mapping/expected/openapi" test_util,
    entities_csdl: "../../hazards/entities/expected/csdl" client responses server test_util,
    enum_values_csdl: "../../hazards/enum_values/expected/csdl" client responses server test_util,
    enum_values_openapi: "../../hazards/enum_values/expected/openapi" client server test_util,
    enum_values_xsd: "../../hazards/enum_values/expected/xsd" types_test_util,
    error_bodies_openapi: "../../hazards/error_bodies/expected/openapi" client server test_util,
    events_openapi: "../../hazards/events/expected/openapi" client responses server test_util,
    formats_csdl: "../../hazards/formats/expected/csdl" client responses server test_util,
    formats_openapi: "../../hazards/formats/expected/openapi" test_util,
    formats_xsd: "../../hazards/formats/expected/xsd",
    functions_csdl: "../../hazards/functions/expected/csdl" client responses server test_util,
    groups_xsd: "../../hazards/groups/expected/xsd" types_test_util,
    hidden_property_csdl: "../../hazards/hidden_property/expected/csdl" client responses server test_util,
    hidden_property_openapi: "../../hazards/hidden_property/expected/openapi" test_util,
    includes_xsd: "../../hazards/includes/expected/xsd" types_test_util,
    inline_types_openapi: "../../hazards/inline_types/expected/openapi" client server test_util,
    key_predicates_csdl: "../../hazards/key_predicates/expected/csdl" client responses server test_util,
    limits_openapi: "../../hazards/limits/expected/openapi" client server,
    lists_and_unions_xsd: "../../hazards/lists_and_unions/expected/xsd" types_test_util,
    mixed_xsd: "../../hazards/mixed/expected/xsd" types_test_util,
    names_xsd: "../../hazards/names/expected/xsd" types_test_util,
    namespaces_csdl: "../../hazards/namespaces/expected/csdl" client responses server test_util,
    no_bodies_openapi: "../../hazards/no_bodies/expected/openapi" client server,
    nullable_bodies_openapi: "../../hazards/nullable_bodies/expected/openapi" client server test_util,
    nullable_csdl: "../../hazards/nullable/expected/csdl" client responses server test_util,
    nullable_openapi: "../../hazards/nullable/expected/openapi" client server test_util,
    nullable_xsd: "../../hazards/nullable/expected/xsd" types_test_util,
    open_and_empty_csdl: "../../hazards/open_and_empty/expected/csdl" client responses server test_util,
    open_and_empty_openapi: "../../hazards/open_and_empty/expected/openapi" test_util,
    open_and_empty_xsd: "../../hazards/open_and_empty/expected/xsd" types_test_util,
    open_api_3_1_openapi: "../../hazards/open_api_3_1/expected/openapi" client server,
    operation_names_openapi: "../../hazards/operation_names/expected/openapi" client server test_util,
    operations_csdl: "../../hazards/operations/expected/csdl" client responses server test_util,
    other_enums_openapi: "../../hazards/other_enums/expected/openapi" client server test_util,
    parameter_styles_openapi: "../../hazards/parameter_styles/expected/openapi" client server test_util,
    path_verb_openapi: "../../hazards/path_verb/expected/openapi" client server test_util,
    redefine_xsd: "../../hazards/redefine/expected/xsd" types_test_util,
    reserved_members_csdl: "../../hazards/reserved_members/expected/csdl" client responses server test_util,
    reserved_members_openapi: "../../hazards/reserved_members/expected/openapi" test_util,
    reserved_members_xsd: "../../hazards/reserved_members/expected/xsd" types_test_util,
    reserved_parameters_openapi: "../../hazards/reserved_parameters/expected/openapi" client server test_util,
    reserved_types_csdl: "../../hazards/reserved_types/expected/csdl" client responses server test_util,
    reserved_types_openapi: "../../hazards/reserved_types/expected/openapi" client server test_util,
    reserved_types_xsd: "../../hazards/reserved_types/expected/xsd" types_test_util,
    restrictions_xsd: "../../hazards/restrictions/expected/xsd" types_test_util,
    setters_and_renames_openapi: "../../hazards/setters_and_renames/expected/openapi" client server test_util,
    soap_requests_xsd: "../../hazards/soap_requests/expected/xsd" types_server types_test_util,
    substitution_chain_xsd: "../../hazards/substitution_chain/expected/xsd" types_test_util,
    substitution_xsd: "../../hazards/substitution/expected/xsd" types_test_util,
    sums_openapi: "../../hazards/sums/expected/openapi" test_util,
    supplied_openapi: "../../hazards/supplied/expected/openapi" client server,
    swagger_operations_openapi: "../../hazards/swagger_operations/expected/openapi" client server test_util,
    things_yaml: "../../hazards/yaml/expected/yaml" client server test_util,
    three_levels_csdl: "../../hazards/three_levels/expected/csdl" client responses server test_util,
    three_levels_openapi: "../../hazards/three_levels/expected/openapi" test_util,
    three_levels_xsd: "../../hazards/three_levels/expected/xsd" types_test_util,
    two_success_bodies_openapi: "../../hazards/two_success_bodies/expected/openapi" client server test_util,
    unicode_names_openapi: "../../hazards/unicode_names/expected/openapi" client server test_util,
    unqualified_xsd: "../../hazards/unqualified/expected/xsd" types_test_util,
    wsdl_wsdl: "../../hazards/wsdl/expected/wsdl" types_server types_test_util,
}

/// Checks that the expected code of every hazard is compiled here.
#[test]
fn every_hazard_is_compiled() {
    let tests = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests");
    let mut expected = Vec::new();
    let entries = std::fs::read_dir(tests.join("hazards")).expect("the hazards are there").flatten();
    for hazard in entries.filter(|entry| entry.path().is_dir()) {
        for format in std::fs::read_dir(hazard.path().join("expected")).expect("with output").flatten() {
            let path = format.path();
            let path = path.strip_prefix(&tests).expect("below the tests");
            expected.push(format!("../../{}", path.to_string_lossy().replace('\\', "/")));
        }
    }
    expected.sort();
    let missing: Vec<_> = expected.iter().filter(|path| !COMPILED.contains(&path.as_str())).collect();
    assert!(missing.is_empty(), "add these folders to the list at the top of this file: {missing:#?}");
    assert_eq!(expected, COMPILED, "the list at the top of this file is not sorted, or has other folders");
    for (path, parts) in PARTS {
        let files = [
            ("client", "client.rs"),
            ("responses", "responses.rs"),
            ("server", "server.rs"),
            ("test_util", "test_util.rs"),
            ("types_server", "types/server.rs"),
            ("types_test_util", "types/test_util.rs"),
        ];
        let folder = tests.join("it/hazards_compile").join(path);
        let existing = files.into_iter().filter(|(_, file)| folder.join(file).is_file());
        assert_eq!(
            existing.map(|(part, _)| part).collect::<Vec<_>>(),
            *parts,
            "{path}: name the files behind features in the list"
        );
    }
}

/// Checks that a JSON payload is decoded and encoded without loss.
fn json<T: serde::Serialize + call_wire::json::Wire>(text: &str) -> T {
    let value: T = call_wire::json::decode(text.as_bytes()).expect("the payload is of its type");
    let written = call_wire::json::encode(&value).expect("what was read can be written");
    let tree = |text: &str| serde_json::from_str::<serde_json::Value>(text).expect("JSON");
    assert_eq!(tree(&written), tree(text));
    value
}

/// Checks the same for XML.
fn xml<T: call_wire::xml::Root>(text: &str) -> T {
    let value: T = call_wire::xml::decode(text.as_bytes()).expect("the document is of its type");
    let written = call_wire::xml::encode(&value).expect("the value can be encoded");
    let again = call_wire::xml::parse(written.as_bytes()).expect("what was written is XML");
    let first = call_wire::xml::parse(text.as_bytes()).expect("XML");
    assert_eq!(again, first);
    value
}

#[test]
fn setters_convert_their_argument_and_do_not_shadow_methods() {
    use setters_and_renames_openapi::{Answer, Event, Form, Item, Reason, RoundForm, ThingKind, Told};
    let inner = Item::new("x", [] as [ThingKind; 0], [("a", "b")], Item::default());
    let thing = Item::new("name", ["a", "c"], [("one", "two")], inner.clone())
        .with_default_3("a default")
        .with_clone_2("a clone")
        .with_clone("another member")
        .with_into(true)
        .with_from(3)
        .with_fmt(ThingKind::B)
        .with_write(Answer::new().id("7").told(Told::new().text("told")))
        .item([["1", "2"], ["3", "4"]])
        .numbers([1, 2])
        .map([("m", ["a"])])
        .list(["b"])
        .count(4)
        .any(5)
        .shape(RoundForm::new().radius(6));
    assert_eq!(thing.new.as_deref(), Some("name"));
    assert_eq!(thing.clone.as_deref(), Some("a clone"));
    assert_eq!(thing.clone(), thing, "`clone` is still the method of the trait");
    assert_eq!(thing.inner.as_deref(), Some(&inner));
    assert!(matches!(thing.shape, Some(Form::RoundForm(_))));
    let written = call_wire::json::encode(&thing).expect("JSON");
    let value: serde_json::Value = serde_json::from_str(&written).expect("JSON");
    let expected = serde_json::json!({
        "new": "name", "default": "a default", "clone": "a clone", "with_clone": "another member",
        "into": true, "from": 3, "fmt": "b", "write": {"id": "7", "told": {"text": "told"}},
        "item": [["1", "2"], ["3", "4"]], "kinds": ["a", "c"], "numbers": [1, 2], "map": {"m": ["a"]},
        "names": {"one": "two"}, "list": ["b"], "count": 4, "any": 5,
        "inner": {"new": "x", "kinds": [], "inner": {}, "names": {"a": "b"}},
        "shape": {"kind": "circle", "radius": 6},
    });
    assert_eq!(value, expected);

    // These are only received, so their constructors and setters are for tests.
    let event = Event::new("1").with_clone([Reason::new().text("why")]).reasons([("r", Reason::new())]);
    assert_eq!(event.clone.as_deref(), Some(&[Reason::new().text("why")][..]));
}

#[test]
fn the_enum_of_all_events_has_accessors_for_shared_members() {
    use call_wire::json::{Reader, Writer};
    use events_openapi::OneSelf;
    use events_openapi::events::Event;
    fn written(event: &Event) -> String {
        let mut output = Writer::new();
        event.write(&mut output);
        output.finish().expect("JSON")
    }
    assert_eq!(Event::NAMES, ["Unknown", "self", "thingHappened"]);
    assert_eq!(Event::PREFIX, "Nasty.");
    let data = r#"{"event-id":"1","outcome":{"code":5},"type":"t","more":"m"}"#;
    let (name, read) = Event::known("THINGhappened").expect("case does not count");
    assert_eq!(name, "thingHappened");
    let known = read(&mut Reader::new(data)).expect("its data");
    assert!(matches!(known, Event::ThingHappened(_)));
    assert!(Event::known("other").is_none());
    let unknown = Event::Unknown(call_wire::json::Raw::parse(data).expect("JSON").into_owned());
    for (event, name) in [(&known, Some("thingHappened")), (&unknown, None)] {
        assert_eq!(event.name(), name);
        assert_eq!(event.event_id(), Some("1"));
        assert_eq!(event.type_(), Some("t"));
        assert_eq!(event.outcome().and_then(|outcome| outcome.code), Some(5));
        assert_eq!(event.undeclared("more"), Some("m"));
        assert_eq!(written(event), data);
    }
    assert!(!format!("{unknown:?}").contains("\"m\""), "{unknown:?}");
    let own = Event::from(OneSelf::default());
    assert_eq!((own.name(), own.type_(), own.outcome()), (Some("self"), None, None));
    assert_eq!(Event::from(events_openapi::Unknown::default()).name(), Some("Unknown"));
}

#[test]
fn pages_have_items_and_a_link() {
    use call_http::Page as _;
    use events_openapi::{PageOfThings, Thing};
    let page: PageOfThings = json(r#"{"type": [{"id": "1"}], "next-link": "/2"}"#);
    let (items, next): (Vec<Thing>, _) = page.into_parts();
    assert_eq!((items.len(), next.as_deref()), (1, Some("/2")));
}

#[test]
fn reserved_members_are_read_and_written() {
    use reserved_members_openapi::Thing;
    let thing: Thing = json(
        r#"{"self": "1", "Self": "2", "type": "3", "extra": "4", "Extra": null, "": "6", "%": "7", "a-b": "8",
            "a_b": "9", "aB": "10", "unheard of": {"extra": 11}}"#,
    );
    assert_eq!(thing.self_.as_deref(), Some("1"));
    assert_eq!(thing.self_2.as_deref(), Some("2"));
    assert_eq!(thing.extra_member.as_deref(), Some("4"));
    assert!(thing.extra.is_null("Extra"));
    assert_eq!(thing.member_2.as_deref(), Some("6"));
    assert_eq!((thing.a_b.as_deref(), thing.a_b_2.as_deref()), (Some("8"), Some("9")));
    assert_eq!(Thing::new("a", "b", "c").extra_member.as_deref(), Some("c"));
}

#[test]
fn enum_values_that_collide_in_rust_are_distinct() {
    use enum_values_openapi::{Holder, State};
    let holder: Holder = json(
        r#"{"state": "RUNNING", "states": ["running", "Running", "run-ning", "", "%", "\t", "+1", "Other", "new"]}"#,
    );
    assert_eq!(holder.state, Some(State::RunningVariant3));
    let states = holder.states.expect("is set");
    let wanted = [State::Running, State::RunningVariant2, State::RunNing, State::Empty, State::Value];
    assert_eq!(states[..5], wanted);
    assert_eq!(states[7], State::OtherValue);
    assert!(matches!(&states[8], State::Other(other) if other.as_str() == "new"));
}

#[test]
fn flags_and_folded_enums_of_csdl_are_read_and_written() {
    use enum_values_csdl::{Capital, Thing};
    let thing: Thing =
        json(r#"{"id": "1", "capital": "NOTSTARTED", "choice": "one,two", "nothing": "text"}"#);
    assert_eq!(thing.capital, Some(Capital::NotStarted));
    assert_eq!(thing.nothing.as_deref(), Some("text"));
}

#[test]
fn cyclic_types_are_boxed() {
    use cyclic_openapi::{Node, Shape};
    let node: Node = json(
        r#"{"next": {"next": {}}, "children": [{"children": []}], "named": {"a": {"next": null}},
            "other": {"right": {"shape": {"shapes": [{"kind": "circle"}, {"kind": "square"}], "kind": "group"}}}}"#,
    );
    let right = node.other.and_then(|other| other.right).expect("is set");
    let Some(Shape::Group(group)) = right.shape else { panic!("not a group") };
    assert!(matches!(group.shapes.as_deref(), Some([Shape::Circle(_), Shape::Unknown(_)])));
    assert!(Node::new(Node::default()).next.is_some());
}

#[test]
fn names_are_the_tags_without_a_mapping() {
    use discriminator_without_mapping_openapi::{Animal, Choice, Zoo};
    let zoo: Zoo = json(
        r#"{"animals": [{"kind": "cat", "lives": 9}, {"size": 1, "kind": "bigDog"}, {"kind": "emu", "legs": 2}],
            "choice": {"colour": "Unknown", "shade": 3}}"#,
    );
    let animals = zoo.animals.expect("is set");
    assert!(matches!(&animals[0], Animal::Cat(cat) if cat.lives == Some(9)));
    assert!(matches!(&animals[1], Animal::BigDog(dog) if dog.size == Some(1)));
    assert!(matches!(&animals[2], Animal::Unknown(_)));
    assert!(matches!(zoo.choice, Some(Choice::UnknownType(_))));
}

#[test]
fn an_intermediate_type_occurs_as_itself_and_as_derived_types() {
    use three_levels_openapi::{AnyMiddle, Base, Tree};
    let tree: Tree = json(
        r##"{"any": {"kind": "#mid", "size": 1}, "leaf": {"kind": "#leaf", "id": "x", "size": 2, "colour": "red"},
            "middles": [{"kind": "#leaf", "colour": "red"}, {"kind": "#mid"}, {"kind": "#new", "size": 3}]}"##,
    );
    assert!(matches!(tree.any, Some(Base::Middle(_))));
    let middles = tree.middles.expect("is set");
    assert!(matches!(&middles[0], AnyMiddle::Leaf(leaf) if leaf.colour.as_deref() == Some("red")));
    assert!(matches!(&middles[1], AnyMiddle::Middle(_)));
    assert!(matches!(&middles[2], AnyMiddle::Middle(middle) if middle.size == Some(3)));
    let leaf = tree.leaf.expect("is set");
    assert_eq!((leaf.id.as_deref(), leaf.size), (Some("x"), Some(2)));
}

#[test]
fn three_levels_of_csdl_are_distinguished() {
    use three_levels_csdl::{Base, Thing};
    let thing: Thing = json(
        r##"{"any": {"@odata.type": "#n.leaf", "size": 1, "colour": "red"}, "leaf": {"colour": "blue"},
            "middles": [{"@odata.type": "#n.twig", "open": [1]}, {"size": 2}]}"##,
    );
    assert!(matches!(&thing.any, Some(Base::Leaf(leaf)) if leaf.size == Some(1)));
    let sizes: Vec<_> = thing.middles.iter().flatten().map(|middle| middle.size().copied()).collect();
    assert_eq!(sizes, [None, Some(2)]);
}

#[test]
fn the_first_of_two_tags_is_used() {
    use three_levels_csdl as csdl;
    use three_levels_openapi as openapi;
    // The tag is a member.
    for (text, written) in [
        (
            r##"{"any": {"kind": "#leaf", "size": 1, "kind": "#twig"}}"##,
            r##"{"any":{"kind":"#leaf","size":1}}"##,
        ),
        (
            r##"{"any": {"size": 1, "kind": "#new", "kind": "#leaf"}}"##,
            r##"{"any":{"size":1,"kind":"#new"}}"##,
        ),
        (r##"{"middles": [{"kind": null, "kind": "#leaf"}]}"##, r##"{"middles":[{"kind":null}]}"##),
    ] {
        assert_written::<openapi::Tree>(text, written);
    }
    // The tag is not a member.
    for (text, written) in [
        (
            r##"{"any": {"@odata.type": "#n.leaf", "size": 1, "@odata.type": "#n.twig"}}"##,
            r##"{"any":{"@odata.type":"#n.leaf","size":1}}"##,
        ),
        (
            r##"{"any": {"size": 1, "@odata.type": "n.leaf", "@odata.type": null}}"##,
            r##"{"any":{"size":1,"@odata.type":"n.leaf"}}"##,
        ),
        (
            r##"{"leaf": {"@odata.type": "#n.later", "size": 1, "@odata.type": "#n.leaf"}}"##,
            r##"{"leaf":{"@odata.type":"#n.later","size":1}}"##,
        ),
    ] {
        assert_written::<csdl::Thing>(text, written);
    }
}

/// Checks that a payload is encoded as expected, and decoded again.
#[track_caller]
fn assert_written<T: call_wire::json::Wire + std::fmt::Debug>(text: &str, expected: &str) {
    let value: T = call_wire::json::decode(text.as_bytes()).expect("the payload is of its type");
    let written = call_wire::json::encode(&value).expect("what was read can be written");
    let tree = |text: &str| serde_json::from_str::<serde_json::Value>(text).expect("JSON");
    assert_eq!(tree(&written), tree(expected), "{text}");
    assert_eq!(call_wire::json::decode::<T>(written.as_bytes()).expect("was decoded"), value);
}

#[test]
fn a_redeclared_property_has_the_type_of_its_last_declaration() {
    use hidden_property_openapi::{AnyBase, Holder};
    let holder: Holder = json(r#"{"one": {"kind": "derived", "value": 7, "more": "x"}}"#);
    let Some(AnyBase::Derived(derived)) = &holder.one else { panic!("not derived") };
    assert_eq!(derived.value, Some(7));
    let holder: Holder = json(r#"{"one": {"kind": "base", "value": "7"}}"#);
    assert!(matches!(holder.one, Some(AnyBase::Base(base)) if base.value.as_deref() == Some("7")));
}

#[test]
fn nulls_and_unknown_members_are_kept() {
    let _: nullable_openapi::Whole = json(
        r#"{"part": null, "wrapped": {"x": null}, "states": null, "inline": ["in", "up"], "grid": [[1], []],
            "byState": {"on": ["off", "dim"]}, "count": null}"#,
    );
    let _: open_and_empty_openapi::Holder = json(
        r#"{"empty": {"a": 1}, "bare": [1], "open": {"a": "x", "b": 2}, "openTyped": {"c": 3}, "closed": {"d": 4},
            "counts": {"e": 5}, "inline": {"f": 6}, "anything": 7}"#,
    );
}

const NS: &str = "xmlns=\"urn:hazard\" xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"";

#[test]
fn an_attribute_and_an_element_of_one_name_are_distinct() {
    let text = format!("<Thing {NS} Id=\"1\" ID=\"2\"><Id>3</Id><id>4</id></Thing>");
    let thing: attribute_and_element_xsd::generated::types::Thing = xml(&text);
    let all = [thing.id, thing.id_2, thing.id_3, thing.id_4];
    assert_eq!(all, ["1", "2", "3", "4"].map(|text| Some(text.to_owned())));
}

#[test]
fn nil_is_kept() {
    let text = format!(
        "<Thing {NS}><A xsi:nil=\"true\"/><B xsi:nil=\"true\"/><C>2020-01-01T00:00:00Z</C><C xsi:nil=\"true\"/></Thing>"
    );
    let thing: nullable_xsd::generated::types::Thing = xml(&text);
    assert_eq!(thing.a, None);
}

#[test]
fn choices_keep_their_order_and_unknown_elements() {
    use choice_xsd::generated::types::{Many, ManyContent, OneContent};
    let text = format!("<Many {NS}><A>1</A><B><Unknown>2</Unknown></B><New>3</New><A>4</A></Many>");
    let many: Many = xml(&text);
    assert!(
        matches!(&many.content[1], ManyContent::B(one) if matches!(one.content, Some(OneContent::UnknownElement(_))))
    );
}

#[test]
fn substitutes_and_named_types_are_distinguished() {
    use substitution_xsd::generated::types::{Drawing, Shape};
    let text = format!("<Drawing {NS}><Square/><Circle><Radius>1</Radius></Circle></Drawing>");
    let drawing: Drawing = xml(&text);
    assert!(matches!(drawing.shape[..], [Shape::Square(_), Shape::Circle(_)]));
    use three_levels_xsd::generated::types::{AnyBase, Tree};
    let text = format!(
        "<Tree {NS}><Any xsi:type=\"LeafType\" colour=\"red\"><Id>1</Id><Size>2</Size></Any>\
         <Any xsi:type=\"NewType\"><Id>3</Id></Any></Tree>"
    );
    let tree: Tree = call_wire::xml::decode(text.as_bytes()).expect("the document is of its type");
    assert!(matches!(&tree.any[..], [AnyBase::Leaf(leaf), AnyBase::Unknown(_)] if leaf.size == Some(2)));
    // The prefix in `xsi:type` may change, so the values are compared and not the documents.
    let written = call_wire::xml::encode(&tree).expect("the value can be encoded");
    let again: Tree = call_wire::xml::decode(written.as_bytes()).expect("the value is decoded again");
    assert_eq!(again, tree, "{written}");
}

#[test]
fn recursive_arbitrary_and_mixed_content_is_kept() {
    let text =
        format!("<Node {NS}><Next><Child/></Next><Child/><Child><Next/></Child><Pair><Left/></Pair></Node>");
    let _: cyclic_xsd::generated::types::Node = xml(&text);
    let text = format!("<Envelope {NS} own=\"1\"><Known>2</Known><b xmlns=\"urn:x\">3<c/></b></Envelope>");
    let envelope: any_xsd::generated::types::Envelope = xml(&text);
    assert_eq!(envelope.any.len(), 1);
    let text = format!("<Thing {NS} numbers=\"1 2\"><Colours>red blue</Colours><Either>7</Either></Thing>");
    let _: lists_and_unions_xsd::generated::types::Thing = xml(&text);
}

#[test]
fn text_between_elements_is_kept() {
    use mixed_xsd::generated::types::{Note, Paragraph, ParagraphContent};
    let text = format!(
        "<Paragraph {NS}>one <Bold>two</Bold> <Link to=\"x\">three</Link>, <Bold>four</Bold>.</Paragraph>"
    );
    let paragraph: Paragraph = xml(&text);
    let [ParagraphContent::Bold(_), ParagraphContent::Link(link), ParagraphContent::Bold(_)] =
        &paragraph.content[..]
    else {
        panic!("not in the order of the document")
    };
    assert_eq!(link.extra.texts().collect::<String>(), "three");
    let texts: Vec<&str> = paragraph.extra.texts().collect();
    assert_eq!(texts, ["one ", " ", ", ", "."]);
    let text = format!(
        "<Note {NS}>one <Bold>two</Bold> three <Date>2026-11-20</Date> four <Bold>five</Bold> six</Note>"
    );
    let note: Note = xml(&text);
    assert_eq!(note.bold, ["two", "five"]);
}

#[test]
fn different_children_of_a_choice_keep_their_order() {
    use choice_order_xsd::generated::types::Log;
    let text = format!(
        "<Log {NS}><Title>1</Title><Wait>2</Wait><Say>3</Say><b xmlns=\"urn:x\"/><Wait>4</Wait><Say>5</Say>\
         <End>6</End></Log>"
    );
    let log: Log = xml(&text);
    assert_eq!((log.say.len(), &log.wait[..], log.any.len()), (2, &[2, 4][..], 1));
}

#[test]
fn large_integers_are_kept() {
    use big_integers_xsd::generated::types::Numbers;
    let big = "9".repeat(50);
    let text = format!(
        "<Numbers {NS} total=\"{big}\"><Any>-{big}</Any><Least>-1</Least><Lower>-0</Lower><Upper>+007</Upper>\
         <Upper>{big}</Upper><Count>{big}</Count><Whole>{big}</Whole><Row>1 {big}</Row><Own digits=\"5\"/></Numbers>"
    );
    let numbers: Numbers = xml(&text);
    assert_eq!(numbers.total.map(|total| total.to_string()), Some(big));
    assert_eq!(numbers.upper[0], call_wire::Integer::from(7));
    assert_eq!(Numbers::new(-5).any, Some((-5).into()));
}
