//! References to places that are not definitions: the position of a reference determines what its target is, and
//! a schema there becomes a type with a made name.

use super::api::Place;

/// Members whose values, or the items of whose values, are not schemas.
const OTHERS: [&str; 12] = [
    "callbacks",
    "content",
    "examples",
    "headers",
    "links",
    "parameters",
    "pathItems",
    "paths",
    "requestBodies",
    "responses",
    "securitySchemes",
    "webhooks",
];

/// Members that map names to schemas.
const SCHEMAS: [&str; 5] = ["$defs", "definitions", "patternProperties", "properties", "schemas"];

/// Steps of a pointer that say nothing about a schema.
const PLAIN: [&str; 10] = [
    "$defs",
    "application~1json",
    "components",
    "content",
    "definitions",
    "items",
    "paths",
    "properties",
    "schema",
    "schemas",
];

/// Returns whether the value at a place is a schema, and not a parameter, a response or a path item, for example.
pub(super) fn is_schema(place: &Place) -> bool {
    let mut steps = place.pointer.rsplit('/');
    let (key, parent, above) = (steps.next(), steps.next(), steps.next());
    let among = |step: Option<&str>, names: &[&str]| step.is_some_and(|step| names.contains(&step));
    let is_other = key == Some("requestBody") || above == Some("callbacks") || among(parent, &OTHERS);
    among(above, &SCHEMAS) || among(parent, &SCHEMAS) || !is_other
}

/// Returns a name for the schema at a place: the steps to it, or else the name of the file.
pub(super) fn name(place: &Place) -> String {
    let steps = place.pointer.split('/').filter(|step| !step.is_empty() && !PLAIN.contains(step));
    let words: Vec<String> = steps.map(|step| step.replace("~1", "/").replace("~0", "~")).collect();
    match words.as_slice() {
        [] => place.file.file_stem().unwrap_or_default().to_string_lossy().into_owned(),
        words => words.join("-"),
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    #[test]
    fn the_position_tells_schemas_from_others() {
        for (pointer, expected) in [
            ("/components/schemas/A", true),
            ("/components/schemas/headers/items", true),
            ("/components/schemas/A/properties/parameters", true),
            ("/paths/~1a/get/responses/200/content/application~1json/schema", true),
            ("/paths/~1a/get/parameters/0", false),
            ("/paths/~1a/get/responses/200", false),
            ("/paths/~1a/get/requestBody", false),
            ("/paths/~1a", false),
            ("/get/callbacks/done/url", false),
        ] {
            assert_eq!(is_schema(&Place::new(Path::new("a.json"), pointer)), expected, "{pointer}");
        }
    }

    #[test]
    fn names_are_the_steps_of_the_pointer() {
        let name = |pointer: &str| name(&Place::new(Path::new("models/pet.yaml"), pointer));
        assert_eq!(name("/components/schemas/A/properties/b~1c/items"), "A-b/c");
        assert_eq!(name("/Pet"), "Pet");
        assert_eq!(name(""), "pet");
    }
}
