//! The Rust names that `renames.json` gives to types: the file, and how a module applies it.

mod apply;
mod file;

pub use self::file::{Rename, Renames};
