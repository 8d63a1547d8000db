//! The context and the callback URI of the events of a request.

use std::fmt;

use super::callback_uri;
use super::refusal::Refusal;

/// The longest `operationContext`, in characters.
const LONGEST_CONTEXT: usize = 5000;

/// The context and the callback URI of the events of a request.
#[derive(Clone, Default)]
pub(crate) struct Origin {
    /// The `operationContext`.
    pub(crate) context: Option<String>,
    /// The `operationCallbackUri`, which replaces the callback URI of the call.
    pub(crate) callback_uri: Option<String>,
}

impl Origin {
    /// Creates the origin of the request that set up a call.
    pub(crate) fn new(context: Option<String>) -> Self {
        Self { context, callback_uri: None }
    }

    /// Reads the `operationContext` and the `operationCallbackUri` of a request.
    pub(crate) fn read(context: Option<String>, callback_uri: Option<String>) -> Result<Self, Refusal> {
        check_context(context.as_deref())?;
        callback_uri::check_option(callback_uri.as_deref(), "OperationCallbackUri")?;
        Ok(Self { context, callback_uri })
    }
}

impl fmt::Debug for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The URI may contain a secret.
        f.debug_struct("Origin").field("context", &self.context).finish_non_exhaustive()
    }
}

/// Checks the length of an `operationContext`.
pub(crate) fn check_context(context: Option<&str>) -> Result<(), Refusal> {
    match context {
        Some(context) if context.chars().count() > LONGEST_CONTEXT => Err(Refusal::invalid(format!(
            "The field OperationContext is invalid: it is longer than {LONGEST_CONTEXT} characters."
        ))),
        _ => Ok(()),
    }
}
