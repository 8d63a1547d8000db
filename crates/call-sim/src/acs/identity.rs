//! Identifiers of participants, in the form that the service returns.

use acs_calling::{CommunicationIdentifier, CommunicationIdentifierModel};

use super::refusal::Refusal;

/// A participant's identifier, with its raw id.
#[derive(Clone, Debug)]
pub(crate) struct Identity {
    /// The raw id, such as `4:+14255550123`.
    pub(crate) raw_id: String,
    /// The JSON form, with `kind`, `rawId` and the nested identity.
    pub(crate) model: CommunicationIdentifierModel,
}

impl Identity {
    /// Reads an identifier of a request. `member` is its name in the error.
    pub(crate) fn read(model: &CommunicationIdentifierModel, member: &str) -> Result<Self, Refusal> {
        match CommunicationIdentifier::from(model) {
            CommunicationIdentifier::Unknown(_) => Err(Refusal::invalid(format!(
                "The field {member} is invalid: it is not an identifier of a known kind with a complete raw id."
            ))),
            known if known.raw_id().is_empty() => {
                Err(Refusal::invalid(format!("The field {member} is invalid: it has no raw id.")))
            }
            known => Ok(Self::from_raw_id(known.raw_id())),
        }
    }

    /// Reads the identifiers of a request. An identifier that occurs twice is refused.
    pub(crate) fn read_all(
        models: &[CommunicationIdentifierModel],
        member: &str,
    ) -> Result<Vec<Self>, Refusal> {
        let mut all: Vec<Self> = Vec::new();
        for model in models {
            let identity = Self::read(model, member)?;
            if all.iter().any(|one| one.raw_id == identity.raw_id) {
                let raw_id = identity.raw_id;
                return Err(Refusal::invalid(format!(
                    "The field {member} is invalid: {raw_id} occurs twice."
                )));
            }
            all.push(identity);
        }
        Ok(all)
    }

    /// Reads an identifier of a request that may be absent.
    pub(crate) fn read_option(
        model: Option<&CommunicationIdentifierModel>,
        member: &str,
    ) -> Result<Option<Self>, Refusal> {
        model.map(|model| Self::read(model, member)).transpose()
    }

    /// Creates the identity of a raw id.
    pub(crate) fn from_raw_id(raw_id: &str) -> Self {
        Self { raw_id: raw_id.to_owned(), model: CommunicationIdentifier::from(raw_id).into() }
    }

    /// Creates the identity of a phone number, such as `+14255550123`, or of a raw id.
    pub(crate) fn from_script(text: &str) -> Self {
        match text.strip_prefix('+') {
            Some(_) => Self::from_raw_id(&format!("4:{text}")),
            None => Self::from_raw_id(text),
        }
    }

    /// Returns whether it is a phone number.
    pub(crate) fn is_phone(&self) -> bool {
        matches!(self.identifier(), CommunicationIdentifier::PhoneNumber(_))
    }

    /// Returns whether it is a user of a Communication Services resource.
    pub(crate) fn is_user(&self) -> bool {
        matches!(self.identifier(), CommunicationIdentifier::CommunicationUser(_))
    }

    fn identifier(&self) -> CommunicationIdentifier {
        CommunicationIdentifier::from(self.raw_id.as_str())
    }
}
