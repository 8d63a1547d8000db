//! The client of a resource.

mod call_connection;
mod call_media;
mod connection_string;
mod recording;

use std::fmt;

use call_http::reqwest::Url;
use call_http::{ClientOptions, Credential, Endpoint, Error, PendingRequest, Pipeline, RequestIdHeader};

pub use call_connection::CallConnection;
pub use call_media::CallMedia;
pub use connection_string::ConnectionString;
pub use recording::{CallRecording, Downloaded, Progress, RecordingDownload, RecordingStream};

use crate::generated::client::Operations;
use crate::generated::{
    AnswerCallRequest, CallConnectionProperties, ConnectRequest, CreateCallRequest, RedirectCallRequest,
    RejectCallRequest,
};

/// The default version of the API.
pub const API_VERSION: &str = "2026-03-12";

/// The scope of tokens for the public cloud, for [`Credential::token_credential`](Credential). The double slash is
/// intentional.
///
/// Source: Microsoft's SDKs for Communication Services in Python and JavaScript.
pub const SCOPE: &str = "https://communication.azure.com//.default";

/// The default `User-Agent`.
const USER_AGENT: &str = concat!(env!("CARGO_PKG_NAME"), "/", env!("CARGO_PKG_VERSION"));

/// A client of a Communication Services resource. Clones are cheap and share connections and tokens.
///
/// The operations of the client and of the handles [`CallConnection`], [`CallMedia`] and [`CallRecording`] return a
/// [`PendingRequest`]. It is sent when it is awaited, and can be changed until then. If an operation has repeatability
/// headers, all attempts of one request send the same headers, so that the service recognizes a repeated request.
///
/// Source: <https://learn.microsoft.com/en-us/rest/api/communication/callautomation>
#[derive(Clone)]
pub struct Client {
    operations: Operations,
}

impl Client {
    /// Creates a client for the resource at an endpoint, such as `https://contoso.communication.azure.com`. Some sample
    /// requests of the reference have the host `contoso.communications.azure.com`, which is not that of a resource.
    ///
    /// ```no_run
    /// # #[cfg(feature = "azure")]
    /// # fn example(
    /// #     identity: std::sync::Arc<dyn acs_calling::call_http::azure_core::credentials::TokenCredential>,
    /// # ) -> Result<(), acs_calling::Error> {
    /// use acs_calling::{Client, Credential, SCOPE};
    ///
    /// // `identity` is any credential of azure_identity.
    /// let credential = Credential::token_credential(identity, SCOPE);
    /// let client = Client::new("https://contoso.communication.azure.com", credential)?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// [`Configuration`](call_http::ErrorKind::Configuration) if the endpoint is not a valid URL (see
    /// [`Endpoint::to_url`]), or if no HTTP client can be created.
    pub fn new(endpoint: impl Into<Endpoint>, credential: Credential) -> Result<Self, Error> {
        Self::with_options(endpoint, credential, ClientOptions::new())
    }

    /// Creates a client with options.
    ///
    /// # Errors
    ///
    /// The same as [`new`](Self::new).
    pub fn with_options(
        endpoint: impl Into<Endpoint>,
        credential: Credential,
        options: ClientOptions,
    ) -> Result<Self, Error> {
        let options = options.protocol_defaults(USER_AGENT, RequestIdHeader::XMs, None);
        let options = recording::store::hosts().fold(options, ClientOptions::trust);
        let pipeline = Pipeline::new(endpoint.into().to_url()?, credential, options)?;
        Ok(Self { operations: Operations { pipeline, api_version: API_VERSION.to_owned() } })
    }

    /// Creates a client for the resource of a connection string, which the Azure portal shows:
    /// `endpoint=https://NAME.communication.azure.com/;accesskey=BASE64`.
    ///
    /// # Errors
    ///
    /// [`Configuration`](call_http::ErrorKind::Configuration) if a part is missing, is not valid, or occurs twice; the
    /// error names the part but does not contain its value. Otherwise the same as [`new`](Self::new).
    pub fn from_connection_string(text: &str, options: ClientOptions) -> Result<Self, Error> {
        let ConnectionString { endpoint, access_key, .. } = text.parse()?;
        Self::with_options(endpoint, Credential::access_key(access_key), options)
    }

    /// Sets the version of the API. The default is [`API_VERSION`]. The types remain those of the default version;
    /// unknown members are preserved.
    #[must_use]
    pub fn with_api_version(mut self, version: impl Into<String>) -> Self {
        self.operations.api_version = version.into();
        self
    }

    /// Returns the endpoint.
    #[must_use]
    pub fn endpoint(&self) -> &Url {
        self.pipeline().endpoint()
    }

    /// Returns the pipeline that sends the requests, for operations that are not in this crate:
    /// `client.pipeline().call(...)`. Such a request requires `.query("api-version", ...)`, because the pipeline does
    /// not add it.
    #[must_use]
    pub fn pipeline(&self) -> &Pipeline {
        &self.operations.pipeline
    }

    /// Places a call. The response arrives before the call is answered, and contains the `call_connection_id`. The
    /// event `CallConnected` or `CreateCallFailed` follows at the callback URI, and `ParticipantsUpdated` when a
    /// participant joins.
    ///
    /// Source: <https://learn.microsoft.com/en-us/rest/api/communication/callautomation/create-call/create-call>
    pub fn create_call(&self, request: &CreateCallRequest) -> PendingRequest<CallConnectionProperties> {
        self.operations.create_call(request)
    }

    /// Answers the call of an `IncomingCall` event. The event `CallConnected` or `AnswerFailed` follows.
    ///
    /// Source: <https://learn.microsoft.com/en-us/rest/api/communication/callautomation/answer-call/answer-call>
    pub fn answer_call(&self, request: &AnswerCallRequest) -> PendingRequest<CallConnectionProperties> {
        self.operations.answer_call(request)
    }

    /// Redirects an incoming call to another target. No event follows, because the
    /// application is no longer part of the call.
    ///
    /// Source: <https://learn.microsoft.com/en-us/rest/api/communication/callautomation/redirect-call/redirect-call>
    pub fn redirect_call(&self, request: &RedirectCallRequest) -> PendingRequest<()> {
        self.operations.redirect_call(request)
    }

    /// Rejects an incoming call. No event follows; an application that placed the call receives `CreateCallFailed`.
    ///
    /// Source: <https://learn.microsoft.com/en-us/rest/api/communication/callautomation/reject-call/reject-call>
    pub fn reject_call(&self, request: &RejectCallRequest) -> PendingRequest<()> {
        self.operations.reject_call(request)
    }

    /// Connects the application to an existing call or room. The event `CallConnected` or `ConnectFailed` follows.
    ///
    /// Source: <https://learn.microsoft.com/en-us/rest/api/communication/callautomation/connect/connect>
    pub fn connect(&self, request: &ConnectRequest) -> PendingRequest<CallConnectionProperties> {
        self.operations.connect(request)
    }

    /// Returns a handle to a call, by the `callConnectionId` of a response or event. Nothing is sent. If the id is
    /// empty, each operation of the handle returns an error.
    #[must_use]
    pub fn call_connection(&self, call_connection_id: impl Into<String>) -> CallConnection {
        CallConnection { operations: self.operations.clone(), id: call_connection_id.into() }
    }

    /// Returns a handle to the media of a call: prompts, recognition, transcription and streaming.
    #[must_use]
    pub fn call_media(&self, call_connection_id: impl Into<String>) -> CallMedia {
        self.call_connection(call_connection_id).media()
    }

    /// Returns a handle to the recordings of the resource.
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
