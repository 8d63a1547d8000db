//! The rules of the types that requests contain.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::{Bound, RangeInclusive};

use proc_macro2::{Ident, Literal, TokenStream};
use quote::{format_ident, quote};

use super::{Needs, element_rules, print};
use crate::diagnostic::Result;
use crate::lower::labels::Labels;
use crate::resolve::model::{
    Enum, Kind, Limits, Member, MemberWire, Module, Object, ObjectWire, Type, Union, UnionWire, ValueType,
};

/// Collects the rules of all types to which values refer.
#[derive(Debug)]
pub(super) struct Rules<'m> {
    module: &'m Module,
    /// The name of the constant of each type.
    names: BTreeMap<&'m str, Ident>,
    /// The types whose rules are needed, and whether all of their members are optional.
    needed: BTreeSet<(&'m str, bool)>,
    /// Those of them whose rules are not built yet.
    pending: Vec<(&'m str, bool)>,
    needs: Needs,
}

impl<'m> Rules<'m> {
    pub(super) fn new(module: &'m Module) -> Self {
        let mut labels = Labels::default();
        let constant =
            |name: &str| format_ident!("{}", labels.function(&format!("{name}-rules"), "").to_uppercase());
        let names: Vec<_> = module.types.keys().map(String::as_str).collect();
        let constants: Vec<_> = names.iter().copied().map(constant).collect();
        let names = names.into_iter().zip(constants).collect();
        Self { module, names, needed: BTreeSet::new(), pending: Vec::new(), needs: Needs::new() }
    }

    /// Builds the rules of a value.
    pub(super) fn value(&mut self, ty: &'m ValueType, limits: &Limits) -> TokenStream {
        self.need("ValueRules");
        match ty {
            ValueType::Text => match limits {
                Limits::Length(range) => {
                    let (minimum, maximum) = length(range);
                    quote!(ValueRules::Text { minimum: #minimum, maximum: #maximum })
                }
                _ => quote!(ValueRules::TEXT),
            },
            ValueType::Plain(name) => {
                if matches!(limits, Limits::Number(..)) {
                    self.needs.insert("std::ops::Bound".to_owned());
                }
                plain(name, limits)
            }
            ValueType::Wire(path) => match path.rsplit("::").next().unwrap_or_default() {
                "Integer" => quote!(ValueRules::INT64),
                "DateTime" => quote!(ValueRules::DateTime),
                "Duration" => quote!(ValueRules::Duration),
                "Uuid" => quote!(ValueRules::Uuid),
                _ => quote!(ValueRules::Any),
            },
            ValueType::Named(name) => self.named(name),
            ValueType::Flags(name) => {
                let rules = self.constant(name, false);
                quote!(ValueRules::Flags(&#rules))
            }
            ValueType::Vec(items) | ValueType::List(items) => {
                let (count, each) = match limits {
                    Limits::Items(count, each) => (Some(count), &**each),
                    _ => (None, &Limits::None),
                };
                let items = self.value(items, each);
                match count.filter(|count| **count != (0..=usize::MAX)) {
                    Some(count) => {
                        let (minimum, maximum) = length(count);
                        quote!(ValueRules::Array { items: &#items, minimum: #minimum, maximum: #maximum })
                    }
                    None => quote!(ValueRules::array(&#items)),
                }
            }
            ValueType::Map(values) => {
                let values = self.value(values, &Limits::None);
                quote!(ValueRules::Map(&#values))
            }
            ValueType::Nullable(inner) => {
                let rules = self.value(inner, limits);
                quote!(ValueRules::Nullable(&#rules))
            }
            ValueType::Boxed(inner) => self.value(inner, limits),
        }
    }

    /// Builds the rules of a body that changes an object: none of the object's members is required.
    pub(super) fn changes(&mut self, ty: &'m ValueType) -> TokenStream {
        let (ValueType::Named(name), module) = (ty.bare(), self.module) else {
            return self.value(ty, &Limits::None);
        };
        match module.types.get(name).map(|one| &one.kind) {
            Some(Kind::Object(object)) if object.members.iter().any(|member| member.required) => {
                self.need("ValueRules");
                let rules = self.constant(name, true);
                quote!(ValueRules::Object(&#rules))
            }
            _ => self.named(name),
        }
    }

    fn named(&mut self, name: &'m str) -> TokenStream {
        self.need("ValueRules");
        let module = self.module;
        let kind = match module.types.get(name).map(|one| &one.kind) {
            Some(Kind::Object(_)) => quote!(Object),
            Some(Kind::Enum(_)) => quote!(Enum),
            Some(Kind::Union(_)) => quote!(Union),
            Some(Kind::Alias(ty)) => return self.value(ty, &Limits::None),
            None => return quote!(ValueRules::Any),
        };
        let rules = self.constant(name, false);
        quote!(ValueRules::#kind(&#rules))
    }

    /// Returns the name of a type's constant, which will be emitted.
    pub(super) fn constant(&mut self, name: &'m str, all_optional: bool) -> Ident {
        if self.needed.insert((name, all_optional)) {
            self.pending.push((name, all_optional));
        }
        match self.names.get(name) {
            Some(constant) if all_optional => format_ident!("{constant}_OF_CHANGES"),
            Some(constant) => constant.clone(),
            None => format_ident!("{name}"),
        }
    }

    /// Returns the kind of a type.
    pub(super) fn kind(&self, name: &str) -> Option<&'m Kind> {
        self.module.types.get(name).map(|one| &one.kind)
    }

    /// Builds the expression for an XML namespace.
    pub(super) fn namespace(&mut self, uri: &str) -> TokenStream {
        match self.module.namespaces.constant(uri) {
            Some(constant) => {
                self.needs.insert(format!("super::ns::{constant}"));
                let constant = format_ident!("{constant}");
                quote!(#constant)
            }
            None => quote!(#uri),
        }
    }

    /// Imports a type of `call_wire::server`.
    pub(super) fn need(&mut self, name: &str) {
        self.needs.insert(format!("call_wire::server::{name}"));
    }

    /// Builds the constants of the types to which the values refer, sorted by name, and returns the names to import.
    pub(super) fn emit(mut self) -> Result<(String, Needs)> {
        let mut emitted = BTreeMap::new();
        while let Some((name, all_optional)) = self.pending.pop() {
            if let Some(one) = self.module.types.get(name) {
                emitted.insert((name, all_optional), print::items(self.of_type(one, all_optional))?);
            }
        }
        let mut text = String::new();
        for items in emitted.values() {
            text.push('\n');
            text.push_str(items);
        }
        Ok((text, self.needs))
    }

    fn of_type(&mut self, one: &'m Type, all_optional: bool) -> TokenStream {
        let constant = self.constant(&one.name, all_optional);
        let schema = &one.schema_name;
        match &one.kind {
            Kind::Object(object) if matches!(object.wire, ObjectWire::Xml { .. }) => {
                element_rules::emit(&constant, schema, object, self)
            }
            Kind::Object(object) => {
                self.need("ObjectRules");
                let members = self.members(object, all_optional);
                quote!(static #constant: ObjectRules = ObjectRules { name: #schema, members: &[#(#members),*] };)
            }
            Kind::Enum(Enum { values, fold, .. }) => {
                self.need("EnumRules");
                let values = values.iter().map(|value| &value.wire);
                quote! {
                    static #constant: EnumRules =
                        EnumRules { name: #schema, values: &[#(#values),*], ignores_case: #fold };
                }
            }
            Kind::Union(union) => self.union(&constant, schema, union),
            Kind::Alias(_) => TokenStream::new(),
        }
    }

    fn members(&mut self, object: &'m Object, all_optional: bool) -> Vec<TokenStream> {
        let members = object.members.iter().map(|Member { ty, required, nullable, limits, wire, .. }| {
            let MemberWire::Json { name, .. } = wire else { return TokenStream::new() };
            self.need("MemberRules");
            let presence = match (*required && !all_optional, nullable) {
                (true, false) => format_ident!("required"),
                (true, true) => format_ident!("required_or_null"),
                (false, _) => format_ident!("optional"),
            };
            let value = self.value(ty, limits);
            quote!(MemberRules::#presence(#name, #value))
        });
        members.collect()
    }

    fn union(&mut self, constant: &Ident, schema: &str, union: &'m Union) -> TokenStream {
        let UnionWire::Json { tag, base } = &union.wire else { return TokenStream::new() };
        self.need("UnionRules");
        let arms = union.arms.iter().filter_map(|arm| Some((&arm.name.local, arm.ty.target()?)));
        let arms: Vec<_> = arms.map(|(tag, target)| (tag, self.constant(target, false))).collect();
        let arms = arms.into_iter().map(|(tag, rules)| quote!((#tag, &#rules)));
        let base = match base {
            Some(base) => {
                let rules = self.constant(base, false);
                quote!(Some(&#rules))
            }
            None => quote!(None),
        };
        quote! {
            static #constant: UnionRules =
                UnionRules { name: #schema, tag: #tag, variants: &[#(#arms),*], base: #base };
        }
    }
}

/// Builds the rules of a boolean or a number.
fn plain(name: &str, limits: &Limits) -> TokenStream {
    let (least, most) = match name {
        "bool" => return quote!(ValueRules::Boolean),
        "f32" | "f64" => {
            let Limits::Number(minimum, maximum) = limits else { return quote!(ValueRules::NUMBER) };
            let (minimum, maximum) = (bound(*minimum), bound(*maximum));
            return quote!(ValueRules::Number { minimum: #minimum, maximum: #maximum });
        }
        "i8" => (i64::from(i8::MIN), i64::from(i8::MAX)),
        "i16" => (i64::from(i16::MIN), i64::from(i16::MAX)),
        "u8" => (0, i64::from(u8::MAX)),
        "u16" => (0, i64::from(u16::MAX)),
        "i32" => (i64::from(i32::MIN), i64::from(i32::MAX)),
        "u32" => (0, i64::from(u32::MAX)),
        "u64" => (0, i64::MAX),
        _ => (i64::MIN, i64::MAX),
    };
    let (least, most) = match limits {
        Limits::Integer(range) => (least.max(*range.start()), most.min(*range.end())),
        _ => (least, most),
    };
    if (least, most) == (i64::from(i32::MIN), i64::from(i32::MAX)) {
        return quote!(ValueRules::INT32);
    }
    if (least, most) == (i64::MIN, i64::MAX) {
        return quote!(ValueRules::INT64);
    }
    let (minimum, maximum) = (integer(least), integer(most));
    quote!(ValueRules::Integer { minimum: #minimum, maximum: #maximum })
}

fn integer(value: i64) -> TokenStream {
    match value {
        i64::MIN => quote!(i64::MIN),
        i64::MAX => quote!(i64::MAX),
        value => {
            let value = Literal::i64_unsuffixed(value);
            quote!(#value)
        }
    }
}

fn bound(bound: Bound<f64>) -> TokenStream {
    match bound {
        Bound::Included(value) => {
            let value = Literal::f64_unsuffixed(value);
            quote!(Bound::Included(#value))
        }
        Bound::Excluded(value) => {
            let value = Literal::f64_unsuffixed(value);
            quote!(Bound::Excluded(#value))
        }
        Bound::Unbounded => quote!(Bound::Unbounded),
    }
}

/// Builds the ends of the range of a length.
fn length(range: &RangeInclusive<usize>) -> (TokenStream, TokenStream) {
    let end = |value: usize| match value {
        usize::MAX => quote!(usize::MAX),
        value => {
            let value = Literal::usize_unsuffixed(value);
            quote!(#value)
        }
    };
    (end(*range.start()), end(*range.end()))
}
