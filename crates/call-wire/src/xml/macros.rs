//! The macros for objects, roots, operations and choices.

/// Implements [`Object`](crate::xml::Object), [`Content`](crate::xml::Content) and `Debug` for a struct.
///
/// The struct must implement `Clone`, `Default` and `PartialEq`. Each field is an `Option` or a `Vec`, except for the
/// field `extra`. The table has a row for each field, in the order of the schema: its kind, its namespace and its local
/// name on the wire. The kinds are those of [`Kind`](crate::xml::Kind) in lower case. A namespace is a constant or a
/// literal. An attribute in no namespace has a row without a namespace.
///
/// ```
/// use call_wire::xml::Extra;
///
/// const PHONES: &str = "urn:phones";
///
/// #[derive(Clone, Default, PartialEq)]
/// struct Phone {
///     id: Option<String>,
///     number: Vec<String>,
///     extra: Extra,
/// }
///
/// call_wire::xml_object!(Phone {
///     attribute id: "Id",
///     element number: PHONES "Number",
/// });
/// call_wire::xml_root!(Phone: PHONES "Phone");
///
/// let text = r#"<Phone Id="7" xmlns="urn:phones"><Number>12345</Number></Phone>"#;
/// let phone: Phone = call_wire::xml::decode(text.as_bytes())?;
/// assert_eq!(phone.number, ["12345"]);
/// # Ok::<(), call_wire::xml::DecodeError>(())
/// ```
///
/// A field without a row in the table does not compile, since its value would be lost:
///
/// ```compile_fail,E0063
/// # use call_wire::xml::Extra;
/// #[derive(Clone, Default, PartialEq)]
/// struct Phone {
///     id: Option<String>,
///     number: Vec<String>,
///     extra: Extra,
/// }
///
/// // error[E0063]: missing field `number` in initializer of `Phone`
/// call_wire::xml_object!(Phone { attribute id: "Id" });
/// ```
///
/// A field whose type does not fit its kind does not compile:
///
/// ```compile_fail,E0277
/// # use call_wire::xml::Extra;
/// #[derive(Clone, Default, PartialEq)]
/// struct Phone {
///     id: u32,
///     extra: Extra,
/// }
///
/// // error[E0277]: the trait bound `u32: Scalar` is not satisfied
/// call_wire::xml_object!(Phone { attribute id: "Id" });
/// ```
#[macro_export]
macro_rules! xml_object {
    ($name:ident $(<$param:ident: $bound:path>)? {
        $($kind:ident $field:ident $(: $first:tt $($second:literal)?)?),* $(,)?
    }) => {
        impl $(<$param: $bound + ::std::cmp::PartialEq + 'static>)? $crate::xml::Object for $name $(<$param>)? {
            const EVERY_FIELD_HAS_A_ROW: fn(Self) -> Self =
                |object| Self { $($field: object.$field,)* extra: object.extra };

            const FIELDS: &'static [$crate::xml::Field<Self>] = &[
                $($crate::xml::Field {
                    member: $crate::xml_member!($kind $($first $($second)?)?),
                    get: |object| $crate::xml_slot!(Slot $kind &object.$field),
                    get_mut: |object| $crate::xml_slot!(SlotMut $kind &mut object.$field),
                },)*
            ];

            fn extra(&self) -> &$crate::xml::Extra {
                &self.extra
            }

            fn extra_mut(&mut self) -> &mut $crate::xml::Extra {
                &mut self.extra
            }
        }

        impl $(<$param: ::std::fmt::Debug + 'static>)? ::std::fmt::Debug for $name $(<$param>)? {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                $crate::xml::debug_object(
                    stringify!($name),
                    &[$((stringify!($field), $crate::__private::DebugMember::debug_value(&self.$field)),)*],
                    &self.extra,
                    f,
                )
            }
        }

        impl $(<$param: $bound + ::std::cmp::PartialEq + 'static>)? $crate::xml::Content for $name $(<$param>)? {
            fn read<'t>(
                reader: &mut $crate::xml::Reader<'t>,
                start: $crate::xml::Start<'t>,
                context: &mut $crate::xml::Context,
            ) -> ::std::result::Result<$crate::xml::Read<Self>, $crate::xml::DecodeError> {
                $crate::xml::read_object(reader, start, context).map($crate::xml::Read::plain)
            }

            fn write(&self, writer: &mut $crate::xml::Writer) {
                $crate::xml::write_object(self, writer);
            }
        }
    };
}

