//! Tests over real HTTP, with the clients and the receivers of this workspace.
#![allow(clippy::unwrap_used, reason = "tests")]

mod graph;
