//! OData query options: `$select`, `$expand`, `$top`, `$skip`, `$count`.

use call_wire::json::{Info, Object as _, Raw, Wire};
use graph_calls::{Call, CommsOperation};
use http::StatusCode;
use serde_json::{Map, Value};

use super::refusal::Refusal;
use crate::answer::Answer;
use crate::request::Request;

/// The number of items on a page.
const PAGE: usize = 100;

/// The members that `$expand` adds to a call.
const NAVIGATION: [&str; 4] = ["audioRoutingGroups", "contentSharingSessions", "operations", "participants"];

/// The query options that are supported.
const OPTIONS: [&str; 5] = ["$select", "$expand", "$top", "$skip", "$count"];

/// Returns a response with one resource, after `$select`.
pub(super) fn one<T: Wire>(
    request: &Request,
    resource: &T,
    info: &Info,
    context: &str,
) -> Result<Answer, Refusal> {
    check_options(request, info)?;
    let mut value = encoded(resource)?;
    if let Value::Object(members) = &mut value {
        select(request, members, info)?;
        members.insert("@odata.context".to_owned(), context.into());
    }
    Ok(Answer::json(StatusCode::OK, &Raw::from(value)))
}

/// Returns the members of a call that a request expands. Other resources have no such members.
pub(super) fn expanded(request: &Request) -> Result<Vec<&'static str>, Refusal> {
    let Some(list) = request.query("$expand") else { return Ok(Vec::new()) };
    let each = list.split(',').map(|name| {
        let name = name.trim();
        NAVIGATION.into_iter().find(|known| *known == name).ok_or_else(|| unknown(name, Call::INFO))
    });
    each.collect()
}

/// Returns a response with a page of resources. `url` is that of the list.
pub(super) fn page<T: Wire>(
    request: &Request,
    items: &[T],
    info: &Info,
    url: &str,
    context: Option<&str>,
) -> Result<Answer, Refusal> {
    check_options(request, info)?;
    let (top, skip) = (number(request, "$top")?, number(request, "$skip")?.unwrap_or_default());
    let size = top.unwrap_or(PAGE).min(PAGE);
    let mut shown = Vec::new();
    for item in items.iter().skip(skip).take(size) {
        let mut value = encoded(item)?;
        if let Value::Object(members) = &mut value {
            select(request, members, info)?;
        }
        shown.push(value);
    }
    let mut body = Map::new();
    if let Some(context) = context {
        body.insert("@odata.context".to_owned(), context.into());
    }
    if request.query("$count").as_deref() == Some("true") {
        body.insert("@odata.count".to_owned(), items.len().into());
    }
    let next = skip + shown.len();
    if next < items.len() && !shown.is_empty() {
        let rest = top.map(|top| format!("$top={top}&")).unwrap_or_default();
        let select = request.query("$select").map(|names| format!("$select={names}&")).unwrap_or_default();
        body.insert("@odata.nextLink".to_owned(), format!("{url}?{select}{rest}$skip={next}").into());
    }
    body.insert("value".to_owned(), shown.into());
    Ok(Answer::json(StatusCode::OK, &Raw::from(Value::Object(body))))
}

fn encoded<T: Wire>(resource: &T) -> Result<Value, Refusal> {
    let value = Raw::of(resource).ok().and_then(|raw| raw.to_value().ok());
    value.ok_or_else(|| Refusal::of_status(StatusCode::INTERNAL_SERVER_ERROR))
}

fn select(request: &Request, members: &mut Map<String, Value>, info: &Info) -> Result<(), Refusal> {
    let Some(list) = request.query("$select") else { return Ok(()) };
    let mut names: Vec<_> = list.split(',').map(str::trim).collect();
    // An operation has the members of its own type, too.
    let is_known = |name: &str| info.members.contains(&name) || CommsOperation::INFO.name == info.name;
    if let Some(name) = names.iter().find(|name| !is_known(name)) {
        return Err(unknown(name, info));
    }
    names.extend(expanded(request)?);
    members.retain(|name, _| name.starts_with('@') || names.contains(&name.as_str()));
    Ok(())
}

fn unknown(name: &str, info: &Info) -> Refusal {
    let kind = info.name;
    Refusal::bad_request(format!(
        "Could not find a property named '{name}' on type 'microsoft.graph.{kind}'."
    ))
}

fn number(request: &Request, name: &str) -> Result<Option<usize>, Refusal> {
    let Some(text) = request.query(name) else { return Ok(None) };
    let number = text.parse().map_err(|_| {
        Refusal::bad_request(format!("Invalid value '{text}' for {name} (expected a non-negative integer)."))
    });
    number.map(Some)
}

fn check_options(request: &Request, info: &Info) -> Result<(), Refusal> {
    if info.name != Call::INFO.name
        && let Some(name) = request.query("$expand")
    {
        return Err(unknown(&name, info));
    }
    let query = request.uri.query().unwrap_or_default();
    let mut names = url::form_urlencoded::parse(query.as_bytes()).map(|(name, _)| name);
    match names.find(|name| name.starts_with('$') && !OPTIONS.contains(&&**name)) {
        Some(name) => Err(Refusal::bad_request(format!("The query option {name} is not supported."))),
        None => Ok(()),
    }
}
