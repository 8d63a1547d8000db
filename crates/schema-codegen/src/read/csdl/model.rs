//! The model of a CSDL document, with aliases resolved and with the place of every definition.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::PathBuf;

use super::super::xml::Place;
use crate::diagnostic::Diagnostic;

/// A CSDL document. All names are qualified by namespace, never by alias.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Csdl {
    /// The path of the file.
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
    /// The namespaces of other documents that this one includes. Those documents are not read.
    pub included: BTreeSet<String>,
    pub(super) index: HashMap<String, usize>,
}

impl Csdl {
    /// Returns the type with a qualified name.
    pub fn find(&self, name: &str) -> Option<&TypeDef> {
        self.index.get(name).and_then(|at| self.types.get(*at))
    }

    /// Returns whether a name belongs to the namespace of another document.
    pub fn is_elsewhere(&self, name: &str) -> bool {
        name.rsplit_once('.').is_some_and(|(namespace, _)| self.included.contains(namespace))
    }

    /// Returns the structured type with a qualified name.
    pub fn structured(&self, name: &str) -> Option<&Structured> {
        match &self.find(name)?.kind {
            TypeKind::Structured(structured) => Some(structured),
            _ => None,
        }
    }

    /// Returns the first annotation of a target with a term.
    pub fn annotation(&self, target: &str, term: &str) -> Option<&Annotation> {
        self.annotations.get(target)?.iter().find(|annotation| annotation.term == term)
    }

    /// Returns the type and its base types, from the root of the hierarchy to the type itself.
    pub fn lineage(&self, name: &str) -> Vec<&TypeDef> {
        let mut chain = Vec::new();
        let mut next = self.find(name);
        while let Some(def) = next {
            // Reading refuses cycles; the limit is for models that were created in another way.
            if chain.len() > self.types.len() {
                break;
            }
            chain.push(def);
            next = def.base().and_then(|base| self.find(base));
        }
        chain.reverse();
        chain
    }

    /// Creates a diagnostic at a place in this document.
    pub fn diagnostic(&self, place: Place, what: impl Into<String>) -> Diagnostic {
        Diagnostic::in_file(&self.file, what).at(place.to_string())
    }
}

/// The attributes of a schema.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Schema {
    /// The namespace.
    pub namespace: String,
    /// The alias of the namespace in the file.
    pub alias: Option<String>,
    /// The place of its start.
    pub place: Place,
}

/// A type definition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TypeDef {
    /// The qualified name.
    pub name: String,
    /// The kind of the type.
    pub kind: TypeKind,
    /// The place of its start.
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
    /// Whether it is abstract.
    pub is_abstract: bool,
    /// Whether it may have undeclared members.
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
    /// The facet, if it is specified.
    pub nullable: Option<bool>,
    /// The facet, if it is specified.
    pub max_length: Option<String>,
    /// The default value, if it is specified.
    pub default: Option<String>,
    /// For a navigation property: whether it contains its target.
    pub navigation: Option<bool>,
    /// The place of its start.
    pub place: Place,
}

/// An enumeration type.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct EnumType {
    /// Whether a value can consist of several members.
    pub flags: bool,
    /// The members, in the order of the file.
    pub members: Vec<Member>,
}

/// A member of an enumeration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    /// The name, which is the value in JSON.
    pub name: String,
    /// Returns the integer.
    pub value: i64,
    /// The place of its start.
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
    /// Returns whether the type is one of OData itself.
    pub fn is_edm(&self) -> bool {
        self.name.starts_with("Edm.")
    }
}

impl std::fmt::Display for TypeRef {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if self.collection { write!(f, "Collection({})", self.name) } else { f.write_str(&self.name) }
    }
}

/// The kinds of operations.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OperationKind {
    /// An action, which is called with `POST`.
    Action,
    /// A function, which is called with `GET`.
    Function,
}

