//! Mutated documents, read by us and by serde_json, and through types and back.
//!
//! `DOCUMENTS=400000 cargo test --release -p call-wire --test differential -- --nocapture` reads more of them.

use std::collections::BTreeMap;
use std::fmt::Debug;

use crate::common::model::{Circle, Config, Hosted, Plain, Shape, Thing, Wide};
use crate::common::{agree, exact, mutate, round_trip};
use fastrand::Rng;

/// How many documents are read if nobody asks for more.
const DOCUMENTS: usize = 12_000;

/// Hands out documents, each one of the first seeds with some changes.
fn documents(seed: u64, seeds: &[Vec<u8>], default: usize, mut read: impl FnMut(&[u8])) {
    let asked = std::env::var("DOCUMENTS").ok().map(|count| count.parse().expect("DOCUMENTS is a number"));
    let mut random = Rng::with_seed(seed);
    for _ in 0..asked.unwrap_or(default) {
        let mut document = seeds[random.usize(..seeds.len())].clone();
        mutate::mutate(&mut document, seeds, &mut random);
        read(&document);
    }
}

/// Counts outcomes, and shows them.
fn tally<O: Copy + Debug>(name: &str, outcomes: &[O]) -> BTreeMap<String, usize> {
    let mut tally = BTreeMap::new();
    for outcome in outcomes {
        *tally.entry(format!("{outcome:?}")).or_default() += 1;
    }
    println!("{name}: {} documents, {tally:?}", outcomes.len());
    tally
}

#[test]
fn the_reader_and_serde_json_say_the_same_of_mutated_documents() {
    let mut verdicts = Vec::new();
    documents(1, &mutate::seeds(), DOCUMENTS, |document| verdicts.push(agree::verdict(document)));
    let tally = tally("verdicts", &verdicts);
    assert!(tally.values().all(|count| count * 100 > verdicts.len()), "too few of one kind: {tally:?}");
}

#[test]
fn mutated_objects_come_back_from_their_types() {
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
fn mutated_unions_come_back_from_their_types() {
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
fn the_comparison_of_what_came_with_what_was_written_can_fail() {
    for (came, written) in [
        ("1.0", "1"),
        ("{\"a\":null}", "{}"),
        ("{}", "{\"a\":null}"),
        ("{\"a\":1,\"a\":2}", "{\"a\":1}"),
        ("[1,2]", "[2,1]"),
        ("\"\\ud800\"", "\"\\ud801\""),
    ] {
        let [came, written] = [came, written].map(|text| exact::Exact::read(text).expect("is JSON"));
        assert!(!came.is_written_as(&written), "{came:?} {written:?}");
    }
}
