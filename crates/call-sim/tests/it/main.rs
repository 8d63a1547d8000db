//! Tests of the simulator over real HTTP on loopback.

mod request_faults;
mod sim;
