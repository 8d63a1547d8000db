//! Pass 6: turns operations into paths, with schemas for bodies and responses that are not types of their
//! own.

use serde_json::{Map, Value, json};

use super::endpoint::{Endpoint, Key, Payload};
use super::errors::ERROR_RESPONSE;
use super::naming::{Naming, reference};
use super::schema::{Remarks, Targets, remark};
use super::source::Source;
use super::unions::Unions;
use crate::diagnostic::{Diagnostic, Result};
use crate::read::csdl::{Operation, Parameter};

const OPTIONAL: &str = "Org.OData.Core.V1.OptionalParameter";

/// The paths, and their schemas.
#[derive(Debug, Default)]
pub(super) struct Paths {
    pub paths: Map<String, Value>,
    pub schemas: Map<String, Value>,
}

/// Returns the paths of the operations.
pub(super) fn paths<'a>(
    source: &Source<'a>,
    naming: &mut Naming<'a>,
    unions: &Unions<'a>,
    endpoints: &[Endpoint<'a>],
) -> Result<Paths> {
    let mut paths = Paths::default();
    for endpoint in endpoints {
        let mut writer = Writer { source, naming, unions, endpoint, schemas: &mut paths.schemas };
        let operation = writer.operation()?;
        let path = paths.paths.entry(endpoint.path.clone()).or_insert_with(|| json!({}));
        if path.get(endpoint.method).is_some() {
            let what = format!("two operations are {} {}", endpoint.method.to_uppercase(), endpoint.path);
            return Err(
                Diagnostic::new(what).help("rename the action, which has the name of a navigation property")
            );
        }
        path[endpoint.method] = operation;
    }
    Ok(paths)
}

/// Writes one operation.
struct Writer<'v, 'a> {
    source: &'v Source<'a>,
    naming: &'v mut Naming<'a>,
    unions: &'v Unions<'a>,
    endpoint: &'v Endpoint<'a>,
    schemas: &'v mut Map<String, Value>,
}

