//! Tests of the simulator over real HTTP on loopback.

mod control;
mod request_faults;
mod sim;
