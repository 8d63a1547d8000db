//! The parameter `context` of a join URL.

use std::borrow::Cow;

use call_wire::json::Reader;

use super::error::{JoinUrlError, JoinUrlPart};

/// The JSON object in the parameter `context`.
pub(super) struct Context {
    pub(super) tenant: String,
    pub(super) organizer: String,
    /// The id of the channel message to which the meeting belongs.
    pub(super) message: Option<String>,
}

impl Context {
    pub(super) fn parse(text: &str) -> Result<Self, JoinUrlError> {
        let (mut tenant, mut organizer, mut message) = (None, None, None);
        let invalid = |_| JoinUrlError::Invalid(JoinUrlPart::Context);
        let mut input = Reader::new(text);
        input.object("an object").map_err(invalid)?;
        while let Some(name) = input.name().map_err(invalid)? {
            let value = input.skip().map_err(invalid)?;
            let member = match name.to_ascii_lowercase().as_str() {
                "tid" => &mut tenant,
                "oid" => &mut organizer,
                "messageid" => &mut message,
                _ => continue,
            };
            *member = value.text().map(Cow::into_owned).filter(|text| !text.is_empty());
        }
        input.end().map_err(invalid)?;
        Ok(Self {
            tenant: tenant.ok_or(JoinUrlError::Missing(JoinUrlPart::Tenant))?,
            organizer: organizer.ok_or(JoinUrlError::Missing(JoinUrlPart::Organizer))?,
            message,
        })
    }
}
