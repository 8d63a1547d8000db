//! The running and waiting media operations of a call connection.

use std::collections::VecDeque;
use std::time::Duration;

use acs_calling::{RecognitionChoice, RecognizeInputType, Tone};

use super::super::origin::Origin;
use crate::timers::TimerId;
use crate::world::World;

/// The media operations of a call connection.
#[derive(Default)]
pub(crate) struct Media {
    /// The number of the last operation.
    pub(super) last: u64,
    /// The operations on the whole call. The first one runs.
    pub(super) main: VecDeque<Action>,
    /// The operations on participants. All of them run.
    pub(super) side: Vec<Action>,
}

/// A media operation.
pub(super) struct Action {
    /// Its number.
    pub(super) number: u64,
    /// The context and the callback URI of its events.
    pub(super) origin: Origin,
    /// The raw ids of the participants that it concerns. If there are none, it concerns the whole call.
    pub(super) targets: Vec<String>,
    /// The work.
    pub(super) work: Work,
    /// The function that starts it.
    pub(super) start: fn(&mut World, &str, u64),
    /// The timer of its next step.
    pub(super) timer: Option<TimerId>,
}

/// The work of a media operation.
pub(super) enum Work {
    /// Plays prompts.
    Play(Play),
    /// Recognizes keys or speech.
    Recognize(Box<Recognition>),
    /// Sends tones, which take this time.
    SendDtmf(Duration),
}

/// Prompts that are played.
pub(super) struct Play {
    /// The prompts.
    pub(super) prompt: Prompt,
    /// Whether they are repeated.
    pub(super) is_loop: bool,
}

/// Prompts as one piece of audio.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Prompt {
    /// Its length, or the time until it fails.
    pub(super) duration: Duration,
    /// The reason why it fails.
    pub(super) failure: Option<PromptFailure>,
}

/// The reason why a prompt cannot be played.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct PromptFailure {
    /// The number of the source, from 0.
    pub(super) index: i32,
    /// The subcode.
    pub(super) subcode: i32,
    /// The message.
    pub(super) message: &'static str,
}

/// A recognition.
pub(super) struct Recognition {
    /// The raw id of the participant.
    pub(super) target: String,
    /// The kind of input.
    pub(super) input: RecognizeInputType,
    /// The prompt before it.
    pub(super) prompt: Prompt,
    /// Whether input ends the prompt.
    pub(super) interrupts_prompt: bool,
    /// The longest silence after the prompt.
    pub(super) initial_silence: Duration,
    /// The longest time between two keys.
    pub(super) inter_tone: Duration,
    /// The silence that ends speech.
    pub(super) end_silence: Duration,
    /// The number of keys that ends the recognition.
    pub(super) most_tones: Option<usize>,
    /// The keys that end the recognition.
    pub(super) stop_tones: Vec<Tone>,
    /// The choices.
    pub(super) choices: Vec<RecognitionChoice>,
    /// Whether the prompt is over.
    pub(super) is_listening: bool,
    /// The keys so far.
    pub(super) tones: Vec<Tone>,
    /// The speech so far.
    pub(super) speech: String,
}

/// The continuous recognition of a participant's keys.
#[derive(Default)]
pub(crate) struct ContinuousDtmf {
    /// The context and the callback URI of its events.
    pub(crate) origin: Origin,
    /// The number of the last key.
    pub(crate) sequence: i32,
}
