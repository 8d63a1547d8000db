//! Reads JSON error bodies.

use call_wire::json::{self, Kind, Raw};

use super::types::{ErrorBody, ErrorDetail};

/// Returns a member by name. An exact match has priority over one in another letter case.
fn member<'o>(object: &'o Raw<'_>, name: &str) -> Option<Raw<'o>> {
    let mut input = json::Reader::new(object.as_str());
    let mut alike = None;
    input.object("an object").ok()?;
    while let Some(key) = input.name().ok()? {
        let value = input.skip().ok()?;
        if key == name {
            return Some(value);
        }
        if alike.is_none() && key.eq_ignore_ascii_case(name) {
            alike = Some(value);
        }
    }
    alike
}

/// Returns the first of these members that is a number or a non-blank string.
fn text(object: &Raw<'_>, names: &[&str]) -> Option<String> {
    names.iter().find_map(|name| {
        let value = member(object, name)?;
        match value.kind() {
            Kind::String => value.text().map(Into::into).filter(|text: &String| !text.trim().is_empty()),
            Kind::Number => Some(value.as_str().to_owned()),
            _ => None,
        }
    })
}

/// Reads the JSON body of an error. Returns `None` if it has no known member.
pub(super) fn read_json(object: &Raw<'_>) -> Option<ErrorBody> {
    let error = member(object, "error");
    let read = match error.as_ref().map(|error| (error, error.kind())) {
        Some((error, Kind::Object)) => {
            let inner = member(error, "innererror");
            let request_id = |object: &Raw<'_>| text(object, &["request-id", "requestId"]);
            ErrorBody {
                code: text(error, &["code"]),
                message: text(error, &["message"]),
                target: text(error, &["target"]),
                request_id: inner.as_ref().and_then(request_id).or_else(|| request_id(error)),
                details: details(error),
                inner_errors: inner_errors(error),
            }
        }
        // The form of OAuth 2.0 (RFC 6749, section 5.2), which login hosts and some gateways send.
        Some((code, Kind::String)) => ErrorBody {
            code: code.text().map(Into::into),
            message: text(object, &["error_description", "message"]),
            ..ErrorBody::default()
        },
        _ => ErrorBody {
            code: text(object, &["code"]),
            message: text(object, &["message", "detail", "title"]),
            target: text(object, &["instance", "target"]),
            request_id: text(object, &["traceId", "request-id", "requestId"]),
            ..ErrorBody::default()
        },
    };
    (read != ErrorBody::default()).then_some(read)
}

/// Reads the errors in `details`. Items without a known member are left out.
fn details(error: &Raw<'_>) -> Vec<ErrorDetail> {
    let mut details = Vec::new();
    let Some(list) = member(error, "details").filter(|list| list.kind() == Kind::Array) else {
        return details;
    };
    let mut input = json::Reader::new(list.as_str());
    if input.array("an array").is_err() {
        return details;
    }
    while details.len() < ErrorBody::LISTED && input.item().unwrap_or(false) {
        let Ok(item) = input.skip() else { break };
        details.extend(detail(&item));
    }
    details
}

/// Reads the chain of `innererror`.
fn inner_errors(error: &Raw<'_>) -> Vec<ErrorDetail> {
    let mut errors = Vec::new();
    let mut next = member(error, "innererror").map(Raw::into_owned);
    // Each error contains the next one, so the nesting that the reader accepts limits the chain.
    while let Some(inner) = next.filter(|_| errors.len() < ErrorBody::LISTED) {
        errors.extend(detail(&inner));
        next = member(&inner, "innererror").map(Raw::into_owned);
    }
    errors
}

fn detail(object: &Raw<'_>) -> Option<ErrorDetail> {
    let detail = ErrorDetail {
        code: text(object, &["code"]),
        message: text(object, &["message"]),
        target: text(object, &["target"]),
    };
    (detail != ErrorDetail::default()).then_some(detail)
}
