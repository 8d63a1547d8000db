//! Tests of the simulator over real HTTP on loopback.

mod acs_calls;
mod app;
mod request_faults;
mod sim;
