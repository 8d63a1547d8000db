//! The phone number that is shown to a called phone.

use acs_calling::PhoneNumberIdentifier;

use super::identity::Identity;
use super::refusal::Refusal;
use crate::journal::{Kind, NewEntry};
use crate::service::Service;
use crate::world::World;

/// Checks the `sourceCallerIdNumber` of a request that calls a party. It is required if the party is a phone.
pub(super) fn check(
    world: &mut World,
    party: &Identity,
    number: Option<&PhoneNumberIdentifier>,
) -> Result<(), Refusal> {
    let number = number.and_then(|number| number.value.as_deref());
    match number {
        None if party.is_phone() => Err(Refusal::missing("SourceCallerIdNumber")),
        None => Ok(()),
        Some(number) if !is_e164(number) => Err(Refusal::invalid(
            "The field SourceCallerIdNumber is invalid: it is not a phone number (expected + and digits).",
        )),
        Some(number) => {
            if number != world.settings.identities.acs_number {
                world.note(NewEntry::new(Service::Acs, Kind::Warning, "caller id").detail(format_args!(
                    "{number} is not a number of the resource; the real service requires one, or a number of direct \
                     routing"
                )));
            }
            Ok(())
        }
    }
}

fn is_e164(number: &str) -> bool {
    number.strip_prefix('+').is_some_and(|digits| {
        (1..=15).contains(&digits.len()) && digits.bytes().all(|digit| digit.is_ascii_digit())
    })
}
