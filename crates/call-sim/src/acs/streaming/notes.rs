//! The entries of streams in the journal.

use std::fmt::Display;

use super::state::Key;
use crate::journal::{Kind, NewEntry};
use crate::service::Service;
use crate::world::World;

/// Adds a frame that is sent to the journal.
pub(super) fn note_frame(world: &mut World, key: &Key, name: &str, text: &str) {
    let entry = NewEntry::new(Service::Acs, Kind::FrameSent, name).call(key.0.clone());
    world.note(entry.detail(key.1.name()).body(text.as_bytes()));
}

/// Adds an entry to the journal.
pub(super) fn note(world: &mut World, key: &Key, entry: Kind, name: &str, detail: impl Display) {
    world.note(NewEntry::new(Service::Acs, entry, name).call(key.0.clone()).detail(detail));
}
