//! Requests to recognize keys or speech.

use std::time::Duration;

use acs_calling::{RecognizeInputType, RecognizeOptions, RecognizeRequest};
use http::StatusCode;

use super::super::body::required;
use super::super::identity::Identity;
use super::super::origin::Origin;
use super::super::refusal::{Refusal, Reply};
use super::super::{connection, conversation};
use super::actions::{Recognition, Work};
use super::lines::{Submission, submit};
use super::{prompt, recognition};
use crate::answer::Answer;
use crate::world::World;

/// The longest initial silence for choices and speech, in seconds.
const LONGEST_SILENCE: i32 = 20;

/// Recognizes keys or speech of a participant.
pub(crate) fn recognize(world: &mut World, call: &str, request: RecognizeRequest) -> Reply {
    let input = required(request.recognize_input_type, "RecognizeInputType")?;
    let options = required(request.recognize_options, "RecognizeOptions")?;
    let target = Identity::read_option(options.target_participant.as_ref(), "TargetParticipant")?;
    let target = required(target, "TargetParticipant")?.raw_id;
    let origin = Origin::read(request.operation_context, request.operation_callback_uri)?;
    let connection = connection::established_for_media(world, call)?;
    let has_ai = connection.options.cognitive_services.is_some();
    if input != RecognizeInputType::Dtmf && !has_ai {
        let message = "The call was set up without cognitiveServicesEndpoint, which choices and speech need.";
        return Err(Refusal::bad_request(8567, message));
    }
    let sources = match request.play_prompts {
        Some(prompts) if !prompts.is_empty() => prompts,
        _ => request.play_prompt.into_iter().collect(),
    };
    let prompt = prompt::read(world, call, &sources)?;
    let conversation = conversation::of(world, call).ok_or_else(Refusal::call_not_found)?;
    if conversation.party(&target).is_none() {
        return Err(Refusal::participant_not_found());
    }
    // In a call with two participants, a recognition concerns the whole call.
    let targets = if conversation.is_group_call() { vec![target.clone()] } else { Vec::new() };
    let recognition = Recognition { prompt, ..read(target, input, options)? };
    let submission = Submission {
        origin,
        targets,
        work: Work::Recognize(Box::new(recognition)),
        start: recognition::start,
        interrupts: request.interrupt_call_media_operation.unwrap_or_default(),
    };
    submit(world, call, submission)?;
    Ok(Answer::empty(StatusCode::ACCEPTED))
}

fn read(
    target: String,
    input: RecognizeInputType,
    options: RecognizeOptions,
) -> Result<Recognition, Refusal> {
    let silence = options.initial_silence_timeout_in_seconds.unwrap_or(5);
    if input != RecognizeInputType::Dtmf && silence > LONGEST_SILENCE {
        return Err(Refusal::invalid(format!(
            "The field InitialSilenceTimeoutInSeconds is invalid: {silence} (expected at most {LONGEST_SILENCE} for \
             choices and speech)."
        )));
    }
    let choices = options.choices.unwrap_or_default();
    if input == RecognizeInputType::Choices {
        let with_tone = choices.iter().filter(|choice| choice.tone.is_some()).count();
        if choices.is_empty() {
            return Err(Refusal::missing("Choices"));
        }
        if with_tone != 0 && with_tone != choices.len() {
            return Err(Refusal::invalid(
                "The field Choices is invalid: either all choices have a tone, or none.",
            ));
        }
    }
    let dtmf = options.dtmf_options.unwrap_or_default();
    let most_tones = dtmf.max_tones_to_collect.map(|most| match usize::try_from(most) {
        Ok(most) if most > 0 => Ok(most),
        _ => Err(Refusal::invalid("The field MaxTonesToCollect is invalid (expected at least 1).")),
    });
    let end_silence = options.speech_options.and_then(|speech| speech.end_silence_timeout_in_ms);
    Ok(Recognition {
        target,
        input,
        prompt: super::actions::Prompt::default(),
        interrupts_prompt: options.interrupt_prompt.unwrap_or(true),
        initial_silence: seconds(silence),
        inter_tone: seconds(dtmf.inter_tone_timeout_in_seconds.unwrap_or(2)),
        end_silence: Duration::from_millis(
            end_silence.and_then(|time| u64::try_from(time).ok()).unwrap_or(500),
        ),
        most_tones: most_tones.transpose()?,
        stop_tones: dtmf.stop_tones.unwrap_or_default(),
        choices,
        is_listening: false,
        tones: Vec::new(),
        speech: String::new(),
    })
}

fn seconds(seconds: i32) -> Duration {
    Duration::from_secs(u64::try_from(seconds).unwrap_or_default())
}
