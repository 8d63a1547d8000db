//! Trait implementations for responses: pages of lists, and resources that query options shape.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::{Needs, files, print};
use crate::diagnostic::Result;
use crate::resolve::model::{Answers, Page};

/// Builds the file, if there are such responses.
pub(super) fn emit(answers: &Answers, header: &str) -> Result<Option<String>> {
    let Answers { pages, queried } = answers;
    if pages.is_empty() && queried.is_empty() {
        return Ok(None);
    }
    let mut needs = Needs::new();
    for (answer, Page { item, .. }) in pages {
        needs.extend(["call_http::Page".to_owned(), answer.clone()]);
        needs.extend(item.needs());
    }
    for (answer, entity) in queried {
        needs.extend(["call_http::Queried".to_owned(), answer.clone(), entity.clone()]);
    }
    let pages = pages.iter().map(|(answer, page)| of_page(answer, page));
    let queried = queried.iter().map(|(answer, entity)| {
        let (answer, entity) = (format_ident!("{answer}"), format_ident!("{entity}"));
        quote! {
            impl Queried for #answer {
                type Entity = #entity;
            }
        }
    });
    let items = print::items(quote!(#(#pages)* #(#queried)*))?;
    let about = "Responses that are pages of lists, and responses that query options shape.";
    Ok(Some(files::of_items(header, about, &needs, &items)))
}

fn of_page(answer: &str, page: &Page) -> TokenStream {
    let (answer, item, items) =
        (format_ident!("{answer}"), page.item.tokens(), format_ident!("{}", page.items));
    let next = match &page.next {
        Some(next) => {
            let next = format_ident!("{next}");
            quote!(self.#next)
        }
        None => quote!(None),
    };
    quote! {
        impl Page for #answer {
            type Item = #item;

            fn into_parts(self) -> (Vec<#item>, Option<String>) {
                (self.#items.unwrap_or_default(), #next)
            }
        }
    }
}
