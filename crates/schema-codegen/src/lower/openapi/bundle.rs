//! Pass: merges the files of a document, and gives each type one name.
//!
//! A definition in another file becomes a type under its own name if it is referred to, and a schema that is not a
//! definition under a made name. A definition that is a mere reference is another name for its target: references
//! to it are redirected to the target, and it is skipped. Parameters, responses and path items behind references
//! are inlined.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};

use super::api::{Api, METHODS, Operation, Place, reference_to};
use super::definitions::{Key, check_form, definition_pointer, definitions, definitions_pointer};
use super::{elsewhere, middle};
use crate::diagnostic::{Diagnostic, Result};
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

/// Collects the types and operations of a document and of the files that it refers to.
pub(super) fn bundle(document: &Document) -> Result<Api> {
    check_form(document)?;
    let root = document.root();
    let mut bundler = Bundler::new(document);
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
    elsewhere::skip(&root.value, &mut api);
    // Copying a definition may require further ones.
    while let Some(key) = bundler.wanted.pop() {
        let place = bundler.place(&key);
        let copy = bundler.copy(key.0, bundler.value(&key), false, &place, 0)?;
        copies.insert(key, copy);
    }
    for file in 0..document.files.len() {
        collect(&mut bundler, file, &mut copies, &mut api)?;
    }
    collect_made(&bundler, copies, &mut api);
    api.notes.extend(bundler.notes);
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
    bundler: &mut Bundler<'_>,
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
            let name = bundler.names.get(&key).unwrap_or(name);
            api.places.insert(name.clone(), place);
            api.schemas.insert(name.clone(), copy);
        } else {
            api.skipped.push(Skipped::new(name, format!("defined in {shown}, and not referred to")));
        }
    }
    Ok(())
}

/// Adds the schemas that are not definitions.
fn collect_made(bundler: &Bundler<'_>, copies: BTreeMap<Key, Value>, api: &mut Api) {
    for (key, copy) in copies {
        if let Some(name) = bundler.names.get(&key) {
            api.places.insert(name.clone(), bundler.place(&key));
            api.schemas.insert(name.clone(), copy);
            api.made.push(name.clone());
        }
    }
}

struct Bundler<'a> {
    document: &'a Document,
    /// The names of the definitions in the merged document.
    names: BTreeMap<Key, String>,
    /// The definitions by these names.
    owners: BTreeMap<String, Key>,
    /// The pointers of the schemas that are not definitions, by their made names.
    middles: BTreeMap<Key, String>,
    wanted: Vec<Key>,
    /// The number of references that were inlined.
    written: usize,
    notes: Vec<String>,
}

impl<'a> Bundler<'a> {
    fn new(document: &'a Document) -> Self {
        Self {
            document,
            names: BTreeMap::new(),
            owners: BTreeMap::new(),
            middles: BTreeMap::new(),
            wanted: Vec::new(),
            written: 0,
            notes: Vec::new(),
        }
    }

