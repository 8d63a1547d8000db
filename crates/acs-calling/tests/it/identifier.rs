//! Conversion of identifiers from and to raw ids and JSON.

use acs_calling::call_wire::json;
use acs_calling::{
    CommunicationCloudEnvironment as Cloud, CommunicationIdentifier as Identifier,
    CommunicationIdentifierModel as Model,
};
use serde_json::{Value, json};

/// Raw ids, with a description of the identifier and its JSON form.
fn rows() -> Vec<(&'static str, String, Value)> {
    let row = |raw: &'static str, read: &str, mut nested: Value| {
        nested["rawId"] = raw.into();
        (raw, read.to_owned(), nested)
    };
    let user = |raw: &'static str| {
        let nested = json!({"kind": "communicationUser", "communicationUser": {"id": raw}});
        row(raw, &format!("user {raw}"), nested)
    };
    let phone = |raw: &'static str, read: &str, nested: Value| {
        row(raw, read, json!({"kind": "phoneNumber", "phoneNumber": nested}))
    };
    let teams = |raw: &'static str, read: &str, nested: Value| {
        row(raw, read, json!({"kind": "microsoftTeamsUser", "microsoftTeamsUser": nested}))
    };
    let app = |raw: &'static str, read: &str, nested: Value| {
        row(raw, read, json!({"kind": "microsoftTeamsApp", "microsoftTeamsApp": nested}))
    };
    let extension = |raw: &'static str, cloud: &str| {
        let nested = json!({"resourceId": "r-1", "tenantId": "t-1", "userId": "u-1", "cloud": cloud});
        let nested = json!({"kind": "teamsExtensionUser", "teamsExtensionUser": nested});
        row(raw, &format!("extension r-1 t-1 u-1 {cloud}"), nested)
    };
    let unknown = |raw: &'static str| row(raw, "unknown", json!({}));
    vec![
        phone("4:+14255550123", "phone +14255550123", json!({"value": "+14255550123"})),
        phone("4:14255550123", "phone 14255550123", json!({"value": "14255550123"})),
        phone(
            "4:+14255550123_a_b",
            "phone +14255550123_a_b asserted b",
            json!({"value": "+14255550123_a_b", "assertedId": "b"}),
        ),
        phone("4:+1425_", "phone +1425_", json!({"value": "+1425_"})),
        phone("4:anonymous", "phone anonymous withheld", json!({"value": "anonymous", "isAnonymous": true})),
        user("8:acs:r-1_u-1"),
        user("8:dod-acs:r-1_u-1"),
        user("8:gcch-acs:r-1_u-1"),
        user("8:acs:one"),
        user("8:acs:a_b_c_d"),
        user("8:spool:r-1_u-1_x"),
        extension("8:acs:r-1_t-1_u-1", "public"),
        extension("8:dod-acs:r-1_t-1_u-1", "dod"),
        extension("8:gcch-acs:r-1_t-1_u-1", "gcch"),
        teams("8:orgid:u-1", "teams u-1 public", json!({"userId": "u-1", "cloud": "public"})),
        teams("8:dod:u-1", "teams u-1 dod", json!({"userId": "u-1", "cloud": "dod"})),
        teams("8:gcch:u-1", "teams u-1 gcch", json!({"userId": "u-1", "cloud": "gcch"})),
        teams(
            "8:teamsvisitor:u-1",
            "teams u-1 public guest",
            json!({"userId": "u-1", "isAnonymous": true, "cloud": "public"}),
        ),
        app("28:orgid:a-1", "app a-1 public", json!({"appId": "a-1", "cloud": "public"})),
        app("28:dod:a-1", "app a-1 dod", json!({"appId": "a-1", "cloud": "dod"})),
        app("28:gcch:a-1", "app a-1 gcch", json!({"appId": "a-1", "cloud": "gcch"})),
        // An app id with a colon.
        app("28:orgid:a:b", "app a:b public", json!({"appId": "a:b", "cloud": "public"})),
        unknown("48:calendar:42"),
        unknown("8:live:somebody"),
        unknown("28:ag08-global:01234567"),
        unknown("8:ORGID:u-1"),
        unknown("4:"),
        unknown("8:orgid:"),
        unknown("nonsense"),
    ]
}

