//! Compares mutated documents with serde_json, and checks their round trips through types.
//!
//! `DOCUMENTS=400000 cargo test --release -p call-wire --test it differential -- --nocapture` reads more documents.

use std::collections::BTreeMap;
use std::fmt::Debug;

use crate::common::model::{Circle, Config, Hosted, Plain, Shape, Thing, Wide};
use crate::common::{agree, exact, mutate, round_trip};
use fastrand::Rng;

/// The default number of documents.
const DOCUMENTS: usize = 12_000;

/// Calls a function with mutated documents, the same ones in each run.
fn documents(seed: u64, seeds: &[Vec<u8>], default: usize, mut read: impl FnMut(&[u8])) {
    let count = std::env::var("DOCUMENTS").ok().map(|count| count.parse().expect("DOCUMENTS is a number"));
    let mut random = Rng::with_seed(seed);
    for _ in 0..count.unwrap_or(default) {
        let mut document = seeds[random.usize(..seeds.len())].clone();
        mutate::mutate(&mut document, seeds, &mut random);
        read(&document);
    }
}

/// Counts outcomes, and prints the counts.
fn tally<O: Copy + Debug>(name: &str, outcomes: &[O]) -> BTreeMap<String, usize> {
    let mut tally = BTreeMap::new();
    for outcome in outcomes {
        *tally.entry(format!("{outcome:?}")).or_default() += 1;
    }
    println!("{name}: {} documents, {tally:?}", outcomes.len());
    tally
}

#[test]
fn the_reader_and_serde_json_agree_on_mutated_documents() {
    let mut verdicts = Vec::new();
    documents(1, &mutate::seeds(), DOCUMENTS, |document| verdicts.push(agree::verdict(document)));
    let tally = tally("verdicts", &verdicts);
    assert!(tally.values().all(|count| count * 100 > verdicts.len()), "too few of one kind: {tally:?}");
}

#[test]
fn mutated_objects_are_preserved_by_their_types() {
    let mut outcomes = Vec::new();
    let seeds: Vec<_> = mutate::SEEDS[..8].iter().map(|seed| seed.as_bytes().to_vec()).collect();
    documents(2, &seeds, DOCUMENTS / 4, |document| {
        outcomes.push(round_trip::check::<Thing>(document));
        outcomes.push(round_trip::check::<Wide>(document));
    });
    let tally = tally("objects", &outcomes);
    assert!(tally.values().all(|count| count * 20 > outcomes.len()), "too few of one kind: {tally:?}");
}

#[test]
fn mutated_unions_are_preserved_by_their_types() {
    let mut outcomes = Vec::new();
    let seeds = [
        r##"{"uri":"u","@type":"x.hosted","next":{"@type":"#x.local","count":1,"@type":"#x.hosted"},"kind":"hosted"}"##,
        r##"{"kind":"circle","radius":1.50,"kind":"hosted","inner":{"kind":null,"kind":"circle","inner":{"kind":"x"}}}"##,
        r##"{"radius":"1","@type":"#x.local","count":"7","kind":"Circle","uri":5,"inner":{"uri":"v","kind":"hosted"}}"##,
    ]
    .map(|text| text.as_bytes().to_vec());
    documents(3, &seeds, DOCUMENTS / 4, |document| {
        outcomes.push(round_trip::check::<Shape>(document));
        outcomes.push(round_trip::check::<Config>(document));
        outcomes.push(round_trip::check::<Circle>(document));
        outcomes.push(round_trip::check::<Hosted>(document));
        outcomes.push(round_trip::check::<Plain>(document));
    });
    tally("unions", &outcomes);
}

#[test]
fn the_comparison_finds_differences() {
    for (original, written) in [
        ("1.0", "1"),
        ("{\"a\":null}", "{}"),
        ("{}", "{\"a\":null}"),
        ("{\"a\":1,\"a\":2}", "{\"a\":1}"),
        ("[1,2]", "[2,1]"),
        ("\"\\ud800\"", "\"\\ud801\""),
    ] {
        let [original, written] =
            [original, written].map(|text| exact::Exact::read(text).expect("valid JSON"));
        assert!(!original.is_written_as(&written), "{original:?} {written:?}");
    }
}
