//! Drives a page in Chromium.

mod browser;
mod tab;

pub use browser::Chromium;
pub use tab::Tab;