/// Returns the description of an identifier.
fn read(identifier: &Identifier) -> String {
    match identifier {
        Identifier::CommunicationUser(user) => format!("user {}", user.id()),
        Identifier::PhoneNumber(number) => {
            let asserted = number.asserted_id().map(|id| format!(" asserted {id}")).unwrap_or_default();
            let withheld = if number.is_anonymous() { " withheld" } else { "" };
            format!("phone {}{asserted}{withheld}", number.value())
        }
        Identifier::MicrosoftTeamsUser(user) => {
            let guest = if user.is_anonymous() { " guest" } else { "" };
            format!("teams {} {}{guest}", user.user_id(), user.cloud())
        }
        Identifier::MicrosoftTeamsApp(app) => format!("app {} {}", app.app_id(), app.cloud()),
        Identifier::TeamsExtensionUser(user) => {
            let (resource, tenant) = (user.resource_id(), user.tenant_id());
            format!("extension {resource} {tenant} {} {}", user.user_id(), user.cloud())
        }
        Identifier::Unknown(_) => "unknown".to_owned(),
        other => panic!("{other:?}"),
    }
}

fn value(model: &Model) -> Value {
    serde_json::to_value(model).expect("JSON")
}

#[test]
fn every_kind_round_trips() {
    for (raw, expected, json) in rows() {
        let identifier: Identifier = raw.into();
        assert_eq!(read(&identifier), expected, "{raw}");
        assert_eq!((identifier.raw_id(), identifier.to_string().as_str()), (raw, raw));
        let model = Model::from(identifier.clone());
        assert_eq!(value(&model), json, "{raw}");
        let again = Identifier::from(model);
        assert_eq!(read(&again), expected, "{raw} through JSON");
        assert_eq!(again, identifier);
        // The raw id may be absent, as in the published examples.
        if expected != "unknown" {
            let mut bare = json;
            bare.as_object_mut().expect("an object").remove("rawId");
            let model: Model = json::decode_value(&bare).expect("valid JSON");
            let bared = Identifier::from(&model);
            assert_eq!((bared.raw_id(), read(&bared)), (raw, expected));
            assert_eq!(value(&bared.into()), bare);
        }
    }
}

#[test]
fn identifiers_created_from_parts_equal_parsed_identifiers() {
    let cases = [
        (Identifier::phone_number("+14255550123"), "4:+14255550123"),
        (Identifier::communication_user("8:acs:r-1_u-1"), "8:acs:r-1_u-1"),
        (Identifier::microsoft_teams_user("u-1", Cloud::Gcch), "8:gcch:u-1"),
        (Identifier::anonymous_teams_user("u-1"), "8:teamsvisitor:u-1"),
        (Identifier::microsoft_teams_app("a:b", Cloud::Public), "28:orgid:a:b"),
        (Identifier::teams_extension_user("r-1", "t-1", "u-1", Cloud::Dod), "8:dod-acs:r-1_t-1_u-1"),
    ];
    for (made, raw) in cases {
        assert_eq!(made, raw.parse().expect("any text is valid"));
        assert_eq!(read(&made), read(&raw.into()));
        assert_eq!(made.to_model(), Identifier::from(raw).to_model());
    }
}

