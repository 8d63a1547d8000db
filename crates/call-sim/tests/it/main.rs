//! Tests of the simulator over real HTTP on loopback.

mod acs_calls;
mod acs_event_grid;
mod acs_events;
mod acs_media;
mod acs_participants;
mod acs_reach;
mod acs_recognize;
mod acs_recording;
mod acs_requests;
mod acs_streaming;
mod app;
mod control;
mod exchange;
mod exchange_autodiscover;
mod exchange_ews;
mod exchange_faults;
mod exchange_refusals;
mod exchange_um;
mod graph;
mod grid;
mod media;
mod nothing_twice;
mod request_faults;
mod sim;
