//! Decoding and encoding, side by side in one run: `cargo xtask bench`.
//!
//! JSON: our types against `serde_json::Value`, against the same types with `#[serde(flatten)]` for what is
//! unknown, and against a plain lossy derive. XML: our types against quick-xml's bare event loop. What counts
//! are the ratios; the times are of this machine and this moment.

use std::{
    hint::black_box,
    time::{Duration, Instant},
};

use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;

mod rivals;

/// How often each contender is measured; the median counts.
const ROUNDS: usize = 101;
/// How often a contender runs in one measurement.
const REPEAT: u32 = 200;

/// One contender: what it is called, and what it does.
struct Contender<'a>(&'static str, Box<dyn Fn() + 'a>);

/// The median time of each contender. They take turns, so that a slow moment of the machine hits all.
fn medians(contenders: &[Contender<'_>]) -> Vec<Duration> {
    let mut times = vec![Vec::with_capacity(ROUNDS); contenders.len()];
    for _ in 0..ROUNDS {
        for (Contender(_, run), times) in contenders.iter().zip(&mut times) {
            let start = Instant::now();
            for _ in 0..REPEAT {
                run();
            }
            times.push(start.elapsed() / REPEAT);
        }
    }
    for times in &mut times {
        times.sort_unstable();
    }
    times.iter().map(|times| times[ROUNDS / 2]).collect()
}

/// Prints a table: the first contender's time, and its ratio to each of the others.
fn compare(title: &str, contenders: &[Contender<'_>]) {
    let medians = medians(contenders);
    let ours = medians[0];
    println!("{title}: {:.2} µs", ours.as_secs_f64() * 1e6);
    for (Contender(name, _), time) in contenders.iter().zip(&medians).skip(1) {
        println!(
            "  {:.2} of {name} ({:.2} µs)",
            ours.as_secs_f64() / time.as_secs_f64(),
            time.as_secs_f64() * 1e6
        );
    }
}

fn decoded<T: DeserializeOwned>(text: &str) -> T {
    serde_json::from_str(text).expect("the payload fits the type")
}

/// Compares our type `O` with the flattening `F` and the lossy `L` over one payload.
fn json<O, F, L>(title: &str, text: &str)
where
    O: call_wire::json::Wire + DeserializeOwned,
    F: Serialize + DeserializeOwned,
    L: Serialize + DeserializeOwned,
{
    fn read<'t, T: DeserializeOwned>(name: &'static str, text: &'t str) -> Contender<'t> {
        Contender(
            name,
            Box::new(move || {
                black_box(decoded::<T>(black_box(text)));
            }),
        )
    }
    fn write<'v, T: Serialize>(name: &'static str, value: &'v T) -> Contender<'v> {
        Contender(
            name,
            Box::new(move || {
                black_box(serde_json::to_string(black_box(value)).expect("encodes"));
            }),
        )
    }
    let ours: O = decoded(text);
    let (value, flatten, lossy): (Value, F, L) = (decoded(text), decoded(text), decoded(text));
    assert_eq!(serde_json::to_value(&ours).expect("encodes"), value, "our type must lose nothing");
    assert_eq!(serde_json::to_value(&flatten).expect("encodes"), value_without_typed_nulls(&value, &flatten));
    compare(
        &format!("{title}, decode"),
        &[
            read::<O>("ours", text),
            read::<Value>("serde_json::Value", text),
            read::<F>("serde flatten", text),
            read::<L>("lossy derive", text),
        ],
    );
    compare(
        &format!("{title}, encode"),
        &[
            write("ours", &ours),
            write("serde_json::Value", &value),
            write("serde flatten", &flatten),
            write("lossy derive", &lossy),
        ],
    );
}

/// What flattening keeps: it loses the nulls of typed members. The check is that it loses nothing else.
fn value_without_typed_nulls<F: Serialize>(value: &Value, flatten: &F) -> Value {
    fn keep(value: &Value, kept: &Value) -> Value {
        match (value, kept) {
            (Value::Object(members), Value::Object(kept)) => members
                .iter()
                .filter(|(name, value)| !value.is_null() || kept.contains_key(*name))
                .map(|(name, value)| (name.clone(), keep(value, &kept[name])))
                .collect(),
            (Value::Array(items), Value::Array(kept)) => {
                items.iter().zip(kept).map(|(value, kept)| keep(value, kept)).collect()
            }
            _ => value.clone(),
        }
    }
    keep(value, &serde_json::to_value(flatten).expect("encodes"))
}

/// Reads every event of a document and throws it away: the floor for any reader.
fn bare_events(xml: &str) -> usize {
    let mut reader = quick_xml::Reader::from_str(xml);
    let mut count = 0;
    loop {
        match reader.read_event().expect("well-formed") {
            quick_xml::events::Event::Eof => return count,
            event => {
                black_box(event);
                count += 1;
            }
        }
    }
}

/// Reads every event and writes it again: the floor for any writer that has something to write.
fn bare_copy(xml: &str) -> Vec<u8> {
    let mut reader = quick_xml::Reader::from_str(xml);
    let mut writer = quick_xml::Writer::new(Vec::with_capacity(xml.len()));
    loop {
        match reader.read_event().expect("well-formed") {
            quick_xml::events::Event::Eof => return writer.into_inner(),
            event => writer.write_event(event).expect("a vector takes it"),
        }
    }
}

/// A documented payload as strict, compact JSON: the seeds have trailing commas.
fn strict(text: &str) -> String {
    let value: Value =
        jsonc_parser::parse_to_serde_value(text, &Default::default()).expect("is meant as JSON");
    value.to_string()
}

/// Compares the SOAP message with the floors of reading and writing.
fn soap(title: &str, text: &str) {
    type Message = ews_um::soap::Envelope<ews_um::um::Response>;
    let message: Message = call_wire::xml::decode(text.as_bytes()).expect("the message fits the type");
    compare(
        &format!("{title}, decode"),
        &[
            Contender(
                "ours",
                Box::new(|| {
                    black_box(
                        call_wire::xml::decode::<Message>(black_box(text.as_bytes())).expect("decodes"),
                    );
                }),
            ),
            Contender(
                "quick-xml's bare events",
                Box::new(|| {
                    black_box(bare_events(black_box(text)));
                }),
            ),
        ],
    );
    compare(
        &format!("{title}, encode"),
        &[
            Contender(
                "ours",
                Box::new(|| {
                    black_box(call_wire::xml::encode(black_box(&message)).expect("encodes"));
                }),
            ),
            Contender(
                "quick-xml's bare events, read and written",
                Box::new(|| {
                    black_box(bare_copy(black_box(text)));
                }),
            ),
        ],
    );
}

fn main() {
    let call = strict(include_str!("../../examples/graph-calls/seed/get-call-1.response.json"));
    json::<graph_calls::Call, rivals::flatten::Call, rivals::lossy::Call>("Graph call 1", &call);
    let acs = strict(include_str!("../../examples/acs-calling/seed/get-call.response.json"));
    json::<
        acs_calling::CallConnectionProperties,
        rivals::flatten::CallConnectionProperties,
        rivals::lossy::CallConnectionProperties,
    >("ACS call", &acs);
    soap("GetCallInfo response", include_str!("../../examples/ews-um/seed/get-call-info.en.response.xml"));
}
