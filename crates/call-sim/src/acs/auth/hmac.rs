//! Requests that are signed with an access key.
//!
//! Source: <https://learn.microsoft.com/en-us/azure/communication-services/tutorials/hmac-header-tutorial>

use std::time::{Duration, SystemTime};

use aws_lc_rs::digest::{SHA256, digest};
use aws_lc_rs::hmac::{HMAC_SHA256, Key, verify};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::failure::Failure;
use crate::clock::Clock;
use crate::request::Request;
use crate::world::World;

/// The largest difference between the date of a request and the clock.
const WINDOW: Duration = Duration::from_secs(300);

/// The header with the hash of the body.
const CONTENT_HASH: &str = "x-ms-content-sha256";

/// Checks the parameters of the scheme: `SignedHeaders=...&Signature=...`.
pub(super) fn check(world: &World, request: &Request, parameters: &str) -> Result<(), Failure> {
    let signed = parameter(parameters, "SignedHeaders").ok_or_else(failed)?;
    let signature = parameter(parameters, "Signature").ok_or_else(failed)?;
    let signature = STANDARD.decode(signature).map_err(|_| failed())?;
    let names: Vec<_> = signed.split(';').map(str::to_ascii_lowercase).collect();
    let is_signed = |name: &str| names.iter().any(|signed| signed == name);
    let date = ["x-ms-date", "date"].into_iter().find(|name| is_signed(name)).ok_or_else(failed)?;
    if !is_signed("host") || !is_signed(CONTENT_HASH) {
        return Err(failed());
    }
    let values: Option<Vec<_>> = names.iter().map(|name| value(request, name)).collect();
    let text = format!("{}\n{}\n{}", request.method, request.target(), values.ok_or_else(failed)?.join(";"));
    let is_valid = world.settings.identities.acs_keys.iter().any(|key| {
        let key = STANDARD.decode(key).unwrap_or_default();
        verify(&Key::new(HMAC_SHA256, &key), text.as_bytes(), &signature).is_ok()
    });
    let hash = STANDARD.encode(digest(&SHA256, &request.body));
    if !is_valid || request.header(CONTENT_HASH) != Some(hash.as_str()) {
        return Err(failed());
    }
    check_date(request.header(date).unwrap_or_default(), Clock::system())
}

/// Returns a parameter of the scheme.
fn parameter<'p>(parameters: &'p str, name: &str) -> Option<&'p str> {
    parameters.split('&').find_map(|part| part.trim().strip_prefix(name)?.strip_prefix('='))
}

/// Returns the value of a signed header. In a request to the recording store, the signed host is that of the resource,
/// which the client sends in another header.
fn value<'r>(request: &'r Request, name: &str) -> Option<&'r str> {
    match name {
        "host" => request.header("x-ms-host").or_else(|| request.header("host")),
        name => request.header(name),
    }
}

fn failed() -> Failure {
    Failure { code: "7509", message: "HMAC-SHA256 validation failed".to_owned() }
}

/// Checks the date of a request.
fn check_date(text: &str, now: SystemTime) -> Result<(), Failure> {
    let date = httpdate::parse_http_date(text).map_err(|_| failed())?;
    if now <= date + WINDOW && date <= now + WINDOW {
        return Ok(());
    }
    let message = format!(
        "IDX23010: Lifetime validation of the signed http request failed. Current time: '{}' UTC, signed http \
         request is valid until: '{}' UTC.",
        httpdate::fmt_http_date(now),
        httpdate::fmt_http_date(date + WINDOW),
    );
    Err(Failure { code: "7509", message })
}
