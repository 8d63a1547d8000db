//! The queues of callbacks.

use std::collections::{HashMap, VecDeque};
use std::time::Duration;

use super::outgoing::{Authorization, Delivery, Outcome, Retries};
use super::send;
use crate::fault::{CallbackFault, damage};
use crate::journal::{Kind, NewEntry};
use crate::tokens::Defect;
use crate::world::World;

/// A queue of callbacks, which are sent one after another.
#[derive(Default)]
struct Queue {
    waiting: VecDeque<Delivery>,
    /// Whether a callback is being sent or waits for its next attempt, or the queue is held back.
    busy: bool,
    /// A callback that an injected fault holds until another one is added.
    held: Option<Delivery>,
}

/// The queues of callbacks.
#[derive(Default)]
pub(crate) struct Outbox {
    queues: HashMap<String, Queue>,
    /// The number of attempts whose response has not arrived.
    pub(crate) in_flight: usize,
    /// How often the queues were cleared.
    cleared: u64,
}

impl Outbox {
    /// Removes all callbacks. The outcome of those that are being sent is ignored.
    pub(crate) fn clear(&mut self) {
        self.queues.clear();
        self.cleared += 1;
    }
}

/// The longest time for which a callback is held.
const LONGEST_HELD: Duration = Duration::from_secs(5);

impl World {
    /// Adds a callback to its queue, with a fault if a rule selects it.
    pub(crate) fn deliver(&mut self, delivery: Delivery) {
        let fault = self.faults.of_callback(delivery.service, &delivery.name, &mut self.random);
        let Some(fault) = fault else { return self.enqueue(delivery) };
        self.note(
            NewEntry::new(delivery.service, Kind::Fault, &delivery.name)
                .call(delivery.call.clone())
                .detail(&fault),
        );
        self.deliver_with(delivery, &fault);
    }

    fn deliver_with(&mut self, mut delivery: Delivery, fault: &CallbackFault) {
        match fault {
            CallbackFault::Lost => {
                if let Some(done) = delivery.done {
                    done(self, &Outcome::Lost);
                }
            }
            CallbackFault::Doubled => {
                let second = copy(&delivery);
                self.enqueue(delivery);
                self.enqueue(second);
            }
            CallbackFault::Late(milliseconds) => {
                delivery.queue = format!("{}, late {}", delivery.queue, self.random.token(8));
                let wait = Duration::from_millis(*milliseconds);
                self.after(wait, move |world| world.enqueue(delivery));
            }
            CallbackFault::OutOfOrder => self.hold(delivery),
            CallbackFault::UnknownType
            | CallbackFault::UnknownMembers
            | CallbackFault::UnknownValues
            | CallbackFault::EmptyBody => {
                delivery.body = damage(delivery.body, fault);
                self.enqueue(delivery);
            }
            CallbackFault::ExpiredToken => self.enqueue_with(delivery, Defect::Expired),
            CallbackFault::UnknownKid => self.enqueue_with(delivery, Defect::UnknownKid),
            CallbackFault::WrongSignature => self.enqueue_with(delivery, Defect::Signature),
            CallbackFault::WrongAudience => self.enqueue_with(delivery, Defect::Audience),
            CallbackFault::KeyRotation => {
                if let Err(error) = self.tokens.rotate() {
                    self.note(NewEntry::new(delivery.service, Kind::Warning, "key rotation").detail(error));
                }
                self.enqueue(delivery);
            }
        }
    }

    fn enqueue_with(&mut self, delivery: Delivery, defect: Defect) {
        self.enqueue(Delivery { defect: Some(defect), ..delivery });
    }

    /// Holds a callback until another one has been added to its queue. If one is held already, that one follows this
    /// one, so two callbacks change places.
    fn hold(&mut self, delivery: Delivery) {
        let name = delivery.queue.clone();
        let queue = self.outbox.queues.entry(name.clone()).or_default();
        if queue.held.is_some() {
            return self.enqueue(delivery);
        }
        queue.held = Some(delivery);
        self.after(LONGEST_HELD, move |world| {
            let held = world.outbox.queues.get_mut(&name).and_then(|queue| queue.held.take());
            if let Some(held) = held {
                world.enqueue(held);
            }
        });
    }

    fn enqueue(&mut self, delivery: Delivery) {
        let name = delivery.queue.clone();
        let queue = self.outbox.queues.entry(name.clone()).or_default();
        queue.waiting.push_back(delivery);
        queue.waiting.extend(queue.held.take());
        self.pump(&name);
    }

