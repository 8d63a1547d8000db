//! The generator of the three protocol crates, and the other chores of this workspace.

pub mod facts;
pub mod fault;
pub mod generate;
pub mod lower;
pub mod refine;
