//! The client of the phone-call operations of Exchange Web Services.

use call_http::{ClientOptions, Credential, Pipeline, Response, reqwest::Url};

use super::{
    CallWatch, PhoneCallOperation, PollOptions, Reply, ResponseMessage, Warning, content, pipeline, read,
    send,
};
use crate::{
    error::{Error, ErrorKind},
    phone_call::{
        ConnectingSid, DisconnectPhoneCall, DisconnectPhoneCallResponse, ExchangeImpersonation,
        ExchangeVersion, GetPhoneCallInformation, ItemId, MailboxCulture, PhoneCallId, PhoneCallInformation,
        PlayOnPhone, RequestServerVersion, ResponseClass, ResponseCode,
    },
    soap::{Envelope, Header},
};

/// The phone-call operations of Exchange Web Services: those of [`phone_call`](crate::phone_call). Cheap to
/// clone; clones share their connections.
///
/// The URL comes from [`Autodiscover`](crate::Autodiscover) (`EwsUrl`), and is something like
/// `https://mail.contoso.com/EWS/Exchange.asmx`.
///
/// Each request says by `RequestServerVersion` which version of the schema it is written for:
/// `Exchange2010` unless [`version`](Self::version) sets another, since that is the first one that has these
/// operations, and so all servers that have them know it. Source: EWS reference, requestserverversion.
///
/// # Errors
///
/// Every operation fails with [`ErrorKind::Http`] when there is no answer or none that is understood, with
/// [`ErrorKind::SchemaValidation`] or [`ErrorKind::InvalidRequest`] when the service finds the request malformed,
/// with [`ErrorKind::ServerBusy`] when it stays busy, and with [`ErrorKind::Service`] for every other code in a
/// response with `ResponseClass="Error"`. More is told at each operation.
///
/// # Retries
///
/// What reads is sent again after every fault that may pass. What places a call is sent again only when the
/// service surely has not taken it, as when it says that it is busy and for how long.
#[derive(Clone, Debug)]
pub struct PhoneCallClient {
    pipeline: Pipeline,
    header: Header,
}

impl PhoneCallClient {
    /// A client of Exchange Web Services at a URL.
    ///
    /// # Errors
    ///
    /// [`Configuration`](call_http::ErrorKind::Configuration) when the URL is none of http or https, or no HTTP
    /// client can be built.
    pub fn new(url: impl AsRef<str>, credential: Credential) -> Result<Self, Error> {
        Self::with_options(url, credential, ClientOptions::new())
    }

    /// As [`new`](Self::new), with options.
    ///
    /// Unless the options say otherwise, the client request id goes in the header `client-request-id`, and
    /// `BackOffMilliseconds` in an answer is obeyed.
    ///
    /// # Errors
    ///
    /// As [`new`](Self::new).
    pub fn with_options(
        url: impl AsRef<str>,
        credential: Credential,
        options: ClientOptions,
    ) -> Result<Self, Error> {
        let pipeline = pipeline(url.as_ref(), credential, options)?;
        Ok(Self { pipeline, header: Header::for_version(ExchangeVersion::Exchange2010) })
    }

    /// Sets the version of the schema that requests are written for; `Exchange2010` unless set. An older one than
    /// that does not know these operations.
    #[must_use]
    pub fn version(mut self, version: ExchangeVersion) -> Self {
        self.header.request_server_version = Some(RequestServerVersion::new(version));
        self
    }

    /// Sets the language of the mailbox, as in `en-US`.
    #[must_use]
    pub fn mailbox_culture(mut self, culture: impl Into<String>) -> Self {
        self.header.mailbox_culture = Some(MailboxCulture::new(culture));
        self
    }

    /// Acts in the name of another account, for which the credential needs the right to impersonate. Since a client
    /// is cheap to clone, there may be one for each account.
    ///
    /// ```no_run
    /// use ews_um::{PhoneCallClient, phone_call::{ConnectingSid, PrimarySmtpAddress}};
    ///
    /// fn acting_for(client: &PhoneCallClient, address: &str) -> PhoneCallClient {
    ///     client.clone().impersonate(ConnectingSid::new(PrimarySmtpAddress::new(address)))
    /// }
    /// ```
    #[must_use]
    pub fn impersonate(mut self, account: ConnectingSid) -> Self {
        self.header.exchange_impersonation = Some(ExchangeImpersonation::new(account));
        self
    }

    /// Sets the whole SOAP header of requests, with blocks of your own in its `extra`.
    #[must_use]
    pub fn header(mut self, header: Header) -> Self {
        self.header = header;
        self
    }

    /// The URL of the service.
    #[must_use]
    pub fn url(&self) -> &Url {
        self.pipeline.endpoint()
    }

