//! The clients of the two services, and the watch that follows a call.

mod call_id;
mod operation;
mod pending;
mod phone_call;
mod read;
mod response;
mod um;
mod watch;

pub use self::operation::{PhoneCallOperation, ResponseMessage, UmOperation};
pub use self::pending::PendingRequest;
pub use self::phone_call::PhoneCallClient;
pub use self::response::{SoapResponse, Warning};
pub use self::um::UmClient;
pub use self::watch::{CallReport, CallWatch, PollOptions};

/// The scope of tokens for Exchange Online in the public cloud, for
/// [`Credential::token_credential`](call_http::Credential). Each Exchange Server has a scope of its
/// own.
///
/// Source: <https://learn.microsoft.com/en-us/exchange/client-developer/exchange-web-services/how-to-authenticate-an-ews-application-by-using-oauth>
pub const SCOPE: &str = "https://outlook.office365.com/.default";
