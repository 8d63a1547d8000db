//! The coverage of our schemas by payloads: the types, members, enum values and operations that occur in a
//! payload.
//!
//! Payloads are walked along the normal form (JSON) or the surface (XML), so that a member is counted for its
//! type and not for every type with a member of that name. Templates with names of types as values are
//! ignored. An operation whose request and responses have no body cannot occur in a payload. It is listed,
//! but not counted as missing.

pub mod json;
pub mod page;
pub mod print;
pub mod samples;
pub mod xml;

use std::collections::{BTreeMap, BTreeSet};

use self::samples::{Origin, Sample, Samples};
use crate::examples::found::{Kind, Payload};
use crate::examples::index::{ApiIndex, Index};
use schema_codegen::diff::fact::{About, Facts};

/// The groups of rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Group {
    /// Types, enums and unions.
    Types,
    /// Members of types.
    Members,
    /// Values of enums.
    Values,
    /// Operations.
    Operations,
}

/// The groups, in the order of the tables.
pub const GROUPS: [Group; 4] = [Group::Types, Group::Members, Group::Values, Group::Operations];

impl Group {
    /// Returns the name of the group.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Types => "types",
            Self::Members => "members",
            Self::Values => "enum values",
            Self::Operations => "operations",
        }
    }

    /// Returns the name of one of its rows.
    #[must_use]
    pub fn one(self) -> &'static str {
        self.word().strip_suffix('s').unwrap_or(self.word())
    }
}

/// A type, member, value or operation, and the number of payloads with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// Its group.
    pub group: Group,
    /// Its name.
    pub name: String,
    /// The number of our payloads with it.
    pub ours: usize,
    /// The number of documented payloads with it.
    pub documented: usize,
    /// Whether it cannot occur in a payload.
    pub silent: bool,
}

/// The coverage of an API.
#[derive(Clone, Debug)]
pub struct ApiCoverage {
    /// The name of the API.
    pub api: &'static str,
    /// The rows, by group and name.
    pub rows: Vec<Row>,
    /// The numbers of our and of documented payloads.
    pub payloads: (usize, usize),
    /// The payloads whose type is not in the schema.
    pub unplaced: Vec<String>,
}

/// The coverage of all APIs.
#[derive(Clone, Debug)]
pub struct Coverage {
    /// The coverage of each API.
    pub apis: Vec<ApiCoverage>,
    /// Whether there are documented payloads.
    pub has_documented: bool,
    /// The files, or places in pages, that could not be read.
    pub unreadable: Vec<String>,
}

/// The numbers of a group.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Count {
    /// The number of rows that can occur in a payload.
    pub total: usize,
    /// The number of rows that occur in our payloads.
    pub ours: usize,
    /// The number of rows that occur in documented payloads.
    pub documented: usize,
    /// The number of rows that occur in no payload.
    pub neither: usize,
}

impl ApiCoverage {
    /// Returns the numbers of a group.
    #[must_use]
    pub fn count(&self, group: Group) -> Count {
        let mut count = Count::default();
        for row in self.rows.iter().filter(|row| row.group == group && !row.silent) {
            count.total += 1;
            count.ours += usize::from(row.ours > 0);
            count.documented += usize::from(row.documented > 0);
            count.neither += usize::from(row.ours + row.documented == 0);
        }
        count
    }
}

/// Measures the coverage by walking the payloads.
#[must_use]
pub fn measure(index: &Index, samples: &Samples) -> Coverage {
    Coverage {
        apis: index.all().iter().map(|known| measure_api(known, &samples.list)).collect(),
        has_documented: samples.list.iter().any(|sample| sample.origin == Origin::Documented),
        unreadable: samples.unreadable.clone(),
    }
}

fn measure_api(known: &ApiIndex, samples: &[Sample]) -> ApiCoverage {
    let walker = json::Walker::new(known);
    let mut shown: BTreeMap<String, (usize, usize)> = BTreeMap::new();
    let mut coverage =
        ApiCoverage { api: &known.api.name, rows: Vec::new(), payloads: (0, 0), unplaced: Vec::new() };
    for Sample { origin, example } in samples.iter().filter(|sample| sample.example.api == known.api.name) {
        if example.kind == Kind::Representation {
            continue;
        }
        let mut keys = BTreeSet::new();
        match &example.payload {
            Payload::Json(value) => walker.example(example, value, &mut keys),
            Payload::Xml(root, _) => xml::envelope(known, root, &mut keys),
        }
        if keys.is_empty() {
            coverage.unplaced.push(example.page.clone());
        }
        *of(*origin, &mut coverage.payloads) += 1;
        for key in keys {
            *of(*origin, shown.entry(key).or_default()) += 1;
        }
    }
    coverage.rows = rows(known, &shown);
    coverage
}

fn of(origin: Origin, pair: &mut (usize, usize)) -> &mut usize {
    match origin {
        Origin::Ours => &mut pair.0,
        Origin::Documented => &mut pair.1,
    }
}

/// Returns a row for every fact of the surface that may occur in a payload.
fn rows(known: &ApiIndex, shown: &BTreeMap<String, (usize, usize)>) -> Vec<Row> {
    let facts = Facts::new(&known.surface);
    let rows = known.surface.keys().filter_map(|key| {
        let group = match facts.about(key) {
            About::Definition if key.starts_with("element ") => return None,
            About::Definition => Group::Types,
            About::Member => Group::Members,
            About::Value => Group::Values,
            About::Operation => Group::Operations,
            _ => return None,
        };
        let name = key.split_once(' ').map_or(key.as_str(), |(_, name)| name).to_owned();
        let (ours, documented) = shown.get(key).copied().unwrap_or_default();
        let silent = group == Group::Operations && is_silent(known, &name) && ours + documented == 0;
        Some(Row { group, name, ours, documented, silent })
    });
    let mut rows: Vec<Row> = rows.collect();
    rows.sort_by(|a, b| (a.group, &a.name).cmp(&(b.group, &b.name)));
    rows
}

/// Returns whether neither the request nor a successful response of an operation has a body.
fn is_silent(known: &ApiIndex, operation: &str) -> bool {
    let is_xml = known.document.is_null();
    !is_xml && known.body(operation).is_none() && known.response(operation, None).is_none()
}
