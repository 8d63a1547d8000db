//! The macros for objects and for serde's traits.

/// Implements [`Object`](crate::json::Object), serde's traits and `Debug` for a struct.
///
/// The struct must implement `Clone`, `Default` and `PartialEq`. Each field is an `Option`, except for the field `extra`.
/// The table contains the schema's name of the type, and for each field the member's name on the wire. `secret` redacts
/// the value in `Debug` output and errors. `tag "@type" = "circle"` is the tag that the type writes in a union, if no
/// field contains it.
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
///
/// A field without a row in the table does not compile, since its value would be lost:
///
/// ```compile_fail,E0027
/// #[derive(Clone, Default, PartialEq)]
/// pub struct ToneInfo {
///     pub sequence_id: Option<i64>,
///     pub tone: Option<String>,
///     pub extra: call_wire::json::Extra,
/// }
/// call_wire::json_object!(ToneInfo "toneInfo" { sequence_id: "sequenceId" });
/// ```
///
/// A row without a field does not compile either. A field must be an `Option<T>`, where `T` is a
/// [`Wire`](crate::json::Wire) type:
///
/// ```compile_fail,E0308
/// #[derive(Clone, Default, PartialEq)]
/// pub struct ToneInfo {
///     pub sequence_id: i64,
///     pub extra: call_wire::json::Extra,
/// }
/// call_wire::json_object!(ToneInfo "toneInfo" { sequence_id: "sequenceId" });
/// ```
///
/// Two rows with the same name on the wire do not compile:
///
/// ```compile_fail,E0080
/// #[derive(Clone, Default, PartialEq)]
/// pub struct ToneInfo {
///     pub sequence_id: Option<i64>,
///     pub sequence: Option<i64>,
///     pub extra: call_wire::json::Extra,
/// }
/// call_wire::json_object!(ToneInfo "toneInfo" { sequence_id: "sequenceId", sequence: "sequenceId" });
/// let _ = call_wire::json::encode(&ToneInfo::default());
/// ```
#[macro_export]
macro_rules! json_object {
    (
        $type:ident $name:literal $(tag $tag:literal = $value:literal)?
        { $($field:ident : $wire:literal $($secret:ident)?),* $(,)? }
    ) => {
        // Fails to compile if a field has no row.
        const _: fn($type) = |$type { $($field: _,)* extra: _ }| ();

        impl $crate::json::Object for $type {
            const INFO: &'static $crate::json::Info = &$crate::json::Info::new(
                $name,
                &[$($wire),*],
                &[$($crate::json_object!(@secret $($secret)?)),*],
                $crate::json_object!(@tag $($tag $value)?),
            );
        }

        impl $crate::json::Fields for $type {
            fn info(&self) -> &'static $crate::json::Info {
                <Self as $crate::json::Object>::INFO
            }

            fn extra(&self) -> &$crate::json::Extra {
                &self.extra
            }

            fn extra_mut(&mut self) -> &mut $crate::json::Extra {
                &mut self.extra
            }

            fn slot(&self, index: usize) -> ::std::option::Option<&dyn $crate::json::Slot> {
                $crate::json_object!(@indices $($field)*);
                match index {
                    $(index if index == Index::$field as usize => ::std::option::Option::Some(&self.$field),)*
                    _ => ::std::option::Option::None,
                }
            }

            fn slot_mut(&mut self, index: usize) -> ::std::option::Option<&mut dyn $crate::json::Slot> {
                $crate::json_object!(@indices $($field)*);
                match index {
                    $(index if index == Index::$field as usize => {
                        ::std::option::Option::Some(&mut self.$field)
                    })*
                    _ => ::std::option::Option::None,
                }
            }

            fn write(&self, _output: &mut $crate::json::MemberWriter<'_>) {
                $(_output.member($wire, &self.$field);)*
            }
        }

        impl ::std::fmt::Debug for $type {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                $crate::json::debug_object(
                    self,
                    stringify!($type),
                    &[$((
                        stringify!($field),
                        $crate::__private::DebugMember::debug_value(&self.$field),
                    )),*],
                    f,
                )
            }
        }

        impl $crate::json::Wire for $type {
            fn read(
                input: &mut $crate::json::Reader<'_>,
            ) -> ::std::result::Result<Self, $crate::json::ReadError> {
                let mut object = <Self as ::std::default::Default>::default();
                $crate::json::read_object(&mut object, ::std::option::Option::None, input)?;
                ::std::result::Result::Ok(object)
            }

            fn read_into(
                slot: &mut ::std::option::Option<Self>,
                input: &mut $crate::json::Reader<'_>,
            ) -> ::std::result::Result<(), $crate::json::ReadError> {
                let object = slot.insert(<Self as ::std::default::Default>::default());
                $crate::json::read_object(object, ::std::option::Option::None, input)
            }

            fn read_item(
                items: &mut ::std::vec::Vec<Self>,
                input: &mut $crate::json::Reader<'_>,
            ) -> ::std::result::Result<(), $crate::json::ReadError> {
                let index = items.len();
                items.push(<Self as ::std::default::Default>::default());
                $crate::json::read_object(&mut items[index], ::std::option::Option::None, input)
            }

            fn write(&self, output: &mut $crate::json::Writer) {
                $crate::json::write_object(self, ::std::option::Option::None, output);
            }

            fn same(&self, _other: &Self) -> bool {
                self.extra == _other.extra $(&& $crate::json::Wire::same_slot(&self.$field, &_other.$field))*
            }
        }

        $crate::json_serde!($type);
    };
    (@indices $($field:ident)*) => {
        #[allow(non_camel_case_types, dead_code, reason = "counts the fields")]
        enum Index { $($field),* }
    };
    (@tag) => { ::std::option::Option::None };
    (@tag $name:literal $value:literal) => {
        ::std::option::Option::Some($crate::json::Tag { name: $name, value: $value })
    };
    (@secret) => { false };
    (@secret secret) => { true };
}

/// Implements serde's traits for a [`Wire`](crate::json::Wire) type.
///
/// `Deserialize` converts the input to JSON text and decodes the text. `Serialize` encodes the value as JSON text and
/// serializes the content of the text. [`decode`](crate::json::decode) and [`encode`](crate::json::encode) do not need
/// this conversion.
#[macro_export]
macro_rules! json_serde {
    ($type:ty) => {
        impl<'de> $crate::__private::serde::Deserialize<'de> for $type {
            fn deserialize<D: $crate::__private::serde::Deserializer<'de>>(
                input: D,
            ) -> ::std::result::Result<Self, D::Error> {
                $crate::__private::deserialize(input)
            }
        }

        impl $crate::__private::serde::Serialize for $type {
            fn serialize<S: $crate::__private::serde::Serializer>(
                &self,
                output: S,
            ) -> ::std::result::Result<S::Ok, S::Error> {
                $crate::__private::serialize(self, output)
            }
        }
    };
}
