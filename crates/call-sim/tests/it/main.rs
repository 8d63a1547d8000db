//! Tests of the simulator over real HTTP on loopback.

mod nothing_twice;
mod request_faults;
mod sim;
