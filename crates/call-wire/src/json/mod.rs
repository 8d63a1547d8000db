//! JSON objects that lose nothing, unions that read their tag first, and decoding that says where it failed.
//!
//! Generated structs implement [`Object`] through [`json_object!`](crate::json_object), generated unions
//! [`Union`] through [`json_union!`](crate::json_union). Both can be read with serde as well, but [`decode`]
//! says where a payload went wrong, and [`decode_lenient`] goes on after a bad member.

mod catalogue;
mod context;
mod decode;
mod extra;
mod object;
mod scalar;
mod sequence;
mod tag;
mod union;
mod veil;
mod wire;

pub use catalogue::{Dynamic, TypeEntry};
pub use context::{Context, Issue};
pub use decode::{
    DecodeError, decode, decode_lenient, decode_lenient_value, decode_value, encode, read_alone,
};
pub use extra::{Extra, Info};
pub use object::{MemberWriter, Object, debug_object, read_member, read_object, readable, write_object};
pub use scalar::read_open_enum;
pub use tag::Tag;
pub use union::{Union, UnknownObject, read_boxed, read_union};
pub use wire::Wire;

pub use serde_json::Value;
