//! Builds the model from the XML elements, and resolves aliases.

use std::collections::BTreeMap;
use std::path::Path;

use super::super::xml::Element;
use super::expression::expression;
use super::model::{
    Annotation, Container, ContainerItem, Csdl, EnumType, ItemKind, Member, Operation, OperationKind,
    Parameter, Property, Schema, Structured, Term, TypeDef, TypeKind, TypeRef,
};
use crate::diagnostic::Result;

/// Builds the model of a document.
pub(super) fn build(path: &Path, root: &Element) -> Result<Csdl> {
    let schemas: Vec<&Element> = schemas(root);
    if schemas.is_empty() {
        return Err(root
            .diagnostic("the document contains no <Schema>")
            .help("check that the file is complete"));
    }
    let mut builder =
        Builder { aliases: aliases(root, &schemas)?, csdl: Csdl::default(), namespace: String::new() };
    builder.csdl.file = path.to_path_buf();
    for schema in schemas {
        builder.schema(schema)?;
    }
    let included = includes(root).filter_map(|include| include.get("Namespace"));
    let is_own = |name: &str| builder.csdl.schemas.iter().any(|schema| schema.namespace == name);
    builder.csdl.included = included.filter(|name| !is_own(name)).map(str::to_owned).collect();
    Ok(builder.csdl)
}

/// The schemas of other documents that the document includes.
fn includes(root: &Element) -> impl Iterator<Item = &Element> {
    root.all("Reference").flat_map(|reference| reference.all("Include"))
}

fn schemas(root: &Element) -> Vec<&Element> {
    if root.name == "Schema" {
        return vec![root];
    }
    root.all("DataServices").flat_map(|services| services.all("Schema")).collect()
}

/// The aliases of schemas and included schemas. They apply to the whole document.
fn aliases(root: &Element, schemas: &[&Element]) -> Result<BTreeMap<String, String>> {
    let mut aliases: BTreeMap<String, String> = BTreeMap::new();
    for element in includes(root).chain(schemas.iter().copied()) {
        let Some(alias) = element.get("Alias") else {
            continue;
        };
        let namespace = element.need("Namespace")?;
        match aliases.insert(alias.to_owned(), namespace.to_owned()) {
            Some(other) if other != namespace => {
                return Err(
                    element.diagnostic(format!("the alias {alias} means both {other} and {namespace}"))
                );
            }
            _ => {}
        }
    }
    Ok(aliases)
}

struct Builder {
    aliases: BTreeMap<String, String>,
    namespace: String,
    csdl: Csdl,
}

impl Builder {
    fn schema(&mut self, element: &Element) -> Result<()> {
        self.namespace = element.need("Namespace")?.to_owned();
        self.csdl.schemas.push(Schema {
            namespace: self.namespace.clone(),
            alias: element.get("Alias").map(str::to_owned),
            place: element.place,
        });
        self.annotations(element, &self.namespace.clone())?;
        for child in &element.children {
            match child.name.as_str() {
                "EntityType" | "ComplexType" => self.structured(child)?,
                "EnumType" => self.enumeration(child)?,
                "TypeDefinition" => self.definition(child)?,
                "Action" => self.operation(child, OperationKind::Action)?,
                "Function" => self.operation(child, OperationKind::Function)?,
                "Term" => self.term(child)?,
                "EntityContainer" => self.container(child)?,
                "Annotations" => {
                    let target = self.target(child.need("Target")?);
                    self.annotations(child, &target)?;
                }
                // Annotations of the schema itself, which were read, and elements of later versions of CSDL.
                _ => {}
            }
        }
        Ok(())
    }

    fn qualified(&self, element: &Element) -> Result<String> {
        Ok(format!("{}.{}", self.namespace, element.need("Name")?))
    }

    /// Replaces an alias with its namespace.
    fn resolve(&self, name: &str) -> String {
        match name.rsplit_once('.') {
            Some((prefix, last)) => match self.aliases.get(prefix) {
                Some(namespace) => format!("{namespace}.{last}"),
                None => name.to_owned(),
            },
            None => name.to_owned(),
        }
    }

