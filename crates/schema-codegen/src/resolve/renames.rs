//! Renames the types of the model as the configuration says.

use std::collections::BTreeMap;

use crate::config::Config;
use crate::diagnostic::{Diagnostic, Result};
use crate::resolve::model::{Kind, Module, ObjectWire, Type, UnionWire, ValueType};

/// The new names, by the old ones.
type Names = BTreeMap<String, String>;

impl Module {
    /// Renames the types. In the configuration, `prefix` precedes the names in the schema. Adds the rows
    /// whose type the module does not have to `unmatched`.
    ///
    /// # Errors
    ///
    /// Returns a diagnostic if another type has the new name.
    pub(in crate::resolve) fn rename(
        &mut self,
        config: &Config,
        prefix: &str,
        unmatched: &mut Vec<Diagnostic>,
    ) -> Result<()> {
        let mut names = Names::new();
        let mut rows = BTreeMap::new();
        let types: BTreeMap<&str, &str> =
            self.types.values().map(|one| (one.schema_name.as_str(), one.name.as_str())).collect();
        for row in &config.renames {
            let Some(schema_name) = row.schema_name.strip_prefix(prefix) else { continue };
            let Some(name) = types.get(schema_name) else {
                unmatched.push(config.without_type(row));
                continue;
            };
            names.insert((*name).to_owned(), row.name.clone());
            rows.insert(row.name.as_str(), row);
        }
        for mut one in std::mem::take(&mut self.types).into_values() {
            one.rename(&names);
            if let Some(other) = self.types.get(&one.name) {
                let types = [&other.schema_name, &one.schema_name].map(String::as_str).join(" and ");
                let what = format!("{types} would both become the Rust type {}", one.name);
                let row = rows.get(one.name.as_str());
                let diagnostic =
                    row.map_or_else(|| Diagnostic::new(&what), |row| config.diagnostic(row, &what));
                return Err(diagnostic.help("choose another name"));
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
                if let ObjectWire::Xml { operations, .. } = &mut object.wire {
                    operations.iter_mut().for_each(|operation| rename(&mut operation.response, names));
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
    use serde_json::json;

    use crate::config::Config;
    use crate::diagnostic::{Diagnostic, Result};
    use crate::resolve::json::resolve;
    use crate::resolve::model::Module;

    /// Resolves a document with the types `A` and `B`.
    fn resolved(rows: &[(&str, &str)]) -> (Result<Module>, Vec<Diagnostic>) {
        let row = |(ty, name): &(&str, &str)| {
            format!("[[renames]]\ntype = '{ty}'\nname = '{name}'\nreason = 'A test.'\n")
        };
        let text: String = rows.iter().map(row).collect();
        let config = Config::parse("api.toml".as_ref(), &text).expect("a configuration");
        let object = |name: &str| json!({"type": "object", "properties": {}, "x-name": name});
        let mut document = json!({
            "openapi": "3.0.3", "info": {"title": "t", "version": "1"}, "paths": {},
            "components": {"schemas": {"A": object("a"), "B": object("b")}},
        });
        let mut unmatched = Vec::new();
        (resolve(&mut document, &config, &mut unmatched), unmatched)
    }

    #[test]
    fn rows_without_a_type_are_reported_with_their_line() {
        let (module, unmatched) = resolved(&[("a", "C"), ("c", "D")]);
        assert!(module.expect("a module").types.contains_key("C"));
        let [unmatched] = unmatched.as_slice() else { panic!("{unmatched:?}") };
        assert_eq!(
            (unmatched.place.as_deref(), unmatched.what.as_str()),
            (Some("line 5, column 1"), "the schema has no type c")
        );
    }

    #[test]
    fn a_name_that_another_type_has_is_an_error_with_the_line() {
        let (module, _) = resolved(&[("a", "B")]);
        let taken = module.expect_err("a diagnostic");
        assert_eq!(
            (taken.place.as_deref(), taken.what.as_str()),
            (Some("line 1, column 1"), "a and b would both become the Rust type B")
        );
    }
}
