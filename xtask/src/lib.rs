//! The code generator of the protocol crates, and other tasks of this workspace.

pub mod apis;
pub mod bench;
pub mod check;
pub mod cli;
pub mod codegen;
pub mod coverage;
pub mod diagnostic;
pub mod diff;
pub mod documented;
pub mod emit;
pub mod examples;
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
