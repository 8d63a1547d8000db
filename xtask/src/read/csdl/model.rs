//! What a CSDL document says, with aliases resolved and the place of every definition.

use std::collections::{BTreeMap, HashMap};
use std::path::PathBuf;

use super::super::xml::Place;
use crate::diagnostic::Diagnostic;

/// A CSDL document. All names are qualified by namespace, never by alias.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Csdl {
    /// Where it was read from.
    pub file: PathBuf,
    /// The schemas, in the order of the file.
    pub schemas: Vec<Schema>,
    /// The types of all schemas, in the order of the file.
    pub types: Vec<TypeDef>,
    /// The actions and functions of all schemas.
    pub operations: Vec<Operation>,
    /// The terms that the schemas define.
    pub terms: Vec<Term>,
    /// The entity containers.
    pub containers: Vec<Container>,
    /// Annotations, inline and external, by their target path.
    pub annotations: BTreeMap<String, Vec<Annotation>>,
    pub(super) index: HashMap<String, usize>,
}

impl Csdl {
    /// The type of a qualified name.
    pub fn find(&self, name: &str) -> Option<&TypeDef> {
        self.index.get(name).and_then(|at| self.types.get(*at))
    }

    /// The structured type of a qualified name.
    pub fn structured(&self, name: &str) -> Option<&Structured> {
        match &self.find(name)?.kind {
            TypeKind::Structured(structured) => Some(structured),
            _ => None,
        }
    }

    /// The first annotation of a target with this term.
    pub fn annotation(&self, target: &str, term: &str) -> Option<&Annotation> {
        self.annotations.get(target)?.iter().find(|annotation| annotation.term == term)
    }

    /// The type and its base types, from the root of the hierarchy down to the type itself.
    pub fn lineage(&self, name: &str) -> Vec<&TypeDef> {
        let mut chain = Vec::new();
        let mut next = self.find(name);
        while let Some(def) = next {
            // Reading refuses cycles; the bound keeps this total for a model made otherwise.
            if chain.len() > self.types.len() {
                break;
            }
            chain.push(def);
            next = def.base().and_then(|base| self.find(base));
        }
        chain.reverse();
        chain
    }

    /// A diagnostic at a place of this document.
    pub fn diagnostic(&self, place: Place, what: impl Into<String>) -> Diagnostic {
        Diagnostic::in_file(&self.file, what).at(place.to_string())
    }
}

/// A schema's own attributes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Schema {
    /// The namespace.
    pub namespace: String,
    /// The short name that the file uses for the namespace.
    pub alias: Option<String>,
    /// Where it begins.
    pub place: Place,
}

/// A type definition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TypeDef {
    /// The qualified name.
    pub name: String,
    /// What it is.
    pub kind: TypeKind,
    /// Where it begins.
    pub place: Place,
}

impl TypeDef {
    /// The base type's qualified name.
    pub fn base(&self) -> Option<&str> {
        match &self.kind {
            TypeKind::Structured(structured) => structured.base.as_deref(),
            _ => None,
        }
    }
}

/// The kinds of types.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TypeKind {
    /// An entity or complex type.
    Structured(Structured),
    /// An enumeration.
    Enum(EnumType),
    /// Another name for a primitive type.
    Definition(TypeRef),
}

/// An entity or complex type.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Structured {
    /// Whether this is an entity type.
    pub entity: bool,
    /// The base type.
    pub base: Option<String>,
    /// Whether no value has exactly this type.
    pub is_abstract: bool,
    /// Whether undeclared members are announced.
    pub open: bool,
    /// The names of the key properties declared here.
    pub key: Vec<String>,
    /// Properties and navigation properties declared here, in the order of the file.
    pub properties: Vec<Property>,
}

/// A property or navigation property.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Property {
    /// The name.
    pub name: String,
    /// The type.
    pub ty: TypeRef,
    /// The facet, when it is written.
    pub nullable: Option<bool>,
    /// The facet, when it is written.
    pub max_length: Option<String>,
    /// The default value, when one is written.
    pub default: Option<String>,
    /// For a navigation property: whether it contains its target.
    pub navigation: Option<bool>,
    /// Where it begins.
    pub place: Place,
}

/// An enumeration type.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct EnumType {
    /// Whether a value can hold several members.
    pub flags: bool,
    /// The members, in the order of the file.
    pub members: Vec<Member>,
}

/// A member of an enumeration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    /// The name, which is what JSON carries.
    pub name: String,
    /// The number.
    pub value: i64,
    /// Where it begins.
    pub place: Place,
}

