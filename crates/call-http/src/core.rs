//! What all requests of a pipeline share.

use std::sync::Arc;
use std::time::Duration;

use reqwest::header::HeaderValue;

use crate::credential::Credential;
use crate::error::Error;
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
    /// The options' `User-Agent`; `None` if it is not a valid header, which is an error of each request.
    pub(crate) user_agent: Option<HeaderValue>,
}

impl Core {
    /// # Errors
    ///
    /// `Configuration` when no HTTP client can be built.
    pub(crate) fn new(
        trusted: TrustedOrigins,
        credential: Credential,
        options: ClientOptions,
    ) -> Result<Self, Error> {
        let transport = options.make_transport()?;
        let user_agent = HeaderValue::from_str(options.effective_user_agent()).ok();
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
