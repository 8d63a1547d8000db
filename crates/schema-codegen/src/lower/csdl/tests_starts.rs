//! Tests of where the paths of an API begin, and of keys.

use super::tests::{config, lowered, model};
use super::tests_paths::{ids, is_skipped, operation};
use super::*;

const USERS: &str = r#"<EntityType Name="thing" BaseType="n.entity"/>
<EntityType Name="user" BaseType="n.entity"><NavigationProperty Name="meetings" Type="Collection(n.meeting)" ContainsTarget="true"/><NavigationProperty Name="mails" Type="Collection(n.thing)" ContainsTarget="true"/></EntityType>
<EntityType Name="meeting" BaseType="n.entity"><NavigationProperty Name="reports_v2" Type="Collection(n.report)" ContainsTarget="true"/></EntityType>
<EntityType Name="report" BaseType="n.entity"/>
<EntityContainer Name="D"><Annotation Term="Org.OData.Capabilities.V1.KeyAsSegmentSupported"/><EntitySet Name="users" EntityType="n.user"/><Singleton Name="me" Type="n.user"/></EntityContainer>"#;

fn of_paths(paths: &[&str], body: &str) -> Value {
    let text = format!("csdl = {{ paths = {paths:?}, types = ['n.thing'], bare = ['n.entity'] }}");
    lowered(body, None, &text, false).expect("good")
}

#[test]
fn paths_begin_below_the_keys_of_an_entity_set() {
    let document = of_paths(&["users/meetings"], USERS);
    let get = operation(&document, "get", "/users/{user-id}/meetings/{meeting-id}");
    assert_eq!(get["operationId"], "meetings_get");
    assert_eq!(get["parameters"].as_array().map(Vec::len), Some(2));
    let report = "/users/{user-id}/meetings/{meeting-id}/reports_v2/{report-id}";
    assert_eq!(operation(&document, "get", report)["operationId"], "reports_v2_get");
    for name in ["/users/{user-id}/mails", "/me", "/store", "user"] {
        assert!(is_skipped(&document, name), "{name}: {}", document["x-skipped"]);
    }
}

#[test]
fn a_path_may_be_an_entity_set_or_a_singleton() {
    let document = of_paths(&["users", "me"], USERS);
    assert_eq!(operation(&document, "get", "/users/{user-id}")["operationId"], "users_get");
    assert_eq!(operation(&document, "get", "/me")["operationId"], "me_get");
    // A singleton always exists.
    assert_eq!(document["paths"]["/me"].get("delete"), None);
    assert!(operation(&document, "get", "/me/mails/{mail-id}").is_object());
}

#[test]
fn another_path_does_not_change_the_ids_of_those_before_it() {
    let first = of_paths(&["store/things", "users/meetings"], USERS);
    let both = of_paths(&["store/things", "users/meetings", "me/meetings"], USERS);
    let (first, both) = (ids(&first), ids(&both));
    assert_eq!(both[..first.len()], first);
    assert!(both.contains(&"me_meetings_list") && both.contains(&"me_meetings_reports_v2_get"), "{both:?}");
}

#[test]
fn without_paths_every_item_of_the_containers_is_one() {
    let document = of_paths(&[], USERS);
    for path in ["/store", "/store/things", "/users", "/me/meetings/{meeting-id}/reports_v2"] {
        assert!(operation(&document, "get", path).is_object(), "{path}");
    }
    assert!(!document["x-skipped"].to_string().contains("outside"), "{}", document["x-skipped"]);
}

