//! Calls and their states over time.

use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use jiff::Timestamp;

use super::mailbox::Mailbox;
use crate::journal::{Kind, NewEntry};
use crate::phone::{Action, Magic, ScriptError};
use crate::service::Service;
use crate::timers::TimerId;
use crate::world::World;

/// The time after which an unanswered call of Exchange Web Services rings.
const ALERTED_AFTER: Duration = Duration::from_millis(500);
/// The time after which a party that is busy, declines or does not exist is reported.
const REFUSED_AFTER: Duration = Duration::from_secs(1);
/// The time for which a call rings.
const RINGS_FOR: Duration = Duration::from_secs(30);
/// The length of a message, unless it is set.
const MESSAGE: Duration = Duration::from_secs(5);
/// The time for which the state of a call can be read after its end.
const READABLE_FOR: Duration = Duration::from_secs(600);

/// The service that placed a call. The ids of one service are not valid for the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Family {
    /// The Unified Messaging web service.
    Um,
    /// Exchange Web Services.
    Ews,
}

/// The state of a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Line {
    /// It is being placed.
    Connecting,
    /// It rings. Only Exchange Web Services report this state.
    Alerted,
    /// It is answered.
    Connected,
    /// It is over.
    Disconnected,
}

impl Line {
    /// Returns the name of the state in both services.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Connecting => "Connecting",
            Self::Alerted => "Alerted",
            Self::Connected => "Connected",
            Self::Disconnected => "Disconnected",
        }
    }
}

/// The reason why a call is over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Cause {
    /// It ended normally, or it is not over.
    None,
    /// The party is busy.
    Busy,
    /// The party does not answer.
    NoAnswer,
    /// The number does not exist.
    Unavailable,
    /// The party declines.
    Declined,
}

/// A call.
#[derive(Clone, Debug)]
pub(super) struct PhoneCall {
    /// The service that placed it.
    pub(super) family: Family,
    /// The address of the mailbox that placed it.
    pub(super) owner: String,
    /// The number.
    pub(super) number: String,
    /// The state.
    pub(super) line: Line,
    /// The reason why it is over.
    pub(super) cause: Cause,
    /// Whether it was answered.
    pub(super) was_answered: bool,
    /// When it was placed.
    pub(super) started: Timestamp,
    /// The next change of the state.
    next: Option<TimerId>,
}

/// Places a call, and returns its id.
pub(super) fn start(world: &mut World, owner: &Mailbox, family: Family, number: &str) -> String {
    let host = owner.address.rsplit_once('@').map_or("localhost", |(_, domain)| domain);
    let id = STANDARD.encode(format!("{}@um.{host}", world.random.guid()));
    let call = PhoneCall {
        family,
        owner: owner.address.clone(),
        number: number.to_owned(),
        line: Line::Connecting,
        cause: Cause::None,
        was_answered: false,
        started: world.clock.now(),
        next: None,
    };
    world.exchange.calls.insert(id.clone(), call);
    note_state(world, &id);
    if family == Family::Ews {
        let id = id.clone();
        world.after(ALERTED_AFTER, move |world| {
            let call = world.exchange.calls.get(&id);
            if call.is_some_and(|call| call.line == Line::Connecting) {
                set(world, &id, Line::Alerted);
            }
        });
    }
    ring(world, &id, number);
    id
}

/// Returns a call that a mailbox placed with a service. `None` if there is no such call, or if it ended too long ago.
pub(super) fn find<'w>(world: &'w World, owner: &Mailbox, family: Family, id: &str) -> Option<&'w PhoneCall> {
    let call = world.exchange.calls.get(id)?;
    (call.family == family && call.owner == owner.address).then_some(call)
}

/// Ends a call. A call that is over is not changed.
pub(super) fn end(world: &mut World, id: &str, cause: Cause) {
    let Some(call) = world.exchange.calls.get_mut(id).filter(|call| call.line != Line::Disconnected) else {
        return;
    };
    call.cause = cause;
    schedule(world, id, None);
    set(world, id, Line::Disconnected);
    let id = id.to_owned();
    world.after(READABLE_FOR, move |world| {
        world.exchange.calls.remove(&id);
    });
}

/// Schedules the reaction of the called party, by its number.
fn ring(world: &mut World, id: &str, number: &str) {
    let answer_after = world.settings.answer_after;
    let ends = |cause| move |world: &mut World, id: &str| end(world, id, cause);
    match Magic::of(number) {
        Some(Magic::AnswersAtOnce) => connect(world, id),
        Some(Magic::Busy) => schedule(world, id, Some((REFUSED_AFTER, Box::new(ends(Cause::Busy))))),
        Some(Magic::Declined) => schedule(world, id, Some((REFUSED_AFTER, Box::new(ends(Cause::Declined))))),
        Some(Magic::NotFound) => {
            schedule(world, id, Some((REFUSED_AFTER, Box::new(ends(Cause::Unavailable)))))
        }
        Some(Magic::NoAnswer) => schedule(world, id, Some((RINGS_FOR, Box::new(ends(Cause::NoAnswer))))),
        Some(Magic::HangsUp) => {
            schedule(world, id, Some((answer_after.unwrap_or(REFUSED_AFTER), Box::new(connect))))
        }
        _ => schedule(world, id, answer_after.map(|time| (time, Box::new(connect) as Change))),
    }
}

