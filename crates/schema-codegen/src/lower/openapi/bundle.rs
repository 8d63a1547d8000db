//! Pass: merges the files of a document, and gives each type one name.
//!
//! A definition in another file becomes a type under its own name if it is referred to. A definition that
//! is a mere reference is another name for its target: references to it are redirected to the target, and it
//! is skipped. Parameters and responses behind references are inlined.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};

use super::api::{Api, Operation, Place, reference_to};
use super::definitions::{Key, check_form, definition_pointer, definitions, definitions_pointer};
use crate::diagnostic::{Diagnostic, Result};
use crate::lower::skip;
use crate::output::Skipped;
use crate::read::openapi::{Document, mere_reference};
use crate::read::refs;

/// The maximum depth of a document once references are inlined. A single file is less than half as deep.
const DEEPEST: usize = 300;

/// The maximum number of references to parameters and responses that are inlined, since references to
/// references can grow exponentially.
const MOST_WRITTEN: usize = 100_000;

/// The members that describe other requests, for which no code is generated.
const NOT_COPIED: [&str; 2] = ["callbacks", "links"];

/// The members of a path item with operations.
const METHODS: [&str; 8] = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];

/// Collects the types and operations of a document and of the files that it refers to.
pub(super) fn bundle(document: &Document) -> Result<Api> {
    check_form(document)?;
    let root = document.root();
    let mut bundler = Bundler { document, owners: BTreeMap::new(), wanted: Vec::new(), written: 0 };
    let mut api = empty(document);
    let mut copies: BTreeMap<Key, Value> = BTreeMap::new();
    for name in definitions(document, 0).keys() {
        let place = Place::new(&root.path, definition_pointer(document, 0, name));
        bundler.want(&(0, name.clone()), &place)?;
    }
    let no_paths = Map::new();
    for (path, item) in root.value.get("paths").and_then(Value::as_object).unwrap_or(&no_paths) {
        if !path.starts_with("x-") {
            bundler.path_item(path, item, &mut api.operations)?;
        }
    }
    note_callbacks(&root.value, &mut api);
    skip_overloads(&root.value, &mut api);
    // Copying a definition may require further ones.
    while let Some(key) = bundler.wanted.pop() {
        let place = Place::new(&document.files[key.0].path, definition_pointer(document, key.0, &key.1));
        let copy = bundler.copy(key.0, &definitions(document, key.0)[&key.1], false, &place, 0)?;
        copies.insert(key, copy);
    }
    for file in 0..document.files.len() {
        collect(&bundler, file, &mut copies, &mut api)?;
    }
    Ok(api)
}

/// Notes the callbacks of operations.
fn note_callbacks(root: &Value, api: &mut Api) {
    let items = root.get("paths").and_then(Value::as_object).into_iter().flatten();
    let operations = items.flat_map(|(_, item)| METHODS.iter().filter_map(|method| item.get(*method)));
    let callbacks = operations.filter_map(|operation| operation.get("callbacks")?.as_object());
    let count: usize = callbacks.map(Map::len).sum();
    if count > 0 {
        api.notes
            .push(format!("Callbacks of operations ({count}) are ignored: no code is generated for them."));
    }
}

/// Skips the operations of `x-ms-paths`.
fn skip_overloads(root: &Value, api: &mut Api) {
    let items = root.get("x-ms-paths").and_then(Value::as_object).into_iter().flatten();
    for (path, item) in items {
        for method in METHODS.iter().filter(|method| item.get(**method).is_some()) {
            let id = item.pointer(&format!("/{method}/operationId")).and_then(Value::as_str);
            let name = skip::operation_name(method, path, id.unwrap_or_default());
            let reason = "it is in `x-ms-paths`, whose operations differ only in the query";
            api.skipped.push(Skipped::unsupported(name, reason));
        }
    }
}

fn empty(document: &Document) -> Api {
    let root = document.root();
    let info = root.value.get("info").and_then(Value::as_object).cloned().unwrap_or_default();
    Api {
        dialect: document.dialect,
        file: root.path.clone(),
        info,
        schemas: Map::new(),
        places: BTreeMap::new(),
        operations: Vec::new(),
        skipped: Vec::new(),
        made: Vec::new(),
        notes: Vec::new(),
        read: 0,
    }
}

