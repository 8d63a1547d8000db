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

/// A client of the UM web service, with the operations of [`um`](crate::um). Cheap to clone; clones share their
/// connections.
///
/// All operations act on the mailbox of the credential. [`Autodiscover`](crate::Autodiscover) returns the URL
/// (`UMUrl`), such as `https://mail.contoso.com/EWS/UM2007Legacy.asmx`.
///
/// Source: [MS-OXWUMS 3.1.4](https://learn.microsoft.com/en-us/openspecs/exchange_server_protocols/ms-oxwums/)
///
/// # Errors
///
/// Every operation can return these errors; the documentation of an operation lists the others:
///
/// * [`ErrorKind::Http`] if there is no response, or it cannot be decoded;
/// * [`ErrorKind::InvalidRequest`] if the request is malformed;
/// * [`ErrorKind::Service`] if the service fails for another reason (\[MS-OXWUMS\] 4.15).
///
/// # Retries
///
/// Operations that read or set a value, or end a call, are retried on transient errors. Those that place a call or
/// create a PIN are retried only if the service is known not to have processed the request. [`ClientOptions`] sets the
/// number of retries and the delays.
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
        Ok(Self { pipeline: pipeline(endpoint.into().to_url()?, credential, options)? })
    }

    /// Returns the URL of the service.
    #[must_use]
    pub fn endpoint(&self) -> &Url {
        self.pipeline.endpoint()
    }

    /// Returns the state of an outbound call and, once it is over, the reason why it ended. The service sends no
    /// notifications; [`watch_call`](Self::watch_call) polls until the call is over.
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
    /// [`ErrorKind::InvalidCallId`] when the service does not know the call, or no longer knows it.
    /// [`Configuration`](call_http::ErrorKind::Configuration), without sending a request, when `call_id` is empty or
    /// too long.
    pub fn get_call_info(&self, call_id: &str) -> PendingRequest<UmCallInfo> {
        self.try_send(checked(call_id).map(GetCallInfo::new), |mut raw| {
            let response: GetCallInfoResponse = read(&mut raw)?;
            required(raw, "GetCallInfoResponse", response.get_call_info_response)
        })
    }

    /// Ends a call. `call_id` is as in [`get_call_info`](Self::get_call_info).
    ///
    /// The request is retried on transient errors. If a retry fails because the service does not know the call, and
    /// the service may have processed an earlier attempt, the result is a success.
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
    /// `entry_id` is the store entry id of the item in base64, which EWS returns as `item:StoreEntryId`. `dial_string`
    /// is a dial string in the sense of RFC 3966, such as `12345`. It is required even if a default number is set
    /// (\[MS-OXWUMS\] 3.1.4.8.2.1).
    ///
    /// Source: <https://learn.microsoft.com/en-us/exchange/client-developer/web-service-reference/playonphone-operation-um-web-service>,
    /// [MS-OXWUMS 3.1.4.8](https://learn.microsoft.com/en-us/openspecs/exchange_server_protocols/ms-oxwums/)
    ///
    /// # Errors
    ///
    /// [`ErrorKind::InvalidObjectId`] if the entry id is invalid, [`ErrorKind::DialingRules`] if calling the number
    /// is not allowed.
    pub fn play_on_phone(&self, entry_id: &str, dial_string: &str) -> PendingRequest<String> {
        self.send(PlayOnPhone::new(entry_id, dial_string), |mut raw| {
            let response: PlayOnPhoneResponse = read(&mut raw)?;
            required(raw, "PlayOnPhoneResponse", response.play_on_phone_response)
        })
    }

    /// Calls a telephone and plays one of the user's greetings there. According to \[MS-OXWUMS\] 3.1.4.9, the greeting
    /// can also be recorded. Returns the call's id, for [`get_call_info`](Self::get_call_info) and
    /// [`disconnect`](Self::disconnect).
    ///
    /// Source: <https://learn.microsoft.com/en-us/exchange/client-developer/web-service-reference/playonphonegreeting-operation-um-web-service>,
    /// [MS-OXWUMS 3.1.4.9](https://learn.microsoft.com/en-us/openspecs/exchange_server_protocols/ms-oxwums/)
    ///
    /// # Errors
    ///
    /// [`ErrorKind::DialingRules`] if calling the number is not allowed.
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

    /// Returns whether the mailbox is enabled for Unified Messaging.
    ///
    /// Source: <https://learn.microsoft.com/en-us/exchange/client-developer/web-service-reference/isumenabled-operation-um-web-service>
    ///
    /// # Errors
    ///
    /// Those of every operation; see [`UmClient`].
    pub fn is_um_enabled(&self) -> PendingRequest<bool> {
        self.send(IsUmEnabled::default(), |mut raw| {
            let response: IsUmEnabledResponse = read(&mut raw)?;
            required(raw, "IsUMEnabledResponse", response.is_um_enabled_response)
        })
    }

    /// Returns the voice mail settings.
    ///
    /// Source: <https://learn.microsoft.com/en-us/exchange/client-developer/web-service-reference/getumproperties-operation-um-web-service>
    ///
    /// # Errors
    ///
    /// Those of every operation; see [`UmClient`].
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
    /// Those of every operation; see [`UmClient`].
    pub fn set_oof_status(&self, on: bool) -> PendingRequest<()> {
        self.send(SetOofStatus::new(on), done::<SetOofStatusResponse>)
    }

    /// Turns notifications of missed calls on or off.
    ///
    /// Source: <https://learn.microsoft.com/en-us/exchange/client-developer/web-service-reference/setmissedcallnotificationenabled-operation-um-web-service>
    ///
    /// # Errors
    ///
    /// Those of every operation; see [`UmClient`].
    pub fn set_missed_call_notification_enabled(&self, on: bool) -> PendingRequest<()> {
        self.send(SetMissedCallNotificationEnabled::new(on), done::<SetMissedCallNotificationEnabledResponse>)
    }

    /// Sets the default number for [`play_on_phone`](Self::play_on_phone) and
    /// [`play_on_phone_greeting`](Self::play_on_phone_greeting). The documentation does not say
    /// whether an empty text clears it.
    ///
    /// Source: <https://learn.microsoft.com/en-us/exchange/client-developer/web-service-reference/setplayonphonedialstring-operation-um-web-service>
    ///
    /// # Errors
    ///
    /// Those of every operation; see [`UmClient`].
    pub fn set_play_on_phone_dial_string(&self, dial_string: &str) -> PendingRequest<()> {
        self.send(SetPlayOnPhoneDialString::new(dial_string), done::<SetPlayOnPhoneDialStringResponse>)
    }

    /// Sets the folder whose messages are read out over the telephone, by its MAPI entry id in base64.
    ///
    /// The name of the element is `base64FolderID`, as in the documented example. Other pages spell it
    /// `base64FolderId`, and no public source says which one the server accepts. For the other spelling, send a custom
    /// request with [`call`](Self::call).
    ///
    /// Source: <https://learn.microsoft.com/en-us/exchange/client-developer/web-service-reference/settelephoneaccessfolderemail-operation-um-web-service>
    ///
    /// # Errors
    ///
    /// Those of every operation; see [`UmClient`].
    pub fn set_telephone_access_folder_email(&self, folder_id: &str) -> PendingRequest<()> {
        self.send(
            SetTelephoneAccessFolderEmail::new(folder_id),
            done::<SetTelephoneAccessFolderEmailResponse>,
        )
    }

    /// Creates a new random PIN for voice access. The service sends it to the mailbox by email.
    ///
    /// Source: <https://learn.microsoft.com/en-us/exchange/client-developer/web-service-reference/resetpin-operation-um-web-service>
    ///
    /// # Errors
    ///
    /// Those of every operation; see [`UmClient`].
    pub fn reset_pin(&self) -> PendingRequest<()> {
        self.send(ResetPin::default(), done::<ResetPinResponse>)
    }

    /// Calls any operation, and returns the whole response. Use it for requests with custom members. The request is
    /// sent unchanged; identifiers are not checked.
    ///
    /// Source: [MS-OXWUMS 3.1.4](https://learn.microsoft.com/en-us/openspecs/exchange_server_protocols/ms-oxwums/)
    ///
    /// # Errors
    ///
    /// Those of every operation; see [`UmClient`].
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

    /// Follows a call: polls its state, and reports each change.
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

    /// Waits until a call is over, and returns the last report. Its state is usually `Disconnected`;
    /// [`CallWatch`] describes the other cases.
    ///
    /// Source: <https://learn.microsoft.com/en-us/exchange/client-developer/web-service-reference/getcallinfo-operation-um-web-service>
    ///
    /// # Errors
    ///
    /// The same as [`CallWatch::next`].
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
