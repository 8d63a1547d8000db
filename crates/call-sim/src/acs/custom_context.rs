//! The limits of the custom context of a call.
//!
//! Source: <https://learn.microsoft.com/en-us/azure/communication-services/how-tos/call-automation/custom-context>

use std::collections::BTreeMap;

use acs_calling::CustomCallingContext;

use super::refusal::Refusal;

const USER_TO_USER: &str = "User-To-User";

/// Checks a custom context.
pub(super) fn check(context: Option<&CustomCallingContext>) -> Result<(), Refusal> {
    let Some(context) = context else { return Ok(()) };
    if let Some(headers) = &context.sip_headers {
        let custom = headers.keys().filter(|key| !key.eq_ignore_ascii_case(USER_TO_USER));
        if custom.clone().any(|key| !key.to_ascii_lowercase().starts_with("x-ms-custom-")) {
            return invalid("SipHeaders", "a key is neither User-To-User nor begins with X-MS-Custom-");
        }
        if custom.count() > 5 {
            return invalid("SipHeaders", "it has more than 5 custom headers");
        }
        limit("SipHeaders", headers, 256)?;
    }
    if let Some(headers) = &context.voip_headers {
        if headers.len() > 1000 {
            return invalid("VoipHeaders", "it has more than 1000 headers");
        }
        limit("VoipHeaders", headers, 1024)?;
    }
    Ok(())
}

fn limit(member: &str, headers: &BTreeMap<String, String>, longest: usize) -> Result<(), Refusal> {
    if headers.iter().any(|(key, value)| key.chars().count() > 64 || value.chars().count() > longest) {
        return invalid(
            member,
            &format!("a key is longer than 64 or a value longer than {longest} characters"),
        );
    }
    Ok(())
}

fn invalid(member: &str, reason: &str) -> Result<(), Refusal> {
    Err(Refusal::invalid(format!("The field {member} is invalid: {reason}.")))
}
