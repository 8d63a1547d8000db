//! Notifications to the application.

use std::time::Duration;

use call_wire::OpenEnum as _;
use call_wire::json::{self, Json, Raw, Wire};
use graph_calls::{Call, CallState, ChangeType, CommsNotification, CommsNotifications, token};
use http::header::{ACCEPT, CONTENT_TYPE, USER_AGENT};
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use serde_json::json;

use super::leg::Leg;
use super::state::path;
use super::typed::typed;
use crate::delivery::{Authorization, Delivery, Outcome, Retries};
use crate::service::Service;
use crate::world::World;

/// The waits before the second and the third attempt.
const WAITS: &[Duration] = &[Duration::from_secs(1), Duration::from_secs(3)];

/// The rules for retries.
const RETRIES: Retries =
    Retries { waits: WAITS, retries: is_transient, timeout: Duration::from_secs(10), redirects: false };

/// The lifetime of a token, as in the documented example.
const TOKEN_LIFETIME: Duration = Duration::from_secs(3900);

fn is_transient(status: StatusCode) -> bool {
    status.is_server_error() || matches!(status.as_u16(), 408 | 429)
}

/// The common parts of the notifications of a call. An address remains valid after the call has ended.
#[derive(Clone, Debug)]
pub(super) struct Address {
    call: String,
    callback: String,
    scenario: String,
    chain: String,
}

impl Address {
    /// Returns the address of a call.
    pub(super) fn of(leg: &Leg) -> Self {
        Self {
            call: leg.id().to_owned(),
            callback: leg.callback.clone(),
            scenario: leg.scenario.clone(),
            chain: leg.resource.call_chain_id.clone().unwrap_or_default(),
        }
    }

    /// Returns an address with another URL.
    pub(super) fn at(self, callback: impl Into<String>) -> Self {
        Self { callback: callback.into(), ..self }
    }
}

/// A change of a resource of a call.
#[derive(Debug)]
pub(super) struct Notice {
    change: ChangeType,
    /// The path below that of the call.
    part: String,
    /// The name in the journal and in the fault rules.
    name: String,
    data: Option<Json>,
}

impl Notice {
    /// Creates a notice of a change of a part of the call, such as `/participants`.
    pub(super) fn new(change: ChangeType, part: impl Into<String>, name: impl Into<String>) -> Self {
        Self { change, part: part.into(), name: name.into(), data: None }
    }

    /// Sets `resourceData`.
    pub(super) fn data(mut self, data: &impl Wire) -> Self {
        self.data = Raw::of(data).ok();
        self
    }

    /// Creates a notice of a change of the call itself.
    pub(super) fn of_call(change: ChangeType, call: Call) -> Self {
        let state = call.state.as_ref().map_or("call", CallState::as_str).to_owned();
        Self::new(change, "", state).data(&typed(call))
    }

    fn body(self, to: &Address) -> String {
        let path = path(&to.call, &self.part);
        let mut entry = typed(CommsNotification::new(self.change, &path));
        let alias = path.replacen("/communications/", "/app/", 1);
        entry.extra.insert("resource", alias.as_str());
        entry.extra.insert("callbackUri", to.callback.as_str());
        if let Some(data) = self.data {
            entry.extra.insert("resourceData", data);
        }
        // Strings and values that were already encoded can always be encoded.
        json::encode(&typed(CommsNotifications::new().value([entry]))).unwrap_or_default()
    }
}

/// Sends a notification.
pub(super) fn send(world: &mut World, to: &Address, notice: Notice) {
    let (name, body) = (notice.name.clone(), notice.body(to));
    let delivery = delivery(world, to, name, body);
    world.deliver(delivery);
}

/// Sends the first notification of an incoming call, which the application may redirect.
pub(super) fn send_first(
    world: &mut World,
    to: &Address,
    notice: Notice,
    done: impl FnOnce(&mut World, &Outcome) + Send + 'static,
) {
    let (name, body) = (notice.name.clone(), notice.body(to));
    let mut delivery = delivery(world, to, name, body);
    delivery.retries.redirects = true;
    delivery.done = Some(Box::new(done));
    world.deliver(delivery);
}

/// Sends the older form of the first notification of an incoming call.
pub(super) fn send_older(
    world: &mut World,
    to: &Address,
    done: impl FnOnce(&mut World, &Outcome) + Send + 'static,
) {
    let body = json!({
        "id": to.call, "participants": [], "isMultiparty": false, "presentedModalityTypes": ["audio"],
        "callState": "incoming", "tenantId": world.settings.identities.graph_tenant_id,
    });
    let mut delivery = delivery(world, to, "incoming (older form)".to_owned(), body.to_string());
    delivery.retries.redirects = true;
    delivery.done = Some(Box::new(done));
    world.deliver(delivery);
}

/// Sends a notification, and passes its outcome to a function.
pub(super) fn ask(
    world: &mut World,
    to: &Address,
    notice: Notice,
    done: impl FnOnce(&mut World, &Outcome) + Send + 'static,
) {
    let (name, body) = (notice.name.clone(), notice.body(to));
    let mut delivery = delivery(world, to, name, body);
    delivery.done = Some(Box::new(done));
    world.deliver(delivery);
}

fn delivery(world: &mut World, to: &Address, name: String, body: String) -> Delivery {
    let message = world.random.guid();
    let headers = [
        (CONTENT_TYPE, "application/json; charset=utf-8"),
        (ACCEPT, "application/json"),
        (USER_AGENT, "Microsoft-Skype/3.0,(Calling/1.0)"),
        (HeaderName::from_static("scenario-id"), &to.scenario),
        (HeaderName::from_static("x-microsoft-skype-chain-id"), &to.chain),
        (HeaderName::from_static("x-microsoft-skype-message-id"), &message),
    ];
    let valid =
        headers.into_iter().filter_map(|(name, value)| Some((name, HeaderValue::from_str(value).ok()?)));
    let identities = &world.settings.identities;
    Delivery {
        service: Service::Graph,
        call: Some(to.call.clone()),
        name,
        queue: format!("graph {}", to.call),
        url: to.callback.clone(),
        headers: HeaderMap::from_iter(valid),
        body: body.into_bytes(),
        authorization: Some(Authorization {
            issuer: token::ISSUER.to_owned(),
            audience: identities.graph_app_id.clone(),
            lifetime: TOKEN_LIFETIME,
            claims: json!({token::TENANT_CLAIM: identities.graph_tenant_id}),
        }),
        retries: RETRIES,
        done: None,
        defect: None,
    }
}
