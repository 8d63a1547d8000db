//! The client of the UM web service.

use call_http::reqwest::Url;
use call_http::{ClientOptions, Credential, Endpoint, Pipeline, RawResponse, ReadResponse, Response};
use call_wire::xml::Root;

use super::call_id::checked;
use super::operation::UmOperation;
use super::pending::{PendingRequest, pending};
use super::read::{ended, read as read_content, required};
use super::watch::{CallWatch, PollOptions};
use crate::error::Error;
#[cfg(doc)]
use crate::error::ErrorKind;
use crate::generated::um::{
    Disconnect, DisconnectResponse, GetCallInfo, GetCallInfoResponse, GetUmProperties,
    GetUmPropertiesResponse, IsUmEnabled, IsUmEnabledResponse, PlayOnPhone, PlayOnPhoneGreeting,
    PlayOnPhoneGreetingResponse, PlayOnPhoneResponse, ResetPin, ResetPinResponse,
    SetMissedCallNotificationEnabled, SetMissedCallNotificationEnabledResponse, SetOofStatus,
    SetOofStatusResponse, SetPlayOnPhoneDialString, SetPlayOnPhoneDialStringResponse,
    SetTelephoneAccessFolderEmail, SetTelephoneAccessFolderEmailResponse, UmCallInfo, UmGreeting,
    UmProperties,
};
use crate::http::pipeline;

/// The UM web service of a mailbox: the operations of [`um`](crate::um). Cheap to clone; clones share their
/// connections.
///
/// All operations act on the mailbox of the credential. The URL comes from [`Autodiscover`](crate::Autodiscover)
/// (`UMUrl`), and is something like `https://mail.contoso.com/EWS/UM2007Legacy.asmx`.
///
/// Source: [MS-OXWUMS 3.1.4](https://learn.microsoft.com/en-us/openspecs/exchange_server_protocols/ms-oxwums/)
///
/// # Errors
///
/// Every operation fails with [`ErrorKind::Http`] when there is no answer or none that is understood, with
/// [`ErrorKind::InvalidRequest`] when the service finds the request malformed, and with [`ErrorKind::Service`]
/// when it cannot do it for a reason of its own (\[MS-OXWUMS\] 4.15). More is told at each operation.
///
/// # Retries
///
/// Operations that read or set a value are retried on transient errors: a second copy reads or sets the same. Those
/// that place a call or make a PIN are retried only if the service is known not to have processed the request.
/// [`ClientOptions`] has the times.
#[derive(Clone, Debug)]
pub struct UmClient {
    pipeline: Pipeline,
}

impl UmClient {
    /// Creates a client for the URL of the UM web service, such as
    /// `https://mail.contoso.com/EWS/UM2007Legacy.asmx`.
    ///
    /// ```no_run
    /// # #[cfg(feature = "azure")]
    /// # fn example(
    /// #     identity: std::sync::Arc<dyn ews_um::call_http::azure_core::credentials::TokenCredential>,
    /// # ) -> Result<(), ews_um::Error> {
    /// use ews_um::{Credential, SCOPE, UmClient};
    ///
    /// // `identity` is any credential of azure_identity.
    /// let credential = Credential::token_credential(identity, SCOPE);
    /// let client = UmClient::new("https://mail.contoso.com/EWS/UM2007Legacy.asmx", credential)?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// [`Configuration`](call_http::ErrorKind::Configuration) when the endpoint is not a valid URL (see
    /// [`Endpoint::to_url`]), or when no HTTP client can be built.
    pub fn new(endpoint: impl Into<Endpoint>, credential: Credential) -> Result<Self, Error> {
        Self::with_options(endpoint, credential, ClientOptions::new())
    }

    /// Creates a client with options.
    ///
    /// Unless the options say otherwise, the client request id is sent as `client-request-id`, and
    /// `BackOffMilliseconds` in a response is obeyed.
    ///
    /// # Errors
    ///
    /// The same as [`new`](Self::new).
    pub fn with_options(
        endpoint: impl Into<Endpoint>,
        credential: Credential,
        options: ClientOptions,
    ) -> Result<Self, Error> {
        Ok(Self { pipeline: pipeline(endpoint.into().to_url()?, credential, options)? })
    }

