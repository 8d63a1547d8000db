//! The memory that JSON bodies take: at most a small multiple of the body, and at most twice as much for twice the body.
//!
//! `BODY=1300000 cargo test --release -p call-wire --test it json_memory -- --nocapture` measures longer bodies.

use std::fmt::Debug;

use crate::common::model::{Config, Shape, Thing, Wide};
use allocation_counter::{AllocationInfo, measure};
use call_wire::json::{self, Extra, Raw, Wire};

/// The bytes that are allowed in addition to the multiples of a body.
const SPARE: u64 = 16 << 10;

/// The approximate length of the bodies. It is not a power of two, at which allocations double.
fn body_length() -> usize {
    let length = std::env::var("BODY").ok().map(|length| length.parse().expect("BODY is a number"));
    length.unwrap_or(150_000)
}

/// Repeats a pattern until the body has the length.
fn repeated(start: &str, length: usize, end: &str, mut part: impl FnMut(usize) -> String) -> String {
    let mut body = start.to_owned();
    let mut count = 0;
    while body.len() + end.len() < length {
        if count > 0 {
            body.push(',');
        }
        body.push_str(&part(count));
        count += 1;
    }
    body + end
}

/// The bytes and allocations of an operation.
#[derive(Debug)]
struct Cost {
    peak: u64,
    held: u64,
    total: u64,
    count: u64,
}

impl Cost {
    fn of(info: AllocationInfo, held: i64) -> Self {
        let held = u64::try_from(held).unwrap_or_default();
        Self { peak: info.bytes_max, held, total: info.bytes_total, count: info.count_total }
    }

    /// Measures an operation, and returns its result.
    fn measure<T>(work: impl FnOnce() -> T) -> (T, Self) {
        let mut made = None;
        let info = measure(|| made = Some(work()));
        (made.expect("a result"), Self::of(info, info.bytes_current))
    }

    /// Returns `true` if the cost is at most about twice the cost of half the input.
    fn is_linear(&self, half: &Self) -> bool {
        let is_small = |whole: u64, half: u64| whole * 10 <= half * 23 + 10 * SPARE;
        is_small(self.peak, half.peak)
            && is_small(self.total, half.total)
            && self.count * 10 <= half.count * 23 + 1000
    }
}

/// Measures decoding, cloning, comparison, `Debug` and encoding.
fn costs<T: Wire + Debug>(body: &str) -> Vec<(&'static str, Cost)> {
    let mut costs = Vec::new();
    let (strict, cost) = Cost::measure(|| json::decode::<T>(body.as_bytes()));
    costs.push(("decode", cost));
    drop(strict);
    let (lenient, cost) = Cost::measure(|| json::decode_lenient::<T>(body.as_bytes()));
    costs.push(("decode_lenient", cost));
    let Ok((value, _)) = lenient else { return costs };
    let (copy, cost) = Cost::measure(|| value.clone());
    costs.push(("clone", cost));
    let (same, cost) = Cost::measure(|| copy.same(&value));
    assert!(same);
    costs.push(("==", cost));
    let (output, cost) = Cost::measure(|| format!("{value:?}"));
    costs.push(("Debug", cost));
    drop(output);
    let (written, cost) = Cost::measure(|| json::encode(&value).expect("encodes"));
    costs.push(("encode", cost));
    drop(written);
    costs
}

/// Checks that the memory for a pattern is a small multiple of its length.
#[track_caller]
fn is_cheap<T: Wire + Debug>(name: &str, body: impl Fn(usize) -> String) {
    let (whole, half) = (body(body_length()), body(body_length() / 2));
    let mut faults = Vec::new();
    let mut held = 0;
    for ((step, cost), (_, half_cost)) in costs::<T>(&whole).iter().zip(&costs::<T>(&half)) {
        let times = |bytes: u64| bytes as f64 / whole.len() as f64;
        println!(
            "{name}, {step}: peak {:.1}, held {:.1}, total {:.1} times the body, {} allocations",
            times(cost.peak),
            times(cost.held),
            times(cost.total),
            cost.count
        );
        // A growing array is copied. Encoding decodes original spellings.
        held = cost.held.max(held);
        if cost.peak > 8 * whole.len() as u64 + held * 3 / 2 + SPARE {
            faults.push(format!("{step} takes too much: {cost:?}"));
        }
        if !cost.is_linear(half_cost) {
            faults.push(format!("{step} is not linear: {cost:?}, the half {half_cost:?}"));
        }
    }
    assert!(faults.is_empty(), "{name}: {faults:#?}");
}

fn members(part: impl Fn(usize) -> String + Copy) -> impl Fn(usize) -> String {
    move |length| repeated("{", length, "}", part)
}

