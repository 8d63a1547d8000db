//! The streams that have been started.

use std::collections::HashMap;
use std::time::Duration;

use tokio::sync::mpsc::Sender;

use super::audio::Audio;
use super::kind::Kind;
use crate::acs::origin::Origin;
use crate::timers::TimerId;

/// A stream: the id of the call connection, and the kind.
pub(super) type Key = (String, Kind);

/// A command to a connection.
#[derive(Debug)]
pub(super) enum Command {
    /// Send a text frame.
    Send(String),
    /// Close the connection.
    Close,
}

/// The connection of a stream.
#[derive(Debug)]
pub(super) enum Link {
    /// It is being opened, for the first time or again.
    Opening,
    /// It is open.
    Open(Sender<Command>),
}

/// A stream that has been started.
#[derive(Debug)]
pub(super) struct Stream {
    /// Distinguishes the stream from earlier ones of the same call connection.
    pub(super) serial: u64,
    /// The connection.
    pub(super) link: Link,
    /// The requests to start it whose events have not been raised yet.
    pub(super) starting: Vec<Origin>,
    /// The request that has started it.
    pub(super) origin: Origin,
    /// The language of a transcription.
    pub(super) locale: String,
    /// The audio to the application.
    pub(super) outgoing: Outgoing,
    /// The audio from the application.
    pub(super) incoming: Incoming,
}

/// The audio to the application.
#[derive(Debug, Default)]
pub(super) struct Outgoing {
    /// The time at which the first frame began.
    pub(super) began: Duration,
    /// The number of frames that were sent or skipped.
    pub(super) frames: u64,
    /// The number of the call of `Sim::advance` to which `in_advance` belongs.
    pub(super) advance: u64,
    /// The number of frames that were sent in this call.
    pub(super) in_advance: u64,
    /// The number of frames that have no entry in the journal yet.
    pub(super) not_noted: u64,
    /// Whether frames were dropped because the application reads too slowly.
    pub(super) has_dropped: bool,
    /// The timer of the next frame.
    pub(super) timer: Option<TimerId>,
}

/// The audio from the application.
#[derive(Debug, Default)]
pub(super) struct Incoming {
    /// The time until which audio is queued.
    pub(super) queued_until: Duration,
    /// The time of the last entry in the journal.
    pub(super) noted_at: Option<Duration>,
    /// The number of frames that have no entry in the journal yet.
    pub(super) frames: u64,
    /// The number of their bytes.
    pub(super) bytes: u64,
}

/// The streams.
#[derive(Debug, Default)]
pub(crate) struct State {
    last: u64,
    pub(super) streams: HashMap<Key, Stream>,
    /// The calls whose events wait until their streams have been opened, with the number of these streams.
    pub(super) opening: HashMap<String, usize>,
    /// The bytes of audio that the application has sent, by call connection.
    pub(super) received: HashMap<String, u64>,
    /// The audio of the remote parties.
    pub(super) audio: Audio,
}

impl State {
    /// Adds a stream that is being opened, and returns its number.
    pub(super) fn add(&mut self, key: Key, origin: Origin, locale: String) -> u64 {
        self.last += 1;
        let stream = Stream {
            serial: self.last,
            link: Link::Opening,
            starting: vec![origin.clone()],
            origin,
            locale,
            outgoing: Outgoing::default(),
            incoming: Incoming::default(),
        };
        self.streams.insert(key, stream);
        self.last
    }

    /// Returns a stream by its key and number.
    pub(super) fn get(&mut self, key: &Key, serial: u64) -> Option<&mut Stream> {
        self.streams.get_mut(key).filter(|stream| stream.serial == serial)
    }

    /// Returns the connection of a stream that is open.
    pub(super) fn open(&self, connection: &str, kind: Kind) -> Option<&Sender<Command>> {
        match &self.streams.get(&(connection.to_owned(), kind))?.link {
            Link::Open(sender) => Some(sender),
            Link::Opening => None,
        }
    }

    /// Ends all streams. The audio remains.
    pub(crate) fn reset(&mut self) -> Self {
        Self { last: self.last, audio: std::mem::take(&mut self.audio), ..Self::default() }
    }
}
