//! The behaviors of Event Grid, each with its mark.

use crate::fidelity::Behavior;

const SUBSCRIPTIONS: &str = "Event Grid subscriptions";
const DELIVERY: &str = "Event Grid deliveries";
const INCOMING: &str = "Event Grid: IncomingCall";

/// The behaviors.
#[rustfmt::skip]
pub(crate) const TABLE: &[Behavior] = &[
    Behavior::documented(SUBSCRIPTIONS, "A subscription of the Event Grid schema is validated by an event, whose code the endpoint repeats with status 200."),
    Behavior::documented(SUBSCRIPTIONS, "An endpoint can send a GET request to validationUrl within ten minutes instead."),
    Behavior::documented(SUBSCRIPTIONS, "A subscription of the CloudEvents schema is validated by an OPTIONS request, which the endpoint answers with WebHook-Allowed-Origin."),
    Behavior::documented(SUBSCRIPTIONS, "The status 202 does not validate a subscription."),
    Behavior::observed(SUBSCRIPTIONS, "The origin of the OPTIONS request is eventgrid.azure.net."),
    Behavior::choice(SUBSCRIPTIONS, "A handshake that fails is not repeated."),
    Behavior::choice(SUBSCRIPTIONS, "validationUrl has the port of the simulator, and not 553."),
    Behavior::choice(SUBSCRIPTIONS, "http is accepted for endpoints on loopback."),
    Behavior::choice(SUBSCRIPTIONS, "A subscription receives all events: it has no filter, no dead-letter destination and no token."),
    Behavior::documented(DELIVERY, "The statuses 200 to 204 accept an event; everything else is followed by another attempt."),
    Behavior::documented(DELIVERY, "The waits are 10 s, 30 s, 1 min, 5 min, 10 min, 30 min, 1 h, 3 h, 6 h, and then 12 h."),
    Behavior::documented(DELIVERY, "The wait is at least 5 min after 400, 401, 403 and 404, 2 min after 408, and 30 s after 503."),
    Behavior::documented(DELIVERY, "An event is dropped after 24 hours or 30 attempts."),
    Behavior::documented(DELIVERY, "A request has one event. The order of events is not kept."),
    Behavior::documented(DELIVERY, "A request has the headers aeg-event-type, aeg-subscription-name and aeg-delivery-count."),
    Behavior::choice(DELIVERY, "aeg-delivery-count begins at 0."),
    Behavior::choice(DELIVERY, "The Content-Type of a CloudEvent is application/cloudevents+json."),
    Behavior::choice(DELIVERY, "An event that was accepted after a timeout is not removed from the queue."),
    Behavior::documented(INCOMING, "The subject has the raw ids of the caller and of the callee."),
    Behavior::documented(INCOMING, "to and from have kind and rawId, besides the typed member."),
    Behavior::documented(INCOMING, "A call rings for 30 seconds."),
    Behavior::documented(INCOMING, "An unknown incomingCallContext is refused with 400/8523."),
    Behavior::choice(INCOMING, "A context is refused with 400/8523 after the call has stopped ringing, and with 404/8522 after it was redirected or rejected, or the caller has hung up."),
    Behavior::choice(INCOMING, "A context has 2,000 random characters."),
    Behavior::choice(INCOMING, "CallStarted, CallEnded and the other events of Event Grid are not published."),
];