/// JSON forms, with the description and the raw id of the identifier.
#[test]
fn the_json_form_round_trips_with_its_other_members() {
    let cases = [
        (
            json!({"rawId": "4:+1425_7", "phoneNumber": {"value": "+1425", "assertedId": "7"}}),
            "phone +1425 asserted 7",
            "4:+1425_7",
        ),
        (
            json!({"rawId": "4:+1425", "phoneNumber": {"value": "+1425", "isAnonymous": true}}),
            "phone +1425 withheld",
            "4:+1425",
        ),
        (
            json!({"rawId": "8:new:u-1", "microsoftTeamsUser": {"userId": "u-1", "cloud": "moon"}}),
            "teams u-1 moon",
            "8:new:u-1",
        ),
        (json!({"microsoftTeamsUser": {"userId": "u-1", "cloud": "moon"}}), "teams u-1 moon", ""),
        (json!({"kind": "hologram", "rawId": "9:x", "hologram": {"id": [1, null]}}), "unknown", "9:x"),
        (json!({"kind": "unknown", "rawId": "4:+1425"}), "unknown", "4:+1425"),
        (json!({"rawId": "4:+1425"}), "phone +1425", "4:+1425"),
        (json!({"kind": "phoneNumber", "rawId": "4:+1425"}), "phone +1425", "4:+1425"),
        (json!({"kind": "phoneNumber", "rawId": "4:+1425", "phoneNumber": {}}), "phone +1425", "4:+1425"),
        (
            json!({"kind": "phoneNumber", "communicationUser": {"id": "8:acs:x"}, "phoneNumber": {"value": "+1425", "mood": 1}}),
            "phone +1425",
            "4:+1425",
        ),
        (
            json!({"rawId": null, "communicationUser": {"id": "8:acs:x"}, "mood": "fine"}),
            "user 8:acs:x",
            "8:acs:x",
        ),
        (json!({"rawId": ""}), "unknown", ""),
        (json!({}), "unknown", ""),
    ];
    for (json, expected, raw) in cases {
        let model: Model = json::decode_value(&json).expect("valid JSON");
        let identifier = Identifier::from(model.clone());
        assert_eq!((read(&identifier).as_str(), identifier.raw_id()), (expected, raw), "{json}");
        assert_eq!(Model::from(identifier), model);
        assert_eq!(value(&model), json);
    }
}

#[test]
fn identifiers_without_a_raw_id_are_compared_by_json() {
    let of = |json: Value| Identifier::from(json::decode_value::<Model>(&json).expect("valid JSON"));
    let on_the_moon = |user: &str| of(json!({"microsoftTeamsUser": {"userId": user, "cloud": "moon"}}));
    assert_eq!(of(json!({"rawId": "4:+1425", "mood": 1})), "4:+1425".into());
    assert_eq!(on_the_moon("u-1"), on_the_moon("u-1"));
    assert_ne!(on_the_moon("u-1"), on_the_moon("u-2"));
    assert_ne!(
        Identifier::microsoft_teams_user("u-1", "moon".into()),
        Identifier::microsoft_teams_user("u-2", "moon".into())
    );
}

/// All combinations of three pieces of the grammar.
#[test]
fn any_text_round_trips() {
    let pieces = [
        "4:",
        "8:",
        "28:",
        "acs:",
        "dod-acs:",
        "gcch-acs:",
        "spool:",
        "orgid:",
        "dod:",
        "gcch:",
        "teamsvisitor:",
        "anonymous",
        "+14255550123",
        "_",
        ":",
        "a",
        "é",
        " ",
        "\u{0}",
        "8:acs:",
        "28:orgid:",
    ];
    let mut texts = vec![String::new()];
    for _ in 0..3 {
        let longer: Vec<_> =
            texts.iter().flat_map(|text| pieces.map(|piece| format!("{text}{piece}"))).collect();
        for text in &longer {
            let identifier: Identifier = text.as_str().into();
            assert_eq!(identifier.raw_id(), text);
            let model = Model::from(identifier.clone());
            assert_eq!(model.raw_id.as_deref(), Some(text.as_str()));
            let again = Identifier::from(model);
            assert_eq!(again.raw_id(), text);
            assert_eq!(read(&again), read(&identifier));
        }
        texts = longer;
    }
}
