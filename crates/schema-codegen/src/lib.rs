//! Generates lossless types and clients from Swagger, OpenAPI, CSDL and XML Schema.

pub mod apis;
pub mod codegen;
pub mod diagnostic;
pub mod diff;
pub mod emit;
pub mod lock;
pub mod lower;
pub mod output;
pub mod progress;
pub mod publishers;
pub mod read;
pub mod report;
pub mod resolve;
pub mod scaffold;
pub mod surface;
pub mod verify;
pub mod write;