/// Adds the required definitions of a file in the file's order, and skips the others.
fn collect(
    bundler: &Bundler<'_>,
    file: usize,
    copies: &mut BTreeMap<Key, Value>,
    api: &mut Api,
) -> Result<()> {
    let document = bundler.document;
    let shown = document.files[file].path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    for name in definitions(document, file).keys() {
        api.read += 1;
        let key = (file, name.clone());
        let place = Place::new(&document.files[file].path, definition_pointer(document, file, name));
        let target = bundler.target(&key, &place)?;
        if target != key {
            let other = &document.files[target.0].path;
            let other = other.file_name().unwrap_or_default().to_string_lossy();
            let within = if target.0 == file { String::new() } else { format!(" of {other}") };
            api.skipped.push(Skipped::new(name, format!("another name for {}{within}", target.1)));
        } else if let Some(copy) = copies.remove(&key) {
            api.places.insert(name.clone(), place);
            api.schemas.insert(name.clone(), copy);
        } else {
            api.skipped.push(Skipped::new(name, format!("defined in {shown}, and not referred to")));
        }
    }
    Ok(())
}

struct Bundler<'a> {
    document: &'a Document,
    /// The definitions by their names in the merged document.
    owners: BTreeMap<String, Key>,
    wanted: Vec<Key>,
    /// The number of references that were inlined.
    written: usize,
}

impl Bundler<'_> {
    /// Returns the definition itself, or the target if it is a mere reference.
    fn target(&self, key: &Key, place: &Place) -> Result<Key> {
        let mut key = key.clone();
        let mut passed = BTreeSet::new();
        while let Some(reference) = mere_reference(&definitions(self.document, key.0)[&key.1]) {
            if !passed.insert(key.clone()) {
                return Err(place.diagnostic("these references form a cycle"));
            }
            key = self.definition(key.0, reference, place)?;
        }
        Ok(key)
    }

    /// Returns the definition that a reference names.
    fn definition(&self, file: usize, reference: &str, place: &Place) -> Result<Key> {
        self.named(file, reference).ok_or_else(|| into_the_middle(reference, place))
    }

    fn named(&self, file: usize, reference: &str) -> Option<Key> {
        let target = self.document.target(file, reference)?;
        let (map, name) = target.pointer.rsplit_once('/')?;
        let name = name.replace("~1", "/").replace("~0", "~");
        let known = map == definitions_pointer(&self.document.files[target.file].value);
        (known && definitions(self.document, target.file).contains_key(&name)).then_some((target.file, name))
    }

    /// Requires the target of a definition, and returns its name.
    fn want(&mut self, key: &Key, place: &Place) -> Result<String> {
        let key = self.target(key, place)?;
        match self.owners.get(&key.1) {
            Some(owner) if *owner == key => {}
            Some(owner) => {
                let (one, other) = (&self.document.files[owner.0].path, &self.document.files[key.0].path);
                let diagnostic = place.diagnostic(format!(
                    "two definitions have the name {}: one in {}, one in {}",
                    key.1,
                    one.display(),
                    other.display()
                ));
                return Err(
                    diagnostic.help("rename one of them, or replace one with a reference to the other")
                );
            }
            None => {
                self.owners.insert(key.1.clone(), key.clone());
                self.wanted.push(key.clone());
            }
        }
        Ok(key.1)
    }

    fn path_item(&mut self, path: &str, item: &Value, operations: &mut Vec<Operation>) -> Result<()> {
        let place = Place::new(&self.document.root().path, refs::push("/paths", path));
        let item = self.copy(0, item, false, &place, 0)?;
        let Value::Object(item) = item else {
            return Err(place.diagnostic("a path item must be an object"));
        };
        let shared = item.get("parameters").and_then(Value::as_array).cloned().unwrap_or_default();
        for (method, value) in item {
            let place = place.child(&method);
            match value {
                Value::Object(mut value) if METHODS.contains(&method.as_str()) => {
                    share_parameters(&shared, &mut value, &place)?;
                    operations.push(Operation { path: path.to_owned(), method, place, value });
                }
                _ if METHODS.contains(&method.as_str()) => {
                    return Err(place.diagnostic("an operation must be an object"));
                }
                _ => {}
            }
        }
        Ok(())
    }

    /// Copies a value. References to definitions are renamed to types of the merged document, and others are
    /// inlined.
    fn copy(
        &mut self,
        file: usize,
        value: &Value,
        names: bool,
        place: &Place,
        depth: usize,
    ) -> Result<Value> {
        if depth > DEEPEST {
            return Err(place.diagnostic(format!(
                "with its references inlined, the document is more than {DEEPEST} levels deep"
            )));
        }
        match value {
            Value::Object(members) => {
                if !names && let Some(reference) = mere_reference(value) {
                    return self.copy_reference(file, reference, members, place, depth);
                }
                let mut copy = Map::new();
                for (key, member) in members {
                    if !names && NOT_COPIED.contains(&key.as_str()) {
                        continue;
                    }
                    let place = place.child(key);
                    let member = match (refs::child(names, key), member) {
                        (None, member) => member.clone(),
                        (_, Value::Object(mapping)) if key == "mapping" && !names => {
                            self.copy_mapping(file, mapping, &place)?
                        }
                        (Some(names), member) => self.copy(file, member, names, &place, depth + 1)?,
                    };
                    copy.insert(key.clone(), member);
                }
                Ok(Value::Object(copy))
            }
            Value::Array(items) => {
                let items = items.iter().enumerate();
                let copies = items.map(|(index, item)| {
                    self.copy(file, item, false, &place.child(&index.to_string()), depth + 1)
                });
                Ok(Value::Array(copies.collect::<Result<_>>()?))
            }
            scalar => Ok(scalar.clone()),
        }
    }

    fn copy_reference(
        &mut self,
        file: usize,
        reference: &str,
        members: &Map<String, Value>,
        place: &Place,
        depth: usize,
    ) -> Result<Value> {
        if let Some(key) = self.named(file, reference) {
            let name = self.want(&key, place)?;
            let mut copy = members.clone();
            copy.insert("$ref".to_owned(), Value::String(reference_to(&name)));
            return Ok(Value::Object(copy));
        }
        let target = self.document.target(file, reference);
        let target = target
            .filter(|target| is_shared(&target.pointer))
            .ok_or_else(|| into_the_middle(reference, place))?;
        self.written += 1;
        if self.written > MOST_WRITTEN {
            return Err(place
                .diagnostic(format!("more than {MOST_WRITTEN} references are to parameters or responses")));
        }
        let place = Place::new(&self.document.files[target.file].path, target.pointer);
        self.copy(target.file, target.value, false, &place, depth + 1)
    }

    /// Copies the mapping of a discriminator, whose values are references or names.
    fn copy_mapping(&mut self, file: usize, mapping: &Map<String, Value>, place: &Place) -> Result<Value> {
        let mut copy = Map::new();
        for (tag, target) in mapping {
            let place = place.child(tag);
            let Some(target) = target.as_str() else {
                return Err(place
                    .diagnostic("a value of a mapping must be the name of a schema or a reference to it"));
            };
            let key = if refs::is_reference(target) {
                self.definition(file, target, &place)?
            } else if definitions(self.document, file).contains_key(target) {
                (file, target.to_owned())
            } else {
                return Err(place.diagnostic(format!("no schema has the name {target:?}")));
            };
            let name = self.want(&key, &place)?;
            copy.insert(tag.clone(), Value::String(reference_to(&name)));
        }
        Ok(Value::Object(copy))
    }
}

