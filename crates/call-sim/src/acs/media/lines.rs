//! The order of media operations: starting, waiting and finishing.

use std::time::Duration;

use super::super::origin::Origin;
use super::super::refusal::Refusal;
use super::actions::{Action, Media, Work};
use super::cancel::cancel_matching;
use crate::world::World;

/// The number of operations on the whole call that can wait.
const MOST_WAITING: usize = 100;

/// An operation of a request.
pub(super) struct Submission {
    /// The context and the callback URI of its events.
    pub(super) origin: Origin,
    /// The raw ids of the participants that it concerns. If there are none, it concerns the whole call.
    pub(super) targets: Vec<String>,
    /// The work.
    pub(super) work: Work,
    /// The function that starts it.
    pub(super) start: fn(&mut World, &str, u64),
    /// Whether it replaces the operations that run or wait.
    pub(super) interrupts: bool,
}

/// Starts an operation, or lets it wait for the operations before it.
pub(super) fn submit(world: &mut World, call: &str, submission: Submission) -> Result<(), Refusal> {
    let Submission { origin, targets, work, start, interrupts } = submission;
    if interrupts {
        cancel_matching(world, call, |action| conflicts(action, &targets));
    }
    let media = media(world, call).ok_or_else(Refusal::call_not_found)?;
    let is_main = targets.is_empty();
    if is_main && media.main.len() > MOST_WAITING {
        return Err(Refusal::incompatible("Too many media operations are waiting."));
    }
    if !is_main && media.side.iter().any(|action| conflicts(action, &targets)) {
        return Err(Refusal::incompatible(
            "Another media operation on the same participant is running, and the two cannot run together.",
        ));
    }
    media.last += 1;
    let number = media.last;
    let action = Action { number, origin, targets, work, start, timer: None };
    if is_main {
        media.main.push_back(action);
        if media.main.len() > 1 {
            return Ok(());
        }
    } else {
        media.side.push(action);
    }
    start(world, call, number);
    Ok(())
}

/// Returns whether an operation concerns one of these participants. An empty list stands for the whole call.
fn conflicts(action: &Action, targets: &[String]) -> bool {
    if targets.is_empty() {
        action.targets.is_empty()
    } else {
        action.targets.iter().any(|target| targets.contains(target))
    }
}

/// Runs a step of an operation after a time, in place of its next step.
pub(super) fn after(
    world: &mut World,
    call: &str,
    number: u64,
    time: Duration,
    step: impl FnOnce(&mut World, &str, u64) + Send + 'static,
) {
    let id = call.to_owned();
    let timer = world.after(time, move |world| step(world, &id, number));
    let earlier = running(world, call, number).and_then(|action| action.timer.replace(timer));
    if let Some(earlier) = earlier {
        world.cancel(earlier);
    }
}

/// Removes the next step of an operation.
pub(super) fn stop_timer(world: &mut World, call: &str, number: u64) {
    let timer = running(world, call, number).and_then(|action| action.timer.take());
    if let Some(timer) = timer {
        world.cancel(timer);
    }
}

/// Returns an operation that is running.
pub(super) fn running<'w>(world: &'w mut World, call: &str, number: u64) -> Option<&'w mut Action> {
    let media = media(world, call)?;
    let main = media.main.front_mut().into_iter();
    main.chain(&mut media.side).find(|action| action.number == number)
}

/// Removes an operation that is running, raises its event, and starts the next one.
pub(super) fn finish(world: &mut World, call: &str, number: u64, raise: impl FnOnce(&mut World, Action)) {
    stop_timer(world, call, number);
    let Some(media) = media(world, call) else { return };
    let is_main = media.main.front().is_some_and(|action| action.number == number);
    let action = if is_main {
        media.main.pop_front()
    } else {
        let at = media.side.iter().position(|action| action.number == number);
        at.map(|at| media.side.remove(at))
    };
    let Some(action) = action else { return };
    raise(world, action);
    if is_main {
        start_first(world, call);
    }
}

/// Starts the first operation on the whole call.
pub(super) fn start_first(world: &mut World, call: &str) {
    let first = media(world, call).and_then(|media| media.main.front());
    if let Some((start, number)) = first.map(|action| (action.start, action.number)) {
        start(world, call, number);
    }
}

fn media<'w>(world: &'w mut World, call: &str) -> Option<&'w mut Media> {
    Some(&mut world.acs.connections.get_mut(call)?.media)
}
