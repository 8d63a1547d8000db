//! Unions: the tag selects the type of an object.

use std::borrow::Cow;
use std::fmt;

use super::error::ReadError;
use super::extra::Extra;
use super::info::{Info, are_different};
use super::kind::Kind;
use super::object::{Fields, MemberWriter, read_object, write_object};
use super::raw::Raw;
use super::reader::Reader;
use super::tag::Tag;
use super::wire::{Slot, Wire};
use super::writer::Writer;

/// One of several object types, selected by a tag. Implemented by [`json_union!`](crate::json_union).
///
/// If the tag is repeated, the first one counts, since it must be known before the other members are read. If another
/// member is repeated, the last one counts.
///
/// The variant determines the tag that is written. If the tag is also a typed member of the variant's type and has a
/// value, that value is written. Do not set it to the tag of another variant.
pub trait Union: Sized {
    /// The name of the type in the schema.
    const NAME: &'static str;
    /// The name of the member with the tag.
    const TAG: &'static str;
    /// The tags of the variants.
    const TAGS: &'static [&'static str];

    /// Creates an empty object of the variant whose tag is at an index. If the index is out of range, creates the
    /// variant for unknown tags.
    fn empty(arm: usize) -> Self;

    /// Returns the object of the variant, and the tag that the variant writes.
    fn object(&self) -> (&dyn Fields, Option<Tag>);

    /// Returns the object of the variant.
    fn object_mut(&mut self) -> &mut dyn Fields;
}

/// An object whose tag is missing, or unknown to this version. [`extra`](Self::extra) contains all of its members.
#[derive(Clone, Default, PartialEq)]
pub struct UnknownObject {
    /// All members.
    pub extra: Extra,
}

impl UnknownObject {
    /// Returns the member with this name.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<Raw<'_>> {
        self.extra.get(name)
    }
}

impl fmt::Debug for UnknownObject {
    /// Formats the members, and redacts those whose names indicate secrets.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.extra.fmt(f)
    }
}

impl Fields for UnknownObject {
    fn info(&self) -> &'static Info {
        const { &Info::new("any object", &[], &[], None) }
    }

    fn extra(&self) -> &Extra {
        &self.extra
    }

    fn extra_mut(&mut self) -> &mut Extra {
        &mut self.extra
    }

    fn slot(&self, _: usize) -> Option<&dyn Slot> {
        None
    }

    fn slot_mut(&mut self, _: usize) -> Option<&mut dyn Slot> {
        None
    }

    fn write(&self, _: &mut MemberWriter<'_>) {}
}

impl Wire for UnknownObject {
    fn read(input: &mut Reader<'_>) -> Result<Self, ReadError> {
        let mut object = Self::default();
        read_object(&mut object, None, input)?;
        Ok(object)
    }

    fn write(&self, output: &mut Writer) {
        write_object(self, None, output);
    }
}

json_serde!(UnknownObject);

/// Checks that the tags of a union are different, and returns them.
///
/// # Panics
///
/// Panics if two tags are the same. The macro evaluates this function in a constant, so such a table does not compile.
#[doc(hidden)]
#[must_use]
pub const fn different_tags(tags: &'static [&'static str]) -> &'static [&'static str] {
    assert!(are_different(tags), "two variants have the same tag");
    tags
}

/// Reads a union.
///
/// # Errors
///
/// Returns the errors of [`Wire::read`].
pub fn read_union<U: Union>(input: &mut Reader<'_>) -> Result<U, ReadError> {
    // A tag that is a typed member is read again as that member, which reports its error.
    let is_member = || U::empty(usize::MAX).object().0.info().members.contains(&U::TAG);
    let mut union = U::empty(find_arm(U::NAME, U::TAG, U::TAGS, &is_member, input)?);
    read_object(union.object_mut(), Some(U::TAG), input)?;
    Ok(union)
}

/// Looks ahead for the tag, and returns the index of its variant.
fn find_arm(
    name: &str,
    tag: &'static str,
    tags: &[&'static str],
    is_member: &dyn Fn() -> bool,
    input: &mut Reader<'_>,
) -> Result<usize, ReadError> {
    if input.kind()? != Kind::Object {
        return Err(input.unexpected(&format!("an object ({name}, selected by {tag})")));
    }
    let start = input.place();
    let text = if input.find_member(tag)? { read_tag(is_member, input)? } else { None };
    input.back(start);
    let arm = text.and_then(|text| tags.iter().position(|value| (Tag { name: tag, value }).is(&text)));
    Ok(arm.unwrap_or(usize::MAX))
}

/// Reads a tag. A null is the same as no tag. Any other value that is not a string is an error.
fn read_tag<'t>(
    is_member: &dyn Fn() -> bool,
    input: &mut Reader<'t>,
) -> Result<Option<Cow<'t, str>>, ReadError> {
    if input.null()? {
        return Ok(None);
    }
    let place = input.place();
    match input.string("a string") {
        Ok(text) => Ok(Some(text)),
        Err(error) if input.is_lenient() && !error.is_malformed() && is_member() => Ok(None),
        Err(error) => input.pass_over(place, error).map(|_| None),
    }
}

