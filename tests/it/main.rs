//! Documented payloads and exchanges, faults of all clients, and the freshness of the generated code.

mod client_creation;
mod freshness;
mod seeds;
mod soap_faults;
mod transport_faults;
