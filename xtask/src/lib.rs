//! The generator of the three protocol crates, and the other chores of this workspace.

pub mod fault;
pub mod lower;
pub mod read;