/// Implements [`Root`](crate::xml::Root): the element name of a type, and optionally the prefixes of its documents.
///
/// ```
/// const PHONES: &str = "urn:phones";
///
/// #[derive(Clone, Default, PartialEq)]
/// struct Phone {
///     extra: call_wire::xml::Extra,
/// }
/// call_wire::xml_object!(Phone {});
/// call_wire::xml_root!(Phone: PHONES "Phone", &[("p", PHONES)]);
///
/// let text = call_wire::xml::encode(&Phone::default())?;
/// assert!(text.ends_with(r#"<p:Phone xmlns:p="urn:phones"/>"#));
/// # Ok::<(), call_wire::xml::EncodeError>(())
/// ```
#[macro_export]
macro_rules! xml_root {
    ($name:ident: $namespace:tt $local:literal $(, $prefixes:expr)?) => {
        impl $crate::xml::Root for $name {
            $(const PREFIXES: &'static [(&'static str, &'static str)] = $prefixes;)?

            fn matches(name: $crate::xml::NameRef<'_>) -> bool {
                name.is($namespace, $local)
            }

            fn root_name(&self) -> $crate::xml::Name {
                $crate::xml::Name::new($namespace, $local)
            }
        }
    };
}

/// Implements [`Operation`](crate::xml::Operation) for a request: its response, its name and its action.
#[macro_export]
macro_rules! xml_operation {
    ($request:ident => $response:ident { name: $name:literal, action: $action:literal $(,)? }) => {
        impl $crate::xml::Operation for $request {
            type Response = $response;
            const NAME: &'static str = $name;
            const ACTION: &'static str = $action;
        }
    };
}

/// Implements a choice between elements by their names, for an enum whose last variant is `Unknown(Element)`.
///
/// Prefixes for documents may follow the table, as for [`xml_root!`](crate::xml_root).
///
/// A variant without a row in the table does not compile:
///
/// ```compile_fail,E0004
/// # use call_wire::xml::Element;
/// #[derive(Clone, Debug, PartialEq)]
/// enum Line {
///     Phone(String),
///     Fax(String),
///     Unknown(Element),
/// }
///
/// // error[E0004]: non-exhaustive patterns: `&Line::Fax(_)` not covered
/// call_wire::xml_choice!(Line { Phone: "urn:phones" "Phone" });
/// ```
#[macro_export]
macro_rules! xml_choice {
    ($name:ident { $($arm:ident: $namespace:tt $local:literal),* $(,)? } $(, $prefixes:expr)?) => {
        impl $crate::xml::Content for $name {
            fn read<'t>(
                reader: &mut $crate::xml::Reader<'t>,
                start: $crate::xml::Start<'t>,
                context: &mut $crate::xml::Context,
            ) -> ::std::result::Result<$crate::xml::Read<Self>, $crate::xml::DecodeError> {
                $(if start.name().is($namespace, $local) {
                    let read = $crate::xml::Content::read(reader, start, context)?;
                    return ::std::result::Result::Ok(read.map(Self::$arm));
                })*
                let unknown = <$crate::xml::Element as $crate::xml::Content>::read(reader, start, context)?;
                ::std::result::Result::Ok(unknown.map(Self::Unknown))
            }

            fn write(&self, writer: &mut $crate::xml::Writer) {
                match self {
                    $(Self::$arm(value) => {
                        $crate::__private::put_name(writer, $namespace, $local);
                        $crate::xml::Content::write(value, writer);
                    })*
                    Self::Unknown(unknown) => $crate::xml::Content::write(unknown, writer),
                }
            }

            fn accepts(name: $crate::xml::NameRef<'_>) -> bool {
                false $(|| name.is($namespace, $local))*
            }
        }

        impl $crate::xml::Root for $name {
            $(const PREFIXES: &'static [(&'static str, &'static str)] = $prefixes;)?

            fn matches(name: $crate::xml::NameRef<'_>) -> bool {
                <Self as $crate::xml::Content>::accepts(name)
            }

            fn root_name(&self) -> $crate::xml::Name {
                match self {
                    $(Self::$arm(_) => $crate::xml::Name::new($namespace, $local),)*
                    Self::Unknown(unknown) => unknown.name.clone(),
                }
            }
        }
    };
}

/// Implements a choice between types by `xsi:type`, for an enum whose last variant is `Unknown(Element)`. The variant
/// after `else` is for elements without `xsi:type`.
///
/// A variant without a row in the table does not compile:
///
/// ```compile_fail,E0004
/// # use call_wire::xml::Element;
/// #[derive(Clone, Debug, PartialEq)]
/// enum Line {
///     Phone(String),
///     Fax(String),
///     Unknown(Element),
/// }
///
/// // error[E0004]: non-exhaustive patterns: `&Line::Fax(_)` not covered
/// call_wire::xml_variants!(Line { Phone: "urn:phones" "PhoneType" });
/// ```
#[macro_export]
macro_rules! xml_variants {
    ($name:ident { $($arm:ident: $namespace:tt $local:literal),* $(,)? $(; else $base:ident)? }) => {
        impl $crate::xml::Content for $name {
            fn read<'t>(
                reader: &mut $crate::xml::Reader<'t>,
                mut start: $crate::xml::Start<'t>,
                context: &mut $crate::xml::Context,
            ) -> ::std::result::Result<$crate::xml::Read<Self>, $crate::xml::DecodeError> {
                $(if $crate::__private::take_type(&mut start, $namespace, $local) {
                    let read = $crate::xml::Content::read(reader, start, context)?;
                    return ::std::result::Result::Ok(read.map(Self::$arm));
                })*
                $(if $crate::__private::has_no_type(&start) {
                    let read = $crate::xml::Content::read(reader, start, context)?;
                    return ::std::result::Result::Ok(read.map(Self::$base));
                })?
                let unknown = <$crate::xml::Element as $crate::xml::Content>::read(reader, start, context)?;
                ::std::result::Result::Ok(unknown.map(Self::Unknown))
            }

            fn write(&self, writer: &mut $crate::xml::Writer) {
                match self {
                    $(Self::$arm(value) => {
                        $crate::__private::put_type(writer, $namespace, $local);
                        $crate::xml::Content::write(value, writer);
                    })*
                    $(Self::$base(value) => $crate::xml::Content::write(value, writer),)?
                    Self::Unknown(unknown) => $crate::xml::Content::write(unknown, writer),
                }
            }
        }
    };
}

