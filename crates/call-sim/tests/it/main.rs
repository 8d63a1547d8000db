//! Tests of the simulator over real HTTP on loopback.

mod acs_calls;
mod acs_event_grid;
mod acs_recording;
mod app;
mod control;
mod exchange;
mod exchange_autodiscover;
mod exchange_ews;
mod exchange_refusals;
mod exchange_um;
mod graph;
mod grid;
mod nothing_twice;
mod request_faults;
mod sim;
