//! Tests of the simulator with the clients and receivers of this workspace, over HTTP on loopback.

mod exchange;
mod exchange_autodiscover;
mod exchange_ews;
mod exchange_refusals;
mod exchange_um;
