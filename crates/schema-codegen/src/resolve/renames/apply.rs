//! Renames types in the model.

use std::collections::BTreeMap;

use super::file::Renames;
use crate::diagnostic::Result;
use crate::resolve::model::{Kind, Module, ObjectWire, Type, UnionWire, ValueType};

/// The new names, by the old ones.
type Names = BTreeMap<String, String>;

impl Module {
    /// Renames the types. In the list, `prefix` precedes the names in the schema.
    ///
    /// # Errors
    ///
    /// Returns a diagnostic if the module does not have the type of an entry, or if another type has the new
    /// name.
    pub(in crate::resolve) fn rename(&mut self, renames: &Renames, prefix: &str) -> Result<()> {
        let mut names = Names::new();
        let mut entries = BTreeMap::new();
        for (index, entry) in renames.iter() {
            let is_it = |one: &&Type| entry.schema_name.strip_prefix(prefix) == Some(&one.schema_name);
            let Some(one) = self.types.values().find(is_it) else {
                let what = format!("the schema has no type {}", entry.schema_name);
                return Err(renames.diagnostic(index, "type", what).help(
                    "use the name in surface.txt; if the type was removed from the schema, remove the entry",
                ));
            };
            names.insert(one.name.clone(), entry.name.clone());
            entries.insert(entry.name.as_str(), index);
        }
        for mut one in std::mem::take(&mut self.types).into_values() {
            one.rename(&names);
            if let Some(other) = self.types.get(&one.name) {
                let index = entries.get(one.name.as_str()).copied().unwrap_or_default();
                let types = [&other.schema_name, &one.schema_name].map(String::as_str).join(" and ");
                let what = format!("{types} would both become the Rust type {}", one.name);
                return Err(renames.diagnostic(index, "name", what).help("choose another name"));
            }
            self.types.insert(one.name.clone(), one);
        }
        let of = |name: String| names.get(&name).cloned().unwrap_or(name);
        let pages = std::mem::take(&mut self.responses.pages).into_iter().map(|(response, mut page)| {
            page.item.rename(&names);
            (of(response), page)
        });
        self.responses.pages = pages.collect();
        let queried = std::mem::take(&mut self.responses.queried).into_iter();
        self.responses.queried = queried.map(|(response, entity)| (of(response), of(entity))).collect();
        if let Some(events) = &mut self.events {
            events.arms.iter_mut().for_each(|event| rename(&mut event.data, &names));
            events.shared.iter_mut().for_each(|member| member.ty.rename(&names));
        }
        for operation in &mut self.operations {
            let arguments = operation.arguments.iter_mut().map(|argument| &mut argument.ty);
            let successes = operation.successes.iter_mut().filter_map(|success| success.body.as_mut());
            arguments.chain(&mut operation.response).chain(successes).for_each(|ty| ty.rename(&names));
        }
        Ok(())
    }
}

impl Type {
    fn rename(&mut self, names: &Names) {
        rename(&mut self.name, names);
        match &mut self.kind {
            Kind::Object(object) => {
                object.members.iter_mut().for_each(|member| member.ty.rename(names));
                if let ObjectWire::Xml { responses, .. } = &mut object.wire {
                    responses.iter_mut().for_each(|(_, response)| rename(response, names));
                }
            }
            Kind::Union(union) => {
                for arm in &mut union.arms {
                    // An arm with the whole name of its type is renamed with it.
                    if matches!(arm.ty.bare(), ValueType::Named(name) if *name == arm.label) {
                        rename(&mut arm.label, names);
                    }
                    arm.ty.rename(names);
                }
                if let UnionWire::Json { base: Some(base), .. } = &mut union.wire {
                    rename(base, names);
                }
            }
            Kind::Alias(ty) => ty.rename(names),
            Kind::Enum(_) => {}
        }
    }
}

impl ValueType {
    fn rename(&mut self, names: &Names) {
        match self {
            Self::Named(name) | Self::Flags(name) => rename(name, names),
            Self::Vec(inner)
            | Self::Map(inner)
            | Self::List(inner)
            | Self::Nullable(inner)
            | Self::Boxed(inner) => inner.rename(names),
            Self::Plain(_) | Self::Text | Self::Wire(_) => {}
        }
    }
}

fn rename(name: &mut String, names: &Names) {
    if let Some(new) = names.get(name) {
        new.clone_into(name);
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use serde_json::json;

    use crate::diagnostic::Diagnostic;
    use crate::publishers::Publishers;
    use crate::resolve::json::resolve;
    use crate::resolve::renames::Renames;

    /// Returns the diagnostic for a document with the types `A` and `B`.
    fn diagnostic(folder: &Path, entries: &serde_json::Value) -> Diagnostic {
        let file = folder.join("renames.json");
        std::fs::write(&file, entries.to_string()).expect("a writable folder");
        let renames = Renames::read(&file).expect("a list of names");
        let object = |name: &str| json!({"type": "object", "properties": {}, "x-name": name});
        let mut document = json!({
            "openapi": "3.0.3", "info": {"title": "t", "version": "1"}, "paths": {},
            "components": {"schemas": {"A": object("a"), "B": object("b")}},
        });
        let diagnostic = resolve(&mut document, &renames, &Publishers::NONE).expect_err("a diagnostic");
        assert_eq!(diagnostic.file.as_deref(), Some(file.as_path()));
        diagnostic
    }

    #[test]
    fn unknown_types_and_duplicate_names_are_errors_with_a_place() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let entry = |ty: &str, name: &str| json!({"type": ty, "name": name, "reason": "A test."});
        let none = diagnostic(folder.path(), &json!([entry("a", "C"), entry("c", "D")]));
        assert_eq!(
            (none.place.as_deref(), none.what.as_str()),
            (Some("/1/type"), "the schema has no type c")
        );
        let taken = diagnostic(folder.path(), &json!([entry("a", "B")]));
        assert_eq!(
            (taken.place.as_deref(), taken.what.as_str()),
            (Some("/0/name"), "a and b would both become the Rust type B")
        );
    }
}
