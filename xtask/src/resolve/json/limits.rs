//! The limits of values, from the hint `x-limits` of the normal form.

use std::ops::RangeInclusive;

use serde_json::Value;

use crate::resolve::model::Limits;

/// Returns the limits of a schema's values.
pub(super) fn of(schema: &Value) -> Limits {
    let limits = &schema["x-limits"];
    match schema["type"].as_str() {
        Some("integer") => integer(limits).map_or(Limits::None, Limits::Integer),
        Some("number") => number(limits).map_or(Limits::None, Limits::Number),
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
    let least = bound(limits, "minimum", Value::as_i64, |least| least.saturating_add(1));
    let most = bound(limits, "maximum", Value::as_i64, |most| most.saturating_sub(1));
    (least.is_some() || most.is_some()).then(|| least.unwrap_or(i64::MIN)..=most.unwrap_or(i64::MAX))
}

/// Returns the same for numbers.
fn number(limits: &Value) -> Option<RangeInclusive<f64>> {
    let least = bound(limits, "minimum", Value::as_f64, f64::next_up);
    let most = bound(limits, "maximum", Value::as_f64, f64::next_down);
    let range = least.unwrap_or(f64::NEG_INFINITY)..=most.unwrap_or(f64::INFINITY);
    (least.is_some() || most.is_some()).then_some(range)
}

fn bound<T>(limits: &Value, name: &str, read: fn(&Value) -> Option<T>, within: fn(T) -> T) -> Option<T> {
    let exclusive = match name {
        "minimum" => "exclusiveMinimum",
        _ => "exclusiveMaximum",
    };
    let bound = read(&limits[name])?;
    Some(if limits[exclusive] == true { within(bound) } else { bound })
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
        assert_eq!(of_type("number", open), Limits::Number(0_f64.next_up()..=4_f64.next_down()));
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
