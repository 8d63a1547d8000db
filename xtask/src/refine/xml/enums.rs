//! Enums, opened, with their XML form.

use std::collections::BTreeSet;

use super::{Refined, docs_or, read::Rendered, refined, root};
use crate::{
    fault::{Fault, Result},
    lower::xsd::model::{Type, Value},
    refine::{
        docs,
        open_enum::{self, OpenEnum},
    },
};

/// Writes an enum.
pub(super) fn refine(one: &Type, values: &[Value], rendered: &Rendered<'_>) -> Result<Refined> {
    for value in values {
        if !rendered.has_variant(&one.rust, &value.label) {
            return Err(Fault::new(format!("xsd-parser rendered no {}::{}", one.rust, value.label)));
        }
    }
    let items = open_enum::items(&OpenEnum {
        name: &one.rust,
        schema_name: &one.schema,
        docs: docs_or(&one.doc, &format!("`{}` of the schema.", one.schema)),
        fold: false,
        values: values
            .iter()
            .map(|value| (&*value.label, &*value.wire, docs_or(&value.doc, &docs::name(&value.wire))))
            .collect(),
    });
    let name = &one.rust;
    let tables = format!("call_wire::open_enum!({name});\ncall_wire::xml_scalar!({name});\n{}", root(one));
    refined(items, &tables, BTreeSet::new())
}