    /// Holds back the callbacks of a queue until it is released. No callback of the queue may be on its way.
    pub(crate) fn hold_back(&mut self, queue: &str) {
        self.outbox.queues.entry(queue.to_owned()).or_default().busy = true;
    }

    /// Releases a queue that was held back.
    pub(crate) fn release(&mut self, queue: &str) {
        if let Some(queue) = self.outbox.queues.get_mut(queue) {
            queue.busy = false;
        }
        self.pump(queue);
    }

    /// Sends the first callback of a queue, unless one is being sent.
    fn pump(&mut self, name: &str) {
        let Some(queue) = self.outbox.queues.get_mut(name) else { return };
        if queue.busy {
            return;
        }
        match queue.waiting.pop_front() {
            Some(delivery) => {
                queue.busy = true;
                self.attempt(delivery, 0);
            }
            None if queue.held.is_none() => {
                self.outbox.queues.remove(name);
            }
            None => {}
        }
    }

    /// Sends a callback.
    fn attempt(&mut self, delivery: Delivery, attempt: usize) {
        let token = delivery.authorization.as_ref().map(|authorization| {
            let Authorization { issuer, audience, lifetime, claims } = authorization;
            let jti = self.random.guid();
            self.tokens.issue(issuer, audience, *lifetime, &jti, claims.clone(), delivery.defect)
        });
        let number = self.note(
            NewEntry::new(delivery.service, Kind::Callback, &delivery.name)
                .call(delivery.call.clone())
                .detail(format_args!("POST {}{}", delivery.url, attempt_text(attempt)))
                .headers(&delivery.headers)
                .body(&delivery.body),
        );
        let Some(core) = self.core() else { return };
        self.outbox.in_flight += 1;
        let cleared = self.outbox.cleared;
        let sending = send::post(core.http.clone(), &delivery, token);
        core.runtime.clone().spawn(async move {
            let outcome = sending.await;
            core.with(|world| {
                world.outbox.in_flight -= 1;
                if world.outbox.cleared == cleared {
                    world.finish(delivery, attempt, number, outcome);
                }
            });
        });
    }

    /// Processes the outcome of an attempt.
    fn finish(&mut self, delivery: Delivery, attempt: usize, number: u64, outcome: Outcome) {
        let entry = NewEntry::new(delivery.service, Kind::CallbackResponse, &delivery.name)
            .call(delivery.call.clone())
            .in_reply_to(number);
        self.note(match &outcome {
            Outcome::Answered { status, headers, body } => {
                entry.status(status.as_u16()).detail(status).headers(headers).body(body)
            }
            Outcome::Failed(message) => entry.detail(message),
            Outcome::Lost => entry.detail("dropped by a fault rule"),
        });
        let Retries { waits, retries, .. } = delivery.retries;
        let fails = outcome.status().is_none_or(retries);
        if let Some(wait) = waits.get(attempt).filter(|_| fails) {
            self.after(*wait, move |world| world.attempt(delivery, attempt + 1));
            return;
        }
        // The sender of a callback without waits processes the outcome, and may send it again.
        if fails && !(waits.is_empty() && delivery.done.is_some()) {
            self.note(
                NewEntry::new(delivery.service, Kind::Warning, &delivery.name)
                    .call(delivery.call.clone())
                    .detail(format_args!("not delivered after {} attempts, and dropped", attempt + 1)),
            );
        }
        let name = delivery.queue;
        if let Some(done) = delivery.done {
            done(self, &outcome);
        }
        if let Some(queue) = self.outbox.queues.get_mut(&name) {
            queue.busy = false;
        }
        self.pump(&name);
    }
}

fn attempt_text(attempt: usize) -> String {
    if attempt == 0 { String::new() } else { format!(" (attempt {})", attempt + 1) }
}

/// Returns a copy whose outcome is not reported.
fn copy(delivery: &Delivery) -> Delivery {
    Delivery {
        service: delivery.service,
        call: delivery.call.clone(),
        name: delivery.name.clone(),
        queue: delivery.queue.clone(),
        url: delivery.url.clone(),
        headers: delivery.headers.clone(),
        body: delivery.body.clone(),
        authorization: delivery.authorization.clone(),
        retries: delivery.retries,
        done: None,
        defect: delivery.defect,
    }
}
