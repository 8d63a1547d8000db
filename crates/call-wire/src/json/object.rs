//! Objects: typed members as options, and everything else the wire said in `extra`.

use std::{borrow::Cow, fmt, marker::PhantomData};

use serde::{
    Deserializer, Serializer,
    de::{DeserializeSeed, Error, MapAccess, Visitor},
    ser::SerializeMap,
};
use serde_json::Value;

use super::{Context, Extra, Tag, Wire, context::Segment, wire::means};

/// A JSON object of a schema. Implemented by [`json_object!`](crate::json_object).
pub trait Object: Default {
    /// The schema's name of the type.
    const NAME: &'static str;
    /// The names of the members on the wire, in the schema's order.
    const MEMBERS: &'static [&'static str];

    /// What the typed members do not say.
    fn extra(&self) -> &Extra;

    /// What the typed members do not say, to change it.
    fn extra_mut(&mut self) -> &mut Extra;

    /// Reads the value of the member of that name; false if there is no such member.
    ///
    /// # Errors
    ///
    /// As [`Wire::read`].
    fn read_member<'de, A: MapAccess<'de>>(
        &mut self,
        name: &str,
        map: &mut A,
        context: &mut Context,
    ) -> Result<bool, A::Error>;

    /// Whether the member of that name has a value; `None` if there is no such member.
    fn is_set(&self, name: &str) -> Option<bool>;

    /// Whether a raw value can be read as the member of that name.
    fn is_readable(name: &str, raw: &Value) -> bool;

    /// Writes the members that have a value.
    ///
    /// # Errors
    ///
    /// Those of the output.
    fn write_members<M: SerializeMap>(&self, writer: &mut MemberWriter<'_, M>) -> Result<(), M::Error>;
}

/// Reads an object.
///
/// # Errors
///
/// As [`Wire::read`].
pub fn read_object<'de, O: Object, D: Deserializer<'de>>(
    input: D,
    context: &mut Context,
) -> Result<O, D::Error> {
    input.deserialize_map(ObjectVisitor {
        context,
        object: PhantomData,
    })
}

struct ObjectVisitor<'c, O> {
    context: &'c mut Context,
    object: PhantomData<O>,
}

impl<'de, O: Object> Visitor<'de> for ObjectVisitor<'_, O> {
    type Value = O;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "an object ({})", O::NAME)
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<O, A::Error> {
        read_members(map, self.context)
    }
}

/// Reads all members of an object.
pub(super) fn read_members<'de, O: Object, A: MapAccess<'de>>(
    mut map: A,
    context: &mut Context,
) -> Result<O, A::Error> {
    let mut object = O::default();
    while let Some(name) = map.next_key_seed(Name)? {
        if !object.read_member(&name, &mut map, context)? {
            let value = map.next_value::<Value>();
            let value = value.inspect_err(|_| context.failed_in(Segment::Member(name.to_string().into())))?;
            object.extra_mut().insert(name.into_owned(), value);
        }
    }
    Ok(object)
}

/// Reads the name of a member, without a copy where the input allows it.
pub(super) struct Name;

impl<'de> DeserializeSeed<'de> for Name {
    type Value = Cow<'de, str>;

    fn deserialize<D: Deserializer<'de>>(self, input: D) -> Result<Self::Value, D::Error> {
        input.deserialize_str(self)
    }
}

impl<'de> Visitor<'de> for Name {
    type Value = Cow<'de, str>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the name of a member")
    }

    fn visit_borrowed_str<E>(self, name: &'de str) -> Result<Self::Value, E> {
        Ok(Cow::Borrowed(name))
    }

    fn visit_str<E>(self, name: &str) -> Result<Self::Value, E> {
        Ok(Cow::Owned(name.to_owned()))
    }

    fn visit_string<E>(self, name: String) -> Result<Self::Value, E> {
        Ok(Cow::Owned(name))
    }
}

/// Reads the value of a typed member into its slot, and what the slot cannot say into `extra`.
///
/// # Errors
///
/// As [`Wire::read`]; in lenient mode only malformed input.
pub fn read_member<'de, T: Wire, A: MapAccess<'de>>(
    slot: &mut Option<T>,
    name: &'static str,
    map: &mut A,
    extra: &mut Extra,
    context: &mut Context,
) -> Result<(), A::Error> {
    // A name that comes twice: the last one counts, as everywhere in JSON.
    if !extra.is_empty() {
        extra.remove(name);
    }
    context.enter(Segment::Member(Cow::Borrowed(name)));
    let value = map.next_value_seed(Nullable::<T> {
        context,
        value: PhantomData,
    });
    let value = value.inspect_err(|_| context.failed_in(Segment::Member(Cow::Borrowed(name))))?;
    context.leave();
    *slot = value.typed;
    if let Some(raw) = value.raw {
        extra.insert(name, raw);
    }
    Ok(())
}

