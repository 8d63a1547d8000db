//! Lowers an XML Schema to structs, enums and choices, and prunes it to the types that the roots reach.

mod boxes;
mod content;
mod lowering;
pub mod model;
mod names;
mod operations;
mod redefined;
mod surface;
#[cfg(test)]
mod tests;
mod types;

use std::collections::{BTreeMap, BTreeSet, HashSet, VecDeque};

use xsd_parser::TypeIdent;
use xsd_parser::models::meta::MetaTypeVariant;
use xsd_parser::models::{IdentType, Name};

use crate::config::{Config, Module, Row};
use crate::diagnostic::{Diagnostic, Result};
use crate::lower::Roots;
use crate::output::Skipped;
use crate::read::xsd::Schema;
use lowering::{Lowering, doc, own_type};
use model::{ElementName, Kind, Type, ValueType};

/// The namespaces of XML itself, which no schema defines types in.
const FOREIGN: [&str; 3] = [
    "http://www.w3.org/2001/XMLSchema",
    "http://www.w3.org/2001/XMLSchema-instance",
    "http://www.w3.org/XML/1998/namespace",
];

/// A schema, lowered and pruned.
#[derive(Debug)]
pub struct Lowered {
    /// The types that are kept.
    pub types: BTreeMap<TypeIdent, Type>,
    /// The operations that are kept.
    pub operations: Vec<Operation>,
    /// The types of the requests and of their headers.
    pub sent: Vec<TypeIdent>,
    /// The prefixes that the schema declares, by namespace.
    pub prefixes: BTreeMap<String, String>,
    /// The public facts.
    pub surface: BTreeMap<String, String>,
    /// The skipped definitions.
    pub skipped: Vec<Skipped>,
    /// Notes for the maintainer.
    pub notes: Vec<String>,
    /// The rows of the configuration that match nothing in the schema.
    pub unmatched: Vec<Diagnostic>,
}

/// A global element.
#[derive(Clone, Debug)]
pub struct Element {
    /// Its name.
    pub name: ElementName,
    /// Its type.
    pub ty: ValueType,
    /// The name of that type in the schema.
    pub type_name: String,
    /// The description in the schema; may be empty.
    pub doc: String,
}

/// An operation, with the elements of its request and response.
#[derive(Clone, Debug)]
pub struct Operation {
    /// Its name.
    pub name: String,
    /// The value of the header `SOAPAction`.
    pub action: String,
    /// The request.
    pub request: Element,
    /// The response.
    pub response: Element,
    /// The elements in the header of the request, as far as a WSDL lists them.
    pub headers: Vec<Element>,
}

/// Lowers a schema for a module.
pub fn lower(schema: &Schema, module: &Module, config: &Config, roots: Roots) -> Result<Lowered> {
    let is_whole = roots == Roots::All || module.elements.is_empty();
    let mut lowering = Lowering::new(schema);
    let (named, mut elements) = globals(&mut lowering)?;
    lowering.run()?;
    let mut types = std::mem::take(&mut lowering.done);
    for element in &elements {
        if let Some(one) = element.ty.target().and_then(|target| types.get_mut(target)) {
            one.elements.push(element.name.clone());
        }
    }
    if let Some(service) = &schema.service {
        operations::own_types(&mut types, &mut elements, service);
    }
    let mut all_notes = std::mem::take(&mut lowering.notes);
    for (ident, note) in names::assign(&mut types)? {
        all_notes.entry(ident).or_default().push(note);
    }
    let (configured, unmatched) = configured(&elements, module, config);
    let kept_elements = if is_whole { elements.clone() } else { configured };
    let kept = if is_whole {
        types.keys().cloned().collect()
    } else {
        reach(&types, kept_elements.iter().map(|element| &element.ty).collect())
    };
    let name = &module.name;
    let mut skipped = Vec::new();
    let mut skip = |one: &str, kind: &str| {
        skipped.push(Skipped::new(format!("{name}.{one} ({kind})"), "no configured element reaches it"));
    };
    for ident in named.iter().filter(|ident| types.contains_key(ident) && !kept.contains(ident)) {
        skip(ident.name.as_str(), "type");
    }
    let kept_names: HashSet<_> = kept_elements.iter().map(|element| &element.name).collect();
    for element in &elements {
        if !kept_names.contains(&element.name) {
            skip(&element.name.local, "element");
        }
    }
    types.retain(|ident, _| kept.contains(ident));
    let operations = operations::find(&types, &kept_elements, schema.service.as_ref(), &mut skipped);
    let sent = sent(&kept_elements, &module.request_headers, &operations);
    let surface = surface::of(name, &types, &kept_elements, &operations);
    operations::add_messages(&mut types, &operations);
    boxes::mark(&mut types);
    let mut notes: Vec<String> =
        types.keys().flat_map(|ident| all_notes.remove(ident).unwrap_or_default()).collect();
    notes.extend(union_notes(&types, &lowering.unions));
    notes.extend(schema.service.iter().flat_map(|service| service.notes.iter().cloned()));
    notes.iter_mut().for_each(|note| note.insert_str(0, &format!("{name}: ")));
    skipped.sort();
    let prefixes = schema.prefixes();
    Ok(Lowered { types, operations, sent, prefixes, surface, skipped, notes, unmatched })
}