/// A row of a table.
#[doc(hidden)]
#[macro_export]
macro_rules! xml_member {
    (element $namespace:tt $local:literal) => { $crate::xml_member!(= Element $namespace $local) };
    (attribute $namespace:tt $local:literal) => { $crate::xml_member!(= Attribute $namespace $local) };
    (attribute $local:literal) => { $crate::xml_member!(= Attribute "" $local) };
    (root) => {
        $crate::xml_member!(= Root "" "")
    };
    (choice) => { $crate::xml_member!(= Choice "" "") };
    (content) => { $crate::xml_member!(= Content "" "") };
    (any) => { $crate::xml_member!(= Any "" "") };
    (text) => { $crate::xml_member!(= Text "" "") };
    (= $kind:ident $namespace:tt $local:literal) => {
        $crate::xml::Member {
            kind: $crate::xml::Kind::$kind,
            namespace: $namespace,
            local: $local,
        }
    };
}

/// Access to the value of a member.
#[doc(hidden)]
#[macro_export]
macro_rules! xml_slot {
    ($slot:ident attribute $place:expr) => {
        $crate::xml::$slot::Text($place)
    };
    ($slot:ident text $place:expr) => {
        $crate::xml::$slot::Text($place)
    };
    ($slot:ident root $place:expr) => {
        $crate::xml::$slot::Root($place)
    };
    ($slot:ident $kind:ident $place:expr) => {
        $crate::xml::$slot::Elements($place)
    };
}
