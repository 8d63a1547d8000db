//! Tests of lowering CSDL operations, capabilities and actions.

use super::tests::{BASE, CONFIG, THING, config, good, lowered, model};
use super::*;
use crate::lower::count::count;

pub(super) fn operation<'v>(document: &'v Value, method: &str, path: &str) -> &'v Value {
    &document["paths"][path][method]
}

pub(super) fn ids(document: &Value) -> Vec<&str> {
    let paths = document["paths"].as_object().into_iter().flatten();
    let operations = paths.flat_map(|(_, path)| path.as_object().into_iter().flatten());
    operations.filter_map(|(_, operation)| operation["operationId"].as_str()).collect()
}

pub(super) fn response<'v>(operation: &'v Value, status: &str) -> Option<&'v str> {
    operation["responses"][status].pointer("/content/application~1json/schema/$ref")?.as_str()
}

pub(super) fn is_skipped(document: &Value, name: &str) -> bool {
    document["x-skipped"].as_array().into_iter().flatten().any(|entry| entry["name"] == name)
}

const PART: &str = r#"<EntityType Name="thing" BaseType="n.entity"><NavigationProperty Name="spareParts" Type="Collection(n.part)" ContainsTarget="true"/><NavigationProperty Name="box" Type="n.box" ContainsTarget="true"/></EntityType>
<EntityType Name="part" BaseType="n.entity"/><EntityType Name="box"/>"#;

#[test]
fn without_capabilities_everything_is_allowed() {
    let document = good(PART);
    assert_eq!(
        ids(&document),
        [
            "things_list",
            "things_create",
            "things_get",
            "things_update",
            "things_delete",
            "spare_parts_list",
            "spare_parts_create",
            "spare_parts_get",
            "spare_parts_update",
            "spare_parts_delete",
            "box_get",
            "box_update",
            "box_delete"
        ]
    );
    let get = operation(&document, "get", "/store/things/{thing-id}/spareParts/{part-id}");
    assert_eq!(
        (&get["parameters"][0]["name"], &get["parameters"][1]["name"]),
        (&json!("thing-id"), &json!("part-id"))
    );
    assert_eq!(response(get, "200"), Some("#/components/schemas/Part"));
    assert_eq!(response(get, "4XX"), Some("#/components/schemas/ODataErrorResponse"));
    let list = operation(&document, "get", "/store/things");
    assert_eq!(response(list, "200"), Some("#/components/schemas/ThingCollection"));
    assert_eq!(list["x-pageable"], json!({"items": "value", "next": "@odata.nextLink"}));
    let create = operation(&document, "post", "/store/things");
    assert_eq!(response(create, "201"), Some("#/components/schemas/Thing"));
    assert_eq!(create["requestBody"]["required"], true);
    assert_eq!(count(&document).to_string(), "4 types, 13 operations");
    serde_json::from_value::<openapiv3::OpenAPI>(document).expect("an OpenAPI document");
}

const RIGHTS: &str = r#"<Annotations Target="n.C/store/things">
<Annotation Term="Org.OData.Capabilities.V1.ReadRestrictions"><Record><PropertyValue Property="Readable" Bool="false"/>
 <PropertyValue Property="ReadByKeyRestrictions"><Record><PropertyValue Property="Readable" Bool="true"/><PropertyValue Property="Description" String="Reads one."/></Record></PropertyValue></Record></Annotation>
<Annotation Term="Org.OData.Capabilities.V1.UpdateRestrictions"><Record><PropertyValue Property="Updatable" Bool="true"/></Record></Annotation>
<Annotation Term="Org.OData.Capabilities.V1.DeleteRestrictions"><Record><PropertyValue Property="Deletable" Bool="false"/></Record></Annotation>
</Annotations>"#;

fn status(target: &str, term: &str, value: &str) -> String {
    format!(
        r#"<Annotations Target="{target}"><Annotation Term="calltypes.capabilities.{term}" Int="{value}"/></Annotations>"#
    )
}

