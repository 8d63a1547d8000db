//! Objects with their `@odata.type`.

use call_wire::json::{Fields, Object};

/// Adds the `@odata.type` of an object, which the service writes even where the declared type determines it.
pub(super) fn typed<T: Object>(mut object: T) -> T {
    if let Some(tag) = &T::INFO.tag {
        object.extra_mut().insert(tag.name, tag.value);
    }
    object
}

/// Sets each of the named members to null if it has no value.
pub(super) fn with_nulls<T: Object>(mut object: T, names: &[&str]) -> T {
    for name in names {
        let fields: &mut dyn Fields = &mut object;
        let is_set = fields
            .info()
            .members
            .iter()
            .position(|member| member == name)
            .and_then(|index| fields.slot(index))
            .is_some_and(|slot| slot.is_set());
        if !is_set {
            fields.set_null(name);
        }
    }
    object
}
