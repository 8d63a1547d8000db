//! Objects: typed members as options, and everything else the wire said in `extra`.

use std::{borrow::Cow, fmt};

use serde::{
    Deserializer, Serializer,
    de::{DeserializeSeed, Error, MapAccess, Visitor},
    ser::SerializeMap,
};
use serde_json::Value;

use super::{
    Context, Extra, Tag, Wire,
    context::Segment,
    extra::{Entry, Info, Member},
    tag::ReadTag,
    wire::means,
};

/// A JSON object of a schema. Implemented by [`json_object!`](crate::json_object).
pub trait Object: Default {
    /// The schema's name of the type.
    const NAME: &'static str;
    /// The names of the members, and the type's tag.
    const INFO: &'static Info;

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

    /// The index of the member of that name in [`INFO`](Self::INFO).
    fn index(name: &str) -> Option<u16>;

    /// Whether the member at an index has a value.
    fn is_set(&self, index: u16) -> bool;

    /// Whether a raw value can be read as the member at an index.
    fn is_readable(index: u16, raw: &Value) -> bool;

    /// Writes the members that have a value.
    ///
    /// # Errors
    ///
    /// Those of the output.
    fn write_members<M: SerializeMap>(&self, writer: &mut MemberWriter<'_, M>) -> Result<(), M::Error>;
}

/// Reads an object into its place.
///
/// # Errors
///
/// As [`Wire::read`].
pub fn read_object<'de, O: Object, D: Deserializer<'de>>(
    input: D,
    object: &mut O,
    context: &mut Context,
) -> Result<(), D::Error> {
    input.deserialize_map(ObjectVisitor { context, object })
}

struct ObjectVisitor<'c, O> {
    context: &'c mut Context,
    object: &'c mut O,
}

impl<'de, O: Object> Visitor<'de> for ObjectVisitor<'_, O> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "an object ({})", O::NAME)
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<(), A::Error> {
        read_members(map, self.object, self.context)
    }
}

/// Reads all members of an object.
pub(super) fn read_members<'de, O: Object, A: MapAccess<'de>>(
    mut map: A,
    object: &mut O,
    context: &mut Context,
) -> Result<(), A::Error> {
    while let Some(name) = map.next_key_seed(Name)? {
        if !object.read_member(&name, &mut map, context)? {
            read_other(name, &mut map, object, context)?;
        }
    }
    Ok(())
}

/// Reads a member that is none of the typed ones.
fn read_other<'de, O: Object, A: MapAccess<'de>>(
    name: Cow<'de, str>,
    map: &mut A,
    object: &mut O,
    context: &mut Context,
) -> Result<(), A::Error> {
    let extra = object.extra_mut();
    let failed =
        |context: &mut Context, name: &str| context.failed_in(Segment::Member(name.to_owned().into()));
    if let Some(tag) = O::INFO.tag.as_ref().filter(|tag| tag.name == name) {
        let came = map.next_value_seed(ReadTag).inspect_err(|_| failed(context, &name))?;
        if came.as_str() == Some(tag.value) {
            extra.set_tag(tag, O::INFO);
        } else {
            extra.set_foreign_tag(tag, came.into_value());
        }
    } else {
        let value = map.next_value::<Value>().inspect_err(|_| failed(context, &name))?;
        extra.put(Entry { name: Cow::Owned(name.into_owned()), value, member: Member::Unknown });
    }
    Ok(())
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
    (index, info): (u16, &'static Info),
    map: &mut A,
    extra: &mut Extra,
    context: &mut Context,
) -> Result<(), A::Error> {
    let name = || Segment::Member(Cow::Borrowed(info.members[usize::from(index)]));
    if context.lenient {
        context.enter(name());
    }
    let raw = map.next_value_seed(Nullable { context, slot }).inspect_err(|_| context.failed_in(name()))?;
    context.leave();
    match raw {
        None => {}
        Some(Value::Null) => extra.set_null(index, info),
        Some(value) => {
            let name = Cow::Borrowed(info.members[usize::from(index)]);
            extra.put(Entry { name, value, member: Member::Known(index) });
        }
    }
    Ok(())
}

/// Reads a value or null into a slot; in lenient mode also a value that cannot be read. What comes back is the
/// raw value, where the slot does not say it all.
pub(super) struct Nullable<'c, T> {
    pub(super) context: &'c mut Context,
    pub(super) slot: &'c mut Option<T>,
}

impl<'de, T: Wire> DeserializeSeed<'de> for Nullable<'_, T> {
    type Value = Option<Value>;

    fn deserialize<D: Deserializer<'de>>(self, input: D) -> Result<Option<Value>, D::Error> {
        if !self.context.lenient {
            return input.deserialize_option(self);
        }
        let raw = <Value as serde::Deserialize>::deserialize(input)?;
        if raw.is_null() {
            *self.slot = None;
            return Ok(Some(raw));
        }
        match T::read_into(&raw, self.slot, self.context) {
            Ok(()) => Ok(self.context.take_spelling()),
            Err(error) => {
                *self.slot = None;
                self.context.record(&error, raw.clone());
                Ok(Some(raw))
            }
        }
    }
}

