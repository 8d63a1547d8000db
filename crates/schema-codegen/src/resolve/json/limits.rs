//! The limits of values, from the hint `x-limits` of the normal form.

use std::ops::{Bound, RangeInclusive};

use serde_json::Value;

use crate::resolve::model::Limits;

/// The facets of a lower bound: its value, and whether it is exclusive.
const MINIMUM: [&str; 2] = ["minimum", "exclusiveMinimum"];

/// The facets of an upper bound.
const MAXIMUM: [&str; 2] = ["maximum", "exclusiveMaximum"];

/// Returns the limits of a schema's values.
pub(super) fn of(schema: &Value) -> Limits {
    let limits = &schema["x-limits"];
    match schema["type"].as_str() {
        Some("integer") => integer(limits).map_or(Limits::None, Limits::Integer),
        Some("number") => number(limits),
        Some("string") => length(limits, "Length").map_or(Limits::None, Limits::Length),
        Some("array") => match (length(limits, "Items"), of(&schema["items"])) {
            (None, Limits::None) => Limits::None,
            (count, each) => Limits::Items(count.unwrap_or(0..=usize::MAX), Box::new(each)),
        },
        _ => Limits::None,
    }
}

/// Returns a range without its ends if they are exclusive.
fn integer(limits: &Value) -> Option<RangeInclusive<i64>> {
    let least = bound(limits, MINIMUM, Value::as_i64);
    let most = bound(limits, MAXIMUM, Value::as_i64);
    if (least, most) == (Bound::Unbounded, Bound::Unbounded) {
        return None;
    }
    let least = match least {
        Bound::Included(least) => least,
        Bound::Excluded(below) => below.saturating_add(1),
        Bound::Unbounded => i64::MIN,
    };
    let most = match most {
        Bound::Included(most) => most,
        Bound::Excluded(above) => above.saturating_sub(1),
        Bound::Unbounded => i64::MAX,
    };
    Some(least..=most)
}

fn number(limits: &Value) -> Limits {
    match (bound(limits, MINIMUM, Value::as_f64), bound(limits, MAXIMUM, Value::as_f64)) {
        (Bound::Unbounded, Bound::Unbounded) => Limits::None,
        (least, most) => Limits::Number(least, most),
    }
}

fn bound<T>(limits: &Value, [name, exclusive]: [&str; 2], read: fn(&Value) -> Option<T>) -> Bound<T> {
    match read(&limits[name]) {
        Some(bound) if limits[exclusive] == true => Bound::Excluded(bound),
        Some(bound) => Bound::Included(bound),
        None => Bound::Unbounded,
    }
}

/// Returns the range of `minLength` and `maxLength`, or of a similar pair.
fn length(limits: &Value, of: &str) -> Option<RangeInclusive<usize>> {
    let bound = |which: &str| usize::try_from(limits[format!("{which}{of}")].as_u64()?).ok();
    let (least, most) = (bound("min"), bound("max"));
    (least.is_some() || most.is_some()).then(|| least.unwrap_or(0)..=most.unwrap_or(usize::MAX))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn limits_are_ranges_with_their_ends() {
        let of_type = |ty: &str, limits: Value| of(&json!({"type": ty, "x-limits": limits}));
        assert_eq!(of_type("integer", json!({"minimum": 0, "maximum": 4})), Limits::Integer(0..=4));
        assert_eq!(of_type("integer", json!({"maximum": 4})), Limits::Integer(i64::MIN..=4));
        let open = json!({"minimum": 0, "exclusiveMinimum": true, "maximum": 4, "exclusiveMaximum": true});
        assert_eq!(of_type("integer", open.clone()), Limits::Integer(1..=3));
        assert_eq!(of_type("number", open), Limits::Number(Bound::Excluded(0.0), Bound::Excluded(4.0)));
        assert_eq!(of_type("string", json!({"minLength": 1})), Limits::Length(1..=usize::MAX));
        assert_eq!(of_type("array", json!({"maxItems": 2})), Limits::Items(0..=2, Box::new(Limits::None)));
        assert_eq!(of_type("integer", Value::Null), Limits::None);
    }

    #[test]
    fn items_have_limits_of_their_own() {
        let items = json!({"type": "string", "x-limits": {"maxLength": 3}});
        let each = Limits::Length(0..=3);
        assert_eq!(
            of(&json!({"type": "array", "items": items})),
            Limits::Items(0..=usize::MAX, Box::new(each))
        );
    }
}
