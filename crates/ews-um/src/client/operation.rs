//! Which operations there are, and what harm a second copy of each would do.

use call_http::RetryClass;
use call_wire::xml::{Operation, Root};

use crate::phone_call::{self, ResponseClass, ResponseCode, ResponseMessageMessageXml};
use crate::um;

/// An operation of the UM web service, for [`UmClient::call`](crate::UmClient::call).
///
/// A trait for each service, because `PlayOnPhone` of the one sent to the other would look right to everybody
/// but the server.
pub trait UmOperation: Operation<Response: PartialEq + 'static> + PartialEq + 'static {
    /// When the request may be sent again.
    const RETRY_CLASS: RetryClass;
}

/// An operation of Exchange Web Services, for [`PhoneCallClient::call`](crate::PhoneCallClient::call).
pub trait PhoneCallOperation:
    Operation<Response: ResponseMessage + PartialEq + 'static> + PartialEq + 'static
{
    /// When the request may be sent again.
    const RETRY_CLASS: RetryClass;
}

/// A response of Exchange Web Services: it says itself whether the operation succeeded.
///
/// Source: `m:ResponseMessageType` of the [EWS schema](https://learn.microsoft.com/en-us/exchange/client-developer/exchange-web-services/ews-schema-versions-in-exchange)
pub trait ResponseMessage: Root {
    /// Success, warning or error.
    fn response_class(&self) -> Option<&ResponseClass>;
    /// The outcome by its name.
    fn response_code(&self) -> Option<&ResponseCode>;
    /// The outcome in words.
    fn message_text(&self) -> Option<&str>;
    /// More about it.
    fn message_xml(&self) -> Option<&ResponseMessageMessageXml>;
}

/// Reads; does no harm however often.
const READS: RetryClass = RetryClass::Always;
/// Sets a value: the second copy sets the same value again.
const SETS: RetryClass = RetryClass::Always;
/// Ends a call: the second copy finds it ended. What the service says then is judged by who calls.
const ENDS: RetryClass = RetryClass::Always;
/// Places a call, or makes a PIN: the second copy would do so again.
const DOES: RetryClass = RetryClass::OnlyIfUnprocessed;

macro_rules! um_operations {
    ($($name:ident: $class:ident),* $(,)?) => {$(
        impl UmOperation for um::$name {
            const RETRY_CLASS: RetryClass = $class;
        }
    )*};
}

um_operations! {
    Disconnect: ENDS,
    GetCallInfo: READS,
    GetUmProperties: READS,
    IsUmEnabled: READS,
    PlayOnPhone: DOES,
    PlayOnPhoneGreeting: DOES,
    ResetPin: DOES,
    SetMissedCallNotificationEnabled: SETS,
    SetOofStatus: SETS,
    SetPlayOnPhoneDialString: SETS,
    SetTelephoneAccessFolderEmail: SETS,
}

macro_rules! phone_call_operations {
    ($($name:ident => $response:ident: $class:ident),* $(,)?) => {$(
        impl PhoneCallOperation for phone_call::$name {
            const RETRY_CLASS: RetryClass = $class;
        }

        impl ResponseMessage for phone_call::$response {
            fn response_class(&self) -> Option<&ResponseClass> {
                self.response_class.as_ref()
            }

            fn response_code(&self) -> Option<&ResponseCode> {
                self.response_code.as_ref()
            }

            fn message_text(&self) -> Option<&str> {
                self.message_text.as_deref()
            }

            fn message_xml(&self) -> Option<&ResponseMessageMessageXml> {
                self.message_xml.as_ref()
            }
        }
    )*};
}

phone_call_operations! {
    DisconnectPhoneCall => DisconnectPhoneCallResponse: ENDS,
    GetPhoneCallInformation => GetPhoneCallInformationResponse: READS,
    PlayOnPhone => PlayOnPhoneResponse: DOES,
}
