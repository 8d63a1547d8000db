//! The types of the CSDL hazards.

use super::{entities_csdl, json, namespaces_csdl};

#[test]
fn every_kind_of_property_of_an_entity_is_kept() {
    use entities_csdl::{Level, Thing};
    let car = r##"{"@odata.type": "#n.car", "id": "411f0b00-dc73-4528-a9e6-968ba983d2a1",
        "photo@odata.mediaReadLink": "/photo", "photo": null, "weight": 1.5, "price": 12.340, "access": "read,write",
        "place": {"type": "Point", "coordinates": [1, 2]}, "any": [1, {"a": null}], "level": "huge",
        "parts": [{"name": "n", "owner": {"id": "x"}, "screws": [{"size": 4}], "more": 1}], "nothing": "some",
        "other": {"a": [1]}, "others": [{"b": 2.0}, "c"], "link": {"id": "y"}, "doors": 4, "undeclared": true}"##;
    let Thing::Car(car) = json::<Thing>(car) else { panic!("a car") };
    assert_eq!((car.doors, car.weight, car.nothing.as_deref()), (Some(4), Some(1.5), Some("some")));
    assert_eq!(car.level.as_ref().map(|level| level.to_string()).as_deref(), Some("huge"));
    assert_eq!(car.access.as_ref().map(|access| access.to_string()).as_deref(), Some("read,write"));
    assert_eq!(car.parts.as_deref().and_then(|parts| parts[0].name.as_deref()), Some("n"));
    let other = car.other.as_ref().expect("a value of another document");
    assert_eq!(other.as_str(), r#"{"a":[1]}"#);
    let boat = r##"{"@odata.type": "#n.boat", "level": "unknownFutureValue"}"##;
    let Thing::Boat(boat) = json::<Thing>(boat) else { panic!("a boat") };
    assert_eq!(boat.level, Some(Level::UnknownFutureValue));
    // The type is abstract, so a value without a tag is of an unknown type.
    assert!(matches!(json::<Thing>(r#"{"doors": 4}"#), Thing::Unknown(_)));
}

#[test]
fn types_of_two_namespaces_with_one_name_are_distinct() {
    use namespaces_csdl::{State, ThingRecord, ThingsState};
    let record = json::<ThingRecord>(r#"{"id": "1", "state": "on", "modality": "audio"}"#);
    assert_eq!(record.state, Some(ThingsState::On));
    let thing = json::<namespaces_csdl::Thing>(r#"{"id": "1", "state": "new"}"#);
    assert_eq!(thing.state, Some(State::New));
}
