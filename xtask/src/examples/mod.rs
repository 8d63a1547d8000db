//! Example payloads: found in documentation, and read as their authors meant them.

pub mod mend;
