//! Trait implementations for responses: pages of lists, and resources that query options shape.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::{Needs, files, print};
use crate::diagnostic::Result;
use crate::resolve::model::{Page, Responses};

/// Builds the file, if there are such responses.
pub(super) fn emit(responses: &Responses, header: &str) -> Result<Option<String>> {
    let Responses { pages, queried } = responses;
    if pages.is_empty() && queried.is_empty() {
        return Ok(None);
    }
    let mut needs = Needs::new();
    for (response, Page { item, .. }) in pages {
        needs.extend(["call_http::Page".to_owned(), response.clone()]);
        needs.extend(item.needs());
    }
    for (response, entity) in queried {
        needs.extend(["call_http::Queried".to_owned(), response.clone(), entity.clone()]);
    }
    let pages = pages.iter().map(|(response, page)| of_page(response, page));
    let queried = queried.iter().map(|(response, entity)| {
        let (response, entity) = (format_ident!("{response}"), format_ident!("{entity}"));
        quote! {
            impl Queried for #response {
                type Entity = #entity;
            }
        }
    });
    let items = print::items(quote!(#(#pages)* #(#queried)*))?;
    let about = "Responses that are pages of lists, and responses that query options shape.";
    Ok(Some(files::of_items(header, about, &needs, &items)))
}

fn of_page(response: &str, page: &Page) -> TokenStream {
    let (response, item, items) =
        (format_ident!("{response}"), page.item.tokens(), format_ident!("{}", page.items));
    let next = match &page.next {
        Some(next) => {
            let next = format_ident!("{next}");
            quote!(self.#next)
        }
        None => quote!(None),
    };
    quote! {
        impl Page for #response {
            type Item = #item;

            fn into_parts(self) -> (Vec<#item>, Option<String>) {
                (self.#items.unwrap_or_default(), #next)
            }
        }
    }
}