/// A value as read: typed, raw where the typed one does not say it all, or both.
pub(super) struct Read<T> {
    pub(super) typed: Option<T>,
    pub(super) raw: Option<Value>,
}

/// Reads a value or null; in lenient mode also one that cannot be read.
pub(super) struct Nullable<'c, T> {
    pub(super) context: &'c mut Context,
    pub(super) value: PhantomData<T>,
}

impl<'de, T: Wire> DeserializeSeed<'de> for Nullable<'_, T> {
    type Value = Read<T>;

    fn deserialize<D: Deserializer<'de>>(self, input: D) -> Result<Read<T>, D::Error> {
        if !self.context.lenient {
            return input.deserialize_option(self);
        }
        let raw = <Value as serde::Deserialize>::deserialize(input)?;
        if raw.is_null() {
            return Ok(Read {
                typed: None,
                raw: Some(raw),
            });
        }
        match T::read(&raw, self.context) {
            Ok(typed) => Ok(Read {
                typed: Some(typed),
                raw: self.context.take_spelling(),
            }),
            Err(error) => {
                self.context.record(&error, raw.clone());
                Ok(Read {
                    typed: None,
                    raw: Some(raw),
                })
            }
        }
    }
}

impl<'de, T: Wire> Visitor<'de> for Nullable<'_, T> {
    type Value = Read<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value or null")
    }

    fn visit_none<E>(self) -> Result<Read<T>, E> {
        Ok(Read {
            typed: None,
            raw: Some(Value::Null),
        })
    }

    fn visit_unit<E: Error>(self) -> Result<Read<T>, E> {
        self.visit_none()
    }

    fn visit_some<D: Deserializer<'de>>(self, input: D) -> Result<Read<T>, D::Error> {
        let typed = T::read(input, self.context)?;
        Ok(Read {
            typed: Some(typed),
            raw: self.context.take_spelling(),
        })
    }
}

/// Whether a raw value can be read into a slot; the slot itself only says which type it has.
#[must_use]
pub fn readable<T: Wire>(_slot: fn() -> Option<T>, raw: &Value) -> bool {
    !raw.is_null() && T::read(raw, &mut Context::lenient()).is_ok()
}

/// Writes an object, with the tag that its place needs unless the object says it already.
///
/// # Errors
///
/// Those of the output.
pub fn write_object<O: Object, S: Serializer>(
    object: &O,
    tag: Option<Tag>,
    output: S,
) -> Result<S::Ok, S::Error> {
    let extra = object.extra();
    let spelled = extra
        .iter()
        .any(|(name, raw)| !raw.is_null() && object.is_set(name) == Some(true));
    let tag = tag.filter(|tag| !tag.is_said_by(object));
    let mut writer = MemberWriter {
        map: output.serialize_map(None)?,
        extra,
        spelled,
    };
    if let Some(tag) = &tag {
        writer.map.serialize_entry(tag.name, tag.value)?;
    }
    object.write_members(&mut writer)?;
    for (name, raw) in extra.iter() {
        if tag.as_ref().is_some_and(|tag| tag.name == name) {
            continue;
        }
        let wanted = match object.is_set(name) {
            None => true,
            Some(true) => false,
            // The member was taken out since: what it was is not written again.
            Some(false) => !O::is_readable(name, raw),
        };
        if wanted {
            writer.map.serialize_entry(name, raw)?;
        }
    }
    writer.map.end()
}

/// Writes the members of one object.
pub struct MemberWriter<'o, M> {
    map: M,
    extra: &'o Extra,
    /// Whether `extra` holds a spelling of a member that has a value.
    spelled: bool,
}

impl<M: SerializeMap> MemberWriter<'_, M> {
    /// Writes a member if it has a value, in its kept spelling if that still means the value.
    ///
    /// # Errors
    ///
    /// Those of the output.
    pub fn member<T: Wire>(&mut self, name: &'static str, slot: &Option<T>) -> Result<(), M::Error> {
        let Some(value) = slot else { return Ok(()) };
        if self.spelled
            && let Some(raw) = self.extra.get(name)
            && !raw.is_null()
            && means(raw, value)
        {
            return self.map.serialize_entry(name, raw);
        }
        self.map.serialize_entry(name, value)
    }
}