impl<'de, T: Wire> Visitor<'de> for Nullable<'_, T> {
    type Value = Option<Value>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value or null")
    }

    fn visit_none<E>(self) -> Result<Option<Value>, E> {
        *self.slot = None;
        Ok(Some(Value::Null))
    }

    fn visit_unit<E: Error>(self) -> Result<Option<Value>, E> {
        self.visit_none()
    }

    fn visit_some<D: Deserializer<'de>>(self, input: D) -> Result<Option<Value>, D::Error> {
        T::read_into(input, self.slot, self.context)?;
        Ok(self.context.take_spelling())
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
    let spelled = extra.entries().iter().any(|entry| !entry.value.is_null() && member::<O>(entry).is_some());
    let tag = tag.filter(|tag| !is_said(tag, object));
    let mut writer = MemberWriter { map: output.serialize_map(None)?, extra, spelled };
    if let Some(tag) = tag.as_ref().or(extra.tag()) {
        writer.map.serialize_entry(tag.name, tag.value)?;
    }
    object.write_members(&mut writer)?;
    for index in extra.nulls().filter(|index| !object.is_set(*index)) {
        writer.map.serialize_entry(O::INFO.members[usize::from(index)], &())?;
    }
    for entry in extra.entries() {
        let wanted = match member::<O>(entry) {
            None => tag.as_ref().is_none_or(|tag| tag.name != entry.name),
            // What a member was before it was taken out is not written again.
            Some(index) => !object.is_set(index) && !O::is_readable(index, &entry.value),
        };
        if wanted {
            writer.map.serialize_entry(&entry.name, &entry.value)?;
        }
    }
    writer.map.end()
}

/// Whether an object already carries the tag that its place needs.
fn is_said<O: Object>(tag: &Tag, object: &O) -> bool {
    let typed = O::index(tag.name).is_some_and(|index| object.is_set(index));
    let own = object.extra().tag().is_some_and(|own| own.name == tag.name && tag.is(own.value));
    let kept = || object.extra().entry(tag.name).and_then(|entry| entry.value.as_str());
    typed || own || kept().is_some_and(|text| tag.is(text))
}

/// The index of the typed member that an entry belongs to.
fn member<O: Object>(entry: &Entry) -> Option<u16> {
    match entry.member {
        Member::Known(index) => Some(index),
        Member::Unknown => None,
        Member::Unasked => O::index(&entry.name),
    }
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
            && let Some(entry) = self.extra.entry(name)
            && !entry.value.is_null()
            && means(&entry.value, value)
        {
            return self.map.serialize_entry(name, &entry.value);
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
    for ((field, value, secret), name) in members.iter().zip(O::INFO.members) {
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
/// The table says for each field the member's name on the wire; `secret` keeps a value out of `Debug`. `tag`
/// says what the type writes into the tag of a union, where the tag is no field.
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
    (
        $type:ident $name:literal $(tag $tag:literal = $value:literal)?
        { $($field:ident : $wire:literal $($secret:ident)?),* $(,)? }
    ) => {
        impl $crate::json::Object for $type {
            const NAME: &'static str = $name;
            const INFO: &'static $crate::json::Info = &$crate::json::Info {
                members: &[$($wire),*],
                tag: $crate::json_object!(@tag $($tag $value)?),
            };

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
                $crate::json_object!(@indices $($field)*);
                match name {
                    $($wire => $crate::json::read_member(
                        &mut self.$field, (Index::$field as u16, Self::INFO), _map, &mut self.extra, _context,
                    )?,)*
                    _ => return ::std::result::Result::Ok(false),
                }
                #[allow(unreachable_code, reason = "an object without members has no other arm")]
                ::std::result::Result::Ok(true)
            }

            fn index(name: &str) -> ::std::option::Option<u16> {
                $crate::json_object!(@indices $($field)*);
                match name {
                    $($wire => ::std::option::Option::Some(Index::$field as u16),)*
                    _ => ::std::option::Option::None,
                }
            }

            fn is_set(&self, index: u16) -> bool {
                $crate::json_object!(@indices $($field)*);
                match index {
                    $(index if index == Index::$field as u16 => self.$field.is_some(),)*
                    _ => false,
                }
            }

            fn is_readable(index: u16, _raw: &$crate::export::serde_json::Value) -> bool {
                $crate::json_object!(@indices $($field)*);
                match index {
                    $(index if index == Index::$field as u16 => $crate::json::readable(
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
                let mut object = <Self as ::std::default::Default>::default();
                $crate::json::read_object(input, &mut object, context)?;
                ::std::result::Result::Ok(object)
            }

            fn read_into<'de, D: $crate::export::serde::Deserializer<'de>>(
                input: D,
                slot: &mut ::std::option::Option<Self>,
                context: &mut $crate::json::Context,
            ) -> ::std::result::Result<(), D::Error> {
                let object = slot.insert(<Self as ::std::default::Default>::default());
                $crate::json::read_object(input, object, context)
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
    (@indices $($field:ident)*) => {
        #[allow(non_camel_case_types, dead_code, reason = "the variants are the fields, to count them")]
        enum Index { $($field),* }
    };
    (@tag) => { ::std::option::Option::None };
    (@tag $name:literal $value:literal) => {
        ::std::option::Option::Some($crate::json::Tag { name: $name, value: $value })
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