/// Returns the global types and elements of a schema's own namespaces.
fn globals(lowering: &mut Lowering<'_>) -> Result<(Vec<TypeIdent>, Vec<Element>)> {
    let mut named = Vec::new();
    let mut elements = Vec::new();
    for (ident, meta) in &lowering.types().items {
        let namespace = lowering.namespace(ident.ns);
        let generated = ident.name.is_generated() || matches!(meta.variant, MetaTypeVariant::BuildIn(_));
        if generated || FOREIGN.contains(&namespace.as_str()) || ident.name == Name::ANY_TYPE {
            continue;
        }
        if lowering.declarations.is_replaced(ident, lowering.types()) {
            continue;
        }
        match (ident.type_, &meta.variant) {
            (IdentType::Type, MetaTypeVariant::ComplexType(_) | MetaTypeVariant::Enumeration(_)) => {
                lowering.named(ident);
                named.push(ident.clone());
            }
            (IdentType::Element, variant) => {
                let type_ = match variant {
                    MetaTypeVariant::Dynamic(group) => {
                        lowering.named(ident);
                        own_type(group)
                    }
                    _ => Some(ident),
                };
                let Some(type_) = type_ else { continue };
                let ty = lowering.value_type(type_)?;
                // Elements inside types have identifiers of this kind, too.
                if lowering.declarations.is_global_element(ident) {
                    elements.push(Element {
                        name: ElementName { namespace, local: ident.name.as_str().to_owned() },
                        ty,
                        type_name: lowering.type_name(type_),
                        doc: doc(&meta.documentation),
                    });
                }
            }
            _ => {}
        }
    }
    Ok((named, elements))
}

/// Returns the elements that the configuration lists, and the rows without an element.
fn configured(elements: &[Element], module: &Module, config: &Config) -> (Vec<Element>, Vec<Diagnostic>) {
    let (mut kept, mut unmatched) = (Vec::new(), Vec::new());
    for row in module.elements.iter().chain(&module.request_headers).chain(&module.response_headers) {
        match elements.iter().find(|element| element.name.local == **row) {
            Some(found) => kept.push(found.clone()),
            None => unmatched.push(config.unmatched(row, format!("the schema has no element {}", **row))),
        }
    }
    (kept, unmatched)
}

/// Returns notes about the members whose type is a union of simple types.
fn union_notes(types: &BTreeMap<TypeIdent, Type>, unions: &BTreeSet<String>) -> Vec<String> {
    let mut notes = Vec::new();
    for one in types.values() {
        let Kind::Struct(members) = &one.kind else { continue };
        for member in members.iter().filter(|member| unions.contains(&member.type_name)) {
            let Type { schema, .. } = one;
            notes.push(format!("{schema}.{}: the union {} is read as text", member.label, member.type_name));
        }
    }
    notes
}

/// Returns the types that can be reached from some values.
fn reach(types: &BTreeMap<TypeIdent, Type>, starts: Vec<&ValueType>) -> BTreeSet<TypeIdent> {
    let mut reached = BTreeSet::new();
    let mut pending: VecDeque<&TypeIdent> = starts.into_iter().filter_map(|ty| ty.target()).collect();
    while let Some(ident) = pending.pop_front() {
        let Some(one) = types.get(ident) else { continue };
        if reached.insert(ident.clone()) {
            pending.extend(one.kind.parts().into_iter().filter_map(|ty| ty.target()));
        }
    }
    reached
}

/// Returns the types of the requests and of their headers.
fn sent(elements: &[Element], headers: &[Row<String>], operations: &[Operation]) -> Vec<TypeIdent> {
    let is_header = |element: &&Element| headers.iter().any(|row| **row == element.name.local);
    let headers = elements.iter().filter(is_header);
    let requests = operations.iter().flat_map(|one| one.headers.iter().chain([&one.request]));
    headers.chain(requests).filter_map(|element| element.ty.target().cloned()).collect()
}