    fn type_ref(&self, element: &Element, text: &str) -> Result<TypeRef> {
        let inner = text.strip_prefix("Collection(").map(|rest| rest.strip_suffix(')'));
        let (name, collection) = match inner {
            None => (text, false),
            Some(Some(name)) => (name, true),
            Some(None) => {
                return Err(element
                    .diagnostic(format!("the type {text:?} has no closing parenthesis"))
                    .help("write Collection(TYPE)"));
            }
        };
        if name.is_empty() || name.contains(|c: char| "() ,".contains(c)) {
            return Err(element.diagnostic(format!("{text:?} is not a type name")));
        }
        Ok(TypeRef { name: self.resolve(name), collection })
    }

    /// Returns the target path of an annotation without aliases: `ns.Type/member`,
    /// `ns.action(ns.Type)/parameter`.
    fn target(&self, text: &str) -> String {
        let (head, tail) = split_target(text);
        let head = match head.split_once('(') {
            Some((name, arguments)) => {
                let arguments =
                    arguments.trim_end_matches(')').split(',').map(|argument| self.argument(argument));
                format!("{}({})", self.resolve(name), arguments.collect::<Vec<_>>().join(","))
            }
            None => self.resolve(head),
        };
        format!("{head}{tail}")
    }

    fn argument(&self, text: &str) -> String {
        match text.trim().strip_prefix("Collection(") {
            Some(name) => format!("Collection({})", self.resolve(name.trim_end_matches(')'))),
            None => self.resolve(text.trim()),
        }
    }

    fn annotations(&mut self, element: &Element, target: &str) -> Result<()> {
        for child in element.all("Annotation") {
            let term = self.resolve(child.need("Term")?);
            let annotation = Annotation { term, value: expression(child)?, place: child.place };
            self.csdl.annotations.entry(target.to_owned()).or_default().push(annotation);
        }
        Ok(())
    }

    fn add_type(&mut self, element: &Element, kind: TypeKind) -> Result<()> {
        let name = self.qualified(element)?;
        self.annotations(element, &name)?;
        if let Some(first) = self.csdl.find(&name) {
            let what =
                format!("the type {name} is defined twice; the first definition is at {}", first.place);
            return Err(element.diagnostic(what).help("remove or rename one of the two"));
        }
        self.csdl.index.insert(name.clone(), self.csdl.types.len());
        self.csdl.types.push(TypeDef { name, kind, place: element.place });
        Ok(())
    }

    fn structured(&mut self, element: &Element) -> Result<()> {
        let owner = self.qualified(element)?;
        let mut structured = Structured {
            entity: element.name == "EntityType",
            base: element.get("BaseType").map(|base| self.resolve(base)),
            is_abstract: element.flag("Abstract")?.unwrap_or(false),
            open: element.flag("OpenType")?.unwrap_or(false),
            ..Structured::default()
        };
        for child in &element.children {
            match child.name.as_str() {
                "Property" | "NavigationProperty" => {
                    structured.properties.push(self.property(child, &owner)?)
                }
                "Key" => {
                    for key in child.all("PropertyRef") {
                        structured.key.push(key.need("Name")?.to_owned());
                    }
                }
                _ => {}
            }
        }
        self.add_type(element, TypeKind::Structured(structured))
    }

    fn property(&mut self, element: &Element, owner: &str) -> Result<Property> {
        let name = element.need("Name")?.to_owned();
        self.annotations(element, &format!("{owner}/{name}"))?;
        let navigation = match element.name.as_str() {
            "NavigationProperty" => Some(element.flag("ContainsTarget")?.unwrap_or(false)),
            _ => None,
        };
        Ok(Property {
            name,
            ty: self.type_ref(element, element.need("Type")?)?,
            nullable: element.flag("Nullable")?,
            max_length: element.get("MaxLength").map(str::to_owned),
            default: element.get("DefaultValue").map(str::to_owned),
            navigation,
            place: element.place,
        })
    }