fn into_the_middle(reference: &str, place: &Place) -> Diagnostic {
    place
        .diagnostic(format!(
            "the target of the reference {reference:?} is not a definition, which is not supported"
        ))
        .help("move the target to the definitions, and refer to it there")
}

/// Returns whether a pointer names a shared parameter, response, body or header.
fn is_shared(pointer: &str) -> bool {
    let mut steps = pointer.trim_start_matches('/').split('/');
    let first = steps.next().map(|step| if step == "components" { steps.next() } else { Some(step) });
    let kind = first.flatten().unwrap_or_default();
    matches!(kind, "parameters" | "responses" | "requestBodies" | "headers") && steps.count() == 1
}

/// Adds the parameters of a path item that an operation does not override. They are added at the end, so that
/// the operation's parameters keep their index in diagnostics.
fn share_parameters(shared: &[Value], operation: &mut Map<String, Value>, place: &Place) -> Result<()> {
    let same = |a: &Value, b: &Value| a.get("name") == b.get("name") && a.get("in") == b.get("in");
    let own = operation.entry("parameters").or_insert_with(|| Value::Array(Vec::new()));
    let Value::Array(all) = own else {
        return Err(place.child("parameters").diagnostic("`parameters` must be an array"));
    };
    let inherited: Vec<Value> =
        shared.iter().filter(|shared| !all.iter().any(|own| same(own, shared))).cloned().collect();
    all.extend(inherited);
    Ok(())
}
