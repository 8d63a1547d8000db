//! Measures the time of each contender in one run. The ratios can be compared between machines and runs, the times
//! cannot.
//!
//! `bench --list` prints the ids of the contenders. `bench --only GROUP/NAME --times N` runs one of them, for a tool
//! that counts instructions.

use bench::{Group, groups};

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match arguments.as_slice() {
        [] => groups().iter().for_each(Group::compare),
        ["--list"] => groups().iter().flat_map(Group::ids).for_each(|id| println!("{id}")),
        ["--only", id, "--times", times] => {
            let times = times.parse().expect("a number of times");
            let found = groups().iter().any(|group| group.run(id, times));
            assert!(found, "`{id}` is not a contender (see `bench --list`)");
        }
        _ => panic!("usage: bench [--list | --only GROUP/NAME --times N]"),
    }
}