    fn enumeration(&mut self, element: &Element) -> Result<()> {
        let owner = self.qualified(element)?;
        let flags = element.flag("IsFlags")?.unwrap_or(false);
        let mut members: Vec<Member> = Vec::new();
        for child in element.all("Member") {
            let name = child.need("Name")?.to_owned();
            self.annotations(child, &format!("{owner}/{name}"))?;
            let value = match child.get("Value") {
                Some(text) => text.trim().parse().map_err(|_| {
                    child.diagnostic(format!("the value {text:?} of {name} is not a 64-bit integer"))
                })?,
                // A member without a value has the value of the previous one plus 1.
                None => members.last().map_or(0, |last| last.value.saturating_add(1)),
            };
            members.push(Member { name, value, place: child.place });
        }
        self.add_type(element, TypeKind::Enum(EnumType { flags, members }))
    }

    fn definition(&mut self, element: &Element) -> Result<()> {
        let underlying = self.type_ref(element, element.need("UnderlyingType")?)?;
        self.add_type(element, TypeKind::Definition(underlying))
    }

    fn operation(&mut self, element: &Element, kind: OperationKind) -> Result<()> {
        let mut operation = Operation {
            name: self.qualified(element)?,
            kind,
            bound: element.flag("IsBound")?.unwrap_or(false),
            parameters: element.all("Parameter").map(|child| self.parameter(child)).collect::<Result<_>>()?,
            returns: None,
            place: element.place,
        };
        if let Some(returns) = element.all("ReturnType").next() {
            operation.returns = Some(self.type_ref(returns, returns.need("Type")?)?);
        }
        if operation.bound && operation.parameters.is_empty() {
            let what = format!("{} is bound, but has no binding parameter", operation.name);
            return Err(element.diagnostic(what).help("add the binding parameter, or remove IsBound"));
        }
        let target = operation.target();
        self.annotations(element, &target)?;
        for child in element.all("Parameter") {
            self.annotations(child, &format!("{target}/{}", child.need("Name")?))?;
        }
        self.csdl.operations.push(operation);
        Ok(())
    }

    fn parameter(&self, element: &Element) -> Result<Parameter> {
        Ok(Parameter {
            name: element.need("Name")?.to_owned(),
            ty: self.type_ref(element, element.need("Type")?)?,
            nullable: element.flag("Nullable")?,
            place: element.place,
        })
    }

    fn term(&mut self, element: &Element) -> Result<()> {
        let name = self.qualified(element)?;
        self.annotations(element, &name)?;
        let ty = self.type_ref(element, element.get("Type").unwrap_or("Edm.String"))?;
        self.csdl.terms.push(Term { name, ty, place: element.place });
        Ok(())
    }

    fn container(&mut self, element: &Element) -> Result<()> {
        let name = self.qualified(element)?;
        self.annotations(element, &name)?;
        let mut items = Vec::new();
        for child in &element.children {
            let kind = match child.name.as_str() {
                "EntitySet" => ItemKind::EntitySet(self.resolve(child.need("EntityType")?)),
                "Singleton" => ItemKind::Singleton(self.resolve(child.need("Type")?)),
                "ActionImport" => ItemKind::Import(self.resolve(child.need("Action")?)),
                "FunctionImport" => ItemKind::Import(self.resolve(child.need("Function")?)),
                _ => continue,
            };
            let item = ContainerItem { name: child.need("Name")?.to_owned(), kind, place: child.place };
            self.annotations(child, &format!("{name}/{}", item.name))?;
            items.push(item);
        }
        self.csdl.containers.push(Container { name, items, place: element.place });
        Ok(())
    }
}

/// Splits a target path at the first slash that is not within parentheses.
fn split_target(text: &str) -> (&str, &str) {
    let mut depth = 0_usize;
    for (at, character) in text.char_indices() {
        match character {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            '/' if depth == 0 => return text.split_at(at),
            _ => {}
        }
    }
    (text, "")
}
