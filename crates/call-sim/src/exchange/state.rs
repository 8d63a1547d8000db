//! The state of Exchange: calls, and the voice mail settings of each mailbox.

use std::collections::{BTreeMap, VecDeque};
use std::time::Duration;

use super::call::PhoneCall;

/// The state of the service.
#[derive(Debug, Default)]
pub(crate) struct State {
    /// The calls by id, including those that ended recently.
    pub(super) calls: BTreeMap<String, PhoneCall>,
    /// The voice mail settings by the address of the mailbox.
    pub(super) voice_mail: BTreeMap<String, VoiceMail>,
    /// The codes with which the next operations are refused.
    pub(super) refusals: VecDeque<String>,
    /// The length of a message, if it was set.
    pub(super) message_length: Option<Duration>,
    /// Whether the faults of Unified Messaging are bare.
    pub(super) has_bare_faults: bool,
}

/// The voice mail settings of a mailbox.
#[derive(Clone)]
pub(super) struct VoiceMail {
    /// Whether the out-of-office greeting is on.
    pub(super) oof: bool,
    /// Whether messages about missed calls are sent.
    pub(super) missed_calls: bool,
    /// The default number for calls.
    pub(super) dial_string: String,
    /// The entry id of the folder that is read out over the telephone, in base64.
    pub(super) folder: String,
    /// The PIN, if it was reset.
    pub(super) pin: Option<String>,
}

impl Default for VoiceMail {
    fn default() -> Self {
        Self {
            oof: false,
            missed_calls: true,
            dial_string: "+14255550100".to_owned(),
            folder: "AAAAAKTnjKIAqhBNgSrKDg==".to_owned(),
            pin: None,
        }
    }
}

impl std::fmt::Debug for VoiceMail {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("VoiceMail")
            .field("oof", &self.oof)
            .field("missed_calls", &self.missed_calls)
            .field("dial_string", &self.dial_string)
            .field("folder", &self.folder)
            .finish_non_exhaustive()
    }
}

impl State {
    /// Returns the voice mail settings of a mailbox, for changes.
    pub(super) fn voice_mail(&mut self, address: &str) -> &mut VoiceMail {
        self.voice_mail.entry(address.to_owned()).or_default()
    }
}
