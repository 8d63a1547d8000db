//! The types of the hazards of OpenAPI documents: nullability, enums, choices, sums, names, version 3.1 and YAML.

use super::{
    choices_openapi, error_bodies_openapi, json, nullable_bodies_openapi, open_api_3_1_openapi,
    other_enums_openapi, sums_openapi, things_yaml, unicode_names_openapi,
};

#[test]
fn nulls_in_whole_payloads_are_values() {
    assert_eq!(json::<Option<bool>>("null"), None);
    assert_eq!(json::<Option<i32>>("5"), Some(5));
    assert_eq!(json::<Option<Vec<Option<bool>>>>("[true, null]"), Some(vec![Some(true), None]));
    let things = json::<Vec<Option<nullable_bodies_openapi::Thing>>>(r#"[{"name": "a"}, null, {"x": 1}]"#);
    assert!(things.len() == 3 && things[1].is_none());
    type Texts = std::collections::BTreeMap<String, Vec<Option<String>>>;
    assert_eq!(json::<Texts>(r#"{"a": ["b", null], "c": []}"#)["a"], [Some("b".to_owned()), None]);
    let any = json::<Vec<call_wire::json::Json>>(r#"[null, 1.50, {"a": null}]"#);
    assert!(any[0].is_null() && any[1].as_str() == "1.50");
    assert!(call_wire::json::decode::<Vec<bool>>(b"[null]").is_ok_and(|items| items.is_empty()));
    assert!(call_wire::json::decode::<bool>(b"null").is_err());
}

#[test]
fn nulls_in_objects_are_kept() {
    let holder = json::<nullable_bodies_openapi::Holder>(
        r#"{"bool": null, "count": null, "text": "a", "state": null, "thing": null, "list": [null, true],
            "things": [null, {"name": "b"}], "map": {"x": ["y", null]}, "nullableMap": {"z": null}, "any": [null],
            "when": null, "alias": null, "grid": [[1, null]]}"#,
    );
    assert_eq!(holder.list, Some(vec![true]));
    assert!(holder.bool.is_none() && holder.extra.is_null("bool"));
}

#[tokio::test]
async fn nullable_bodies_are_sent_and_received() {
    use nullable_bodies_openapi::client::Operations;
    use test_server::Answer;
    let empty = Answer::new("204 No Content", &[], "");
    let answers = [
        Answer::ok("null"),
        Answer::ok("[null, true]"),
        Answer::ok("null"),
        empty.clone(),
        empty.clone(),
        empty,
    ];
    let (server, pipeline) = super::clients::pipeline(&answers).await;
    let operations = Operations { pipeline };
    assert_eq!(operations.get_bool().await.expect("an answer").into_inner(), None);
    let list = operations.get_list().await.expect("an answer").into_inner();
    assert_eq!(list, Some(vec![None, Some(true)]));
    assert_eq!(operations.get_maybe(None, None).await.expect("an answer").into_inner(), Some(None));
    assert_eq!(operations.get_maybe(None, None).await.expect("an answer").into_inner(), None);
    operations.put_bool(None).await.expect("an answer");
    operations.put_list(&Some(vec![Some(false), None])).await.expect("an answer");
    let seen = server.seen();
    assert_eq!((seen[4].body.as_slice(), seen[5].body.as_slice()), (&b"null"[..], &b"[false,null]"[..]));
}

#[test]
fn servers_accept_null_where_the_schema_does() {
    use nullable_bodies_openapi::server::Operation;
    let found = |operation: Operation, body: &str| {
        let rules = operation.route().body.expect("a body").rules;
        call_wire::server::check(body.as_bytes(), &rules).expect("JSON").len()
    };
    assert_eq!(found(Operation::PutBool, "null") + found(Operation::PutList, "[null, true]"), 0);
    assert_eq!((found(Operation::PutPlain, "null"), found(Operation::PutList, "[1]")), (1, 1));
}

#[tokio::test]
async fn errors_keep_a_body_of_any_type() {
    let answers = [
        ("400 Bad Request", r#"{"field": "f"}"#),
        ("500 Internal Server Error", r#"{"trace": "t"}"#),
        ("404 Not Found", r#""none""#),
    ];
    let json = [("content-type", "application/json")];
    let answers = answers.map(|(status, body)| test_server::Answer::new(status, &json, body));
    let (_server, pipeline) = super::clients::pipeline(&answers).await;
    let operations = error_bodies_openapi::client::Operations { pipeline };
    let mut errors = Vec::new();
    for _ in 0..3 {
        errors.push(operations.list().retry_class(call_http::RetryClass::Never).await.expect_err("an error"));
    }
    let bad: error_bodies_openapi::BadRequest = errors[0].json().expect("its type");
    let broken: error_bodies_openapi::ServerError = errors[1].json().expect("its type");
    assert_eq!((bad.field.as_deref(), broken.trace.as_deref()), (Some("f"), Some("t")));
    assert_eq!(errors[2].json::<String>().expect("its type"), "none");
}

#[test]
fn names_of_every_script_are_kept_on_the_wire() {
    let text = r#"{"½": "1", "⒈": "2", "m²": "3", "m³": "4", "😀": "5", "名前": "6", "имя": "7", "क्षेत्र": "8",
        "é": "9", "e\u0301": "10", "٣d": "11", "a·b": "12", "²x": "13"}"#;
    let one = json::<unicode_names_openapi::Unnamed>(text);
    assert!(one.extra.is_empty());
    assert_eq!((one.m.as_deref(), one.m_2.as_deref(), one.имя.as_deref()), (Some("3"), Some("4"), Some("7")));
    assert_eq!((one.e.as_deref(), one.é.as_deref(), one.x.as_deref()), (Some("10"), Some("9"), Some("13")));
    let two = json::<unicode_names_openapi::Unnamed2>(r#"{"state": "½", "shape": {"種類": "½", "x": 1}}"#);
    assert_eq!(two.state, Some(unicode_names_openapi::M::Value));
    assert!(matches!(two.shape, Some(unicode_names_openapi::形::名前(_))));
}

#[test]
fn enums_of_other_values_than_strings_are_scalars_and_keep_unknown_values() {
    use other_enums_openapi::{Holder, Twice, Version};
    let holder = json::<Holder>(
        r#"{"level": 7, "ratio": 0.5, "always": false, "mixed": "auto", "version": "2.5", "twice": "b", "none": "n",
            "maybe": null, "only": "other", "port": 9007199254740993}"#,
    );
    assert_eq!((holder.level, holder.port), (Some(7), Some(9_007_199_254_740_993)));
    assert_eq!((holder.version, holder.twice), (Some(Version::Value25), Some(Twice::B)));
    assert!(matches!(holder.only, Some(other_enums_openapi::Only::Other(_))));
}

#[test]
fn a_document_of_version_3_1_has_the_same_types_as_one_of_3_0() {
    use open_api_3_1_openapi::{Pet, Thing};
    let thing = json::<Thing>(
        r#"{"id": "1", "name": null, "many": 1.50, "kind": "thing", "one": 2, "part": {"x": 3}, "maybe": null,
            "nothing": null, "anything": [1.50], "never": {}, "above": 0.5, "pair": ["a", null], "labels": {"x-a": "b"},
            "bytes": "AA==", "when": "2026-11-20T12:00:00Z", "sum": {"other": "o", "more": true},
            "pet": {"kind": "dog", "barks": true}}"#,
    );
    assert!(matches!(&thing.pet, Some(Pet::PetDog(dog)) if dog.barks == Some(true)));
    assert_eq!(thing.pair.map(|pair| pair.len()), Some(2));
    assert_eq!(thing.sum.and_then(|sum| sum.other).as_deref(), Some("o"));
    json::<Pet>(r#"{"kind": "cat", "lives": 9}"#);
    json::<Pet>(r#"{"kind": "bird"}"#);
}

#[test]
fn choices_without_a_discriminator_lose_nothing() {
    use choices_openapi::{Holder, Telling, Texts, TwoTags};
    let holder = json::<Holder>(
        r#"{"loose": {"x": "1", "y": 1.50}, "texts": "other", "numbers": 1.50, "mixed": [{"x": "1"}],
            "nested": "known", "own": {"id": "1", "x": "2"}, "limited": {"a": "b"}, "not": {"b": 1},
            "tags": {"kind": "2"}, "others": {"kind": "two"}, "pet": {"type": "dog", "barks": false},
            "nullable": null, "inline": {"deep": {"deeper": [{"deepest": "d"}]}}}"#,
    );
    assert!(matches!(holder.pet, Some(Telling::Dog(_))));
    assert!(matches!(holder.tags, Some(TwoTags::Two(_))));
    assert!(matches!(holder.texts, Some(Texts::Other(_))));
    assert_eq!(holder.numbers.as_ref().map(|number| number.as_str()), Some("1.50"));
    assert_eq!(holder.own.and_then(|own| own.extra.get_str("x").map(str::to_owned)).as_deref(), Some("2"));
}

#[test]
fn sums_recursion_and_equal_names_lose_nothing() {
    use sums_openapi::Holder;
    let holder = json::<Holder>(
        r#"{"sibling": {"id": "1", "x": "2"}, "described": {"id": "3"}, "two": {"id": "4", "y": 5, "z": "6"},
            "inline": "abc", "ofText": {"id": "7"}, "ofKinds": "a", "ofChoice": {"id": "8", "p": "9"},
            "tree": {"children": [{"parent": null}, {"parent": {"names": [[], [[]]]}}], "json": ["a", ["b"]]},
            "states": [{"x": "10"}], "unknown": "2026-11-20", "middle": {"y": 11, "more": "12"}}"#,
    );
    let tree = holder.tree.expect("a tree");
    assert_eq!(tree.children.map(|children| children.len()), Some(2));
    assert_eq!(holder.states.and_then(|states| states[0].x.clone()).as_deref(), Some("10"));
    json::<sums_openapi::CallState2>(r#"{"y": "1"}"#);
    json::<sums_openapi::CallState3>(r#"{"z": "1", "w": "2"}"#);
}

#[tokio::test]
async fn a_document_in_yaml_is_like_one_in_json() {
    let answers =
        [test_server::Answer::ok(r#"{"id": "1", "on": "2024-02-03", "part": {"thing": {"no": true}}}"#)];
    let (server, pipeline) = super::clients::pipeline(&answers).await;
    let thing = things_yaml::client::Operations { pipeline }.get_thing("a b").await.expect("an answer");
    assert_eq!(thing.on, Some(things_yaml::ThingOn::Value20240203));
    let inner = thing.part.as_deref().and_then(|part| part.thing.as_ref());
    assert_eq!(inner.and_then(|thing| thing.no), Some(true));
    assert_eq!(server.seen()[0].target, "/things/a%20b");
    json::<things_yaml::CopyType>(r#"{"no": 5, "part's": "x", "on": "yes"}"#);
}

#[test]
fn a_second_tag_of_a_type_is_unknown_and_kept() {
    use choices_openapi::SameType;
    let red = json::<SameType>(r#"{"color":"red","depth":1}"#);
    assert!(matches!(red, SameType::Red(_)), "{red:?}");
    let text = r#"{"color":"crimson","depth":2}"#;
    let crimson = json::<SameType>(text);
    assert!(matches!(crimson, SameType::Unknown(_)), "{crimson:?}");
    assert_eq!(call_wire::json::encode(&crimson).expect("it can be encoded"), text);
}
