//! Builds a value from the events of a YAML document, without recursion and with limits.

use std::collections::BTreeMap;

use saphyr_parser::{ScalarStyle, Tag};
use serde_json::{Map, Value};

use super::scalar;

/// The maximum number of nested sequences and mappings, as in JSON.
const DEEPEST: usize = 127;

/// The maximum number of values that anchors and aliases copy, since aliases of aliases can grow exponentially.
const MOST_COPIED: usize = 1_000_000;

/// An error, without its place.
type Outcome = Result<(), String>;

/// A value, its size and its depth.
#[derive(Clone, Default)]
struct Sized {
    value: Value,
    values: usize,
    depth: usize,
}

/// A sequence or mapping that has not ended.
struct Open {
    content: Content,
    anchor: usize,
    values: usize,
    depth: usize,
}

enum Content {
    Sequence(Vec<Value>),
    Mapping {
        members: Map<String, Value>,
        /// The key whose value comes next.
        key: Option<String>,
        /// Whether that key is `<<`.
        merges: bool,
        /// The mappings that are merged.
        merged: Vec<Value>,
    },
}

/// The state of a document.
#[derive(Default)]
pub(super) struct Builder {
    documents: usize,
    open: Vec<Open>,
    anchors: BTreeMap<usize, Sized>,
    copied: usize,
    root: Value,
}

impl Builder {
    /// Starts a document.
    pub fn document(&mut self) -> Outcome {
        self.documents += 1;
        if self.documents > 1 { Err("the file contains more than one document".to_owned()) } else { Ok(()) }
    }

    /// Adds a scalar, which may be a key.
    pub fn scalar(&mut self, text: &str, style: ScalarStyle, anchor: usize, tag: Option<&Tag>) -> Outcome {
        let is_text = core_tag(tag)? == Some("str");
        let is_plain = style == ScalarStyle::Plain && !is_text;
        if let Some(Open { content: Content::Mapping { members, key: key @ None, merges, .. }, .. }) =
            self.open.last_mut()
        {
            *merges = is_plain && text == "<<";
            if members.contains_key(text) {
                return Err(format!("duplicate key `{text}` in a mapping"));
            }
            *key = Some(text.to_owned());
            return self.anchor(anchor, || Sized { value: text.into(), values: 1, depth: 0 });
        }
        let value = if is_plain { scalar::plain(text) } else { Value::String(text.to_owned()) };
        self.anchor(anchor, || Sized { value: value.clone(), values: 1, depth: 0 })?;
        self.add(Sized { value, values: 1, depth: 0 })
    }

    /// Starts a sequence.
    pub fn sequence(&mut self, anchor: usize, tag: Option<&Tag>) -> Outcome {
        core_tag(tag)?;
        self.start(Content::Sequence(Vec::new()), anchor)
    }

    /// Starts a mapping.
    pub fn mapping(&mut self, anchor: usize, tag: Option<&Tag>) -> Outcome {
        core_tag(tag)?;
        let content = Content::Mapping { members: Map::new(), key: None, merges: false, merged: Vec::new() };
        self.start(content, anchor)
    }

    /// Ends a sequence or mapping.
    pub fn end(&mut self) -> Outcome {
        let Some(Open { content, anchor, values, depth }) = self.open.pop() else { return Ok(()) };
        let value = match content {
            Content::Sequence(items) => Value::Array(items),
            Content::Mapping { mut members, merged, .. } => {
                for (key, value) in merged.into_iter().filter_map(into_members).flatten() {
                    members.entry(key).or_insert(value);
                }
                Value::Object(members)
            }
        };
        let whole = Sized { value, values: values + 1, depth: depth + 1 };
        self.anchor(anchor, || whole.clone())?;
        self.add(whole)
    }

    /// Adds a copy of an anchor's value.
    pub fn alias(&mut self, anchor: usize) -> Outcome {
        let Some(target) = self.anchors.get(&anchor) else {
            return Err("the alias is inside of its anchor".to_owned());
        };
        let (values, depth) = (target.values, target.depth);
        self.copy(values)?;
        if self.open.len() + depth > DEEPEST {
            return Err(too_deep());
        }
        let target = self.anchors.get(&anchor).cloned().unwrap_or_default();
        let awaits_key =
            matches!(self.open.last(), Some(Open { content: Content::Mapping { key: None, .. }, .. }));
        match target.value {
            Value::String(key) if awaits_key => self.scalar(&key, ScalarStyle::DoubleQuoted, 0, None),
            value => self.add(Sized { value, ..target }),
        }
    }

    /// Returns the whole value; null for an empty document.
    pub fn finish(self) -> Value {
        self.root
    }

    fn start(&mut self, content: Content, anchor: usize) -> Outcome {
        if self.open.len() >= DEEPEST {
            return Err(too_deep());
        }
        if let Some(Open { content: Content::Mapping { key: None, .. }, .. }) = self.open.last() {
            return Err("a key must be a scalar".to_owned());
        }
        self.open.push(Open { content, anchor, values: 0, depth: 0 });
        Ok(())
    }

    /// Adds a value to the innermost sequence or mapping.
    fn add(&mut self, Sized { value, values, depth }: Sized) -> Outcome {
        let Some(open) = self.open.last_mut() else {
            self.root = value;
            return Ok(());
        };
        open.values += values;
        open.depth = open.depth.max(depth);
        match &mut open.content {
            Content::Sequence(items) => items.push(value),
            Content::Mapping { members, key, merges, merged } => match key.take() {
                None => return Err("a key must be a scalar".to_owned()),
                Some(_) if *merges => merged.extend(mappings(value)?),
                Some(key) => _ = members.insert(key, value),
            },
        }
        Ok(())
    }

    /// Keeps a value for aliases.
    fn anchor(&mut self, anchor: usize, value: impl FnOnce() -> Sized) -> Outcome {
        if anchor > 0 {
            let value = value();
            self.copy(value.values)?;
            self.anchors.insert(anchor, value);
        }
        Ok(())
    }

    fn copy(&mut self, values: usize) -> Outcome {
        self.copied = self.copied.saturating_add(values);
        if self.copied > MOST_COPIED {
            return Err(format!("the aliases expand to more than {MOST_COPIED} values"));
        }
        Ok(())
    }
}

/// Returns the name of a tag of the core schema. A tag of an application is an error.
fn core_tag(tag: Option<&Tag>) -> Result<Option<&str>, String> {
    match tag {
        None => Ok(None),
        Some(tag) if tag.is_yaml_core_schema() => Ok(Some(&tag.suffix)),
        // The non-specific tag.
        Some(tag) if tag.suffix.is_empty() => Ok(Some("str")),
        Some(tag) => Err(format!("the tag {}{} is not supported", tag.handle, tag.suffix)),
    }
}

/// Returns the mappings that a `<<` merges: one, or those of a sequence.
fn mappings(value: Value) -> Result<Vec<Value>, String> {
    let all = match value {
        Value::Array(items) => items,
        one => vec![one],
    };
    match all.iter().all(Value::is_object) {
        true => Ok(all),
        false => Err("the value of `<<` must be a mapping or a sequence of mappings".to_owned()),
    }
}

fn into_members(value: Value) -> Option<Map<String, Value>> {
    match value {
        Value::Object(members) => Some(members),
        _ => None,
    }
}

pub(super) fn too_deep() -> String {
    format!("the YAML is nested more than {DEEPEST} levels deep")
}
