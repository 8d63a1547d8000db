//! Keys that are fetched over HTTP, and cached.

mod keys;
mod options;
mod state;

pub use keys::FetchedKeys;
pub use options::FetchOptions;