/// A reference to a type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TypeRef {
    /// The qualified name, `Edm.` ones included.
    pub name: String,
    /// Whether this is a collection of that type.
    pub collection: bool,
}

impl TypeRef {
    /// Whether the type is one of OData's own.
    pub fn is_edm(&self) -> bool {
        self.name.starts_with("Edm.")
    }
}

impl std::fmt::Display for TypeRef {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if self.collection { write!(f, "Collection({})", self.name) } else { f.write_str(&self.name) }
    }
}

/// Whether an operation changes something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OperationKind {
    /// Called by POST.
    Action,
    /// Called by GET.
    Function,
}

/// An action or function.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Operation {
    /// The qualified name.
    pub name: String,
    /// Action or function.
    pub kind: OperationKind,
    /// Whether the first parameter is what it is called on.
    pub bound: bool,
    /// The parameters, the binding parameter included.
    pub parameters: Vec<Parameter>,
    /// The return type.
    pub returns: Option<TypeRef>,
    /// Where it begins.
    pub place: Place,
}

impl Operation {
    /// The name without its namespace.
    pub fn short(&self) -> &str {
        self.name.rsplit('.').next().unwrap_or(&self.name)
    }

    /// The type it is called on.
    pub fn binding(&self) -> Option<&TypeRef> {
        self.parameters.first().filter(|_| self.bound).map(|parameter| &parameter.ty)
    }

    /// The parameters that a caller gives.
    pub fn arguments(&self) -> &[Parameter] {
        if self.bound { self.parameters.get(1..).unwrap_or_default() } else { &self.parameters }
    }

    /// The path that annotations of this overload target.
    pub fn target(&self) -> String {
        let types: Vec<String> = match self.kind {
            OperationKind::Action => self.binding().map(TypeRef::to_string).into_iter().collect(),
            OperationKind::Function => {
                self.parameters.iter().map(|parameter| parameter.ty.to_string()).collect()
            }
        };
        format!("{}({})", self.name, types.join(","))
    }
}

/// A parameter of an action or function.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parameter {
    /// The name.
    pub name: String,
    /// The type.
    pub ty: TypeRef,
    /// The facet, when it is written.
    pub nullable: Option<bool>,
    /// Where it begins.
    pub place: Place,
}

/// A term that a schema defines.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Term {
    /// The qualified name.
    pub name: String,
    /// The type of its values.
    pub ty: TypeRef,
    /// Where it begins.
    pub place: Place,
}

/// An entity container.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Container {
    /// The qualified name.
    pub name: String,
    /// What it holds.
    pub items: Vec<ContainerItem>,
    /// Where it begins.
    pub place: Place,
}

/// What a container holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ContainerItem {
    /// The name, which is a path segment.
    pub name: String,
    /// What kind it is.
    pub kind: ItemKind,
    /// Where it begins.
    pub place: Place,
}

/// The kinds of container items.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ItemKind {
    /// A collection of entities of this type.
    EntitySet(String),
    /// One entity of this type.
    Singleton(String),
    /// An unbound action or function made callable.
    Import,
}

/// An annotation.
#[derive(Clone, Debug, PartialEq)]
pub struct Annotation {
    /// The qualified name of its term.
    pub term: String,
    /// What it says.
    pub value: Expression,
    /// Where it begins.
    pub place: Place,
}

/// What an annotation says.
#[derive(Clone, Debug, PartialEq)]
pub enum Expression {
    /// Nothing: the term's default, which for a boolean term is true.
    Default,
    /// Text.
    String(String),
    /// A truth value.
    Bool(bool),
    /// A whole number.
    Int(i64),
    /// Enumeration members, qualified, as written.
    Enum(Vec<String>),
    /// A record with its property values.
    Record(Vec<(String, Expression)>),
    /// A collection.
    Collection(Vec<Expression>),
    /// An expression that nothing here needs, by the name of its form.
    Other(String),
}

impl Expression {
    /// The text.
    pub fn as_str(&self) -> Option<&str> {
        match self {
            Self::String(text) => Some(text),
            _ => None,
        }
    }

    /// The truth value; the default counts as true.
    pub fn as_bool(&self) -> Option<bool> {
        match self {
            Self::Bool(value) => Some(*value),
            Self::Default => Some(true),
            _ => None,
        }
    }

    /// The number.
    pub fn as_int(&self) -> Option<i64> {
        match self {
            Self::Int(value) => Some(*value),
            _ => None,
        }
    }

    /// The value of a property of a record.
    pub fn get(&self, property: &str) -> Option<&Self> {
        match self {
            Self::Record(values) => values.iter().find(|(name, _)| name == property).map(|(_, value)| value),
            _ => None,
        }
    }
}