impl<'a> Writer<'_, 'a> {
    fn targets(&self) -> Targets<'_, 'a> {
        Targets { source: self.source, naming: self.naming, unions: self.unions }
    }

    fn operation(&mut self) -> Result<Value> {
        let endpoint = self.endpoint;
        let mut operation = Map::from_iter([("operationId".to_owned(), Value::from(endpoint.id.as_str()))]);
        let texts = [("summary", &endpoint.text.summary), ("description", &endpoint.text.description)];
        for (name, text) in texts {
            operation.extend(text.iter().map(|text| (name.to_owned(), text.as_str().into())));
        }
        let keys = endpoint.keys.iter().map(|key| self.parameter(key)).collect::<Result<Vec<_>>>()?;
        if !keys.is_empty() {
            operation.insert("parameters".to_owned(), keys.into());
        }
        if let Some(schema) = self.payload(endpoint.body)? {
            let body = json!({"required": true, "content": {"application/json": {"schema": schema}}});
            operation.insert("requestBody".to_owned(), body);
        }
        if self.may_omit_body() {
            operation.insert("x-optional-body".to_owned(), true.into());
        }
        operation.insert("responses".to_owned(), self.responses()?);
        operation.extend(endpoint.namespace.map(|name| ("x-namespace".to_owned(), name.into())));
        if matches!(endpoint.response, Payload::Collection(_)) {
            operation.insert("x-pageable".to_owned(), json!({"items": "value", "next": "@odata.nextLink"}));
        }
        // According to the documentation, all GET requests support query options of OData.
        if endpoint.method == "get" {
            operation.insert("x-queryable".to_owned(), true.into());
        }
        Ok(operation.into())
    }

    /// Returns whether the operation is an action without required parameters.
    fn may_omit_body(&self) -> bool {
        match self.endpoint.body {
            Payload::Arguments(operation) => {
                !operation.arguments().iter().any(|argument| self.is_required(operation, argument))
            }
            _ => false,
        }
    }

    fn parameter(&self, key: &Key<'_>) -> Result<Value> {
        let schema = self.targets().schema(key.ty, key.place)?;
        let description = format!("The ID of the `{}`.", self.source.short(key.entity));
        Ok(
            json!({"name": key.name, "in": "path", "required": true, "description": description, "schema": schema}),
        )
    }

    fn responses(&mut self) -> Result<Value> {
        let mut success = Map::from_iter([("description".to_owned(), Value::from("Success"))]);
        if let Some(schema) = self.payload(self.endpoint.response)? {
            success.insert("content".to_owned(), json!({"application/json": {"schema": schema}}));
        }
        let error = json!({"application/json": {"schema": reference(ERROR_RESPONSE)}});
        Ok(json!({
            self.endpoint.status.to_string(): success,
            "4XX": {"description": "The request was refused", "content": error},
            "5XX": {"description": "The service failed", "content": error},
        }))
    }

    fn payload(&mut self, payload: Payload<'a>) -> Result<Option<Value>> {
        match payload {
            Payload::None => Ok(None),
            Payload::Entity(name) => self.entity(name).map(Some),
            Payload::Collection(name) => self.collection(name).map(Some),
            Payload::Arguments(operation) => self.arguments(operation).map(Some),
            Payload::Returned(operation) => self.returned(operation),
        }
    }

    fn entity(&self, name: &str) -> Result<Value> {
        let ty = crate::read::csdl::TypeRef { name: name.to_owned(), collection: false };
        let place = self.source.csdl.find(name).map(|def| def.place).unwrap_or_default();
        self.targets().schema(&ty, place)
    }

    /// Returns the envelope of a collection.
    fn collection(&mut self, name: &str) -> Result<Value> {
        let short = self.source.short(name);
        let owner = format!("Collection({short})");
        let key = self.naming.make(&format!("{short} collection"), &owner)?;
        let items = self.entity(name)?;
        self.schemas.entry(key.clone()).or_insert_with(|| {
            json!({
                "type": "object",
                "description": format!("A page of a collection of `{short}`."),
                "properties": {
                    "value": {"type": "array", "items": items, "description": "The items of this page."},
                    "@odata.nextLink": {"type": "string", "description": "The link to the next page, if there is one."},
                    "@odata.count": {"type": "integer", "format": "int64", "description": "The number of items on all pages, if it was requested."},
                },
                "required": ["value"],
                "x-name": owner,
                "x-kind": "collection",
            })
        });
        Ok(reference(&key))
    }

    /// Returns whether an action requires a parameter.
    fn is_required(&self, operation: &Operation, argument: &Parameter) -> bool {
        let target = format!("{}/{}", operation.target(), argument.name);
        argument.nullable == Some(false) && self.source.annotation(&target, OPTIONAL).is_none()
    }

    /// Returns the body of an action: an object with its parameters.
    fn arguments(&mut self, operation: &Operation) -> Result<Value> {
        let owner = self.source.short(&operation.target());
        let key = self.naming.make(&format!("{} parameters", self.endpoint.id), &owner)?;
        let mut properties = Map::new();
        let mut required = Vec::new();
        for argument in operation.arguments() {
            let target = format!("{}/{}", operation.target(), argument.name);
            if self.is_required(operation, argument) {
                required.push(argument.name.clone());
            }
            properties.insert(argument.name.clone(), self.argument(argument, &target)?);
        }
        let mut schema = json!({
            "type": "object",
            "description": format!("The parameters of the action `{}`.", operation.short()),
            "properties": properties,
        });
        if !required.is_empty() {
            schema["required"] = required.into();
        }
        schema["x-name"] = owner.into();
        schema["x-kind"] = "parameters".into();
        self.schemas.insert(key.clone(), schema);
        Ok(reference(&key))
    }

    fn argument(&self, argument: &Parameter, target: &str) -> Result<Value> {
        let schema = self.targets().schema(&argument.ty, argument.place)?;
        let nullable = argument.nullable != Some(false);
        Ok(remark(schema, Remarks { nullable, secret: false, description: self.source.description(target) }))
    }

    /// Returns the response of an action: an entity as such, and everything else in an envelope.
    fn returned(&mut self, operation: &Operation) -> Result<Option<Value>> {
        let Some(ty) = &operation.returns else {
            return Ok(None);
        };
        let structured = self.source.csdl.structured(&ty.name).is_some();
        if structured && ty.collection {
            return self.collection(&ty.name).map(Some);
        }
        let schema = self.targets().schema(ty, operation.place)?;
        if structured {
            return Ok(Some(schema));
        }
        let owner = format!("{} answer", self.source.short(&operation.target()));
        let key = self.naming.make(&format!("{} answer", self.endpoint.id), &owner)?;
        let envelope = json!({
            "type": "object",
            "description": format!("The response of the action `{}`.", operation.short()),
            "properties": {"value": schema},
            "required": ["value"],
            "x-name": owner,
            "x-kind": "answer",
        });
        self.schemas.insert(key.clone(), envelope);
        Ok(Some(reference(&key)))
    }
}