    /// Calls a telephone and reads out a mailbox item there, be it a voice message or any other; gives the call's
    /// id.
    ///
    /// `dial_string` is a dial string in the sense of RFC 3966, such as `5555551212`.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::DialingRules`] for a number that cannot or must not be called.
    pub async fn play_on_phone(
        &self,
        item_id: ItemId,
        dial_string: &str,
    ) -> Result<Reply<PhoneCallId>, Error> {
        let reply = self.call(PlayOnPhone::new(item_id, dial_string)).await?;
        reply.need("PhoneCallId", |response| response.phone_call_id)
    }

    /// The state of a call that [`play_on_phone`](Self::play_on_phone) placed.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::InvalidCallId`] when the service knows no such call, or no longer.
    pub async fn get_phone_call_information(
        &self,
        call_id: &PhoneCallId,
    ) -> Result<Reply<PhoneCallInformation>, Error> {
        let reply = self.call(GetPhoneCallInformation::new(call_id.clone())).await?;
        reply.need("PhoneCallInformation", |response| response.phone_call_information)
    }

    /// Ends a call.
    ///
    /// Sent again after a fault that may pass, as an answer may be lost. If a later attempt finds no such call, an
    /// earlier one that the service may have taken has ended it, and that is a success.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::InvalidCallId`] when the service knows no such call, or no longer.
    pub async fn disconnect_phone_call(&self, call_id: &PhoneCallId) -> Result<Reply<()>, Error> {
        let request = DisconnectPhoneCall::new(call_id.clone());
        let response = self.send(request).await?;
        match judged::<DisconnectPhoneCallResponse>(&response) {
            Ok((envelope, warning)) => Ok(content(envelope, response)?.with_warning(warning).map(drop)),
            Err(error) if error.kind() == ErrorKind::InvalidCallId && response.may_be_repetition() => {
                Ok(Reply::new((), None, response))
            }
            Err(error) => Err(error),
        }
    }

    /// Calls an operation: for requests with members of your own, and for all that a response says. Types of your
    /// own for another operation of EWS need [`PhoneCallOperation`] and [`ResponseMessage`] only.
    ///
    /// # Errors
    ///
    /// As told at [`PhoneCallClient`].
    pub async fn call<O: PhoneCallOperation>(&self, request: O) -> Result<Reply<O::Response>, Error> {
        let response = self.send(request).await?;
        let (envelope, warning) = judged::<O::Response>(&response)?;
        Ok(content(envelope, response)?.with_warning(warning))
    }

    async fn send<O: PhoneCallOperation>(&self, request: O) -> Result<Response, Error> {
        send(&self.pipeline, Some(self.header.clone()), request, O::RETRY_CLASS).await
    }

    /// Asks for the state of a call again and again, and tells each change.
    #[must_use]
    pub fn watch_call(&self, call_id: &PhoneCallId, options: PollOptions) -> CallWatch<PhoneCallInformation> {
        let (client, id) = (self.clone(), call_id.clone());
        CallWatch::new(self.pipeline.clock(), options, move || {
            let (client, id) = (client.clone(), id.clone());
            Box::pin(async move { Ok(client.get_phone_call_information(&id).await?.into_inner()) })
        })
    }

    /// Waits until a call is over, and gives the last that the service told of it: its state is `Disconnected`,
    /// unless the service forgot the call between two polls.
    ///
    /// # Errors
    ///
    /// As [`CallWatch::next`].
    pub async fn wait_until_disconnected(
        &self,
        call_id: &PhoneCallId,
        options: PollOptions,
    ) -> Result<PhoneCallInformation, Error> {
        self.watch_call(call_id, options).until_disconnected().await
    }
}

/// Reads an answer and judges it by what it says of itself.
fn judged<R>(response: &Response) -> Result<(Envelope<R>, Option<Warning>), Error>
where
    R: ResponseMessage + PartialEq + 'static,
{
    let envelope = read::<R>(response)?;
    let said = envelope.body.as_ref().and_then(|body| body.content.as_ref());
    let warning = said.map(|said| outcome(response, said)).transpose()?.flatten();
    Ok((envelope, warning))
}

/// The warning in a response, or the error that it is. One without a class is judged by its code.
fn outcome<R: ResponseMessage>(response: &Response, said: &R) -> Result<Option<Warning>, Error> {
    let (code, text) = (said.response_code(), said.message_text());
    let failed = match said.response_class() {
        Some(ResponseClass::Success) => return Ok(None),
        Some(ResponseClass::Warning) => false,
        Some(ResponseClass::Error) => true,
        _ => code.is_some_and(|code| *code != ResponseCode::NoError),
    };
    if failed {
        let name = code.map(ToString::to_string).unwrap_or_default();
        let error = Error::refused(response, &name, text.unwrap_or_default());
        return Err(error.with_message_xml(said.message_xml().cloned()));
    }
    let warned = said.response_class() == Some(&ResponseClass::Warning);
    Ok(warned.then(|| Warning {
        code: code.cloned(),
        text: text.map(str::to_owned),
        xml: said.message_xml().cloned(),
    }))
}
