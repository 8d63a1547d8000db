//! Documented payloads and exchanges, faults of all clients, and the freshness of the generated code.

mod acs_clients;
mod client_creation;
mod ews_clients;
mod freshness;
mod graph_clients;
mod json_payloads;
mod seeds;
mod soap_faults;
mod transport_faults;
mod xml_payloads;
