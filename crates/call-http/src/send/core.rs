//! The parts that all requests of a pipeline share.

use std::sync::Arc;
use std::time::Duration;

use reqwest::header::HeaderValue;

use crate::credential::Credential;
use crate::error::Error;
use crate::options::ClientOptions;
use crate::request::Repeatability;
use crate::request::header::header_value;
use crate::retry::RetryClass;
use crate::transport::Transport;
use crate::trust::TrustedOrigins;

/// The parts that all requests of a pipeline share.
pub(crate) struct Core {
    pub(crate) trusted: TrustedOrigins,
    pub(crate) credential: Credential,
    pub(crate) options: ClientOptions,
    pub(crate) transport: Arc<dyn Transport>,
    /// The value of `User-Agent`.
    pub(crate) user_agent: HeaderValue,
}

impl Core {
    /// Creates the parts, including the transport.
    ///
    /// # Errors
    ///
    /// `Configuration` if no HTTP client can be built, or the user agent is not a valid header.
    pub(crate) fn new(
        trusted: TrustedOrigins,
        credential: Credential,
        options: ClientOptions,
    ) -> Result<Self, Error> {
        let transport = options.build_transport()?;
        let user_agent = header_value("user-agent", options.effective_user_agent())?;
        Ok(Self { trusted, credential, options, transport, user_agent })
    }

    /// Returns `true` if the service would still recognize a repetition after a wait.
    pub(crate) fn still_tracked(
        &self,
        class: RetryClass,
        repeatability: Option<&Repeatability>,
        wait: Duration,
    ) -> bool {
        let Some(repeatability) = repeatability.filter(|_| class == RetryClass::Repeatable) else {
            return true;
        };
        match self.options.clock.now().duration_since(repeatability.first_sent) {
            Ok(age) => age.saturating_add(wait) < Repeatability::TRACKED,
            Err(_) => true,
        }
    }
}
