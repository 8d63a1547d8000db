//! Tests of the simulator over real HTTP on loopback.

mod acs_event_grid;
mod acs_recording;
mod acs_streaming;
mod app;
mod grid;
mod media;
mod request_faults;
mod sim;
