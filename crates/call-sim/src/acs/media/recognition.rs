//! Recognitions: the prompt, the input of the participant, and the result.

use acs_calling::{
    ChoiceResult, DtmfResult, RecognitionChoice, RecognitionType, RecognizeCompleted, RecognizeFailed,
    RecognizeInputType, SpeechResult, Tone,
};

use super::super::events::raise;
use super::super::results::result;
use super::actions::{Recognition, Work};
use super::lines::{after, finish, running};
use crate::world::World;

/// The confidence of recognized speech.
const CONFIDENCE: f64 = 0.95;

/// Plays the prompt, and listens after it.
pub(super) fn start(world: &mut World, call: &str, number: u64) {
    let Some(recognition) = recognition(world, call, number) else { return };
    let prompt = recognition.prompt.clone();
    match prompt.failure {
        Some(failure) => after(world, call, number, prompt.duration, move |world, call, number| {
            let event = RecognizeFailed::new().failed_play_source_index(failure.index);
            let message = "Action failed, encountered failure while trying to play the prompt.";
            fail_with(world, call, number, (500, 8511, message), event);
        }),
        None if prompt.duration.is_zero() => listen(world, call, number),
        None => after(world, call, number, prompt.duration, listen),
    }
}

/// Waits for the first input after the prompt.
fn listen(world: &mut World, call: &str, number: u64) {
    let Some(recognition) = recognition(world, call, number) else { return };
    recognition.is_listening = true;
    let silence = recognition.initial_silence;
    after(world, call, number, silence, |world, call, number| {
        fail(world, call, number, (400, 8510, "Action failed, initial silence timeout reached."));
    });
}

/// Processes a key that a participant presses.
pub(crate) fn press(world: &mut World, call: &str, raw_id: &str, tone: &Tone) {
    for number in listening(world, call, raw_id) {
        let Some(recognition) = recognition(world, call, number) else { continue };
        match recognition.input {
            RecognizeInputType::Choices => choose_by_tone(world, call, number, tone),
            RecognizeInputType::Speech => {}
            _ => collect(world, call, number, tone),
        }
    }
}

/// Processes a sentence that a participant says.
pub(crate) fn say(world: &mut World, call: &str, raw_id: &str, text: &str) {
    for number in listening(world, call, raw_id) {
        let Some(recognition) = recognition(world, call, number) else { continue };
        match recognition.input {
            RecognizeInputType::Dtmf => {}
            // A recognition that has received a key ignores speech.
            RecognizeInputType::SpeechOrDtmf if !recognition.tones.is_empty() => {}
            _ if text.trim().is_empty() => {
                fail(world, call, number, (400, 8563, "Action failed, speech could not be recognized."));
            }
            RecognizeInputType::Choices => choose_by_phrase(world, call, number, text),
            _ => hear(world, call, number, text),
        }
    }
}

/// Returns the recognitions that accept the input of a participant. Those whose prompt can be interrupted begin to
/// listen.
fn listening(world: &mut World, call: &str, raw_id: &str) -> Vec<u64> {
    let Some(connection) = world.acs.connections.get_mut(call) else { return Vec::new() };
    let media = &mut connection.media;
    let actions = media.main.front_mut().into_iter().chain(&mut media.side);
    let numbers = actions.filter_map(|action| match &mut action.work {
        Work::Recognize(recognition) if recognition.target == raw_id => {
            let is_playable = recognition.prompt.failure.is_none();
            recognition.is_listening |= recognition.interrupts_prompt && is_playable;
            recognition.is_listening.then_some(action.number)
        }
        _ => None,
    });
    numbers.collect()
}

/// Collects a key.
fn collect(world: &mut World, call: &str, number: u64, tone: &Tone) {
    let Some(recognition) = recognition(world, call, number) else { return };
    if !recognition.speech.is_empty() {
        return;
    }
    if recognition.stop_tones.contains(tone) {
        complete_tones(world, call, number, (200, 8514, "Action completed as stop tone was detected."));
        return;
    }
    recognition.tones.push(tone.clone());
    if recognition.most_tones.is_some_and(|most| recognition.tones.len() >= most) {
        complete_tones(world, call, number, (200, 8531, "Action completed, max digits received."));
        return;
    }
    let has_maximum = recognition.most_tones.is_some();
    let wait = recognition.inter_tone;
    after(world, call, number, wait, move |world, call, number| {
        let timeout = (400, 8532, "Action failed, inter-digit silence timeout reached.");
        if has_maximum {
            fail(world, call, number, timeout);
        } else {
            complete_tones(world, call, number, timeout);
        }
    });
}

