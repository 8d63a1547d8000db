//! The operations: those of a WSDL, or each element with another one of its name and `Response`.

use std::collections::{BTreeMap, HashMap};

use xsd_parser::TypeIdent;
use xsd_parser::models::{IdentType, Name};

use super::model::{Arm, ElementName, Kind, Member, Type, ValueType, Wire};
use super::{Element, Operation};
use crate::lower::labels::Labels;
use crate::output::Skipped;
use crate::read::xsd::wsdl::{self, Service};

/// Returns the operations whose request and response are elements with a struct of their own.
pub fn find(
    types: &BTreeMap<TypeIdent, Type>,
    elements: &[Element],
    service: Option<&Service>,
    skipped: &mut Vec<Skipped>,
) -> Vec<Operation> {
    let has_own = |element: &&Element| {
        let one = element.ty.target().and_then(|target| types.get(target));
        one.is_some_and(|one| matches!(one.kind, Kind::Struct(_)) && one.elements.len() == 1)
    };
    let by_name: HashMap<&ElementName, &Element> =
        elements.iter().filter(has_own).map(|element| (&element.name, element)).collect();
    let Some(service) = service else { return of_names(&by_name) };
    skipped.extend(service.skipped.iter().cloned());
    let mut first: HashMap<ElementName, &str> = HashMap::new();
    let mut operations = Vec::new();
    for one in &service.operations {
        let mut skip =
            |reason: String| skipped.push(Skipped::unsupported(format!("{} (operation)", one.name), reason));
        let (request, response) = (element_name(&one.request), element_name(&one.response));
        let found = |name: &ElementName| by_name.get(name).map(|element| (*element).clone());
        let (Some(request), Some(response)) = (found(&request), found(&response)) else {
            let missing = if by_name.contains_key(&request) { response } else { request };
            skip(format!("its element {} is not declared, or has no type of its own", missing.local));
            continue;
        };
        if let Some(other) = first.get(&request.name) {
            skip(format!("its request is the element {}, like that of {other}", request.name.local));
            continue;
        }
        first.insert(request.name.clone(), &one.name);
        let headers = one.headers.iter().filter_map(|name| found(&element_name(name))).collect();
        let (name, action) = (one.name.clone(), one.action.clone());
        operations.push(Operation { name, action, request, response, headers });
    }
    operations.sort_by(|a, b| a.request.name.cmp(&b.request.name));
    operations
}

/// Returns an operation for each element with another one of its name and `Response`.
fn of_names(by_name: &HashMap<&ElementName, &Element>) -> Vec<Operation> {
    let mut operations = Vec::new();
    for request in by_name.values().copied() {
        let ElementName { namespace, local } = &request.name;
        let response = ElementName { namespace: namespace.clone(), local: format!("{local}Response") };
        if let Some(response) = by_name.get(&response) {
            operations.push(Operation {
                name: local.clone(),
                action: format!("{namespace}/{local}"),
                request: request.clone(),
                response: (*response).clone(),
                headers: Vec::new(),
            });
        }
    }
    operations.sort_by(|a, b| a.request.name.cmp(&b.request.name));
    operations
}

/// Gives a type of its own to each element of an operation that has none: an element with a simple type, and an
/// element whose type other elements have too. The type of a request determines the operation.
pub fn own_types(types: &mut BTreeMap<TypeIdent, Type>, elements: &mut [Element], service: &Service) {
    let names =
        |operation: &wsdl::Operation| [element_name(&operation.request), element_name(&operation.response)];
    let wanted: Vec<ElementName> = service.operations.iter().flat_map(names).collect();
    let places: HashMap<ElementName, usize> =
        elements.iter().enumerate().map(|(at, element)| (element.name.clone(), at)).collect();
    for name in wanted {
        let Some(element) = places.get(&name).and_then(|at| elements.get_mut(*at)) else { continue };
        let target = element.ty.target().filter(|_| matches!(element.ty, ValueType::Named(_))).cloned();
        let shared = target.as_ref().and_then(|target| types.get_mut(target));
        let kind = match (shared, &element.ty) {
            (Some(Type { kind: Kind::Struct(_), elements, .. }), _) if elements.len() == 1 => continue,
            (Some(one @ Type { kind: Kind::Struct(_), .. }), _) => {
                one.elements.retain(|other| *other != name);
                one.kind.clone()
            }
            // The extra of an object keeps any content.
            (_, ValueType::Any) => Kind::Struct(Vec::new()),
            (Some(Type { kind: Kind::Choice(_) | Kind::Variants(_), .. }), _) => continue,
            (shared, _) => {
                if let Some(one) = shared {
                    one.elements.retain(|other| *other != name);
                }
                Kind::Struct(vec![text(element)])
            }
        };
        let made = Type {
            rust: String::new(),
            schema: name.local.clone(),
            namespace: name.namespace.clone(),
            doc: element.doc.clone(),
            kind,
            elements: vec![name.clone()],
        };
        let ident = Name::new_generated(format!("{} {}", name.namespace, name.local));
        let ident = TypeIdent::new(ident).with_type(IdentType::Group);
        element.ty = ValueType::Named(ident.clone());
        types.insert(ident, made);
    }
}

/// Returns the member for the text of an element with a simple type.
fn text(element: &Element) -> Member {
    Member {
        label: Labels::default().member("value").0,
        wire: Wire::Text,
        ty: element.ty.clone(),
        type_name: element.type_name.clone(),
        doc: String::new(),
        required: true,
        many: false,
        boxed: false,
    }
}

fn element_name(name: &wsdl::Name) -> ElementName {
    ElementName { namespace: name.namespace.clone(), local: name.local.clone() }
}

/// Adds the unions of all requests and of all responses.
pub fn add_messages(types: &mut BTreeMap<TypeIdent, Type>, operations: &[Operation]) {
    if operations.is_empty() {
        return;
    }
    let mut add = |rust: &str, doc: &str, elements: Vec<&Element>| {
        let mut labels = Labels::default();
        let mut arms: Vec<Arm> = Vec::new();
        for element in elements {
            // Several operations can have the same response.
            if arms.iter().any(|arm| arm.name == element.name) {
                continue;
            }
            arms.push(Arm {
                label: labels.arm(&element.name.local).0,
                name: element.name.clone(),
                ty: element.ty.clone(),
                type_name: element.type_name.clone(),
                doc: element.doc.clone(),
                boxed: false,
            });
        }
        let made = Type {
            rust: rust.to_owned(),
            schema: rust.to_owned(),
            namespace: String::new(),
            doc: doc.to_owned(),
            kind: Kind::Choice(arms),
            elements: Vec::new(),
        };
        let ident = TypeIdent::new(Name::new_generated(format!("Any{rust}"))).with_type(IdentType::Group);
        types.insert(ident, made);
    };
    let requests = operations.iter().map(|operation| &operation.request).collect();
    add("Request", "The request of any operation.", requests);
    let responses = operations.iter().map(|operation| &operation.response).collect();
    add("Response", "The response of any operation.", responses);
}
