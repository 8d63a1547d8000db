//! Unions: the tag is read first, and decides which type the rest is.

use std::{borrow::Cow, fmt, marker::PhantomData, vec};

use serde::{
    Deserialize, Deserializer, Serialize, Serializer,
    de::{
        DeserializeSeed, Error, MapAccess, Visitor,
        value::{BorrowedStrDeserializer, CowStrDeserializer, MapAccessDeserializer},
    },
};
use serde_json::{Map, Value};

use super::{
    Context, Object,
    context::Segment,
    object::{Name, read_members},
    tag::{ReadTag, TagValue},
    veil,
};

/// One of several object types, told apart by a member. Implemented by [`json_union!`](crate::json_union).
pub trait Union: Sized {
    /// The schema's name of the type.
    const NAME: &'static str;
    /// The name of the member that holds the tag.
    const TAG: &'static str;

    /// The arm that a tag stands for, counted from 0; the number of the arms for any other tag.
    fn arm(tag: &str) -> usize;

    /// Whether a text is, to the letter, the tag that the type of an arm writes.
    fn is_own(arm: usize, tag: &str) -> bool;

    /// Reads the object of an arm, whose own tag may have been read already.
    ///
    /// # Errors
    ///
    /// As [`Wire::read`](super::Wire::read).
    fn read_arm<'de, A: MapAccess<'de>>(
        arm: usize,
        has_own_tag: bool,
        map: A,
        context: &mut Context,
    ) -> Result<Self, A::Error>;
}

/// An object whose tag is missing, or not known to this version. It keeps the whole payload.
#[derive(Clone, Default, PartialEq)]
pub struct UnknownObject(pub Map<String, Value>);

impl fmt::Debug for UnknownObject {
    /// Without the values of members that are secrets by their names.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut map = f.debug_map();
        for (name, value) in &self.0 {
            map.entry(name, &format_args!("{}", veil::member(name, value)));
        }
        map.finish()
    }
}

impl UnknownObject {
    /// Keeps all members of an object.
    ///
    /// # Errors
    ///
    /// Malformed input.
    pub fn read<'de, A: MapAccess<'de>>(map: A) -> Result<Self, A::Error> {
        Map::deserialize(MapAccessDeserializer::new(map)).map(Self)
    }
}

impl Serialize for UnknownObject {
    fn serialize<S: Serializer>(&self, output: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(output)
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
    input.deserialize_map(UnionVisitor { context, union: PhantomData })
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
        let mut arm = usize::MAX;
        while let Some(name) = map.next_key_seed(Name)? {
            if name == U::TAG {
                let value = map.next_value_seed(ReadTag)?;
                check_tag::<U, A::Error>(&value, self.context)?;
                arm = value.as_str().map_or(usize::MAX, U::arm);
                if before.is_empty() && value.as_str().is_some_and(|tag| U::is_own(arm, tag)) {
                    return U::read_arm(arm, true, map, self.context);
                }
                tag = Some(value);
                break;
            }
            before.push((name, map.next_value::<Value>()?));
        }
        let map = Resumed { before: before.into_iter(), name: U::TAG, tag, value: None, rest: map };
        U::read_arm(arm, false, map, self.context)
    }
}

/// A tag that is no text is a fault like any other wrong type; null says as little as no tag.
fn check_tag<U: Union, E: Error>(tag: &TagValue<'_>, context: &mut Context) -> Result<(), E> {
    let TagValue::Other(raw) = tag else { return Ok(()) };
    if raw.is_null() {
        return Ok(());
    }
    let message = format!("invalid type: {raw}, expected a string");
    context.failed_in(Segment::Member(Cow::Borrowed(U::TAG)));
    if context.lenient {
        context.record(&message, raw.clone());
        return Ok(());
    }
    Err(E::custom(message))
}

/// A map whose first members have been read already.
struct Resumed<'de, A> {
    before: vec::IntoIter<(Cow<'de, str>, Value)>,
    name: &'static str,
    tag: Option<TagValue<'de>>,
    /// The value of the name that was told last.
    value: Option<TagValue<'de>>,
    rest: A,
}

impl<'de, A: MapAccess<'de>> MapAccess<'de> for Resumed<'de, A> {
    type Error = A::Error;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, A::Error> {
        if let Some((name, value)) = self.before.next() {
            self.value = Some(TagValue::Other(value));
            return seed.deserialize(CowStrDeserializer::new(name)).map(Some);
        }
        if let Some(tag) = self.tag.take() {
            self.value = Some(tag);
            return seed.deserialize(BorrowedStrDeserializer::new(self.name)).map(Some);
        }
        self.rest.next_key_seed(seed)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, A::Error> {
        match self.value.take() {
            Some(value) => value.feed(seed),
            None => self.rest.next_value_seed(seed),
        }
    }
}

/// Reads the object of an arm, in its box.
///
/// # Errors
///
/// As [`Wire::read`](super::Wire::read).
#[doc(hidden)]
pub fn read_boxed<'de, O: Object, A: MapAccess<'de>>(
    has_own_tag: bool,
    map: A,
    context: &mut Context,
) -> Result<Box<O>, A::Error> {
    let mut object = Box::<O>::default();
    if let Some(tag) = O::INFO.tag.as_ref().filter(|_| has_own_tag) {
        object.extra_mut().set_tag(tag, O::INFO);
    }
    read_members(map, &mut *object, context)?;
    Ok(object)
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

            fn arm(tag: &str) -> usize {
                const TAGS: &[&str] = &[$($value),*];
                TAGS.iter()
                    .position(|value| ($crate::json::Tag { name: $tag, value }).is(tag))
                    .unwrap_or(TAGS.len())
            }

            fn is_own(arm: usize, tag: &str) -> bool {
                const OWN: &[::std::option::Option<$crate::json::Tag>] = &[
                    $(<$type as $crate::json::Object>::INFO.tag,)*
                    $(<$base as $crate::json::Object>::INFO.tag,)?
                ];
                matches!(OWN.get(arm), ::std::option::Option::Some(::std::option::Option::Some(own))
                    if own.name == $tag && own.value == tag)
            }

            fn read_arm<'de, A: $crate::export::serde::de::MapAccess<'de>>(
                arm: usize,
                _has_own_tag: bool,
                map: A,
                _context: &mut $crate::json::Context,
            ) -> ::std::result::Result<Self, A::Error> {
                #[allow(dead_code, reason = "the variants are the arms, to count them")]
                enum Index { $($arm),* }
                match arm {
                    $(arm if arm == Index::$arm as usize => {
                        $crate::json::read_boxed::<$type, A>(_has_own_tag, map, _context).map(Self::$arm)
                    })*
                    _ => $crate::json_union!(@read _has_own_tag map _context $rest $($base)?),
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
    (@read $own:ident $map:ident $context:ident $rest:ident) => {
        $crate::json::UnknownObject::read($map).map(Self::$rest)
    };
    (@read $own:ident $map:ident $context:ident $rest:ident $base:ident) => {
        $crate::json::read_boxed::<$base, A>($own, $map, $context).map(Self::$rest)
    };
}

/// Gives a union whose arms share a base type a method for each member of the base.
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