    /// The endpoint.
    #[must_use]
    pub fn endpoint(&self) -> &Url {
        self.pipeline.endpoint()
    }

    /// Returns the state of an outbound call, and why it ended once it has. The service sends no notifications;
    /// [`watch_call`](Self::watch_call) asks until the call is over.
    ///
    /// `call_id` is the text that [`play_on_phone`](Self::play_on_phone) or
    /// [`play_on_phone_greeting`](Self::play_on_phone_greeting) returned: opaque, required, and at most 512 characters
    /// long (\[MS-OXWUMS\] 3.1.4.3.2.1).
    ///
    /// Source: <https://learn.microsoft.com/en-us/exchange/client-developer/web-service-reference/getcallinfo-operation-um-web-service>,
    /// [MS-OXWUMS 3.1.4.3](https://learn.microsoft.com/en-us/openspecs/exchange_server_protocols/ms-oxwums/)
    ///
    /// # Errors
    ///
    /// [`ErrorKind::InvalidCallId`] when the service does not know the call, or no longer. Nothing is sent, and the
    /// error is [`Configuration`](call_http::ErrorKind::Configuration), when `call_id` is empty or too long.
    pub fn get_call_info(&self, call_id: &str) -> PendingRequest<UmCallInfo> {
        self.try_send(checked(call_id).map(GetCallInfo::new), |mut raw| {
            let response: GetCallInfoResponse = read(&mut raw)?;
            required(raw, "GetCallInfoResponse", response.get_call_info_response)
        })
    }

    /// Ends a call. `call_id` is as in [`get_call_info`](Self::get_call_info).
    ///
    /// Retried after a transient error, since a response may be lost. If a later attempt finds no such call, an earlier
    /// one that the service may have processed has ended it, and that is a success.
    ///
    /// Source: <https://learn.microsoft.com/en-us/exchange/client-developer/web-service-reference/disconnect-operation-um-web-service>,
    /// [MS-OXWUMS 3.1.4.1](https://learn.microsoft.com/en-us/openspecs/exchange_server_protocols/ms-oxwums/)
    ///
    /// # Errors
    ///
    /// The same as [`get_call_info`](Self::get_call_info).
    pub fn disconnect(&self, call_id: &str) -> PendingRequest<()> {
        self.try_send(checked(call_id).map(Disconnect::new), |mut raw| {
            let content = read::<DisconnectResponse>(&mut raw);
            ended(raw, content)
        })
    }

    /// Calls a telephone and reads out a voice message or another item there. Returns the call's id, for
    /// [`get_call_info`](Self::get_call_info) and [`disconnect`](Self::disconnect).
    ///
    /// `entry_id` is the item's store entry id in base64, which EWS gives out as `item:StoreEntryId`; `dial_string`
    /// is a dial string in the sense of RFC 3966, such as `12345`. It is needed even where a default is set
    /// (\[MS-OXWUMS\] 3.1.4.8.2.1).
    ///
    /// Source: <https://learn.microsoft.com/en-us/exchange/client-developer/web-service-reference/playonphone-operation-um-web-service>,
    /// [MS-OXWUMS 3.1.4.8](https://learn.microsoft.com/en-us/openspecs/exchange_server_protocols/ms-oxwums/)
    ///
    /// # Errors
    ///
    /// [`ErrorKind::InvalidObjectId`] for a wrong entry id, [`ErrorKind::DialingRules`] for a number that must not
    /// be called.
    pub fn play_on_phone(&self, entry_id: &str, dial_string: &str) -> PendingRequest<String> {
        self.send(PlayOnPhone::new(entry_id, dial_string), |mut raw| {
            let response: PlayOnPhoneResponse = read(&mut raw)?;
            required(raw, "PlayOnPhoneResponse", response.play_on_phone_response)
        })
    }

