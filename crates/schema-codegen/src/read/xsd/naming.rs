//! Names for xsd-parser's types: its own, with a number where two types would have the same.
//!
//! xsd-parser names the content of a group after the type around it, and refuses a type that contains a group
//! twice. Groups become part of the type around them, so these names do not occur in the generated code.

use std::any::Any;
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use xsd_parser::models::meta::MetaType;
use xsd_parser::models::{Name, Naming as Default};
use xsd_parser::traits::{NameBuilder, Naming};
use xsd_parser::{Ident2, TypeIdent};

/// How often each name was used.
type Used = Rc<RefCell<BTreeMap<String, usize>>>;

/// Creates the builders of names.
#[derive(Clone, Debug, Default)]
pub struct UniqueNames {
    inner: Default,
    used: Used,
}

impl Naming for UniqueNames {
    fn clone_boxed(&self) -> Box<dyn Naming> {
        Box::new(self.clone())
    }

    fn builder(&self) -> Box<dyn NameBuilder> {
        Box::new(Builder { inner: self.inner.builder(), used: Rc::clone(&self.used), of_group: false })
    }

    fn unify(&self, s: &str) -> String {
        self.inner.unify(s)
    }

    fn make_type_name(&self, postfixes: &[String], ty: &MetaType, ident: &TypeIdent) -> Name {
        self.inner.make_type_name(postfixes, ty, ident)
    }

    fn make_unknown_variant(&self, id: usize) -> Ident2 {
        self.inner.make_unknown_variant(id)
    }

    fn format_module_name(&self, s: &str) -> String {
        self.inner.format_module_name(s)
    }

    fn format_type_name(&self, s: &str) -> String {
        self.inner.format_type_name(s)
    }

    fn format_field_name(&self, s: &str) -> String {
        self.inner.format_field_name(s)
    }

    fn format_variant_name(&self, s: &str) -> String {
        self.inner.format_variant_name(s)
    }

    fn format_constant_name(&self, s: &str) -> String {
        self.inner.format_constant_name(s)
    }
}

/// Builds a name.
#[derive(Debug)]
struct Builder {
    inner: Box<dyn NameBuilder>,
    used: Used,
    /// Whether the name is that of the content of a group.
    of_group: bool,
}

impl NameBuilder for Builder {
    fn finish(&self) -> Name {
        let name = self.inner.finish();
        if !self.of_group {
            return name;
        }
        let mut used = self.used.borrow_mut();
        let count = used.entry(name.as_str().to_owned()).or_default();
        *count += 1;
        if *count == 1 { name } else { Name::new_generated(format!("{}Group{count}", name.as_str())) }
    }

    fn merge(&mut self, other: &dyn NameBuilder) {
        if let Some(other) = (other as &dyn Any).downcast_ref::<Self>() {
            self.inner.merge(&*other.inner);
        }
    }

    fn clone_boxed(&self) -> Box<dyn NameBuilder> {
        let (inner, used) = (self.inner.clone_boxed(), Rc::clone(&self.used));
        Box::new(Self { inner, used, of_group: self.of_group })
    }

    fn has_name(&self) -> bool {
        self.inner.has_name()
    }

    fn has_extension(&self) -> bool {
        self.inner.has_extension()
    }

    fn set_name(&mut self, name: String) {
        self.inner.set_name(name);
    }

    fn set_with_id(&mut self, value: bool) {
        self.inner.set_with_id(value);
    }

    fn set_generated(&mut self, value: bool) {
        self.inner.set_generated(value);
    }

    fn add_extension(&mut self, replace: bool, extension: String) {
        self.inner.add_extension(replace, extension);
    }

    fn strip_suffix(&mut self, suffix: &str) {
        self.inner.strip_suffix(suffix);
    }

    fn generate_unique_id(&mut self) {
        self.inner.generate_unique_id();
    }

    fn prepare_type_name(&mut self) {
        self.of_group = true;
        self.inner.prepare_type_name();
    }

    fn prepare_field_name(&mut self) {
        self.inner.prepare_field_name();
    }

    fn prepare_content_type_name(&mut self) {
        self.inner.prepare_content_type_name();
    }
}