#[test]
fn capabilities_restrict_operations() {
    let capabilities = format!("{RIGHTS}{}", status("n.C/store/things", "UpdateStatus", "204"));
    let capabilities = format!("{capabilities}{}", status("n.C/store/things", "InsertStatus", "200"));
    let document = lowered(THING, Some(&capabilities), CONFIG, false).expect("good");
    assert_eq!(ids(&document), ["things_create", "things_get", "things_update"]);
    assert!(
        is_skipped(&document, "GET /store/things")
            && is_skipped(&document, "DELETE /store/things/{thing-id}")
    );
    assert_eq!(operation(&document, "get", "/store/things/{thing-id}")["summary"], "Reads one.");
    assert!(response(operation(&document, "post", "/store/things"), "200").is_some());
    let update = operation(&document, "patch", "/store/things/{thing-id}");
    assert_eq!(update["responses"]["204"], json!({"description": "Success"}));
}

#[test]
fn capabilities_without_an_effect_are_errors() {
    for (capabilities, what) in [
        (status("n.C/store/gone", "InsertStatus", "200"), "the target n.C/store/gone of the capability"),
        (status("n.gone(n.thing)", "SuccessStatus", "200"), "the target n.gone(n.thing) of the capability"),
        (
            status("n.C/store/things", "PatchStatus", "200"),
            "the term calltypes.capabilities.PatchStatus does not exist",
        ),
        (status("n.C/store/things", "InsertStatus", "404"), "is not a success status"),
        (status("n.C/store/things", "InsertStatus", "-1"), "is not a success status"),
        (RIGHTS.replace("store/things", "store/thing"), "does not exist in the schema"),
    ] {
        let diagnostic = lowered(THING, Some(&capabilities), CONFIG, false).expect_err("a bad capability");
        assert!(diagnostic.what.contains(what), "{diagnostic}");
        assert!(diagnostic.place.is_some() && diagnostic.help.is_some(), "{diagnostic}");
    }
}

#[test]
fn actions_become_paths_with_a_body_of_their_parameters() {
    let body = format!(
        r#"{THING}<ComplexType Name="mood" Abstract="true"/><ComplexType Name="good" BaseType="n.mood"/>
<Action Name="playLoud" IsBound="true"><Parameter Name="b" Type="n.thing"/><Parameter Name="mood" Type="n.mood" Nullable="false"/><Parameter Name="why" Type="Edm.String" Nullable="false"><Annotation Term="Org.OData.Core.V1.OptionalParameter"/></Parameter><ReturnType Type="n.thing"/></Action>
<Action Name="stop" IsBound="true"><Annotation Term="Org.OData.Core.V1.Description" String="Stops."/><Parameter Name="b" Type="n.entity"/></Action>
<Action Name="count" IsBound="true"><Parameter Name="b" Type="Collection(n.thing)"/><ReturnType Type="Edm.Int32"/></Action>
<Action Name="copy" IsBound="true"><Parameter Name="b" Type="Collection(n.thing)"/><ReturnType Type="Collection(n.thing)"/></Action>
<Action Name="else" IsBound="true"><Parameter Name="b" Type="n.good"/></Action><Action Name="free"/>"#
    );
    let capabilities = status("n.playLoud(n.thing)", "SuccessStatus", "202");
    let document = lowered(&body, Some(&capabilities), CONFIG, false).expect("good");
    let play = operation(&document, "post", "/store/things/{thing-id}/playLoud");
    assert_eq!(play["operationId"], "thing_play_loud");
    assert_eq!(response(play, "202"), Some("#/components/schemas/Thing"));
    let parameters = &document["components"]["schemas"]["ThingPlayLoudParameters"];
    assert_eq!(parameters["required"], json!(["mood"]));
    assert_eq!(
        (&parameters["x-name"], &parameters["x-kind"]),
        (&json!("playLoud(thing)"), &json!("parameters"))
    );
    assert_eq!(parameters["properties"]["mood"], json!({"$ref": "#/components/schemas/Mood"}));
    let stop = operation(&document, "post", "/store/things/{thing-id}/stop");
    assert_eq!((&stop["summary"], stop.get("requestBody")), (&json!("Stops."), None));
    assert_eq!(stop["responses"]["204"], json!({"description": "Success"}));
    let count = operation(&document, "post", "/store/things/count");
    assert_eq!(response(count, "200"), Some("#/components/schemas/ThingsCountAnswer"));
    let copy = operation(&document, "post", "/store/things/copy");
    assert_eq!(response(copy, "200"), Some("#/components/schemas/ThingCollection"));
    for name in ["else(good)", "free()"] {
        assert!(is_skipped(&document, name), "{name}");
    }
}

