//! The client: one method for each operation, which makes a `call_http::Call` of what progenitor rendered.

use proc_macro2::TokenStream;
use quote::{ToTokens, format_ident, quote};
use syn::{
    Attribute, Expr, FnArg, Generics, Ident, ImplItem, ImplItemFn, Item, Lit, Meta, Path, Receiver,
    Signature, Type, TypeReference, parse_quote,
    visit_mut::{self, VisitMut},
};

use super::method::Method;
use crate::{
    facts::{Facts, OperationFacts},
    fault::{Fault, Result},
    refine::{docs, print},
};

/// More arguments than this are many, clippy says.
const MOST_ARGUMENTS: usize = 7;

/// Writes the client file.
pub(super) fn refine(file: &syn::File, facts: &Facts, header: &str) -> Result<String> {
    let mut methods = Vec::new();
    for method in rendered_methods(file) {
        let mut method = method.clone();
        Tidy { facts }.visit_impl_item_fn_mut(&mut method);
        let read = Method::read(&method)?;
        let route = (read.verb.clone(), read.path.clone());
        let operation = facts.operations.get(&route).ok_or_else(|| {
            Fault::new(format!("progenitor rendered {} {}, which no operation has", read.verb, read.path))
                .help("look at what it got with `--dump lower`")
        })?;
        methods.push(written(&method, &read, operation));
    }
    if methods.len() != facts.operations.len() {
        let (wanted, got) = (facts.operations.len(), methods.len());
        return Err(Fault::new(format!("progenitor rendered {got} of {wanted} operations"))
            .help("look at what it got with `--dump lower`"));
    }
    let has_version = facts.operations.values().any(|operation| operation.version_parameter.is_some());
    let api_version = has_version.then(|| {
        quote!(
            /// The version of the API that every call asks for.
            pub(crate) api_version: String,
        )
    });
    let body = quote! {
        /// One method for each operation. Each makes a call, which is sent when it is awaited.
        #[derive(Clone, Debug)]
        pub(crate) struct Operations {
            /// Where the calls go.
            pub(crate) pipeline: Pipeline,
            #api_version
        }

        impl Operations {
            #(#methods)*
        }
    };
    let retry_class = mentions(&body, "RetryClass").then(|| quote!(RetryClass,));
    let types = mentions(&body, "types").then(|| {
        quote!(
            use super as types;
        )
    });
    let uses = print::items(quote! {
        use call_http::{Call, Pipeline, #retry_class reqwest::Method};
        #types
    })?;
    let body = print::items(body)?;
    Ok(format!("{header}//! The operations, as calls to await.\n\n{uses}\n{body}"))
}

/// The methods that progenitor made of operations: the asynchronous ones.
fn rendered_methods(file: &syn::File) -> impl Iterator<Item = &ImplItemFn> {
    let impls = file.items.iter().filter_map(|item| match item {
        Item::Impl(item) if item.trait_.is_none() => Some(&item.items),
        _ => None,
    });
    impls.flatten().filter_map(|item| match item {
        ImplItem::Fn(method) if method.sig.asyncness.is_some() => Some(method),
        _ => None,
    })
}

/// A method as it is written.
fn written(rendered: &ImplItemFn, method: &Method, facts: &OperationFacts) -> TokenStream {
    let Method { path, answer, .. } = method;
    let (docs, inputs, name) = (&rendered.attrs, &rendered.sig.inputs, &rendered.sig.ident);
    let is_long = (inputs.len() > MOST_ARGUMENTS).then(
        || quote!(#[allow(clippy::too_many_arguments, reason = "the operation has that many parameters")]),
    );
    let verb = format_ident!("{}", method.verb);
    let values = method.values.iter().map(|name| match argument(&rendered.sig, name) {
        Some(Type::Reference(reference)) if is_str(&reference.elem) => quote!(#name),
        _ => quote!(&#name.to_string()),
    });
    let id = name.to_string();
    let value = |name: &Ident| match argument(&rendered.sig, name) {
        Some(Type::Reference(_)) => quote!(#name),
        _ => quote!(&#name),
    };
    let version = facts.version_parameter.iter().map(|name| quote!(.query(#name, &self.api_version)));
    let parameters = |method: &str, of: &[(String, Ident)]| -> TokenStream {
        let method = format_ident!("{method}");
        let each = of.iter().map(|(wire, name)| (wire, value(name)));
        each.map(|(wire, value)| quote!(.#method(#wire, #value))).collect()
    };
    let queries = parameters("query", &method.queries);
    let headers = parameters("header", &method.headers);
    let retry_class = facts.is_repeatable.then(|| quote!(.retry_class(RetryClass::Repeatable)));
    let body = method.body.iter().map(&value).map(|value| quote!(.json(#value)));
    let (answer, reading) = match answer {
        None => (quote!(()), None),
        Some(answer) if facts.may_be_empty => (quote!(Option<#answer>), Some(quote!(.may_return_json()))),
        Some(answer) => (quote!(#answer), Some(quote!(.returns_json()))),
    };
    quote! {
        #(#docs)*
        #is_long
        pub(crate) fn #name(#inputs) -> Call<#answer> {
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

/// The type of an argument.
fn argument<'s>(signature: &'s Signature, name: &Ident) -> Option<&'s Type> {
    signature.inputs.iter().find_map(|input| match input {
        FnArg::Typed(typed) if *name == typed.pat.to_token_stream().to_string() => Some(&*typed.ty),
        _ => None,
    })
}

fn is_str(ty: &Type) -> bool {
    matches!(ty, Type::Path(path) if path.path.is_ident("str"))
}

/// Whether a name stands anywhere in tokens.
fn mentions(tokens: &TokenStream, name: &str) -> bool {
    tokens.clone().into_iter().any(|token| match token {
        proc_macro2::TokenTree::Group(group) => mentions(&group.stream(), name),
        proc_macro2::TokenTree::Ident(ident) => ident == name,
        _ => false,
    })
}

/// Shortens the paths of types, drops lifetimes and `allow`s that have no reason, and makes plain doc lines.
struct Tidy<'f> {
    facts: &'f Facts,
}

impl VisitMut for Tidy<'_> {
    fn visit_attributes_mut(&mut self, attrs: &mut Vec<Attribute>) {
        attrs.retain(|attr| !attr.path().is_ident("allow"));
        *attrs = attrs.iter().flat_map(plain_docs).collect();
    }

    fn visit_signature_mut(&mut self, signature: &mut Signature) {
        // What a method returns borrows nothing from its arguments.
        signature.generics = Generics::default();
        visit_mut::visit_signature_mut(self, signature);
    }

    fn visit_type_reference_mut(&mut self, reference: &mut TypeReference) {
        if reference.lifetime.as_ref().is_some_and(|lifetime| lifetime.ident == "a") {
            reference.lifetime = None;
        }
        visit_mut::visit_type_reference_mut(self, reference);
    }

    fn visit_receiver_mut(&mut self, receiver: &mut Receiver) {
        if receiver.to_token_stream().to_string() == "& 'a self" {
            *receiver = parse_quote!(&self);
        }
    }

    fn visit_path_mut(&mut self, path: &mut Path) {
        let names: Vec<_> = path.segments.iter().map(|segment| segment.ident.to_string()).collect();
        let names: Vec<_> = names.iter().map(String::as_str).collect();
        let last = path.segments.last().map(|segment| segment.ident.clone());
        match names.as_slice() {
            // typify's own choice for the formats `date-time` and `uuid`; the crates have call-wire's.
            ["chrono", "DateTime"] | ["uuid", "Uuid"] => *path = parse_quote!(call_wire::#last),
            ["serde_json", "Map"] => *path = parse_quote!(serde_json::Value),
            ["types", name] if self.facts.is_flags(name) => {
                *path = parse_quote!(call_wire::Flags<types::#last>);
            }
            ["std", "collections", "HashMap"] => {
                path.leading_colon = None;
                if let Some(last) = path.segments.last_mut() {
                    last.ident = format_ident!("BTreeMap");
                }
                visit_mut::visit_path_mut(self, path);
            }
            names => {
                path.leading_colon = None;
                if matches!(names, ["std", "option" | "string" | "vec", _]) {
                    path.segments = path.segments.iter().skip(2).cloned().collect();
                }
                visit_mut::visit_path_mut(self, path);
            }
        }
    }
}

/// A doc attribute of many lines as one attribute for each line, escaped.
fn plain_docs(attr: &Attribute) -> Vec<Attribute> {
    let text = match &attr.meta {
        Meta::NameValue(meta) if meta.path.is_ident("doc") => match &meta.value {
            Expr::Lit(expr) => match &expr.lit {
                Lit::Str(text) if text.value().contains('\n') => text.value(),
                _ => return vec![attr.clone()],
            },
            _ => return vec![attr.clone()],
        },
        _ => return vec![attr.clone()],
    };
    let (prose, arguments) = text.split_once("Arguments:\n").unwrap_or((&text, ""));
    let mut lines = docs::lines(prose);
    if !arguments.trim().is_empty() {
        lines.extend(["".to_owned(), "Arguments:".to_owned(), String::new()]);
        for argument in arguments.split("\n- ").map(|argument| argument.trim_start_matches("- ")) {
            let wrapped = docs::lines(&argument.replace("\n\n", "\n"));
            lines.extend(
                wrapped
                    .iter()
                    .enumerate()
                    .map(|(index, line)| if index == 0 { format!("- {line}") } else { format!("  {line}") }),
            );
        }
    }
    lines
        .into_iter()
        .map(|line| {
            let line = if line.is_empty() { line } else { format!(" {line}") };
            syn::parse_quote!(#[doc = #line])
        })
        .collect()
}