fn connect(world: &mut World, id: &str) {
    if let Some(call) = world.exchange.calls.get_mut(id) {
        call.was_answered = true;
    }
    set(world, id, Line::Connected);
    let length = world.exchange.message_length.unwrap_or(MESSAGE);
    schedule(world, id, Some((length, Box::new(|world, id| end(world, id, Cause::None)))));
}

/// A change of the state of the call with an id.
type Change = Box<dyn FnOnce(&mut World, &str) + Send>;

/// Schedules the next change of a call, and cancels the previous one.
fn schedule(world: &mut World, id: &str, change: Option<(Duration, Change)>) {
    let timer = change.map(|(time, change)| {
        let id = id.to_owned();
        world.after(time, move |world| change(world, &id))
    });
    let call = world.exchange.calls.get_mut(id);
    let before = call.and_then(|call| std::mem::replace(&mut call.next, timer));
    if let Some(before) = before {
        world.cancel(before);
    }
}

fn set(world: &mut World, id: &str, line: Line) {
    if let Some(call) = world.exchange.calls.get_mut(id) {
        call.line = line;
        note_state(world, id);
    }
}

fn note_state(world: &mut World, id: &str) {
    let Some(call) = world.exchange.calls.get(id) else { return };
    let detail = match call.line {
        Line::Disconnected => format!("{}, cause {:?}", call.number, call.cause),
        _ => call.number.clone(),
    };
    let entry = NewEntry::new(Service::Exchange, Kind::State, call.line.name());
    world.note(entry.call(id.to_owned()).detail(detail));
}

/// Performs an action of the called party.
pub(super) fn act(
    world: &mut World,
    id: &str,
    party: Option<&str>,
    action: &Action,
) -> Result<(), ScriptError> {
    let call = world.exchange.calls.get(id);
    let call = call.ok_or_else(|| ScriptError::new(format!("there is no call {id}")))?;
    if let Some(party) = party.filter(|party| *party != call.number) {
        return Err(ScriptError::new(format!("{party} is not in the call (expected {})", call.number)));
    }
    let (line, number) = (call.line, call.number.clone());
    let change = change_of(action, line)?;
    let entry = NewEntry::new(Service::Exchange, Kind::Phone, action.name()).call(id.to_owned());
    world.note(entry.detail(match action {
        Action::Press(keys) => format!("{number} presses {keys}"),
        Action::Say(text) => format!("{number} says: {text}"),
        _ => number.clone(),
    }));
    match change {
        Some(Step::Connect) => connect(world, id),
        Some(Step::End(cause)) => end(world, id, cause),
        Some(Step::Dial) => {
            set(world, id, Line::Connecting);
            ring(world, id, &number);
        }
        None => {}
    }
    Ok(())
}

/// A change of the state by an action.
enum Step {
    Connect,
    End(Cause),
    /// The listener calls a contact by voice access.
    Dial,
}

/// Returns the change that an action causes in a state. `None` if it causes none.
fn change_of(action: &Action, line: Line) -> Result<Option<Step>, ScriptError> {
    let is_ringing = matches!(line, Line::Connecting | Line::Alerted);
    let is_connected = line == Line::Connected;
    let step = match action {
        Action::Answer if is_ringing => Some(Step::Connect),
        Action::Decline if is_ringing => Some(Step::End(Cause::Declined)),
        Action::Busy if is_ringing => Some(Step::End(Cause::Busy)),
        Action::NoAnswer if is_ringing => Some(Step::End(Cause::NoAnswer)),
        Action::HangUp if is_connected => Some(Step::End(Cause::None)),
        Action::Say(text) if is_connected && text.to_ascii_lowercase().starts_with("call ") => {
            Some(Step::Dial)
        }
        Action::Say(_) | Action::Press(_) if is_connected => None,
        Action::Mute(_) | Action::Hold(_) | Action::Join | Action::Lobby => {
            let message = "calls of Exchange have no such action (expected Answer, Decline, Busy, NoAnswer, Press, \
                           Say or HangUp)";
            return Err(ScriptError::new(message));
        }
        _ => {
            let expected = match line {
                Line::Connecting | Line::Alerted => "Answer, Decline, Busy or NoAnswer",
                Line::Connected => "Press, Say or HangUp",
                Line::Disconnected => "another call, because this one is over",
            };
            let message =
                format!("the party cannot do this in the state {} (expected {expected})", line.name());
            return Err(ScriptError::new(message));
        }
    };
    Ok(step)
}
