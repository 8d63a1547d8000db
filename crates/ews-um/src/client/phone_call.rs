//! The client of the phone-call operations of Exchange Web Services.

use call_http::reqwest::Url;
use call_http::{ClientOptions, Credential, Endpoint, Pipeline, RawResponse, ReadResponse, Response};

use super::call_id::checked_phone_call;
use super::operation::{PhoneCallOperation, ResponseMessage};
use super::pending::{PendingRequest, pending};
use super::read::{ended, read as read_content, required};
use super::response::Warning;
use super::watch::{CallWatch, PollOptions};
use crate::error::Error;
#[cfg(doc)]
use crate::error::ErrorKind;
use crate::generated::phone_call::{
    ConnectingSid, DisconnectPhoneCall, DisconnectPhoneCallResponse, ExchangeImpersonation, ExchangeVersion,
    GetPhoneCallInformation, GetPhoneCallInformationResponse, ItemId, MailboxCulture, PhoneCallId,
    PhoneCallInformation, PlayOnPhone, PlayOnPhoneResponse, RequestServerVersion, ResponseClass,
    ResponseCode,
};
use crate::http::pipeline;
use crate::soap::Header;

/// A client of Exchange Web Services, with the operations of [`phone_call`](crate::phone_call). Cheap to clone; clones
/// share their connections.
///
/// [`Autodiscover`](crate::Autodiscover) returns the URL (`EwsUrl`), such as
/// `https://mail.contoso.com/EWS/Exchange.asmx`.
///
/// The header `RequestServerVersion` of each request contains the version of the schema that the request conforms to.
/// The default is `Exchange2010`, the first version with these operations: every server that supports them accepts it.
/// [`version`](Self::version) sets another one.
///
/// Source: <https://learn.microsoft.com/en-us/exchange/client-developer/web-service-reference/ews-operations-in-exchange>,
/// <https://learn.microsoft.com/en-us/exchange/client-developer/web-service-reference/requestserverversion>
///
/// # Errors
///
/// Every operation can return these errors; the documentation of an operation lists the others:
///
/// * [`ErrorKind::Http`] if there is no response, or it cannot be decoded;
/// * [`ErrorKind::SchemaValidation`] or [`ErrorKind::InvalidRequest`] if the request is malformed;
/// * [`ErrorKind::ServerBusy`] if the service is still busy after the retries;
/// * [`ErrorKind::Service`] for every other code in a response with `ResponseClass="Error"`.
///
/// # Retries
///
/// Operations that read or end a call are retried on transient errors. A request that places a call is retried only if
/// the service is known not to have processed it, for example after `ErrorServerBusy` with a time to wait.
#[derive(Clone, Debug)]
pub struct PhoneCallClient {
    pipeline: Pipeline,
    header: Header,
}

impl PhoneCallClient {
    /// Creates a client for the URL of Exchange Web Services, such as
    /// `https://mail.contoso.com/EWS/Exchange.asmx`.
    ///
    /// # Errors
    ///
    /// [`Configuration`](call_http::ErrorKind::Configuration) if the endpoint is not a valid URL (see
    /// [`Endpoint::to_url`]), or no HTTP client can be built.
    pub fn new(endpoint: impl Into<Endpoint>, credential: Credential) -> Result<Self, Error> {
        Self::with_options(endpoint, credential, ClientOptions::new())
    }

    /// Creates a client with options.
    ///
    /// By default, the client request id is sent as `client-request-id`, and `BackOffMilliseconds` in a response is
    /// obeyed.
    ///
    /// # Errors
    ///
    /// The same as [`new`](Self::new).
    pub fn with_options(
        endpoint: impl Into<Endpoint>,
        credential: Credential,
        options: ClientOptions,
    ) -> Result<Self, Error> {
        let pipeline = pipeline(endpoint.into().to_url()?, credential, options)?;
        Ok(Self { pipeline, header: Header::for_version(ExchangeVersion::Exchange2010) })
    }

