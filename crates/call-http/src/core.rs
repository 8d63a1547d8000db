//! What all requests of a pipeline share.

use std::sync::Arc;
use std::time::Duration;

use reqwest::header::HeaderValue;

use crate::credential::Credential;
use crate::error::Error;
use crate::header::header_value;
use crate::options::ClientOptions;
use crate::request::Repeatability;
use crate::retry::RetryClass;
use crate::transport::Transport;
use crate::trust::TrustedOrigins;

pub(crate) struct Core {
    pub(crate) trusted: TrustedOrigins,
    pub(crate) credential: Credential,
    pub(crate) options: ClientOptions,
    pub(crate) transport: Arc<dyn Transport>,
    /// The options' `User-Agent`.
    pub(crate) user_agent: HeaderValue,
}

impl Core {
    /// # Errors
    ///
    /// `Configuration` when no HTTP client can be built, or the user agent is not a valid header.
    pub(crate) fn new(
        trusted: TrustedOrigins,
        credential: Credential,
        options: ClientOptions,
    ) -> Result<Self, Error> {
        let transport = options.make_transport()?;
        let user_agent = header_value("user-agent", options.effective_user_agent())?;
        Ok(Self { trusted, credential, options, transport, user_agent })
    }

    /// Whether the service would still know the request after a wait.
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
