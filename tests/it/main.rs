//! Tests of the documents that the project was asked to cover, of the errors of all clients, and of the generated code.

mod client_creation;
mod freshness;
mod seeds;
mod soap_faults;
mod transport_faults;
