//! The operations of both services, with their retry classes.

use call_http::RetryClass;
use call_wire::xml::{Operation, Root};

use crate::generated::phone_call::{self, ResponseClass, ResponseCode, ResponseMessageMessageXml};
use crate::generated::um;

/// An operation of the UM web service, for [`UmClient::call`](crate::UmClient::call).
///
/// Each service has its own trait, because both have a request `PlayOnPhone`, and neither service accepts that of the
/// other.
pub trait UmOperation: Operation<Response: PartialEq + 'static> + PartialEq + 'static {
    /// The retry class of the request.
    const RETRY_CLASS: RetryClass;
}

/// An operation of Exchange Web Services, for [`PhoneCallClient::call`](crate::PhoneCallClient::call).
pub trait PhoneCallOperation:
    Operation<Response: ResponseMessage + PartialEq + 'static> + PartialEq + 'static
{
    /// The retry class of the request.
    const RETRY_CLASS: RetryClass;
}

/// A response of Exchange Web Services. Its members report whether the operation has succeeded.
///
/// Source: `m:ResponseMessageType` of the [EWS schema](https://learn.microsoft.com/en-us/exchange/client-developer/exchange-web-services/ews-schema-versions-in-exchange)
pub trait ResponseMessage: Root {
    /// Returns the class of the outcome: a success, a warning or an error.
    fn response_class(&self) -> Option<&ResponseClass>;
    /// Returns the code of the outcome.
    fn response_code(&self) -> Option<&ResponseCode>;
    /// Returns the description of the outcome.
    fn message_text(&self) -> Option<&str>;
    /// Returns the details of the outcome.
    fn message_xml(&self) -> Option<&ResponseMessageMessageXml>;
}

/// Reads a value, and changes nothing.
const READS: RetryClass = RetryClass::Always;
/// Sets a value: a retry sets the same value again.
const SETS: RetryClass = RetryClass::Always;
/// Ends a call: a retry finds that the call is over. The client then decides whether that is a success.
const ENDS: RetryClass = RetryClass::Always;
/// Places a call or creates a PIN: a retry would do so again.
const CREATES: RetryClass = RetryClass::OnlyIfUnprocessed;

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
    PlayOnPhone: CREATES,
    PlayOnPhoneGreeting: CREATES,
    ResetPin: CREATES,
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
    PlayOnPhone => PlayOnPhoneResponse: CREATES,
}
