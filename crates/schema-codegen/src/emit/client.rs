//! The client: one method for each operation, which returns a `call_http::PendingRequest`.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::methods::MOST_ARGUMENTS;
use super::{docs, print};
use crate::diagnostic::Result;
use crate::resolve::model::{Argument, BYTES, Format, Kind, MULTIPART, Module, Operation, Place, ValueType};

/// Builds the file of the client.
pub(super) fn emit(operations: &[Operation], module: &Module, header: &str) -> Result<String> {
    let visibility = visibility(module);
    let methods = operations.iter().map(|operation| method(operation, module));
    let api_version = operations.iter().any(|operation| operation.version_parameter.is_some()).then(|| {
        quote!(
            /// The API version of every request.
            #visibility api_version: String,
        )
    });
    let body = print::items(quote! {
        /// The operations of the API. Each method returns a request, which is sent when it is awaited.
        #[derive(Clone, Debug)]
        #visibility struct Operations {
            /// Sends the requests.
            #visibility pipeline: Pipeline,
            #api_version
        }

        impl Operations {
            #(#methods)*
        }
    })?;
    let retry_class = operations.iter().any(|operation| operation.is_repeatable);
    let retry_class = retry_class.then(|| quote!(RetryClass,));
    let uses = print::items(quote! {
        use call_http::{PendingRequest, Pipeline, #retry_class reqwest::Method};
    })?;
    Ok(format!("{header}//! The operations of the API, one method for each.\n\n{uses}\n{body}"))
}

/// Returns the visibility of the operations.
fn visibility(module: &Module) -> TokenStream {
    if module.private_client { quote!(pub(crate)) } else { quote!(pub) }
}

