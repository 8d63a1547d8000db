//! The guide, and the code that is generated for the hazards: it compiles, and its types decode and encode.

#![allow(
    unexpected_cfgs,
    reason = "the expected code depends on features of its crate; here each file behind a feature is a separate module"
)]

mod guide;
pub mod hazards_compile;
