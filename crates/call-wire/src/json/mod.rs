//! Lossless JSON: objects, unions, and decoding errors with a path.
//!
//! Generated structs implement [`Object`] through [`json_object!`](crate::json_object), and generated unions implement
//! [`Union`] through [`json_union!`](crate::json_union). [`decode`] and [`encode`] convert between bytes and types: a
//! type reads itself from a [`Reader`] and writes itself to a [`Writer`]. Untyped values are kept as [`Raw`] text, with
//! every digit. [`decode_lenient`] skips members that cannot be decoded, and returns them as [`Issues`].
//!
//! All generated types also implement serde's traits, for other formats and for frameworks. These implementations
//! convert a value through JSON text. This takes about twice as long as [`decode`] or [`encode`], and numbers become
//! 64-bit integers or doubles.

// First: the other modules use its macros.
#[macro_use]
mod macros;

pub(crate) mod bridge;
mod decode;
mod error;
mod extra;
mod info;
mod issues;
mod kind;
pub(crate) mod location;
mod object;
mod place;
mod raw;
mod reader;
mod redact;
mod registry;
mod same;
mod scalar;
mod scan;
mod sequence;
mod tag;
mod union;
mod wire;
mod writer;

pub use crate::redact::is_secret_name;
pub use decode::{
    decode, decode_lenient, decode_lenient_value, decode_lenient_with_limit, decode_value, encode,
    encode_value, text, unknown_members, unknown_members_value,
};
pub use error::{DecodeError, ReadError};
pub use extra::Extra;
pub use info::Info;
pub use issues::{Issue, Issues};
pub use kind::Kind;
pub use object::{
    Fields, MemberWriter, Object, ReadMember, WriteMember, debug_object, read_object, read_object_with,
    write_object, write_object_with,
};
pub use place::Place;
pub use raw::{Json, Raw};
pub use reader::Reader;
pub use registry::{RegisteredType, RegisteredValue};
pub use scalar::read_open_enum;
pub use tag::Tag;
pub use union::{Union, UnknownObject, different_tags, read_union, write_union};
pub use wire::{Comparison, Slot, Wire};
pub use writer::{EncodeError, Writer};

pub use serde_json::Value;