/// For `Debug`: only the members that are set, and no secret.
///
/// # Errors
///
/// Those of the formatter.
pub fn debug_object<O: Object>(
    object: &O,
    type_name: &str,
    members: &[(&str, Option<&dyn fmt::Debug>, bool)],
    f: &mut fmt::Formatter<'_>,
) -> fmt::Result {
    let mut output = f.debug_struct(type_name);
    let mut secrets = Vec::new();
    for ((field, value, secret), name) in members.iter().zip(O::MEMBERS) {
        if *secret {
            secrets.push(*name);
        }
        match value {
            Some(_) if *secret => output.field(field, &format_args!("[redacted]")),
            Some(value) => output.field(field, value),
            None => &mut output,
        };
    }
    if !object.extra().is_empty() {
        output.field("extra", &object.extra().redacted(&secrets));
    }
    output.finish_non_exhaustive()
}

/// Makes a struct an [`Object`](crate::json::Object), and gives it serde's traits and `Debug`.
///
/// The table says for each field the member's name on the wire; `secret` keeps a value out of `Debug`.
///
/// ```
/// #[derive(Clone, Default, PartialEq)]
/// pub struct ToneInfo {
///     pub sequence_id: Option<i64>,
///     pub extra: call_wire::json::Extra,
/// }
/// call_wire::json_object!(ToneInfo "toneInfo" { sequence_id: "sequenceId" });
///
/// let tone: ToneInfo = call_wire::json::decode(br#"{"sequenceId": "7", "later": null}"#)?;
/// assert_eq!(tone.sequence_id, Some(7));
/// assert_eq!(call_wire::json::encode(&tone)?, r#"{"sequenceId":"7","later":null}"#);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[macro_export]
macro_rules! json_object {
    ($type:ident $name:literal { $($field:ident : $wire:literal $($secret:ident)?),* $(,)? }) => {
        impl $crate::json::Object for $type {
            const NAME: &'static str = $name;
            const MEMBERS: &'static [&'static str] = &[$($wire),*];

            fn extra(&self) -> &$crate::json::Extra {
                &self.extra
            }

            fn extra_mut(&mut self) -> &mut $crate::json::Extra {
                &mut self.extra
            }

            fn read_member<'de, A: $crate::export::serde::de::MapAccess<'de>>(
                &mut self,
                name: &str,
                _map: &mut A,
                _context: &mut $crate::json::Context,
            ) -> ::std::result::Result<bool, A::Error> {
                match name {
                    $($wire => $crate::json::read_member(
                        &mut self.$field, $wire, _map, &mut self.extra, _context,
                    )?,)*
                    _ => return ::std::result::Result::Ok(false),
                }
                #[allow(unreachable_code, reason = "an object without members has no other arm")]
                ::std::result::Result::Ok(true)
            }

            fn is_set(&self, name: &str) -> ::std::option::Option<bool> {
                match name {
                    $($wire => ::std::option::Option::Some(self.$field.is_some()),)*
                    _ => ::std::option::Option::None,
                }
            }

            fn is_readable(name: &str, _raw: &$crate::export::serde_json::Value) -> bool {
                match name {
                    $($wire => $crate::json::readable(
                        || <Self as ::std::default::Default>::default().$field, _raw,
                    ),)*
                    _ => false,
                }
            }

            fn write_members<M: $crate::export::serde::ser::SerializeMap>(
                &self,
                _writer: &mut $crate::json::MemberWriter<'_, M>,
            ) -> ::std::result::Result<(), M::Error> {
                $(_writer.member($wire, &self.$field)?;)*
                ::std::result::Result::Ok(())
            }
        }

        impl ::std::fmt::Debug for $type {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                $crate::json::debug_object(
                    self,
                    stringify!($type),
                    &[$((
                        stringify!($field),
                        self.$field.as_ref().map(|value| value as &dyn ::std::fmt::Debug),
                        $crate::json_object!(@secret $($secret)?),
                    )),*],
                    f,
                )
            }
        }

        impl $crate::json::Wire for $type {
            fn read<'de, D: $crate::export::serde::Deserializer<'de>>(
                input: D,
                context: &mut $crate::json::Context,
            ) -> ::std::result::Result<Self, D::Error> {
                $crate::json::read_object(input, context)
            }
        }

        impl $crate::export::serde::Serialize for $type {
            fn serialize<S: $crate::export::serde::Serializer>(
                &self,
                output: S,
            ) -> ::std::result::Result<S::Ok, S::Error> {
                $crate::json::write_object(self, ::std::option::Option::None, output)
            }
        }

        $crate::json_deserialize!($type);
    };
    (@secret) => { false };
    (@secret secret) => { true };
}

/// Gives a [`Wire`](crate::json::Wire) type serde's `Deserialize`, whose errors say the path.
#[doc(hidden)]
#[macro_export]
macro_rules! json_deserialize {
    ($type:ident) => {
        impl<'de> $crate::export::serde::Deserialize<'de> for $type {
            fn deserialize<D: $crate::export::serde::Deserializer<'de>>(
                input: D,
            ) -> ::std::result::Result<Self, D::Error> {
                $crate::json::read_alone(input)
            }
        }
    };
}