/// An action or function.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Operation {
    /// The qualified name.
    pub name: String,
    /// Action or function.
    pub kind: OperationKind,
    /// Whether the first parameter is the binding parameter.
    pub bound: bool,
    /// The parameters, the binding parameter included.
    pub parameters: Vec<Parameter>,
    /// The return type.
    pub returns: Option<TypeRef>,
    /// The place of its start.
    pub place: Place,
}

impl Operation {
    /// Returns the name without the namespace.
    pub fn short(&self) -> &str {
        self.name.rsplit('.').next().unwrap_or(&self.name)
    }

    /// Returns the type of the binding parameter.
    pub fn binding(&self) -> Option<&TypeRef> {
        self.parameters.first().filter(|_| self.bound).map(|parameter| &parameter.ty)
    }

    /// Returns the parameters without the binding parameter.
    pub fn arguments(&self) -> &[Parameter] {
        if self.bound { self.parameters.get(1..).unwrap_or_default() } else { &self.parameters }
    }

    /// Returns the target path of annotations for this overload.
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
    /// The facet, if it is specified.
    pub nullable: Option<bool>,
    /// The place of its start.
    pub place: Place,
}

/// A term that a schema defines.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Term {
    /// The qualified name.
    pub name: String,
    /// The type of its values.
    pub ty: TypeRef,
    /// The place of its start.
    pub place: Place,
}

/// An entity container.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Container {
    /// The qualified name.
    pub name: String,
    /// Its items.
    pub items: Vec<ContainerItem>,
    /// The place of its start.
    pub place: Place,
}

/// An item of a container.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ContainerItem {
    /// The name, which is a path segment.
    pub name: String,
    /// The kind of the item.
    pub kind: ItemKind,
    /// The place of its start.
    pub place: Place,
}

/// The kinds of container items.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ItemKind {
    /// A collection of entities of this type.
    EntitySet(String),
    /// A single entity of this type.
    Singleton(String),
    /// An import of an unbound action or function with this name.
    Import(String),
}

/// An annotation.
#[derive(Clone, Debug, PartialEq)]
pub struct Annotation {
    /// The qualified name of its term.
    pub term: String,
    /// Its value.
    pub value: Expression,
    /// The place of its start.
    pub place: Place,
}

/// The value of an annotation.
#[derive(Clone, Debug, PartialEq)]
pub enum Expression {
    /// No value: the default of the term, which is `true` for a boolean term.
    Default,
    /// A string.
    String(String),
    /// A boolean.
    Bool(bool),
    /// An integer.
    Int(i64),
    /// Qualified members of an enumeration.
    Enum(Vec<String>),
    /// The path of a property.
    PropertyPath(String),
    /// A record with its property values.
    Record(Vec<(String, Expression)>),
    /// A collection.
    Collection(Vec<Expression>),
    /// An expression that is not used, by the name of its form.
    Other(String),
}

impl Expression {
    /// Returns the string.
    pub fn as_str(&self) -> Option<&str> {
        match self {
            Self::String(text) => Some(text),
            _ => None,
        }
    }

    /// Returns the path of a property.
    pub fn as_path(&self) -> Option<&str> {
        match self {
            Self::PropertyPath(path) => Some(path),
            _ => None,
        }
    }

    /// Returns the items of a collection; none for another expression.
    pub fn items(&self) -> &[Self] {
        match self {
            Self::Collection(items) => items,
            _ => &[],
        }
    }

    /// Returns the boolean; `true` for the default.
    pub fn as_bool(&self) -> Option<bool> {
        match self {
            Self::Bool(value) => Some(*value),
            Self::Default => Some(true),
            _ => None,
        }
    }

    /// Returns the integer.
    pub fn as_int(&self) -> Option<i64> {
        match self {
            Self::Int(value) => Some(*value),
            _ => None,
        }
    }

    /// Returns the value of a record's property.
    pub fn get(&self, property: &str) -> Option<&Self> {
        match self {
            Self::Record(values) => values.iter().find(|(name, _)| name == property).map(|(_, value)| value),
            _ => None,
        }
    }
}