    /// Calls a telephone to play one of the caller's greetings there, and by \[MS-OXWUMS\] 3.1.4.9 also to record
    /// it. Returns the call's id, for [`get_call_info`](Self::get_call_info) and [`disconnect`](Self::disconnect).
    ///
    /// Source: <https://learn.microsoft.com/en-us/exchange/client-developer/web-service-reference/playonphonegreeting-operation-um-web-service>,
    /// [MS-OXWUMS 3.1.4.9](https://learn.microsoft.com/en-us/openspecs/exchange_server_protocols/ms-oxwums/)
    ///
    /// # Errors
    ///
    /// [`ErrorKind::DialingRules`] for a number that must not be called.
    pub fn play_on_phone_greeting(
        &self,
        greeting: impl Into<UmGreeting>,
        dial_string: &str,
    ) -> PendingRequest<String> {
        self.send(PlayOnPhoneGreeting::new(greeting, dial_string), |mut raw| {
            let response: PlayOnPhoneGreetingResponse = read(&mut raw)?;
            required(raw, "PlayOnPhoneGreetingResponse", response.play_on_phone_greeting_response)
        })
    }

    /// Whether the mailbox is enabled for Unified Messaging.
    ///
    /// Source: <https://learn.microsoft.com/en-us/exchange/client-developer/web-service-reference/isumenabled-operation-um-web-service>
    ///
    /// # Errors
    ///
    /// As told at [`UmClient`].
    pub fn is_um_enabled(&self) -> PendingRequest<bool> {
        self.send(IsUmEnabled::default(), |mut raw| {
            let response: IsUmEnabledResponse = read(&mut raw)?;
            required(raw, "IsUMEnabledResponse", response.is_um_enabled_response)
        })
    }

    /// The voice mail settings.
    ///
    /// Source: <https://learn.microsoft.com/en-us/exchange/client-developer/web-service-reference/getumproperties-operation-um-web-service>
    ///
    /// # Errors
    ///
    /// As told at [`UmClient`].
    pub fn get_um_properties(&self) -> PendingRequest<UmProperties> {
        self.send(GetUmProperties::default(), |mut raw| {
            let response: GetUmPropertiesResponse = read(&mut raw)?;
            required(raw, "GetUMPropertiesResponse", response.get_um_properties_response)
        })
    }

    /// Turns the out-of-office voice greeting on or off.
    ///
    /// Source: <https://learn.microsoft.com/en-us/exchange/client-developer/web-service-reference/setoofstatus-operation-um-web-service>
    ///
    /// # Errors
    ///
    /// As told at [`UmClient`].
    pub fn set_oof_status(&self, on: bool) -> PendingRequest<()> {
        self.send(SetOofStatus::new(on), done::<SetOofStatusResponse>)
    }

    /// Turns messages about missed calls on or off.
    ///
    /// Source: <https://learn.microsoft.com/en-us/exchange/client-developer/web-service-reference/setmissedcallnotificationenabled-operation-um-web-service>
    ///
    /// # Errors
    ///
    /// As told at [`UmClient`].
    pub fn set_missed_call_notification_enabled(&self, on: bool) -> PendingRequest<()> {
        self.send(SetMissedCallNotificationEnabled::new(on), done::<SetMissedCallNotificationEnabledResponse>)
    }

    /// Sets the default number for [`play_on_phone`](Self::play_on_phone) and
    /// [`play_on_phone_greeting`](Self::play_on_phone_greeting). Whether an empty one clears it isn't documented.
    ///
    /// Source: <https://learn.microsoft.com/en-us/exchange/client-developer/web-service-reference/setplayonphonedialstring-operation-um-web-service>
    ///
    /// # Errors
    ///
    /// As told at [`UmClient`].
    pub fn set_play_on_phone_dial_string(&self, dial_string: &str) -> PendingRequest<()> {
        self.send(SetPlayOnPhoneDialString::new(dial_string), done::<SetPlayOnPhoneDialStringResponse>)
    }

