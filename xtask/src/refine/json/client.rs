//! The client that progenitor rendered, without what its face supplies.

use quote::quote;
use syn::{Attribute, ImplItem, Item, Visibility};

use crate::{fault::Result, refine::print};

/// Writes the client file.
pub(super) fn refine(file: &syn::File, header: &str) -> Result<String> {
    let mut items = Vec::new();
    for item in &file.items {
        let mut item = item.clone();
        match &mut item {
            Item::Use(item) => {
                // The face decides what is public.
                item.vis = Visibility::Inherited;
                strip_allows(&mut item.attrs);
            }
            Item::Impl(item) => {
                strip_allows(&mut item.attrs);
                // `new` makes an HTTP client and panics where it can't; the face is given one.
                item.items
                    .retain(|item| !matches!(item, ImplItem::Fn(item) if item.sig.ident == "new"));
                for item in &mut item.items {
                    if let ImplItem::Fn(item) = item {
                        strip_allows(&mut item.attrs);
                    }
                }
            }
            _ => {}
        }
        items.push(item);
    }
    let body = print::items(quote!(#(#items)*))?;
    Ok(format!(
        "{header}//! One method for each operation.\n\nuse super as types;\n{body}"
    ))
}

fn strip_allows(attrs: &mut Vec<Attribute>) {
    attrs.retain(|attr| !attr.path().is_ident("allow"));
}
