//! The behaviors of the simulated Exchange, each with its mark.

use crate::fidelity::{Behavior, Mark};

const SIGN_IN: &str = "Authentication";
const CALLS: &str = "Calls";
const UM: &str = "Unified Messaging web service";
const EWS: &str = "Exchange Web Services";
const FIND: &str = "Autodiscover";

/// The behaviors.
#[rustfmt::skip]
pub(crate) const TABLE: &[Behavior] = &[
    documented(SIGN_IN, "Basic credentials and bearer tokens are accepted."),
    documented(SIGN_IN, "An application with full_access_as_app must impersonate a user."),
    documented(SIGN_IN, "Access that is switched off is reported with status 403."),
    choice(SIGN_IN, "A 401 response lists Negotiate, NTLM, Basic and Bearer, and has an HTML body."),
    choice(SIGN_IN, "NTLM and Negotiate are offered, but not accepted."),
    choice(SIGN_IN, "All mailboxes have the same password."),
    choice(SIGN_IN, "A user can impersonate only itself."),
    choice(SIGN_IN, "The body of a 403 response is empty."),
    documented(CALLS, "A call is Connecting until it is answered, then Connected, then Disconnected."),
    documented(CALLS, "A call is Connecting again while the listener calls a contact by voice access (\"call NAME\")."),
    documented(CALLS, "The cause is None in every state except Disconnected."),
    documented(CALLS, "A call id is opaque, and is the base64 of GUID@host."),
    documented(CALLS, "The ids of one service are not valid for the other."),
    documented(CALLS, "The service sends no notifications: clients poll the state."),
    choice(CALLS, "An ordinary party answers after the time that the builder sets."),
    choice(CALLS, "A message lasts five seconds; then the call ends."),
    choice(CALLS, "A call that is not answered ends after 30 seconds."),
    choice(CALLS, "The state can be read for ten minutes after the end of a call."),
    choice(CALLS, "An id of another user is not valid."),
    choice(CALLS, "Ending a call that is over, or that is not yet answered, succeeds."),
    choice(CALLS, "A user can have any number of calls."),
    choice(CALLS, "Every text in base64 is the id of an item, except for one that was deleted."),
    choice(CALLS, "A dial string has digits, + - . ( ) * #, blanks and ;ext=, and at most 64 characters."),
    documented(UM, "An unknown call is reported with InvalidCallIdException, also if the id is missing in Disconnect."),
    documented(UM, "An unknown item is reported with InvalidObjectIdException."),
    documented(UM, "A number that cannot be dialed is reported with DialingRulesException."),
    documented(UM, "A malformed request is reported with ErrorInvalidRequest."),
    documented(UM, "The cause is UserBusy or None; the other causes do not occur."),
    documented(UM, "Alerted does not occur."),
    documented(UM, "ResetPIN sends the new PIN by email only; it is in no response."),
    documented(UM, "The default dial string is not used by PlayOnPhone, which requires one."),
    documented(UM, "Namespaces with https, as on some pages, are not those of the service."),
    choice(UM, "A fault has status 500."),
    choice(UM, "A mailbox without Unified Messaging is reported with UserNotUmEnabledException."),
    choice(UM, "An unknown GreetingType, SOAPAction or element is a malformed request."),
    choice(UM, "base64FolderID and base64FolderId are both accepted."),
    choice(UM, "Several telephone access numbers are separated by a comma and a blank."),
    choice(UM, "An empty dial string or folder id removes the value."),
    choice(UM, "A token of an application is refused with status 403."),
    documented(EWS, "The response element has ResponseClass and ResponseCode itself, with status 200."),
    documented(EWS, "An unknown call is reported with ErrorInvalidPhoneCallId."),
    documented(EWS, "The header SOAPAction is ignored: the element in the body decides."),
    documented(EWS, "Responses have the header ServerVersionInfo."),
    observed(EWS, "A schema violation is reported with ErrorSchemaValidation, the line, the position and the violation, and status 500."),
    observed(EWS, "A busy service responds with ErrorServerBusy, BackOffMilliseconds 5000 and status 500."),
    choice(EWS, "An unknown RequestServerVersion is reported with ErrorInvalidServerVersion and status 500."),
    choice(EWS, "A request without RequestServerVersion conforms to the newest version."),
    choice(EWS, "A request for Exchange2007 is refused with ErrorInvalidRequest: it has no phone-call operations."),
    choice(EWS, "A call that is not answered rings (Alerted) after half a second."),
    choice(EWS, "The SIP response is 200 after an answer, 486 busy, 480 no answer, 404 unknown number, 603 declined."),
    choice(EWS, "A malformed number is ErrorPhoneNumberNotDialable; one that is not allowed, ErrorInvalidPhoneNumber; a malformed SIP address, ErrorInvalidSIPUri."),
    choice(EWS, "Operations other than the three phone-call operations are refused with ErrorInvalidRequest."),
    choice(EWS, "Only POST with the content type text/xml is accepted."),
    documented(FIND, "The plain XML service reports errors with status 200 and codes 500, 600 and 601."),
    documented(FIND, "The plain XML service redirects with redirectAddr, redirectUrl or status 302."),
    documented(FIND, "A GET without a credential is redirected with status 302."),
    documented(FIND, "The SOAP service reports an unknown address with InvalidUser, and a missing setting with UserSettingError."),
    observed(FIND, "The namespaces of the SOAP service begin with http."),
    choice(FIND, "A mailbox without Unified Messaging has no UMUrl; by SOAP, the code is SettingIsNotAvailable."),
    choice(FIND, "A setting that the simulator does not know is reported with InvalidSetting."),
];

const fn documented(topic: &'static str, behavior: &'static str) -> Behavior {
    Behavior { topic, behavior, mark: Mark::Documented }
}

const fn observed(topic: &'static str, behavior: &'static str) -> Behavior {
    Behavior { topic, behavior, mark: Mark::Observed }
}

const fn choice(topic: &'static str, behavior: &'static str) -> Behavior {
    Behavior { topic, behavior, mark: Mark::Choice }
}