fn complete_tones(world: &mut World, call: &str, number: u64, outcome: (i32, i32, &str)) {
    let tones = recognition(world, call, number).map(|recognition| std::mem::take(&mut recognition.tones));
    let event = RecognizeCompleted::new()
        .recognition_type(RecognitionType::Dtmf)
        .dtmf_result(DtmfResult::new().tones(tones.unwrap_or_default()));
    complete(world, call, number, outcome, event);
}

fn choose_by_tone(world: &mut World, call: &str, number: u64, tone: &Tone) {
    let chosen = choice(world, call, number, |choice| choice.tone.as_ref() == Some(tone));
    match chosen {
        Some(label) => {
            let event = RecognizeCompleted::new()
                .recognition_type(RecognitionType::Choices)
                .choice_result(ChoiceResult::new().label(label));
            complete(world, call, number, (200, 8533, "Action completed, DTMF option matched."), event);
        }
        None => {
            fail(world, call, number, (500, 8534, "Action failed, DTMF tone does not match a valid option."))
        }
    }
}

fn choose_by_phrase(world: &mut World, call: &str, number: u64, text: &str) {
    let said = normalized(text);
    let mut phrase = None;
    let chosen = choice(world, call, number, |choice| {
        phrase = choice.phrases.iter().flatten().find(|phrase| normalized(phrase) == said).cloned();
        phrase.is_some()
    });
    match (chosen, phrase) {
        (Some(label), Some(phrase)) => {
            let result = ChoiceResult::new().label(label).recognized_phrase(phrase).confidence(CONFIDENCE);
            let event =
                RecognizeCompleted::new().recognition_type(RecognitionType::Choices).choice_result(result);
            let message = "Action completed, Recognized phrase matches a valid option.";
            complete(world, call, number, (200, 8545, message), event);
        }
        _ => {
            let message = "Action failed, recognized phrase does not match a valid option.";
            fail(world, call, number, (400, 8547, message));
        }
    }
}

/// Returns the label of the first choice that matches.
fn choice(
    world: &mut World,
    call: &str,
    number: u64,
    matches: impl FnMut(&&RecognitionChoice) -> bool,
) -> Option<String> {
    let recognition = recognition(world, call, number)?;
    recognition.choices.iter().find(matches)?.label.clone()
}

/// Returns the words of a text in lower case and without punctuation.
fn normalized(text: &str) -> String {
    let words = text.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(str::to_lowercase).collect::<Vec<_>>().join(" ")
}

/// Adds speech. The recognition completes after a silence.
fn hear(world: &mut World, call: &str, number: u64, text: &str) {
    let Some(recognition) = recognition(world, call, number) else { return };
    if !recognition.speech.is_empty() {
        recognition.speech.push(' ');
    }
    recognition.speech.push_str(text);
    let silence = recognition.end_silence;
    after(world, call, number, silence, |world, call, number| {
        let speech = self::recognition(world, call, number).map(|one| std::mem::take(&mut one.speech));
        let heard = SpeechResult::new().speech(speech.unwrap_or_default()).confidence(CONFIDENCE);
        let event = RecognizeCompleted::new().recognition_type(RecognitionType::Speech).speech_result(heard);
        complete(world, call, number, (200, 8569, "Action completed, speech recognized."), event);
    });
}

fn complete(
    world: &mut World,
    call: &str,
    number: u64,
    (code, subcode, message): (i32, i32, &str),
    event: RecognizeCompleted,
) {
    finish(world, call, number, |world, action| {
        raise(world, call, &action.origin, result(code, subcode, message), event);
    });
}

fn fail(world: &mut World, call: &str, number: u64, outcome: (i32, i32, &str)) {
    fail_with(world, call, number, outcome, RecognizeFailed::new());
}

fn fail_with(
    world: &mut World,
    call: &str,
    number: u64,
    (code, subcode, message): (i32, i32, &str),
    event: RecognizeFailed,
) {
    finish(world, call, number, |world, action| {
        raise(world, call, &action.origin, result(code, subcode, message), event);
    });
}

/// Returns a recognition that is running.
fn recognition<'w>(world: &'w mut World, call: &str, number: u64) -> Option<&'w mut Recognition> {
    match &mut running(world, call, number)?.work {
        Work::Recognize(recognition) => Some(recognition),
        _ => None,
    }
}
