//! An index of our schemas, to find the types and operations of payloads.

use serde_json::Value;

use schema_codegen::codegen;
use schema_codegen::diagnostic::Result;
use schema_codegen::diff::member::Member;
use schema_codegen::progress::Progress;
use schema_codegen::read::format::Format;
use schema_codegen::surface::{self, Surface};

use super::address;
use crate::apis::{self, Api};

/// The schemas of all APIs.
#[derive(Debug)]
pub struct Index {
    apis: Vec<ApiIndex>,
}

/// The schema of one API.
#[derive(Debug)]
pub struct ApiIndex {
    /// The API.
    pub api: &'static Api,
    /// The format of its schema.
    pub format: Format,
    /// Its facts.
    pub surface: Surface,
    /// Its normal form; null for XML protocols.
    pub document: Value,
}

impl Index {
    /// Reads and lowers our own schemas.
    pub fn ours(progress: &Progress) -> Result<Self> {
        let apis = apis::all()?.iter().map(|api| ApiIndex::ours(api, progress));
        Ok(Self { apis: apis.collect::<Result<_>>()? })
    }

    /// Creates an index for tests.
    #[cfg(test)]
    pub(super) fn of_apis(apis: Vec<ApiIndex>) -> Self {
        Self { apis }
    }

    /// Returns the schemas of all APIs.
    #[must_use]
    pub fn all(&self) -> &[ApiIndex] {
        &self.apis
    }

    /// Returns the schemas with a format.
    pub fn of(&self, format: Format) -> impl Iterator<Item = &ApiIndex> {
        self.apis.iter().filter(move |known| known.format == format)
    }
}

impl ApiIndex {
    /// Creates the index of an API for tests.
    #[cfg(test)]
    pub(super) fn of_surface(api: &'static Api, format: Format, text: &str) -> Self {
        Self { api, format, surface: surface::parse(text), document: Value::Null }
    }

    fn ours(api: &'static Api, progress: &Progress) -> Result<Self> {
        progress.step(format!("{}: read and lower", api.name));
        let input = api.input()?;
        let format = input.format()?;
        match codegen::normal_form(&input)? {
            Some(document) => Ok(Self { api, format, surface: surface::of_normal_form(&document), document }),
            None => Ok(Self { api, format, surface: codegen::facts(&input)?.surface, document: Value::Null }),
        }
    }

    /// Returns whether the schema defines a type, enum or union with a name.
    #[must_use]
    pub fn has_type(&self, name: &str) -> bool {
        ["type", "union", "enum"].iter().any(|word| self.surface.contains_key(&format!("{word} {name}")))
    }

    /// Returns a qualified name of CSDL as in the surface, without the main namespace.
    #[must_use]
    pub fn short(&self, name: &str) -> String {
        let namespace = self.api.config.csdl.namespace.as_deref().unwrap_or("microsoft.graph");
        name.trim_start_matches('#').replace(&format!("{namespace}."), "")
    }

    /// Returns the type of an operation's request body.
    #[must_use]
    pub fn body(&self, operation: &str) -> Option<&str> {
        let value = self.surface.get(&format!("body {operation}"))?;
        Some(Member::of(value).type_name)
    }

    /// Returns the type of an operation's response with a status: of that status, of its range, or of the
    /// only success.
    #[must_use]
    pub fn response(&self, operation: &str, status: Option<u16>) -> Option<&str> {
        let of = |status: String| self.surface.get(&format!("answer {operation}.{status}"));
        let stated = match status {
            Some(status) => of(status.to_string()).or_else(|| of(format!("{}XX", status / 100))),
            None => None,
        };
        let prefix = format!("answer {operation}.2");
        let success = || {
            let mut all =
                self.surface.range(prefix.clone()..).take_while(|(key, _)| key.starts_with(&prefix));
            all.find(|(_, body)| *body != "no body").map(|(_, body)| body)
        };
        // Pages use 200 in place of 202, and vice versa.
        let is_success = status.is_none_or(|status| status / 100 == 2);
        let is_body = |body: &&String| *body != "no body";
        let found = stated.filter(is_body).or_else(|| is_success.then(success).flatten());
        found.map(|value| Member::of(value).type_name)
    }

    /// Returns whether there is an operation with a name.
    #[must_use]
    pub fn has_operation(&self, operation: &str) -> bool {
        self.surface.contains_key(&format!("op {operation}"))
    }

    /// Returns the names of the operations with their facts.
    pub fn operations(&self) -> impl Iterator<Item = (&str, &str)> {
        let facts = self.surface.range("op ".to_owned()..).take_while(|(key, _)| key.starts_with("op "));
        facts.map(|(key, value)| (&key["op ".len()..], value.as_str()))
    }

    /// Returns the operation with a method and a path or address, with any values of the parameters.
    #[must_use]
    pub fn operation_at(&self, method: &str, target: &str) -> Option<&str> {
        let found = self.operations().filter_map(|(id, at)| {
            let (verb, template) = at.split_once(' ')?;
            let count = address::parameters(template, target).filter(|_| verb == method)?;
            Some((count, id))
        });
        // A literal segment of the path is a better match than a parameter.
        found.min_by_key(|(count, _)| *count).map(|(_, id)| id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn known(text: &str) -> ApiIndex {
        let api = Api::named("graph-calls").expect("one of our APIs");
        ApiIndex::of_surface(api, Format::Csdl, text)
    }

    #[test]
    fn operations_are_found_by_their_address() {
        let known = known(
            "op get: GET /calls/{id}\nop log: POST /calls/log\nop act: POST /calls/{id}/act\nop new: POST /calls",
        );
        let at = |method: &str, address: &str| known.operation_at(method, address);
        assert_eq!(at("GET", "https://graph.microsoft.com/v1.0/calls/{id}?$select=id"), Some("get"));
        assert_eq!(at("POST", "/calls/"), Some("new"));
        assert_eq!(at("POST", "https://graph.microsoft.com/beta/calls/1/microsoft.graph.act"), Some("act"));
        assert_eq!(at("POST", "/calls/log"), Some("log"));
        assert_eq!(at("POST", "https://bot.contoso.com"), None);
        assert_eq!(at("GET", "/calls/1/2"), None);
    }

    #[test]
    fn responses_are_found_by_status_range_or_success() {
        let known =
            known("answer o.201: A\nanswer o.204: no body\nanswer o.4XX: E | null\nbody o: B? | null as x/y");
        assert_eq!(known.response("o", Some(201)), Some("A"));
        assert_eq!(known.response("o", Some(200)), Some("A"));
        assert_eq!(known.response("o", None), Some("A"));
        assert_eq!(known.response("o", Some(404)), Some("E"));
        assert_eq!(known.response("o", Some(500)), None);
        assert_eq!(known.body("o"), Some("B"));
    }
}
