//! Unions: the tag is read first, and decides which type the rest is.

use std::{borrow::Cow, fmt, marker::PhantomData, vec};

use serde::{
    Deserialize, Deserializer, Serialize, Serializer,
    de::{DeserializeSeed, Error, MapAccess, Visitor, value::CowStrDeserializer},
};
use serde_json::{Map, Value};

use super::{
    Context, Object,
    object::{Name, read_members},
};

/// One of several object types, told apart by a member. Implemented by [`json_union!`](crate::json_union).
pub trait Union: Sized {
    /// The schema's name of the type.
    const NAME: &'static str;
    /// The name of the member that holds the tag.
    const TAG: &'static str;

    /// Reads the object that belongs to a tag.
    ///
    /// # Errors
    ///
    /// As [`Wire::read`](super::Wire::read).
    fn read_tagged<'de, A: MapAccess<'de>>(
        tag: Option<&str>,
        map: A,
        context: &mut Context,
    ) -> Result<Self, A::Error>;
}

/// The tag that a type writes where a union is expected.
#[derive(Clone, Copy, Debug)]
pub struct Tag {
    /// The name of the member.
    pub name: &'static str,
    /// The value that stands for the type.
    pub value: &'static str,
}

impl Tag {
    /// Whether a text is this tag. OData allows a type's name with and without its `#`.
    #[must_use]
    pub fn is(&self, text: &str) -> bool {
        text.strip_prefix('#').unwrap_or(text) == self.value.strip_prefix('#').unwrap_or(self.value)
    }

    /// Whether an object already carries this tag.
    pub(super) fn is_said_by<O: Object>(&self, object: &O) -> bool {
        object.is_set(self.name) == Some(true)
            || object
                .extra()
                .get(self.name)
                .and_then(Value::as_str)
                .is_some_and(|text| self.is(text))
    }
}

/// An object whose tag is missing, or not known to this version. It keeps the whole payload.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct UnknownObject {
    /// The tag, if there was one.
    pub tag: Option<String>,
    /// Every member, the tag included.
    pub members: Map<String, Value>,
}

impl UnknownObject {
    /// Keeps all members of an object.
    ///
    /// # Errors
    ///
    /// Malformed input.
    pub fn read<'de, A: MapAccess<'de>>(tag: Option<&str>, mut map: A) -> Result<Self, A::Error> {
        let mut members = Map::new();
        while let Some((name, value)) = map.next_entry()? {
            members.insert(name, value);
        }
        Ok(Self {
            tag: tag.map(str::to_owned),
            members,
        })
    }
}

impl Serialize for UnknownObject {
    fn serialize<S: Serializer>(&self, output: S) -> Result<S::Ok, S::Error> {
        self.members.serialize(output)
    }
}

/// Reads a union.
///
/// # Errors
///
/// As [`Wire::read`](super::Wire::read).
pub fn read_union<'de, U: Union, D: Deserializer<'de>>(
    input: D,
    context: &mut Context,
) -> Result<U, D::Error> {
    input.deserialize_map(UnionVisitor {
        context,
        union: PhantomData,
    })
}

struct UnionVisitor<'c, U> {
    context: &'c mut Context,
    union: PhantomData<U>,
}

impl<'de, U: Union> Visitor<'de> for UnionVisitor<'_, U> {
    type Value = U;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "an object ({} by its {})", U::NAME, U::TAG)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<U, A::Error> {
        // Members before the tag are set aside; usually there are none.
        let mut before = Vec::new();
        let mut tag = None;
        while let Some(name) = map.next_key_seed(Name)? {
            let value = map.next_value::<Value>()?;
            let is_tag = name == U::TAG;
            if is_tag {
                tag = value.as_str().map(str::to_owned);
            }
            before.push((name, value));
            if is_tag {
                break;
            }
        }
        let map = Resumed {
            before: before.into_iter(),
            value: None,
            rest: map,
        };
        U::read_tagged(tag.as_deref(), map, self.context)
    }
}

/// A map whose first members have been read already.
struct Resumed<'de, A> {
    before: vec::IntoIter<(Cow<'de, str>, Value)>,
    value: Option<Value>,
    rest: A,
}

impl<'de, A: MapAccess<'de>> MapAccess<'de> for Resumed<'de, A> {
    type Error = A::Error;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, A::Error> {
        let Some((name, value)) = self.before.next() else {
            return self.rest.next_key_seed(seed);
        };
        self.value = Some(value);
        seed.deserialize(CowStrDeserializer::new(name)).map(Some)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, A::Error> {
        match self.value.take() {
            Some(value) => seed.deserialize(value).map_err(A::Error::custom),
            None => self.rest.next_value_seed(seed),
        }
    }
}

/// Reads the object of an arm.
///
/// # Errors
///
/// As [`Wire::read`](super::Wire::read).
#[doc(hidden)]
pub fn read_arm<'de, O: Object, A: MapAccess<'de>>(map: A, context: &mut Context) -> Result<O, A::Error> {
    read_members(map, context)
}

impl<'de> Deserialize<'de> for UnknownObject {
    fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        Ok(Self {
            tag: None,
            members: Map::deserialize(input)?,
        })
    }
}

/// Makes an enum of boxed objects a [`Union`](crate::json::Union), and gives it serde's traits.
///
/// The table says the tag's name, and for each arm the type and its tag. `Base(Type)` names the arm that takes
/// every other tag, and none; without it they go to the arm `Unknown`, which keeps the whole payload.
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

            fn read_tagged<'de, A: $crate::export::serde::de::MapAccess<'de>>(
                tag: ::std::option::Option<&str>,
                map: A,
                _context: &mut $crate::json::Context,
            ) -> ::std::result::Result<Self, A::Error> {
                match tag {
                    $(::std::option::Option::Some(text)
                        if ($crate::json::Tag { name: $tag, value: $value }).is(text) =>
                    {
                        $crate::json::read_arm::<$type, A>(map, _context)
                            .map(|object| Self::$arm(::std::boxed::Box::new(object)))
                    })*
                    _ => $crate::json_union!(@read tag map _context $rest $($base)?),
                }
            }
        }

        impl $crate::json::Wire for $union {
            fn read<'de, D: $crate::export::serde::Deserializer<'de>>(
                input: D,
                context: &mut $crate::json::Context,
            ) -> ::std::result::Result<Self, D::Error> {
                $crate::json::read_union(input, context)
            }
        }

        impl $crate::export::serde::Serialize for $union {
            fn serialize<S: $crate::export::serde::Serializer>(
                &self,
                output: S,
            ) -> ::std::result::Result<S::Ok, S::Error> {
                match self {
                    $(Self::$arm(object) => $crate::json::write_object(
                        &**object,
                        ::std::option::Option::Some($crate::json::Tag { name: $tag, value: $value }),
                        output,
                    ),)*
                    Self::$rest(object) => $crate::export::serde::Serialize::serialize(object, output),
                }
            }
        }

        $crate::json_deserialize!($union);

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
    (@read $tag:ident $map:ident $context:ident $rest:ident) => {
        $crate::json::UnknownObject::read($tag, $map).map(Self::$rest)
    };
    (@read $tag:ident $map:ident $context:ident $rest:ident $base:ident) => {
        $crate::json::read_arm::<$base, A>($map, $context)
            .map(|object| Self::$rest(::std::boxed::Box::new(object)))
    };
}
