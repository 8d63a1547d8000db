//! The routes of a JSON service: the request and the successful responses of each operation.

use proc_macro2::{Ident, Literal, TokenStream};
use quote::{format_ident, quote};

use super::rules::Rules;
use crate::lower::labels::Labels;
use crate::resolve::model::{
    Argument, BYTES, Format, Kind, Limits, MemberWire, Module, Operation, Place, Success, ValueType,
};

/// Returns the name of the constant of each route.
pub(super) fn names(module: &Module) -> Vec<Ident> {
    let mut labels = Labels::default();
    let name =
        |operation: &Operation| labels.function(&format!("{}-route", operation.name), "").to_uppercase();
    module.operations.iter().map(name).map(|name| format_ident!("{name}")).collect()
}

/// Builds the constant of a route. Fields with the values of `Route::new` are omitted.
pub(super) fn emit<'m>(
    name: &Ident,
    operation: &'m Operation,
    module: &'m Module,
    rules: &mut Rules<'m>,
) -> TokenStream {
    let Operation { verb, path, .. } = operation;
    let namespace = operation.namespace.iter().map(|name| quote!(namespace: Some(#name),));
    let mut query = version(operation, rules);
    query.extend(parameters(operation, Place::Query, module, rules));
    let query = (!query.is_empty()).then(|| quote!(query: &[#(#query),*],));
    let headers = parameters(operation, Place::Header, module, rules);
    let headers = (!headers.is_empty()).then(|| quote!(headers: &[#(#headers),*],));
    let is_json = operation.body_format == Format::Json;
    let body = operation.arguments.iter().find(|argument| is_json && argument.place == Place::Body);
    let body = body.map(|body| {
        rules.need("Body");
        let (schema, is_required) = (schema_name(&body.ty, module), operation.requires_body);
        let rules =
            if verb == "PATCH" { rules.changes(&body.ty) } else { rules.value(&body.ty, &body.limits) };
        quote!(body: Some(Body { schema: #schema, is_required: #is_required, rules: #rules }),)
    });
    let successes: Vec<_> = operation.successes.iter().map(|one| success(one, module, rules)).collect();
    let repeatable = operation.is_repeatable.then(|| quote!(is_repeatable: true,));
    quote! {
        static #name: Route = Route {
            #(#namespace)*
            #query
            #headers
            #body
            successes: &[#(#successes),*],
            #repeatable
            ..Route::new(#verb, #path)
        };
    }
}

/// Builds the query parameter for the version of the API, which a request must have.
fn version(operation: &Operation, rules: &mut Rules<'_>) -> Vec<TokenStream> {
    let version = operation.version_parameter.iter();
    version.map(|name| parameter(name, true, &ValueType::Text, &Limits::None, rules)).collect()
}

/// Builds the parameters in one place. Each member of an object is a parameter.
fn parameters<'m>(
    operation: &'m Operation,
    place: Place,
    module: &'m Module,
    rules: &mut Rules<'m>,
) -> Vec<TokenStream> {
    let mut parameters = Vec::new();
    for argument in operation.arguments.iter().filter(|argument| argument.place == place) {
        let Argument { wire, required, ty, limits, separator, .. } = argument;
        if separator.is_some() {
            parameters.push(parameter(wire, *required, &ValueType::Text, &Limits::None, rules));
            continue;
        }
        let target = ty.target().and_then(|name| module.types.get(name));
        let Some(Kind::Object(object)) = target.map(|one| &one.kind) else {
            parameters.push(parameter(wire, *required, ty, limits, rules));
            continue;
        };
        for member in &object.members {
            if let MemberWire::Json { name, .. } = &member.wire {
                let is_required = *required && member.required;
                parameters.push(parameter(name, is_required, &member.ty, &member.limits, rules));
            }
        }
    }
    parameters
}

fn parameter<'m>(
    name: &str,
    is_required: bool,
    ty: &'m ValueType,
    limits: &Limits,
    rules: &mut Rules<'m>,
) -> TokenStream {
    rules.need("Parameter");
    let rules = rules.value(ty, limits);
    quote!(Parameter { name: #name, is_required: #is_required, rules: #rules })
}

fn success(success: &Success, module: &Module, rules: &mut Rules<'_>) -> TokenStream {
    rules.need("Success");
    let status = Literal::u16_unsuffixed(success.status);
    match &success.body {
        Some(ty) => {
            let schema = schema_name(ty, module);
            quote!(Success::new(#status, Some(#schema)))
        }
        None => quote!(Success::new(#status, None)),
    }
}

/// Returns the name of a type in the schema. A type without a name is described, as in `string[]`.
fn schema_name(ty: &ValueType, module: &Module) -> String {
    match ty {
        ValueType::Named(name) | ValueType::Flags(name) => {
            module.types.get(name).map_or_else(|| name.clone(), |one| one.schema_name.clone())
        }
        ValueType::Boxed(inner) => schema_name(inner, module),
        ValueType::Nullable(inner) => format!("{} or null", schema_name(inner, module)),
        ValueType::Vec(inner) | ValueType::List(inner) => format!("{}[]", schema_name(inner, module)),
        ValueType::Map(inner) => format!("{{{}}}", schema_name(inner, module)),
        ValueType::Text => "string".to_owned(),
        ValueType::Plain(name) if name == "bool" => "boolean".to_owned(),
        ValueType::Plain(_) => "number".to_owned(),
        ValueType::Wire(path) if path.ends_with("::Json") => "any".to_owned(),
        ValueType::Wire(path) if path == BYTES => "bytes".to_owned(),
        ValueType::Wire(_) => "string".to_owned(),
    }
}
