//! Called parties: how they react to a call.

use std::time::Duration;

use super::refusal::Refusal;
use crate::phone::Magic;
use crate::settings::Settings;
use crate::timers::TimerId;
use crate::world::World;

/// The time for which a call rings at a party.
pub(super) const RINGING: Duration = Duration::from_secs(60);

/// The time after which a party declines, or is found to be busy or absent.
const REFUSES_AFTER: Duration = Duration::from_millis(500);

/// The time after which a party with a number of [`Magic`] hangs up.
const HANGS_UP_AFTER: Duration = Duration::from_secs(5);

/// The time after which a party with a number of [`Magic`] answers, without a setting.
const ANSWERS_AFTER: Duration = Duration::from_secs(1);

/// The reaction of a called party.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reaction {
    /// It answers after a time, and may hang up after another.
    Answers { after: Duration, hangs_up: Option<Duration> },
    /// It is busy.
    Busy,
    /// It declines.
    Declines,
    /// It does not exist.
    NoEndpoint,
    /// It does not answer, unless a script says so.
    NoAnswer,
}

impl Reaction {
    /// A party that answers at once.
    pub(super) const fn at_once() -> Self {
        Self::Answers { after: Duration::ZERO, hangs_up: None }
    }
}

/// Returns the reaction of a party, by its identifier and the settings.
pub(super) fn reaction(settings: &Settings, key: &str) -> Reaction {
    let after = settings.answer_after;
    match Magic::of(key) {
        Some(Magic::Busy) => Reaction::Busy,
        Some(Magic::NoAnswer) => Reaction::NoAnswer,
        Some(Magic::Declined) => Reaction::Declines,
        Some(Magic::NotFound) => Reaction::NoEndpoint,
        Some(Magic::AnswersAtOnce) => Reaction::at_once(),
        Some(Magic::HangsUp) => {
            Reaction::Answers { after: after.unwrap_or(ANSWERS_AFTER), hangs_up: Some(HANGS_UP_AFTER) }
        }
        Some(Magic::Forbidden | Magic::Throttled) | None => {
            after.map_or(Reaction::NoAnswer, |after| Reaction::Answers { after, hangs_up: None })
        }
    }
}

/// Calls a party: performs an action when it has reacted. A script may have acted before.
pub(super) fn after(
    world: &mut World,
    reaction: Reaction,
    action: impl FnOnce(&mut World, Reaction) + Send + 'static,
) -> TimerId {
    let time = match reaction {
        Reaction::Answers { after, .. } => after,
        Reaction::Busy | Reaction::Declines | Reaction::NoEndpoint => REFUSES_AFTER,
        Reaction::NoAnswer => RINGING,
    };
    world.after(time, move |world| action(world, reaction))
}

/// Returns the refusal that the identifier of a party requests.
pub(super) fn check<'k>(mut keys: impl Iterator<Item = &'k str>) -> Result<(), Refusal> {
    let refusal = keys.find_map(|key| match Magic::of(key)? {
        Magic::Forbidden => Some(Refusal::not_permitted()),
        Magic::Throttled => Some(Refusal::throttled()),
        _ => None,
    });
    refusal.map_or(Ok(()), Err)
}