#[test]
fn an_action_with_the_name_of_a_member_is_called_by_its_qualified_name() {
    let body = format!(
        r#"{PART}<Action Name="spareParts" IsBound="true"><Parameter Name="b" Type="n.thing"/></Action>"#
    );
    let document = good(&body);
    let action = operation(&document, "post", "/store/things/{thing-id}/n.spareParts");
    assert_eq!((&action["operationId"], action.get("x-namespace")), (&json!("thing_spare_parts"), None));
    let create = operation(&document, "post", "/store/things/{thing-id}/spareParts");
    assert_eq!(create["operationId"], "spare_parts_create");
}

#[test]
fn an_action_of_a_derived_type_replaces_that_of_its_base_type() {
    let body = format!(
        r#"{THING}<Action Name="stop" IsBound="true"><Parameter Name="b" Type="n.entity"/></Action>
<Action Name="stop" IsBound="true"><Parameter Name="b" Type="n.thing"/><Parameter Name="now" Type="Edm.Boolean"/></Action>"#
    );
    let document = good(&body);
    assert!(operation(&document, "post", "/store/things/{thing-id}/stop").get("requestBody").is_some());
    assert!(is_skipped(&document, "POST /store/things/{thing-id}/stop"), "{document:#}");
    assert!(is_skipped(&document, "stop(entity)"), "{document:#}");
}

#[test]
fn cyclic_containment_ends() {
    let document = good(
        r#"<EntityType Name="thing" BaseType="n.entity"><NavigationProperty Name="things" Type="Collection(n.thing)" ContainsTarget="true"/></EntityType>"#,
    );
    assert!(is_skipped(&document, "/store/things/{thing-id}/things/{thing-id-2}/things"), "{document:#}");
    assert!(ids(&document).contains(&"store_things_things_get"), "{:?}", ids(&document));
}

#[test]
fn exponential_containment_is_refused() {
    let mut body = String::new();
    let navigations: String = (0..12)
        .map(|n| {
            format!(r#"<NavigationProperty Name="to{n}" Type="Collection(n.t{n})" ContainsTarget="true"/>"#)
        })
        .collect();
    for n in 0..12 {
        body += &format!(r#"<EntityType Name="t{n}" BaseType="n.entity">{navigations}</EntityType>"#);
    }
    body += &format!(r#"<EntityType Name="thing" BaseType="n.entity">{navigations}</EntityType>"#);
    let diagnostic = lowered(&body, None, CONFIG, false).expect_err("too many paths");
    assert!(diagnostic.what.contains("more than 5000"), "{diagnostic}");
}

#[test]
fn an_entity_without_a_single_key_has_no_path() {
    let document = good(r#"<EntityType Name="thing"><Property Name="id" Type="Edm.String"/></EntityType>"#);
    assert_eq!(ids(&document), ["things_list", "things_create"]);
    assert!(is_skipped(&document, "/store/things/{key}"));
}

#[test]
fn two_runs_give_the_same_bytes() {
    let csdl = model(&format!("{BASE}{PART}"));
    let config = config(CONFIG);
    let run = || run(&Source::new(&csdl, None, &config, true)).expect("good").document.to_string();
    assert_eq!(run(), run());
}