#[test]
fn without_paths_containment_ends_after_the_last_level_that_is_small_enough() {
    let navigations: String = (0..400)
        .map(|n| format!(r#"<NavigationProperty Name="p{n}" Type="n.thing" ContainsTarget="true"/>"#))
        .collect();
    let body = format!(
        r#"<EntityType Name="thing" BaseType="n.entity"/><EntityType Name="wide">{navigations}</EntityType>
<EntityContainer Name="D"><Singleton Name="a" Type="n.wide"/><Singleton Name="b" Type="n.wide"/></EntityContainer>"#
    );
    let document = of_paths(&[], &body);
    assert_eq!(ids(&document), ["store_get", "store_update", "a_get", "a_update", "b_get", "b_update"]);
    assert!(is_skipped(&document, "/a/p0") && is_skipped(&document, "/store/things"));
}

#[test]
fn several_keys_are_in_parentheses() {
    let body = r#"<EntityType Name="thing"><Key><PropertyRef Name="number"/><PropertyRef Name="Name"/></Key><Property Name="number" Type="Edm.Int32"/><Property Name="Name" Type="Edm.String"/><NavigationProperty Name="parts" Type="Collection(n.part)" ContainsTarget="true"/></EntityType>
<EntityType Name="part"><Key><PropertyRef Name="Name"/><PropertyRef Name="at"/></Key><Property Name="Name" Type="Edm.String"/><Property Name="at" Type="Edm.Date"/></EntityType>"#;
    let document = of_paths(&["store/things"], body);
    let path = "/store/things(number={number},Name='{name}')";
    let get = operation(&document, "get", path);
    assert_eq!(get["parameters"][0]["schema"], json!({"type": "integer", "format": "int32"}));
    assert_eq!(get["parameters"][1]["description"], "The key `Name` of the `thing`.");
    let part = operation(&document, "get", &format!("{path}/parts(Name='{{name-2}}',at={{at}})"));
    assert_eq!(part["parameters"][2]["name"], "name-2");
}

#[test]
fn keys_that_a_path_cannot_contain_are_skipped() {
    let body = r#"<EntityType Name="thing"><Key><PropertyRef Name="where/id" Alias="id"/></Key></EntityType>
<EntityType Name="odd"><Key><PropertyRef Name="id"/></Key><Property Name="id" Type="Collection(Edm.String)"/></EntityType>
<EntityContainer Name="D"><EntitySet Name="odds" EntityType="n.odd"/></EntityContainer>"#;
    let document = of_paths(&["store/things", "odds"], body);
    assert_eq!(ids(&document), ["things_list", "things_create", "odds_list", "odds_create"]);
    assert!(is_skipped(&document, "/store/things/{key}") && is_skipped(&document, "/odds/{key}"));
}

#[test]
fn without_annotations_keys_are_in_parentheses_and_names_are_qualified() {
    let body = r#"<EntityType Name="thing"><Key><PropertyRef Name="n"/></Key><Property Name="n" Type="Edm.Int32"/><NavigationProperty Name="parts" Type="Collection(n.entity)" ContainsTarget="true"/></EntityType>
<Action Name="stop" IsBound="true"><Parameter Name="b" Type="n.entity"/></Action>
<EntityType Name="entity"><Key><PropertyRef Name="id"/></Key><Property Name="id" Type="Edm.String"/></EntityType>
<EntityContainer Name="C"><EntitySet Name="things" EntityType="n.thing"/></EntityContainer>"#;
    let csdl = model(body);
    let document = run(&Source::new(&csdl, None, &config(""), false)).expect("good").document;
    let stop = operation(&document, "post", "/things({thing-id})/parts('{part-id}')/n.stop");
    assert_eq!((&stop["operationId"], stop.get("x-namespace")), (&json!("entity_stop"), None));
}

#[test]
fn paths_that_the_schema_does_not_have_are_reported() {
    let body = format!(
        r#"{USERS}<EntityContainer Name="E"><ActionImport Name="reset" Action="n.reset"/></EntityContainer>"#
    );
    for (path, what) in [
        ("gone", "no entity container has an item gone"),
        ("users/gone", "n.user has no contained navigation property gone"),
        ("reset/things", "reset is an operation, so no path continues it"),
    ] {
        let text = format!("csdl.paths = ['me', {path:?}]");
        let diagnostic = lowered(&body, None, &text, false).expect_err(path);
        assert_eq!(diagnostic.what, what);
    }
}

#[test]
fn an_entity_is_read_by_its_alternate_keys() {
    let key = |parts: &[(&str, &str)]| {
        let records = parts.iter().map(|(name, alias)| format!(r#"<Record><PropertyValue Property="Name" PropertyPath="{name}"/><PropertyValue Property="Alias" String="{alias}"/></Record>"#));
        let records: String = records.collect();
        format!(
            r#"<Record><PropertyValue Property="Key"><Collection>{records}</Collection></PropertyValue></Record>"#
        )
    };
    let keys = [key(&[("appId", "app")]), key(&[("a", "a"), ("n", "n")]), key(&[("gone", "gone")])].concat();
    let body = format!(
        r#"<EntityType Name="thing" BaseType="n.entity"><Property Name="appId" Type="Edm.String"/><Property Name="a" Type="Edm.Guid"/><Property Name="n" Type="Edm.Int32"/>
<Annotation Term="Org.OData.Core.V1.AlternateKeys"><Collection>{keys}</Collection></Annotation></EntityType>"#
    );
    let document = of_paths(&["store/things"], &body);
    let one = operation(&document, "get", "/store/things(app='{app-id}')");
    assert_eq!(one["operationId"], "things_get_by_app_id");
    let two = operation(&document, "get", "/store/things(a={a},n={n})");
    assert_eq!(two["operationId"], "things_get_by_a_and_n");
    assert_eq!(ids(&document).len(), 7);
}