    /// Sets the folder from which messages are read out over the telephone, by its MAPI entry id in base64.
    ///
    /// The element is written as the documented example has it, `base64FolderID`; other pages spell it
    /// `base64FolderId`, and no public source says which one the server takes. For the other spelling, send a
    /// request of your own by [`call`](Self::call).
    ///
    /// Source: <https://learn.microsoft.com/en-us/exchange/client-developer/web-service-reference/settelephoneaccessfolderemail-operation-um-web-service>
    ///
    /// # Errors
    ///
    /// As told at [`UmClient`].
    pub fn set_telephone_access_folder_email(&self, folder_id: &str) -> PendingRequest<()> {
        self.send(
            SetTelephoneAccessFolderEmail::new(folder_id),
            done::<SetTelephoneAccessFolderEmailResponse>,
        )
    }

    /// Makes a new random PIN for voice access, which the service sends to the mailbox by mail.
    ///
    /// Source: <https://learn.microsoft.com/en-us/exchange/client-developer/web-service-reference/resetpin-operation-um-web-service>
    ///
    /// # Errors
    ///
    /// As told at [`UmClient`].
    pub fn reset_pin(&self) -> PendingRequest<()> {
        self.send(ResetPin::default(), done::<ResetPinResponse>)
    }

    /// Calls an operation: for requests with members of your own, and for all that a response says. The request is
    /// sent as it is: no identifier is checked first.
    ///
    /// Source: [MS-OXWUMS 3.1.4](https://learn.microsoft.com/en-us/openspecs/exchange_server_protocols/ms-oxwums/)
    ///
    /// # Errors
    ///
    /// As told at [`UmClient`].
    pub fn call<O: UmOperation>(&self, request: O) -> PendingRequest<O::Response> {
        self.send(request, whole)
    }

    fn send<O: UmOperation, T>(&self, request: O, read: ReadResponse<T, Error>) -> PendingRequest<T> {
        self.try_send(Ok(request), read)
    }

    fn try_send<O: UmOperation, T>(
        &self,
        request: Result<O, call_http::Error>,
        read: ReadResponse<T, Error>,
    ) -> PendingRequest<T> {
        pending(&self.pipeline, None, request, O::RETRY_CLASS, read)
    }

    /// Asks for the state of a call again and again, and tells each change.
    ///
    /// Source: <https://learn.microsoft.com/en-us/exchange/client-developer/web-service-reference/getcallinfo-operation-um-web-service>
    #[must_use]
    pub fn watch_call(&self, call_id: &str, options: PollOptions) -> CallWatch<UmCallInfo> {
        let (client, id) = (self.clone(), call_id.to_owned());
        CallWatch::new(self.pipeline.clock(), options, move || {
            let (client, id) = (client.clone(), id.clone());
            Box::pin(async move { Ok(client.get_call_info(&id).await?.into_inner()) })
        })
    }

    /// Waits until a call is over, and gives the last that the service told of it: its state is `Disconnected`,
    /// unless the service forgot the call between two polls.
    ///
    /// Source: <https://learn.microsoft.com/en-us/exchange/client-developer/web-service-reference/getcallinfo-operation-um-web-service>
    ///
    /// # Errors
    ///
    /// As [`CallWatch::next`].
    pub async fn wait_until_disconnected(
        &self,
        call_id: &str,
        options: PollOptions,
    ) -> Result<UmCallInfo, Error> {
        self.watch_call(call_id, options).until_disconnected().await
    }
}

/// Reads the content of a response. The UM web service reports failures by faults only, so there is nothing to check.
fn read<R: Root + PartialEq + 'static>(response: &mut RawResponse) -> Result<R, Error> {
    read_content(response, |_, _| Ok(()))
}

/// Reads the response to [`UmClient::call`].
fn whole<R: Root + PartialEq + 'static>(mut raw: RawResponse) -> Result<Response<R>, Error> {
    let content = read(&mut raw)?;
    Ok(Response::new(content, raw))
}

/// Reads a response that has no value.
fn done<R: Root + PartialEq + 'static>(raw: RawResponse) -> Result<Response<()>, Error> {
    Ok(whole::<R>(raw)?.map(drop))
}