    /// Sets the version of the schema that requests conform to. The default is `Exchange2010`. Older versions do not
    /// have these operations.
    #[must_use]
    pub fn version(mut self, version: ExchangeVersion) -> Self {
        self.header.request_server_version = Some(RequestServerVersion::new(version));
        self
    }

    /// Sets the language of the mailbox, such as `en-US`.
    #[must_use]
    pub fn mailbox_culture(mut self, culture: impl Into<String>) -> Self {
        self.header.mailbox_culture = Some(MailboxCulture::new(culture));
        self
    }

    /// Impersonates another account. The account of the credential needs the right to impersonate it. A client is
    /// cheap to clone, so you can create one for each account.
    ///
    /// ```no_run
    /// use ews_um::{PhoneCallClient, phone_call::{ConnectingSid, PrimarySmtpAddress}};
    ///
    /// fn client_for(client: &PhoneCallClient, address: &str) -> PhoneCallClient {
    ///     client.clone().impersonate(ConnectingSid::new(PrimarySmtpAddress::new(address)))
    /// }
    /// ```
    #[must_use]
    pub fn impersonate(mut self, account: ConnectingSid) -> Self {
        self.header.exchange_impersonation = Some(ExchangeImpersonation::new(account));
        self
    }

    /// Sets the whole SOAP header of requests. Its `extra` can contain custom header blocks.
    #[must_use]
    pub fn header(mut self, header: Header) -> Self {
        self.header = header;
        self
    }

    /// Returns the URL of the service.
    #[must_use]
    pub fn endpoint(&self) -> &Url {
        self.pipeline.endpoint()
    }

    /// Calls a telephone and reads out a mailbox item there: a voice message or any other item. Returns the identifier
    /// of the call.
    ///
    /// `dial_string` is a dial string in the sense of RFC 3966, such as `5555551212`.
    ///
    /// Source: <https://learn.microsoft.com/en-us/exchange/client-developer/web-service-reference/playonphone-operation-ews>
    ///
    /// # Errors
    ///
    /// [`ErrorKind::DialingRules`] if the number cannot be called, or calling it is not allowed.
    pub fn play_on_phone(&self, item_id: ItemId, dial_string: &str) -> PendingRequest<PhoneCallId> {
        self.send(PlayOnPhone::new(item_id, dial_string), |mut raw| {
            let response: PlayOnPhoneResponse = read(&mut raw)?;
            required(raw, "PhoneCallId", response.phone_call_id)
        })
    }

    /// Returns the state of a call. `call_id` is the identifier that [`play_on_phone`](Self::play_on_phone) returned.
    ///
    /// Source: <https://learn.microsoft.com/en-us/exchange/client-developer/web-service-reference/getphonecallinformation-operation>
    ///
    /// # Errors
    ///
    /// [`ErrorKind::InvalidCallId`] when the service does not know the call, or no longer knows it.
    /// [`Configuration`](call_http::ErrorKind::Configuration), without sending a request, when the `Id` of `call_id` is
    /// missing or empty.
    pub fn get_phone_call_information(&self, call_id: &PhoneCallId) -> PendingRequest<PhoneCallInformation> {
        self.try_send(checked_phone_call(call_id).map(GetPhoneCallInformation::new), |mut raw| {
            let response: GetPhoneCallInformationResponse = read(&mut raw)?;
            required(raw, "PhoneCallInformation", response.phone_call_information)
        })
    }

    /// Ends a call. `call_id` is as in [`get_phone_call_information`](Self::get_phone_call_information).
    ///
    /// The request is retried on transient errors. If a retry fails because the service does not know the call, and
    /// the service may have processed an earlier attempt, the result is a success.
    ///
    /// Source: <https://learn.microsoft.com/en-us/exchange/client-developer/web-service-reference/disconnectphonecall-operation>
    ///
    /// # Errors
    ///
    /// The same as [`get_phone_call_information`](Self::get_phone_call_information).
    pub fn disconnect_phone_call(&self, call_id: &PhoneCallId) -> PendingRequest<()> {
        let request = checked_phone_call(call_id).map(DisconnectPhoneCall::new);
        self.try_send(request, |mut raw| {
            let content = read::<DisconnectPhoneCallResponse>(&mut raw);
            ended(raw, content)
        })
    }

