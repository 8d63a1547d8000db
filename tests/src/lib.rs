//! Proof that the types are right.
