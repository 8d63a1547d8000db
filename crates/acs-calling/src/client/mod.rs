//! The client of a resource, and what belongs to no call that the application is connected to.

mod call_connection;
mod call_media;
mod recording;

use std::fmt;

use call_http::reqwest::Url;
use call_http::{ClientOptions, ConnectionString, Credential, Error, ErrorKind, PendingRequest, Pipeline};

pub use call_connection::CallConnection;
pub use call_media::CallMedia;
pub use recording::{CallRecording, Downloaded, Progress, RecordingDownload, RecordingStream};

use crate::generated::client::Operations;
use crate::{
    AnswerCallRequest, CallConnectionProperties, ConnectRequest, CreateCallRequest, RedirectCallRequest,
    RejectCallRequest,
};

/// The version of the API that a [`Client`] asks for unless told otherwise.
pub const API_VERSION: &str = "2026-03-12";

/// The scope of the tokens that Communication Services takes from Entra ID. The two slashes are right.
///
/// For [`Credential::token_credential`].
pub const ENTRA_SCOPE: &str = "https://communication.azure.com//.default";

/// The client of a Communication Services resource. Cheap to clone; clones share connections and tokens.
///
/// Its methods, and those of the handles [`CallConnection`], [`CallMedia`] and [`CallRecording`], make a
/// [`PendingRequest`] each: what it goes with may still be set, and awaiting it sends it. Calls that the service can
/// tell from a repetition carry the headers for that, the same on each attempt of one call.
#[derive(Clone)]
pub struct Client {
    operations: Operations,
}

impl Client {
    /// A client for the resource of a connection string, as the portal shows it:
    /// `endpoint=https://NAME.communication.azure.com/;accesskey=BASE64`. With options:
    ///
    /// ```no_run
    /// use acs_calling::{Client, ClientOptions, ConnectionString, Credential};
    ///
    /// # fn example(text: &str, options: ClientOptions) -> Result<(), acs_calling::Error> {
    /// let ConnectionString { endpoint, access_key, .. } = text.parse()?;
    /// let client = Client::with_options(endpoint, Credential::access_key(access_key), options)?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// [`Configuration`](ErrorKind::Configuration) that names the part at fault and does not repeat it.
    pub fn from_connection_string(text: &str) -> Result<Self, Error> {
        let ConnectionString { endpoint, access_key, .. } = text.parse()?;
        Self::new(endpoint, Credential::access_key(access_key))
    }

    /// A client for the resource at an endpoint, such as `https://contoso.communication.azure.com`.
    ///
    /// ```no_run
    /// # #[cfg(feature = "azure")]
    /// # fn example(identity: std::sync::Arc<dyn acs_calling::call_http::azure_core::credentials::TokenCredential>) -> Result<(), acs_calling::Error> {
    /// use acs_calling::{Client, Credential, ENTRA_SCOPE};
    ///
    /// // `identity` is any credential of azure_identity.
    /// let credential = Credential::token_credential(identity, ENTRA_SCOPE);
    /// let client = Client::new("https://contoso.communication.azure.com", credential)?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// [`Configuration`](ErrorKind::Configuration) when the endpoint is no URL of http or https.
    pub fn new(endpoint: impl AsRef<str>, credential: Credential) -> Result<Self, Error> {
        Self::with_options(endpoint, credential, ClientOptions::new())
    }

    /// A client that sends, waits, retries and reads as the options say.
    ///
    /// # Errors
    ///
    /// As [`new`](Self::new), and when no HTTP client can be built.
    pub fn with_options(
        endpoint: impl AsRef<str>,
        credential: Credential,
        options: ClientOptions,
    ) -> Result<Self, Error> {
        let endpoint = Url::parse(endpoint.as_ref()).map_err(|error| {
            Error::new(ErrorKind::Configuration, "the endpoint is no URL").with_source(error)
        })?;
        let options = recording::store::hosts().fold(options, ClientOptions::trust);
        let pipeline = Pipeline::new(endpoint, credential, options)?;
        Ok(Self { operations: Operations { pipeline, api_version: API_VERSION.to_owned() } })
    }

    /// The same client with another version of the API, in place of [`API_VERSION`]. The types stay those of
    /// that version; what they do not know is kept.
    #[must_use]
    pub fn with_api_version(mut self, version: impl Into<String>) -> Self {
        self.operations.api_version = version.into();
        self
    }

    /// Where the resource is.
    #[must_use]
    pub fn endpoint(&self) -> &Url {
        self.pipeline().endpoint()
    }

    /// What requests go through, for operations that this crate does not have: `client.pipeline().call(...)`,
    /// which asks for no version of the API unless `.query("api-version", ...)` does.
    #[must_use]
    pub fn pipeline(&self) -> &Pipeline {
        &self.operations.pipeline
    }

    /// `CreateCall`: places a call. The answer comes before anybody has picked up; `CallConnected` or
    /// `CreateCallFailed` follows as an event.
    pub fn create_call(&self, request: &CreateCallRequest) -> PendingRequest<CallConnectionProperties> {
        self.operations.create_call(request)
    }

    /// `AnswerCall`: picks up the call that an `IncomingCall` event announced.
    pub fn answer_call(&self, request: &AnswerCallRequest) -> PendingRequest<CallConnectionProperties> {
        self.operations.answer_call(request)
    }

    /// `RedirectCall`: sends a ringing call on to somebody else.
    pub fn redirect_call(&self, request: &RedirectCallRequest) -> PendingRequest<()> {
        self.operations.redirect_call(request)
    }

    /// `RejectCall`: turns a ringing call down.
    pub fn reject_call(&self, request: &RejectCallRequest) -> PendingRequest<()> {
        self.operations.reject_call(request)
    }

    /// `Connect`: attaches the application to a call or room that others have started.
    pub fn connect(&self, request: &ConnectRequest) -> PendingRequest<CallConnectionProperties> {
        self.operations.connect(request)
    }

    /// A call that the application is connected to, by the `callConnectionId` of an answer or event. Nothing
    /// is sent; an empty id is an error of the first call made with it.
    #[must_use]
    pub fn call_connection(&self, call_connection_id: impl Into<String>) -> CallConnection {
        CallConnection { operations: self.operations.clone(), id: call_connection_id.into() }
    }

    /// What is played and heard in a call that the application is connected to.
    #[must_use]
    pub fn call_media(&self, call_connection_id: impl Into<String>) -> CallMedia {
        self.call_connection(call_connection_id).media()
    }

    /// The recordings of the resource.
    #[must_use]
    pub fn call_recording(&self) -> CallRecording {
        CallRecording { operations: self.operations.clone() }
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client")
            .field("pipeline", self.pipeline())
            .field("api_version", &self.operations.api_version)
            .finish_non_exhaustive()
    }
}
