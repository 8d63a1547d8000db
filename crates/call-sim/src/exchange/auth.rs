//! Credentials: Basic, and bearer tokens of the simulator.

use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use ews_um::soap::Header;
use graph_calls::token::TokenRules;
use http::header::WWW_AUTHENTICATE;
use http::{HeaderValue, StatusCode};
use serde_json::json;

use super::mailbox::{MagicMailbox, Mailbox};
use crate::answer::Answer;
use crate::request::Request;
use crate::settings::Identities;
use crate::world::World;

/// The audience of tokens for Exchange.
const AUDIENCE: &str = "https://outlook.office365.com";

/// The lifetime of an issued token.
const LIFETIME: Duration = Duration::from_secs(24 * 60 * 60);

/// The permission of an application to access all mailboxes.
const FULL_ACCESS: &str = "full_access_as_app";

/// The challenge for a bearer token in a 401 response, with the values that Exchange servers send.
const BEARER: &str = "Bearer client_id=\"00000002-0000-0ff1-ce00-000000000000\", \
     trusted_issuers=\"00000001-0000-0000-c000-000000000000@*\", \
     token_types=\"app_asserted_user_v1 service_asserted_app_v1\"";

/// The account of a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Caller {
    /// The owner of a mailbox.
    User(Mailbox),
    /// An application that can impersonate the owner of any mailbox.
    Application,
}

/// Returns the account of a request, or the response to a request without a valid credential.
pub(super) fn authenticate(world: &World, request: &Request) -> Result<Caller, Box<Answer>> {
    let caller = request.header("authorization").and_then(|value| {
        let (scheme, credential) = value.split_once(' ')?;
        match scheme.to_ascii_lowercase().as_str() {
            "basic" => basic(&world.settings.identities, credential),
            "bearer" => bearer(world, value),
            _ => None,
        }
    });
    caller.ok_or_else(|| Box::new(unauthorized(request)))
}

/// Returns an error, which is the response, unless a mailbox may use Exchange Web Services.
pub(super) fn check_access(mailbox: &Mailbox) -> Result<(), Box<Answer>> {
    match mailbox.magic {
        Some(MagicMailbox::WithoutEws) => Err(Box::new(Answer::empty(StatusCode::FORBIDDEN))),
        _ => Ok(()),
    }
}

fn basic(identities: &Identities, credential: &str) -> Option<Caller> {
    let text = String::from_utf8(STANDARD.decode(credential.trim()).ok()?).ok()?;
    let (user, password) = text.split_once(':')?;
    let mailbox = Mailbox::find(identities, user)?;
    (password == identities.password).then_some(Caller::User(mailbox))
}

fn bearer(world: &World, authorization: &str) -> Option<Caller> {
    let identities = &world.settings.identities;
    let claims = world.tokens.verify(TokenRules::new(identities.issuer(), AUDIENCE), authorization).ok()?;
    match claims.text("upn") {
        Some(address) => Mailbox::find(identities, address).map(Caller::User),
        None => {
            let roles = claims.all.get("roles")?.as_array()?;
            roles.iter().any(|role| role == FULL_ACCESS).then_some(Caller::Application)
        }
    }
}

/// Returns the response to a request without a valid credential. Its body is never SOAP.
fn unauthorized(request: &Request) -> Answer {
    let mut answer = Answer::new(
        StatusCode::UNAUTHORIZED,
        "text/html",
        "<html><body><h1>401 - Unauthorized</h1></body></html>",
    );
    let host = request.host().split(':').next().unwrap_or_default();
    let basic = format!("Basic realm=\"{host}\"");
    for scheme in ["Negotiate", "NTLM", basic.as_str(), BEARER] {
        if let Ok(value) = HeaderValue::from_str(scheme) {
            answer.headers.append(WWW_AUTHENTICATE, value);
        }
    }
    answer
}

/// Issues a token for the owner of a mailbox, or for an application.
pub(super) fn token(world: &mut World, address: Option<&str>) -> String {
    let claims = match address {
        Some(address) => json!({"upn": address, "scp": "EWS.AccessAsUser.All"}),
        None => json!({"roles": [FULL_ACCESS]}),
    };
    let jti = world.random.guid();
    let issuer = world.settings.identities.issuer();
    world.tokens.issue(&issuer, AUDIENCE, LIFETIME, &jti, claims, None)
}

/// The error code of a refused impersonation.
pub(super) type Denied = &'static str;

/// Returns the mailbox that a request of Exchange Web Services acts on: that of the caller, or that of the header
/// `ExchangeImpersonation`.
pub(super) fn impersonate(
    identities: &Identities,
    caller: Caller,
    header: &Header,
) -> Result<Mailbox, Denied> {
    use ews_um::phone_call::ConnectingSidContent as Account;
    let account = header.exchange_impersonation.as_ref().map(|impersonation| {
        let content = impersonation.connecting_sid.as_ref()?.content.as_ref()?;
        match content {
            Account::PrimarySmtpAddress(address) => address.value.as_deref(),
            Account::SmtpAddress(address) => address.value.as_deref(),
            Account::PrincipalName(name) => name.value.as_deref(),
            _ => None,
        }
    });
    match (caller, account) {
        (Caller::User(mailbox), None) => Ok(mailbox),
        (Caller::Application, None) => Err("ErrorAccessDenied"),
        (_, Some(None)) => Err("ErrorImpersonationFailed"),
        (Caller::User(mailbox), Some(Some(address))) => match Mailbox::find(identities, address) {
            Some(other) if other == mailbox => Ok(mailbox),
            Some(_) => Err("ErrorImpersonateUserDenied"),
            None => Err("ErrorNonExistentMailbox"),
        },
        (Caller::Application, Some(Some(address))) => {
            Mailbox::find(identities, address).ok_or("ErrorNonExistentMailbox")
        }
    }
}
