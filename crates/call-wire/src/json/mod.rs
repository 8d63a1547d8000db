//! JSON objects that lose nothing, unions that read their tag first, and decoding that says where it failed.
//!
//! Generated structs implement [`Object`] through [`json_object!`](crate::json_object), generated unions
//! [`Union`] through [`json_union!`](crate::json_union). [`decode`] and [`encode`] are the fast way between
//! bytes and types: a type reads itself from a [`Reader`] and writes itself into a [`Writer`], and what has no
//! type stays [`Raw`] text, so that every digit comes back. [`decode_lenient`] goes on after a bad member.
//!
//! All generated types also have serde's traits, for other formats and for frameworks that want them. A value then
//! crosses a bridge: it is made a text and read again, which takes about twice the time of [`decode`] or
//! [`encode`], and numbers become 64-bit integers or doubles.

pub(crate) mod bridge;
mod decode;
mod error;
mod extra;
mod issues;
mod macros;
mod object;
mod place;
mod raw;
mod reader;
mod redact;
mod registry;
mod same;
mod scalar;
mod sequence;
mod tag;
mod union;
mod wire;
mod writer;

pub use crate::redact::is_secret_name;
pub use decode::{
    DecodeError, decode, decode_lenient, decode_lenient_listing, decode_lenient_value, decode_value, encode,
    encode_value, text,
};
pub use error::ReadError;
pub use extra::Extra;
pub use issues::{Issue, Issues};
pub use object::{
    Fields, Info, MemberWriter, Object, ReadAside, WriteAside, debug_object, read_object, read_object_with,
    write_object, write_object_with,
};
pub use raw::{Json, Raw};
pub use reader::{Kind, Place, Reader};
pub use registry::{RegisteredType, RegisteredValue};
pub use scalar::read_open_enum;
pub use tag::Tag;
pub use union::{Union, UnknownObject, different_tags, read_union, write_union};
pub use wire::{Comparison, Slot, Wire};
pub use writer::{EncodeError, Writer};

use decode::{decode_lenient_text, decode_text};

pub use serde_json::Value;
