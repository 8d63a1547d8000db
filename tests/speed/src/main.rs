//! Decoding and encoding, side by side in one run: `cargo xtask bench`.
//!
//! What is measured are the functions that users call: `json::decode` and `encode`, the receivers' `parse`, and
//! serde's traits as the bridge that they are. They run against `serde_json::Value`, against a plain lossy
//! derive, and against the floor: passing over a document, or copying bare XML events. What counts are the
//! ratios; the times are of this machine and this moment.
//!
//! `speed --list` names the contenders, and `speed --only GROUP/NAME --times N` runs one of them, for a tool that
//! counts instructions.

mod bulk;
mod group;
mod payloads;
mod rivals;
mod soap;

use group::Group;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let groups = groups();
    match arguments.as_slice() {
        [] => groups.iter().for_each(Group::compare),
        ["--list"] => groups.iter().for_each(Group::list),
        ["--only", id, "--times", times] => {
            let times = times.parse().expect("a number of times");
            let found = groups.iter().any(|group| group.run(id, times));
            assert!(found, "no contender is called {id}");
        }
        _ => panic!("usage: speed [--list | --only GROUP/NAME --times N]"),
    }
}

fn groups() -> Vec<Group> {
    [payloads::groups(), bulk::groups(), soap::groups()].into_iter().flatten().collect()
}
