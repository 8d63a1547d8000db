//! Measures the CPU time of requests, compared with plain reqwest.
//!
//! `requests --only NAME --times N` sends N requests with one contender (`ours` or `reqwest`), for a profiler.

use bench::requests::{Failure, compare, only, serve};

fn main() -> Result<(), Failure> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match arguments.as_slice() {
        [] => compare(),
        // `compare` and `only` start the server with this argument.
        ["--serve"] => serve(),
        ["--only", name, "--times", times] => only(name, times.parse()?),
        _ => Err("usage: requests [--only ours|reqwest --times N]".into()),
    }
}
