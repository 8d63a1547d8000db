//! The macros that make a struct an object, and give a type serde's traits.

/// Makes a struct an [`Object`](crate::json::Object), and gives it serde's traits and `Debug`.
///
/// The struct needs `Clone`, `Default` and `PartialEq`, and a field `extra` beside its members, each of which is an
/// `Option`. The table says for each field the member's name on the wire; `secret` keeps a value out of `Debug` and
/// errors. `tag`
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
/// Nor does a row without a field, or a field whose type is not `Option<T>` of a [`Wire`](crate::json::Wire)
/// type:
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
/// Nor do two rows with one name on the wire:
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
        // Every field has a row.
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

/// Gives a [`Wire`](crate::json::Wire) type serde's traits. `Deserialize` collects the input as a JSON text and
/// reads that; `Serialize` writes a JSON text and hands it on. [`decode`](crate::json::decode) and
/// [`encode`](crate::json::encode) save the way through serde.
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
