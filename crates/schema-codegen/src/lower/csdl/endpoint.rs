//! The operations that pass 1 finds.

use crate::read::csdl::{Operation, OperationKind, TypeRef};
use crate::read::xml::Place;

use super::source::Text;

/// An operation.
#[derive(Clone, Debug)]
pub(super) struct Endpoint<'a> {
    pub id: String,
    pub method: &'static str,
    pub path: String,
    pub values: Vec<PathValue<'a>>,
    pub body: Payload<'a>,
    pub response: Payload<'a>,
    pub status: u16,
    pub text: Text,
    /// The action or function.
    pub operation: Option<&'a Operation>,
    /// The namespace that may qualify the last segment of the path.
    pub namespace: Option<&'a str>,
}

/// A path parameter: a key, or a parameter of a function.
#[derive(Clone, Debug)]
pub(super) struct PathValue<'a> {
    pub name: String,
    pub description: Option<String>,
    pub ty: &'a TypeRef,
    pub place: Place,
}

/// The body of a request or response.
#[derive(Clone, Copy, Debug)]
pub(super) enum Payload<'a> {
    None,
    Entity(&'a str),
    Collection(&'a str),
    /// The parameters of an action.
    Arguments(&'a Operation),
    /// The return type of an action or function.
    Returned(&'a Operation, &'a TypeRef),
}

impl<'a> Payload<'a> {
    /// Returns the payload of the response to an action or function.
    pub(super) fn returned(operation: &'a Operation) -> Self {
        operation.returns.as_ref().map_or(Self::None, |ty| Self::Returned(operation, ty))
    }

    /// Returns whether this is a page of a collection. Only a `GET` can continue a collection.
    pub(super) fn is_page(&self) -> bool {
        match self {
            Self::Collection(_) => true,
            Self::Returned(operation, ty) => operation.kind == OperationKind::Function && ty.collection,
            Self::None | Self::Entity(_) | Self::Arguments(_) => false,
        }
    }
}

impl<'a> Endpoint<'a> {
    /// Returns the names of the types that it refers to.
    pub(super) fn types(&self) -> impl Iterator<Item = &'a str> + use<'a, '_> {
        let payloads = [self.body, self.response].into_iter().flat_map(|payload| {
            let (entity, arguments, returned) = match payload {
                Payload::None => (None, None, None),
                Payload::Entity(name) | Payload::Collection(name) => (Some(name), None, None),
                Payload::Arguments(operation) => (None, Some(operation), None),
                Payload::Returned(_, ty) => (None, None, Some(ty)),
            };
            let arguments = arguments.into_iter().flat_map(|operation| operation.arguments());
            let refs = arguments.map(|argument| &argument.ty).chain(returned);
            entity.into_iter().chain(refs.map(|ty| ty.name.as_str()))
        });
        payloads.chain(self.values.iter().map(|value| value.ty.name.as_str()))
    }
}