    /// Returns the schema of a definition, or of a schema with a made name.
    fn value(&self, key: &Key) -> &'a Value {
        static NONE: Value = Value::Null;
        let stated = definitions(self.document, key.0).get(&key.1);
        let made = || self.document.files[key.0].value.pointer(self.middles.get(key)?);
        stated.or_else(made).unwrap_or(&NONE)
    }

    fn place(&self, key: &Key) -> Place {
        let pointer = match self.middles.get(key) {
            Some(pointer) => pointer.clone(),
            None => definition_pointer(self.document, key.0, &key.1),
        };
        Place::new(&self.document.files[key.0].path, pointer)
    }

    /// Returns the definition itself, or the target if it is a mere reference.
    fn target(&mut self, key: &Key, place: &Place) -> Result<Key> {
        let mut key = key.clone();
        let mut passed = BTreeSet::new();
        while let Some(reference) = mere_reference(self.value(&key)) {
            if !passed.insert(key.clone()) {
                return Err(place.diagnostic("these references form a cycle"));
            }
            key = self.definition(key.0, reference).ok_or_else(|| no_target(reference, place))?;
        }
        Ok(key)
    }

    /// Returns the definition that a reference names. A schema that is not a definition gets a name.
    fn definition(&mut self, file: usize, reference: &str) -> Option<Key> {
        let stated = self.named(file, reference);
        stated.or_else(|| {
            let target = self.document.target(file, reference)?;
            let (file, pointer) = (target.file, target.pointer);
            let known = self.middles.iter().find(|(key, known)| key.0 == file && **known == pointer);
            if let Some((key, _)) = known {
                return Some(key.clone());
            }
            let name = middle::name(&Place::new(&self.document.files[file].path, pointer.as_str()));
            let is_free = |name: &String| {
                let key = (file, name.clone());
                !definitions(self.document, file).contains_key(name) && !self.middles.contains_key(&key)
            };
            let key = (file, numbered(&name).find(is_free)?);
            self.middles.insert(key.clone(), pointer);
            Some(key)
        })
    }

    fn named(&self, file: usize, reference: &str) -> Option<Key> {
        let target = self.document.target(file, reference)?;
        let (map, name) = target.pointer.rsplit_once('/')?;
        let name = name.replace("~1", "/").replace("~0", "~");
        let known = map == definitions_pointer(&self.document.files[target.file].value);
        (known && definitions(self.document, target.file).contains_key(&name)).then_some((target.file, name))
    }

    /// Requires the target of a definition, and returns its name: its own with the first number that makes it
    /// unique.
    fn want(&mut self, key: &Key, place: &Place) -> Result<String> {
        let key = self.target(key, place)?;
        if let Some(name) = self.names.get(&key) {
            return Ok(name.clone());
        }
        let is_free = |name: &String| !self.owners.contains_key(name);
        let name = numbered(&key.1).find(is_free).unwrap_or_default();
        if name != key.1 {
            let file = self.document.files[key.0].path.display();
            self.notes
                .push(format!("{} of {file} is named {name}: another file has a type of that name.", key.1));
        }
        self.owners.insert(name.clone(), key.clone());
        self.names.insert(key.clone(), name.clone());
        self.wanted.push(key);
        Ok(name)
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
        let is_definition = self.named(file, reference).is_some();
        if let Some(key) =
            if is_definition || middle::is_schema(place) { self.definition(file, reference) } else { None }
        {
            let name = self.want(&key, place)?;
            let mut beside = members.clone();
            beside.shift_remove("$ref");
            let mut copy = Map::from_iter([("$ref".to_owned(), Value::String(reference_to(&name)))]);
            if let Value::Object(beside) = self.copy(file, &Value::Object(beside), false, place, depth + 1)? {
                copy.extend(beside);
            }
            return Ok(Value::Object(copy));
        }
        let target = self.document.target(file, reference).ok_or_else(|| no_target(reference, place))?;
        self.written += 1;
        if self.written > MOST_WRITTEN {
            return Err(place.diagnostic(format!(
                "more than {MOST_WRITTEN} references are to parameters, responses or path items"
            )));
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
            let is_name = definitions(self.document, file).contains_key(target);
            let key = match refs::is_reference(target) {
                true => self.definition(file, target),
                false => is_name.then(|| (file, target.to_owned())),
            };
            let Some(key) = key else {
                self.notes
                    .push(format!("{}: {target} does not exist, so the tag is ignored.", place.pointer));
                continue;
            };
            let name = self.want(&key, &place)?;
            copy.insert(tag.clone(), Value::String(reference_to(&name)));
        }
        Ok(Value::Object(copy))
    }
}

fn no_target(reference: &str, place: &Place) -> Diagnostic {
    place
        .diagnostic(format!("the reference {reference:?} has no target"))
        .help("correct the reference, or add its target")
}

/// Returns a name, then the name with each number from 2 on.
fn numbered(name: &str) -> impl Iterator<Item = String> {
    std::iter::once(name.to_owned()).chain((2..).map(move |number: usize| format!("{name}{number}")))
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
