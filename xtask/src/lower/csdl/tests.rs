//! Lowering CSDL.
