//! The client that progenitor rendered: short paths, plain docs, and without what its face supplies.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use syn::{
    Attribute, Expr, FnArg, Generics, ImplItem, ImplItemFn, Item, Lit, Macro, Meta, Path, Receiver,
    Signature, Token, TypeReference, UseTree, Visibility, parse_quote,
    punctuated::Punctuated,
    visit_mut::{self, VisitMut},
};

use crate::{
    fault::Result,
    refine::{docs, print},
};

/// More arguments than this are many, clippy says.
const MOST_ARGUMENTS: usize = 7;

/// Writes the client file.
pub(super) fn refine(file: &syn::File, header: &str) -> Result<String> {
    let mut file = file.clone();
    Tidy::default().visit_file_mut(&mut file);
    let (uses, mut items): (Vec<_>, Vec<_>) =
        file.items.into_iter().partition(|item| matches!(item, Item::Use(_)));
    for item in &mut items {
        match item {
            Item::Struct(item) => item.attrs.retain(|attr| !attr.path().is_ident("doc")),
            Item::Impl(item) => {
                // `new` makes an HTTP client and panics where it can't; the face is given one.
                item.items.retain(|item| !matches!(item, ImplItem::Fn(item) if item.sig.ident == "new"));
            }
            _ => {}
        }
    }
    let body = quote!(#(#items)*);
    let uses = uses.into_iter().filter_map(|item| used(item, &body));
    let types = mentions(&body, "types").then(|| {
        quote!(
            use super as types;
        )
    });
    let uses = quote!(#(#uses)* use reqwest::header; #types);
    let uses = print::items(uses)?;
    let body = print::items(quote!(#[doc = " One method for each operation."] #body))?;
    Ok(format!("{header}//! The operations, as progenitor renders them.\n\n{uses}\n{body}"))
}

/// An import without the names that nothing uses.
fn used(item: Item, body: &TokenStream) -> Option<Item> {
    let Item::Use(mut item) = item else {
        return Some(item);
    };
    // The face decides what is public.
    item.vis = Visibility::Inherited;
    if let UseTree::Path(path) = &mut item.tree
        && let UseTree::Group(group) = &mut *path.tree
    {
        let names = std::mem::take(&mut group.items);
        let kept = names.into_iter().filter(|name| mentions(body, &name.to_token_stream().to_string()));
        group.items = kept.collect::<Punctuated<_, _>>();
        if group.items.is_empty() {
            return None;
        }
    }
    Some(Item::Use(item))
}

/// Whether a name stands anywhere in tokens; an extension trait is used by its methods.
fn mentions(tokens: &TokenStream, name: &str) -> bool {
    let methods: &[&str] = match name {
        "RequestBuilderExt" => &["form_urlencoded"],
        _ => &[],
    };
    tokens.clone().into_iter().any(|token| match token {
        proc_macro2::TokenTree::Group(group) => mentions(&group.stream(), name),
        proc_macro2::TokenTree::Ident(ident) => ident == name || methods.iter().any(|method| ident == method),
        _ => false,
    })
}

/// Shortens paths, drops lifetimes and `allow`s that have no reason and copies of strings, and makes plain doc lines.
#[derive(Default)]
struct Tidy {
    /// The parameters of the present function that are strings already.
    strings: Vec<String>,
}

impl VisitMut for Tidy {
    fn visit_attributes_mut(&mut self, attrs: &mut Vec<Attribute>) {
        attrs.retain(|attr| !attr.path().is_ident("allow"));
        *attrs = attrs.iter().flat_map(plain_docs).collect();
    }

    fn visit_signature_mut(&mut self, signature: &mut Signature) {
        let strings = signature.inputs.iter().filter_map(|input| match input {
            FnArg::Typed(typed) if typed.ty.to_token_stream().to_string().ends_with(" str") => {
                Some(typed.pat.to_token_stream().to_string())
            }
            _ => None,
        });
        self.strings = strings.collect();
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

    fn visit_impl_item_fn_mut(&mut self, method: &mut ImplItemFn) {
        visit_mut::visit_impl_item_fn_mut(self, method);
        if method.sig.inputs.len() > MOST_ARGUMENTS {
            method.attrs.push(parse_quote!(
                #[allow(clippy::too_many_arguments, reason = "the operation has that many parameters")]
            ));
        }
    }

    /// The arguments of `format!` are tokens until they are parsed.
    fn visit_macro_mut(&mut self, call: &mut Macro) {
        let parser = Punctuated::<Expr, Token![,]>::parse_terminated;
        if call.path.is_ident("format")
            && let Ok(mut arguments) = call.parse_body_with(parser)
        {
            arguments.iter_mut().for_each(|argument| self.visit_expr_mut(argument));
            arguments.pop_punct();
            call.tokens = arguments.to_token_stream();
        }
    }

    fn visit_expr_mut(&mut self, expr: &mut Expr) {
        visit_mut::visit_expr_mut(self, expr);
        if let Expr::Reference(reference) = expr
            && let Expr::MethodCall(call) = &*reference.expr
            && call.method == "to_string"
            && self.strings.contains(&call.receiver.to_token_stream().to_string())
        {
            *expr = (*call.receiver).clone();
        }
    }

    fn visit_path_mut(&mut self, path: &mut Path) {
        let names: Vec<_> = path.segments.iter().map(|segment| segment.ident.to_string()).collect();
        let names: Vec<_> = names.iter().map(String::as_str).collect();
        // typify's own choice for the formats `date-time` and `uuid`; the crates have call-wire's.
        if let ["chrono", "DateTime"] | ["uuid", "Uuid"] = names.as_slice() {
            let name = path.segments.last().map(|segment| segment.ident.clone());
            *path = syn::parse_quote!(call_wire::#name);
            return;
        }
        let dropped = match names.as_slice() {
            ["std", "option" | "string" | "vec", _] => 2,
            ["reqwest", "header", _, ..] => 1,
            _ => 0,
        };
        if dropped > 0 {
            path.leading_colon = None;
            path.segments = path.segments.iter().skip(dropped).cloned().collect();
        }
        visit_mut::visit_path_mut(self, path);
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