/// Writes a union.
pub fn write_union<U: Union>(union: &U, output: &mut Writer) {
    let (object, tag) = union.object();
    write_object(object, tag, output);
}

/// Implements [`Union`](crate::json::Union) and serde's traits for an enum of boxed objects.
///
/// The table contains the name of the tag, and the type and the tag of each variant. `else` names the variant for other
/// tags and for objects without a tag. It is either `Unknown`, which keeps the whole object as
/// [`UnknownObject`](crate::json::UnknownObject), or `Base(Type)` with a type of its own.
///
/// A variant without a row in the table does not compile:
///
/// ```compile_fail,E0004
/// # #[derive(Clone, Default, PartialEq)]
/// # pub struct Square { pub extra: call_wire::json::Extra }
/// # call_wire::json_object!(Square "square" {});
/// #[derive(Clone, Debug, PartialEq)]
/// enum Shape {
///     Square(Box<Square>),
///     Circle(Box<Square>),
///     Unknown(call_wire::json::UnknownObject),
/// }
/// call_wire::json_union!(Shape "shape" by "kind" { Square(Square): "square" } else Unknown);
/// ```
#[macro_export]
macro_rules! json_union {
    (
        $union:ident $name:literal by $tag:literal {
            $($arm:ident($type:ident): $value:literal),* $(,)?
        } else $rest:ident $(($base:ident))?
    ) => {
        impl $crate::json::Union for $union {
            const NAME: &'static str = $name;
            const TAG: &'static str = $tag;
            const TAGS: &'static [&'static str] = $crate::json::different_tags(&[$($value),*]);

            fn empty(arm: usize) -> Self {
                #[allow(dead_code, reason = "counts the variants")]
                enum Index { $($arm),* }
                match arm {
                    $(arm if arm == Index::$arm as usize => Self::$arm(::std::default::Default::default()),)*
                    _ => Self::$rest(::std::default::Default::default()),
                }
            }

            fn object(
                &self,
            ) -> (&dyn $crate::json::Fields, ::std::option::Option<$crate::json::Tag>) {
                match self {
                    $(Self::$arm(object) => (
                        &**object,
                        ::std::option::Option::Some($crate::json::Tag { name: $tag, value: $value }),
                    ),)*
                    Self::$rest(object) => $crate::json_union!(@rest object $($base)?),
                }
            }

            fn object_mut(&mut self) -> &mut dyn $crate::json::Fields {
                match self {
                    $(Self::$arm(object) => &mut **object,)*
                    Self::$rest(object) => $crate::json_union!(@rest_mut object $($base)?),
                }
            }
        }

        impl $crate::json::Wire for $union {
            fn read(
                input: &mut $crate::json::Reader<'_>,
            ) -> ::std::result::Result<Self, $crate::json::ReadError> {
                $crate::json::read_union(input)
            }

            fn write(&self, output: &mut $crate::json::Writer) {
                $crate::json::write_union(self, output);
            }

            fn same(&self, other: &Self) -> bool {
                match (self, other) {
                    $((Self::$arm(one), Self::$arm(other)) => $crate::json::Wire::same(one, other),)*
                    (Self::$rest(one), Self::$rest(other)) => $crate::json::Wire::same(one, other),
                    _ => false,
                }
            }
        }

        $crate::json_serde!($union);

        $(impl ::std::convert::From<$type> for $union {
            fn from(object: $type) -> Self {
                Self::$arm(::std::boxed::Box::new(object))
            }
        })*

        $(impl ::std::convert::From<$base> for $union {
            fn from(object: $base) -> Self {
                Self::$rest(::std::boxed::Box::new(object))
            }
        })?
    };
    (@rest $object:ident) => { ($object, ::std::option::Option::None) };
    (@rest $object:ident $base:ident) => { (&**$object, ::std::option::Option::None) };
    (@rest_mut $object:ident) => { $object };
    (@rest_mut $object:ident $base:ident) => { &mut **$object };
}

/// Implements a method for each member that all variants of a union have.
#[macro_export]
macro_rules! json_accessors {
    ($union:ident $arms:tt { $($(#[$doc:meta])* $member:ident: $type:ty,)* }) => {
        impl $union {
            $($crate::json_accessors!(@one $arms [$(#[$doc])*] $member $type);)*
        }
    };
    (@one [$($arm:ident),* $(,)?] [$($doc:tt)*] $member:ident $type:ty) => {
        $($doc)*
        #[must_use]
        pub fn $member(&self) -> ::std::option::Option<&$type> {
            match self {
                $(Self::$arm(object) => object.$member.as_ref(),)*
            }
        }
    };
}
