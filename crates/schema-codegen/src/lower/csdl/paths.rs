//! Pass 6: turns operations into paths, with schemas for bodies and responses that are not types of their
//! own.

use serde_json::{Map, Value, json};

use super::endpoint::{Endpoint, PathValue, Payload};
use super::errors::ERROR_RESPONSE;
use super::naming::{Naming, reference};
use super::schema::{Remarks, Targets, remark};
use super::source::Source;
use super::unions::Unions;
use crate::diagnostic::Result;
use crate::read::csdl::{Operation, OperationKind, Parameter, TypeRef};

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
        let values = endpoint.values.iter().map(|value| self.parameter(value)).collect::<Result<Vec<_>>>()?;
        if !values.is_empty() {
            operation.insert("parameters".to_owned(), values.into());
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
        if endpoint.response.is_page() {
            operation.insert("x-pageable".to_owned(), json!({"items": "value", "next": "@odata.nextLink"}));
        }
        // According to the documentation, all GET requests support query options of OData.
        if endpoint.method == "get" && self.is_resource(endpoint.response) {
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

    /// Returns whether query options can shape a response: whether it consists of entities or objects.
    fn is_resource(&self, payload: Payload<'_>) -> bool {
        match payload {
            Payload::Returned(_, ty) => self.source.csdl.structured(&ty.name).is_some(),
            _ => true,
        }
    }

    fn parameter(&self, value: &PathValue<'_>) -> Result<Value> {
        let schema = if value.ty.name == "Edm.Decimal" {
            // A string keeps the digits.
            json!({"type": "string"})
        } else {
            self.targets().schema(value.ty, value.place)?
        };
        let mut parameter = json!({"name": value.name, "in": "path", "required": true});
        if let Some(description) = &value.description {
            parameter["description"] = description.as_str().into();
        }
        parameter["schema"] = schema;
        Ok(parameter)
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
            Payload::Returned(operation, ty) => self.returned(operation, ty).map(Some),
        }
    }

    fn entity(&self, name: &str) -> Result<Value> {
        let ty = TypeRef { name: name.to_owned(), collection: false };
        let place = self.source.csdl.find(name).map(|def| def.place).unwrap_or_default();
        self.targets().schema(&ty, place)
    }

    /// Returns the envelope of a collection.
    fn collection(&mut self, name: &str) -> Result<Value> {
        let short = self.source.short(name);
        let owner = format!("Collection({short})");
        let item = self.naming.types.get(name).map_or(short.as_str(), String::as_str);
        let key = self.naming.make(&format!("{item} collection"), &owner);
        let items = self.entity(name)?;
        self.schemas.entry(key.clone()).or_insert_with(|| {
            json!({
                "type": "object",
                "description": format!("A page of a collection of `{short}`."),
                "properties": {
                    "value": {"type": "array", "items": items, "description": "The items of this page."},
                    "@odata.nextLink": next_link(),
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
        argument.nullable == Some(false) && !self.source.is_optional(operation, argument)
    }

    /// Returns the body of an action: an object with its parameters.
    fn arguments(&mut self, operation: &Operation) -> Result<Value> {
        let owner = self.source.short(&operation.target());
        let key = self.naming.make(&format!("{} parameters", self.endpoint.id), &owner);
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

    /// Returns the response of an action or function: an entity as such, and everything else in an envelope.
    fn returned(&mut self, operation: &Operation, ty: &TypeRef) -> Result<Value> {
        let structured = self.source.csdl.structured(&ty.name).is_some();
        if structured && ty.collection {
            return self.collection(&ty.name);
        }
        let schema = self.targets().schema(ty, operation.place)?;
        // It is not known whether a type of another document is structured.
        if structured || self.source.csdl.is_elsewhere(&ty.name) && !ty.collection {
            return Ok(schema);
        }
        let owner = format!("{} answer", self.source.short(&operation.target()));
        let key = self.naming.make(&format!("{} answer", self.endpoint.id), &owner);
        let kind = match operation.kind {
            OperationKind::Action => "action",
            OperationKind::Function => "function",
        };
        let mut properties = json!({"value": schema});
        if self.endpoint.response.is_page() {
            properties["@odata.nextLink"] = next_link();
        }
        let envelope = json!({
            "type": "object",
            "description": format!("The response of the {kind} `{}`.", operation.short()),
            "properties": properties,
            "required": ["value"],
            "x-name": owner,
            "x-kind": "answer",
        });
        self.schemas.insert(key.clone(), envelope);
        Ok(reference(&key))
    }
}

/// Returns the schema of the link in a page.
fn next_link() -> Value {
    json!({"type": "string", "description": "The link to the next page, if there is one."})
}