    /// Calls any operation, and returns the whole response. Use it for requests with custom members. The request is
    /// sent unchanged; identifiers are not checked. To call another operation of EWS, implement [`PhoneCallOperation`]
    /// for the type of its request, and [`ResponseMessage`] for the type of its response.
    ///
    /// Source: <https://learn.microsoft.com/en-us/exchange/client-developer/web-service-reference/ews-operations-in-exchange>
    ///
    /// # Errors
    ///
    /// Those of every operation; see [`PhoneCallClient`].
    pub fn call<O: PhoneCallOperation>(&self, request: O) -> PendingRequest<O::Response> {
        self.send(request, whole)
    }

    fn send<O: PhoneCallOperation, T>(&self, request: O, read: ReadResponse<T, Error>) -> PendingRequest<T> {
        self.try_send(Ok(request), read)
    }

    fn try_send<O: PhoneCallOperation, T>(
        &self,
        request: Result<O, call_http::Error>,
        read: ReadResponse<T, Error>,
    ) -> PendingRequest<T> {
        pending(&self.pipeline, Some(self.header.clone()), request, O::RETRY_CLASS, read)
    }

    /// Follows a call: polls its state, and reports each change.
    ///
    /// Source: <https://learn.microsoft.com/en-us/exchange/client-developer/web-service-reference/getphonecallinformation-operation>
    #[must_use]
    pub fn watch_call(&self, call_id: &PhoneCallId, options: PollOptions) -> CallWatch<PhoneCallInformation> {
        let (client, id) = (self.clone(), call_id.clone());
        CallWatch::new(self.pipeline.clock(), options, move || {
            let (client, id) = (client.clone(), id.clone());
            Box::pin(async move { Ok(client.get_phone_call_information(&id).await?.into_inner()) })
        })
    }

    /// Waits until a call is over, and returns the last report. Its state is usually `Disconnected`;
    /// [`CallWatch`] describes the other cases.
    ///
    /// Source: <https://learn.microsoft.com/en-us/exchange/client-developer/web-service-reference/getphonecallinformation-operation>
    ///
    /// # Errors
    ///
    /// The same as [`CallWatch::next`].
    pub async fn wait_until_disconnected(
        &self,
        call_id: &PhoneCallId,
        options: PollOptions,
    ) -> Result<PhoneCallInformation, Error> {
        self.watch_call(call_id, options).until_disconnected().await
    }
}

/// Reads the content of a response, or returns the error that its response class reports.
fn read<R: ResponseMessage + PartialEq + 'static>(response: &mut RawResponse) -> Result<R, Error> {
    read_content(response, check)
}

/// Reads the response to [`PhoneCallClient::call`].
fn whole<R: ResponseMessage + PartialEq + 'static>(mut raw: RawResponse) -> Result<Response<R>, Error> {
    let content = read(&mut raw)?;
    Ok(Response::new(content, raw))
}

/// Returns the error that a response message reports, and keeps a warning in the extensions of the response. Without a
/// known response class, the response code decides.
fn check<R: ResponseMessage>(message: &R, response: &mut RawResponse) -> Result<(), Error> {
    let (code, text) = (message.response_code(), message.message_text());
    let failed = match message.response_class() {
        Some(ResponseClass::Success) => false,
        Some(ResponseClass::Warning) => {
            response.extensions_mut().insert(Warning {
                code: code.cloned(),
                text: text.map(str::to_owned),
                xml: message.message_xml().cloned(),
            });
            false
        }
        Some(ResponseClass::Error) => true,
        _ => code.is_some_and(|code| *code != ResponseCode::NoError),
    };
    if !failed {
        return Ok(());
    }
    let name = code.map(ToString::to_string).unwrap_or_default();
    let error = Error::refused(response, &name, text.unwrap_or_default());
    Err(error.with_message_xml(message.message_xml().cloned()))
}
