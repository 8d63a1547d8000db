//! Tests of the simulator over real HTTP on loopback.

mod exchange;
mod exchange_autodiscover;
mod exchange_ews;
mod exchange_refusals;
mod exchange_um;
mod graph;
mod nothing_twice;
mod request_faults;
mod sim;