#[test]
fn unknown_members_take_little_memory() {
    is_cheap::<Thing>("unknown members", members(|at| format!("\"u{at}\":1")));
    is_cheap::<Shape>("unknown members of a union", members(|at| format!("\"u{at}\":1")));
    is_cheap::<Thing>("unknown nulls", members(|at| format!("\"u{at}\":null")));
}

#[test]
fn repeated_members_take_little_memory() {
    is_cheap::<Thing>("repeated nulls", members(|_| "\"id\":null".into()));
    is_cheap::<Wide>("repeated nulls of a later member", members(|_| "\"m69\":null".into()));
    is_cheap::<Thing>("a repeated unknown member", members(|at| format!("\"u\":{at}")));
    is_cheap::<Thing>("a repeated typed member", members(|at| format!("\"int\":{}", at % 1000)));
    is_cheap::<Thing>("a repeated original spelling", members(|at| format!("\"int\":\"{}\"", at % 1000)));
    is_cheap::<Thing>(
        "a repeated member with values of many kinds",
        members(|at| format!("\"int\":{}", ["null", "1", "\"1\"", "[]"][at % 4])),
    );
    is_cheap::<Shape>("tags", members(|_| "\"kind\":\"circle\"".into()));
    is_cheap::<Config>("tags that are not strings", members(|_| "\"@type\":{}".into()));
    is_cheap::<Thing>("a repeated object", members(|_| "\"part\":{\"x\":1}".into()));
}

#[test]
fn unknown_and_repeated_members_take_little_memory() {
    is_cheap::<Thing>(
        "both",
        members(|at| format!("\"u{at}\":1,\"int\":{}", ["\"1\"", "null", "1"][at % 3])),
    );
}

#[test]
fn invalid_items_take_little_memory() {
    let items = |start: &'static str, item: &'static str| {
        move |length| repeated(start, length, "]}", |_| item.to_owned())
    };
    is_cheap::<Thing>("numbers instead of objects", items("{\"parts\":[", "7"));
    is_cheap::<Thing>("numbers instead of strings", items("{\"names\":[", "7"));
    is_cheap::<Thing>("nulls", items("{\"parts\":[", "null"));
    is_cheap::<Thing>("numbers instead of unions", items("{\"shapes\":[", "7"));
    is_cheap::<Thing>("unions with an invalid tag", items("{\"shapes\":[", "{\"kind\":1}"));
    is_cheap::<Thing>("empty arrays", items("{\"grid\":[", "[]"));
    is_cheap::<Thing>("arrays of invalid items", items("{\"grid\":[", "[{}]"));
    is_cheap::<Thing>("unknown items", items("{\"later\":[", "7"));
    is_cheap::<Thing>("an array instead of an object", items("{\"part\":[", "7"));
}

#[test]
fn objects_in_arrays_and_maps_take_little_memory() {
    let items = |start: &'static str, end: &'static str, item: &'static str| {
        move |length| repeated(start, length, end, |_| item.to_owned())
    };
    is_cheap::<Thing>("empty objects", items("{\"parts\":[", "]}", "{}"));
    is_cheap::<Thing>("objects", items("{\"parts\":[", "]}", "{\"int\":1}"));
    is_cheap::<Thing>("objects with nulls", items("{\"parts\":[", "]}", "{\"id\":null}"));
    is_cheap::<Thing>("objects with unknown members", items("{\"parts\":[", "]}", "{\"later\":1}"));
    is_cheap::<Thing>("unions", items("{\"shapes\":[", "]}", "{\"kind\":\"circle\"}"));
    is_cheap::<Thing>("one key of a map", items("{\"things\":{", "}}", "\"k\":{}"));
    is_cheap::<Thing>("keys of a map", |length| {
        repeated("{\"byName\":{", length, "}}", |at| format!("\"{at}\":\"\""))
    });
}

/// A nested body with a long string.
fn nested(levels: usize, open: &str, close: &str) -> impl Fn(usize) -> String {
    move |length| {
        let inside = "x".repeat(length - levels * (open.len() + close.len()));
        format!("{}\"{inside}\"{}", open.repeat(levels), close.repeat(levels))
    }
}

#[test]
fn nested_values_take_little_memory() {
    is_cheap::<Thing>("unknown objects", nested(120, "{\"a\":", "}"));
    is_cheap::<Thing>("typed objects", nested(120, "{\"part\":", "}"));
    is_cheap::<Thing>("arrays of objects", nested(60, "{\"parts\":[", "]}"));
    is_cheap::<Shape>("unions", nested(120, "{\"inner\":", ",\"kind\":\"circle\"}"));
    let arrays = "[".repeat(100) + &"]".repeat(100);
    let tag_last = "],\"kind\":\"circle\"}";
    is_cheap::<Shape>("a tag after arrays", |length| {
        repeated("{\"more\":[", length, tag_last, |_| arrays.clone())
    });
    is_cheap::<Shape>("a tag after objects", |length| {
        repeated("{\"more\":[", length, tag_last, |at| format!("{{\"a\":\"{at:60}\"}}"))
    });
    is_cheap::<Raw<'static>>("arrays", nested(120, "[", "]"));
    // Each level keeps the text of its array, so that the memory grows with the number of levels.
    is_cheap::<Thing>("arrays with a null", nested(60, "{\"parts\":[null,", "]}"));
    is_cheap::<Thing>("arrays with an invalid item", nested(60, "{\"parts\":[7,", "]}"));
    is_cheap::<Thing>("maps with a null", nested(60, "{\"things\":{\"a\":null,\"b\":", "}}"));
}