fn method(operation: &Operation, module: &Module) -> TokenStream {
    let Operation { verb, arguments, .. } = operation;
    let docs = docs(operation);
    let is_long = (arguments.len() >= MOST_ARGUMENTS).then(
        || quote!(#[allow(clippy::too_many_arguments, reason = "the operation has that many parameters")]),
    );
    let name = format_ident!("{}", operation.name);
    let inputs = arguments.iter().map(|argument| {
        let (label, ty) = (format_ident!("{}", argument.label), argument_type(argument, module));
        quote!(#label: #ty)
    });
    let at = |place: Place| arguments.iter().filter(move |argument| argument.place == place);
    let (path, values) = operation.path_with(|_| "{}".to_owned());
    let values = values.into_iter().map(|argument| {
        let label = format_ident!("{}", argument.label);
        if argument.ty == ValueType::Text { quote!(#label) } else { quote!(&#label.to_string()) }
    });
    let version = operation.version_parameter.iter().map(|name| quote!(.query(#name, &self.api_version)));
    let parameters = |place: Place, method: &str| -> TokenStream {
        let method = format_ident!("{method}");
        let each = at(place).map(|argument| (&argument.wire, value(argument, module)));
        each.map(|(wire, value)| quote!(.#method(#wire, #value))).collect()
    };
    let queries: TokenStream = at(Place::Query).map(|argument| query(argument, module)).collect();
    let headers = parameters(Place::Header, "header");
    let retry_class = operation.is_repeatable.then(|| quote!(.retry_class(RetryClass::Repeatable)));
    let body = at(Place::Body).map(|argument| body(argument, &operation.body_format, module));
    let (response, reading) = response(operation);
    let visibility = visibility(module);
    let (verb, id) = (format_ident!("{verb}"), &operation.name);
    quote! {
        #docs
        #is_long
        #visibility fn #name(&self, #(#inputs),*) -> PendingRequest<#response> {
            self.pipeline
                .call(Method::#verb, #path, &[#(#values),*])
                .operation(#id)
                #(#version)*
                #queries
                #headers
                #retry_class
                #(#body)*
                #reading
        }
    }
}

/// Returns the type of the response, and the call that reads it.
fn response(operation: &Operation) -> (TokenStream, Option<TokenStream>) {
    let Some(response) = operation.response.as_ref().map(ValueType::in_paths) else {
        return (quote!(()), None);
    };
    match &operation.response_format {
        Format::Text(media) => (response, Some(quote!(.returns_text(#media)))),
        Format::Bytes(media) => (response, Some(quote!(.returns_bytes(#media)))),
        _ if operation.may_be_empty => (quote!(Option<#response>), Some(quote!(.may_return_json()))),
        _ => (response, Some(quote!(.returns_json()))),
    }
}

/// Builds the call that sets the body.
fn body(argument: &Argument, format: &Format, module: &Module) -> TokenStream {
    let (label, value) = (format_ident!("{}", argument.label), value(argument, module));
    match format {
        Format::Json if argument.ty == ValueType::Text => quote!(.json(&#label.to_owned())),
        Format::Json => quote!(.json(#value)),
        Format::Form => quote!(.form(#value)),
        Format::Text(media) => quote!(.text(#media, #value)),
        Format::Bytes(media) => quote!(.bytes(#media, #label)),
        Format::Multipart => quote!(.multipart(#label)),
    }
}

/// Builds the call that adds a query parameter.
fn query(argument: &Argument, module: &Module) -> TokenStream {
    let (wire, value) = (&argument.wire, value(argument, module));
    match argument.separator {
        Some(separator) => quote!(.query_list(#wire, #separator, #value)),
        None => quote!(.query(#wire, #value)),
    }
}

/// Returns the type of a parameter: small values are passed by value, everything else by reference.
fn argument_type(argument: &Argument, module: &Module) -> TokenStream {
    let ty = match &argument.ty {
        ValueType::Text => quote!(&str),
        ValueType::Wire(path) if path == MULTIPART => argument.ty.in_paths(),
        ValueType::Wire(path) if path == BYTES => {
            let bytes = argument.ty.in_paths();
            quote!(impl Into<#bytes>)
        }
        ty if is_small(ty, module) => ty.in_paths(),
        ty => {
            let ty = ty.in_paths();
            quote!(&#ty)
        }
    };
    if argument.required { ty } else { quote!(Option<#ty>) }
}

fn is_small(ty: &ValueType, module: &Module) -> bool {
    match ty {
        ValueType::Plain(_) | ValueType::Flags(_) => true,
        ValueType::Nullable(inner) => is_small(inner, module),
        ValueType::Named(name) => {
            matches!(module.types.get(name).map(|one| &one.kind), Some(Kind::Enum(_)))
        }
        _ => false,
    }
}

/// Returns an argument as a reference.
fn value(argument: &Argument, module: &Module) -> TokenStream {
    let label = format_ident!("{}", argument.label);
    if argument.required && !is_small(&argument.ty, module) { quote!(#label) } else { quote!(&#label) }
}

/// Builds the documentation: the description of the operation, its request, and its arguments.
fn docs(operation: &Operation) -> TokenStream {
    let mut lines =
        docs::lines(&format!("{}\n\nSends `{} {}`.", operation.doc, operation.verb, operation.path));
    if let Format::Bytes(media) = &operation.response_format {
        let text = format!("Returns the body as bytes (`{media}`). `stream` reads it in chunks.");
        lines.extend([String::new()].into_iter().chain(docs::lines(&text)));
    }
    let mut described = operation.arguments.iter().filter(|argument| !argument.doc.is_empty()).peekable();
    if described.peek().is_some() {
        lines.extend(["".to_owned(), "Arguments:".to_owned(), String::new()]);
    }
    for Argument { label, doc, .. } in described {
        let wrapped = docs::lines(&format!("`{label}`: {doc}").replace("\n\n", "\n"));
        let marked = wrapped.iter().enumerate();
        lines.extend(marked.map(|(index, line)| format!("{}{line}", if index == 0 { "- " } else { "  " })));
    }
    docs::of_lines(&lines)
}
