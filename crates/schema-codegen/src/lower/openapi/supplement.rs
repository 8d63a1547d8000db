//! Adds the types of another document, which belong to an API but are not in its own document.

use serde_json::Value;

use crate::diagnostic::{Diagnostic, Result};

/// Adds the types of a supplement to a document. Both are lowered already.
///
/// # Errors
///
/// Returns a diagnostic if the supplement has an operation, or if both have a type with the same name.
pub(super) fn add(document: &mut Value, mut supplement: Value) -> Result<()> {
    if supplement["paths"].as_object().is_some_and(|paths| !paths.is_empty()) {
        return Err(Diagnostic::new("a supplement must not have operations")
            .at("/paths")
            .help("remove the paths"));
    }
    let added = supplement["components"]["schemas"].take();
    if let (Value::Object(added), Some(schemas)) = (added, document["components"]["schemas"].as_object_mut())
    {
        for (name, schema) in added {
            if schemas.contains_key(&name) {
                let what = format!("the supplemented document has a type {name}, too");
                return Err(Diagnostic::new(what).at(format!("/definitions/{name}")).help("remove it here"));
            }
            schemas.insert(name, schema);
        }
    }
    for list in ["x-skipped", "x-notes"] {
        if let (Value::Array(added), Some(list)) = (supplement[list].take(), document[list].as_array_mut()) {
            list.extend(added);
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn of(schemas: Value) -> Value {
        json!({"paths": {}, "components": {"schemas": schemas}, "x-skipped": [], "x-notes": ["a note"]})
    }

    #[test]
    fn types_and_notes_are_added() {
        let mut document = of(json!({"A": {}}));
        add(&mut document, of(json!({"B": {}}))).expect("added");
        assert_eq!(document["components"]["schemas"], json!({"A": {}, "B": {}}));
        assert_eq!(document["x-notes"], json!(["a note", "a note"]));
    }

    #[test]
    fn a_type_that_both_have_and_an_operation_are_refused() {
        let diagnostic = add(&mut of(json!({"A": {}})), of(json!({"A": {}}))).expect_err("a diagnostic");
        assert_eq!(diagnostic.place.as_deref(), Some("/definitions/A"));
        let mut supplement = of(json!({}));
        supplement["paths"]["/a"] = json!({});
        assert_eq!(
            add(&mut of(json!({})), supplement).expect_err("a diagnostic").place.as_deref(),
            Some("/paths")
        );
    }
}