#[test]
fn long_names_and_strings_take_little_memory() {
    let whole = |start: &'static str, part: &'static str, end: &'static str| {
        move |length: usize| format!("{start}{}{end}", part.repeat(length / part.len()))
    };
    is_cheap::<Thing>("a name", whole("{\"", "n", "\":1}"));
    is_cheap::<Thing>("a name with escapes", whole("{\"", "\\u0001", "\":1}"));
    is_cheap::<Thing>("a name above an invalid value", whole("{\"things\":{\"", "\\n", "\":{\"int\":[]}}}"));
    is_cheap::<Thing>("a string", whole("{\"id\":\"", "s", "\"}"));
    is_cheap::<Thing>("a string with escapes", whole("{\"id\":\"", "\\n\\u0041", "\"}"));
    is_cheap::<Thing>("an unknown string with escapes", whole("{\"later\":\"", "\\n\\u0041", "\"}"));
    is_cheap::<Thing>("an invalid string", whole("{\"int\":\"", "\\n", "\"}"));
    is_cheap::<Thing>("digits", whole("{\"int\":1", "0", "}"));
    is_cheap::<Thing>("digits of a double", whole("{\"ratio\":1.", "0", "}"));
    is_cheap::<Thing>("flags", whole("{\"flags\":\"", "a,", "\"}"));
    is_cheap::<Thing>("white space", whole("{\"later\":[", " \n", "]}"));
}

#[test]
fn original_spellings_take_little_memory() {
    is_cheap::<Thing>("members with original spellings", |length| {
        repeated("{\"parts\":[", length, "]}", |_| r#"{"int":"1"}"#.into())
    });
    is_cheap::<Thing>("items with original spellings", |length| {
        repeated("{\"grid\":[[", length, "]]}", |_| "\"1\"".into())
    });
}

/// Decodes an object with unknown members.
fn unknown(count: usize) -> Thing {
    let body = repeated("{", count * 12, "}", |at| format!("\"u{at:06}\":1"));
    json::decode(body.as_bytes()).expect("decodes")
}

/// Measures the operations on `extra`.
fn extra_costs(count: usize) -> Vec<(&'static str, Cost)> {
    let names: Vec<_> = (0..count).map(|at| format!("u{at:06}")).collect();
    let mut costs = Vec::new();
    let (mut extra, cost) = Cost::measure(|| {
        let mut extra = Extra::default();
        names.iter().for_each(|name| drop(extra.insert(name, 1)));
        extra
    });
    costs.push(("insert", cost));
    let (_, cost) = Cost::measure(|| names.iter().for_each(|name| drop(extra.insert(name, "longer"))));
    costs.push(("insert again", cost));
    let (found, cost) = Cost::measure(|| names.iter().filter(|name| extra.get(name).is_some()).count());
    assert_eq!(found, count);
    costs.push(("get", cost));
    let (found, cost) = Cost::measure(|| names.iter().filter(|name| extra.is_null(name)).count());
    assert_eq!(found, 0);
    costs.push(("is_null", cost));
    let (found, cost) = Cost::measure(|| extra.iter().count());
    assert_eq!(found, count);
    costs.push(("iter", cost));
    let (copy, cost) = Cost::measure(|| extra.clone());
    costs.push(("clone", cost));
    let (same, cost) = Cost::measure(|| copy == extra);
    assert!(same);
    costs.push(("==", cost));
    let (_, cost) = Cost::measure(|| drop(format!("{extra:?}")));
    costs.push(("Debug", cost));
    let (_, cost) = Cost::measure(|| names.iter().for_each(|name| drop(extra.remove(name))));
    assert!(extra.is_empty());
    costs.push(("remove", cost));
    costs
}

#[test]
fn operations_on_extra_are_linear() {
    for ((name, cost), (_, half)) in extra_costs(50_000).iter().zip(&extra_costs(25_000)) {
        println!("{name}: {cost:?}");
        assert!(cost.is_linear(half), "{name} is not linear: {cost:?}, the half {half:?}");
    }
    assert_eq!(unknown(1000).extra.len(), 1000);
}
