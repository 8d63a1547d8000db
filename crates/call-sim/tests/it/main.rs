//! Tests of the simulator over real HTTP on loopback.

mod acs_event_grid;
mod control;
mod grid;
mod request_faults;
mod sim;
