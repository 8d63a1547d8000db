//! Prompts and recordings, which run one after another.

use std::time::Duration;

use graph_calls::{
    AnyCommsOperation, CallCancelMediaProcessingParameters, CallPlayPromptParameters,
    CallRecordResponseParameters, CancelMediaProcessingOperation, OperationStatus, PlayPromptOperation,
    Prompt, RecordOperation,
};
use http::StatusCode;

use super::job::{Job, Record};
use super::leg::Leg;
use super::operations::{self, Outcome};
use super::recording;
use super::refusal::Refusal;
use crate::answer::Answer;
use crate::world::World;

/// The largest number of prompts.
const MOST_PROMPTS: usize = 20;

/// The default length of a prompt.
const PROMPT: Duration = Duration::from_secs(1);

/// Plays prompts.
pub(super) fn play(
    world: &mut World,
    call: &str,
    parameters: CallPlayPromptParameters,
) -> Result<Answer, Refusal> {
    let prompts = prompts(parameters.prompts.as_deref().unwrap_or_default(), 1, MOST_PROMPTS)?;
    service_hosted(world, call)?;
    let operation = PlayPromptOperation::new(OperationStatus::Running);
    let (id, answer) = operations::start(world, call, StatusCode::OK, operation, parameters.client_context)?;
    let prompts = world.graph.prompt_length.unwrap_or(PROMPT).saturating_mul(prompts);
    add(world, call, Job { operation: id, prompts, record: None });
    Ok(answer)
}

/// Records a response of the remote party.
pub(super) fn record(
    world: &mut World,
    call: &str,
    parameters: CallRecordResponseParameters,
) -> Result<Answer, Refusal> {
    let prompts = prompts(parameters.prompts.as_deref().unwrap_or_default(), 0, 1)?;
    let record = Record {
        initial_silence: seconds(
            "initialSilenceTimeoutInSeconds",
            parameters.initial_silence_timeout_in_seconds,
        )?,
        max_silence: seconds("maxSilenceTimeoutInSeconds", parameters.max_silence_timeout_in_seconds)?,
        max_duration: seconds("maxRecordDurationInSeconds", parameters.max_record_duration_in_seconds)?,
        stop_tones: parameters.stop_tones.unwrap_or_default(),
        began: None,
    };
    service_hosted(world, call)?;
    if parameters.barge_in_allowed == Some(true) {
        cancel_all(world, call);
    }
    let operation = RecordOperation::new(OperationStatus::Running);
    let (id, answer) = operations::start(world, call, StatusCode::OK, operation, parameters.client_context)?;
    let prompts = world.graph.prompt_length.unwrap_or(PROMPT).saturating_mul(prompts);
    add(world, call, Job { operation: id, prompts, record: Some(record) });
    Ok(answer)
}

/// Cancels all prompts and recordings.
pub(super) fn cancel(
    world: &mut World,
    call: &str,
    parameters: CallCancelMediaProcessingParameters,
) -> Result<Answer, Refusal> {
    service_hosted(world, call)?;
    let operation = CancelMediaProcessingOperation::new(OperationStatus::Completed);
    let (_, answer) = operations::start(world, call, StatusCode::OK, operation, parameters.client_context)?;
    cancel_all(world, call);
    Ok(answer)
}

/// Returns an error unless the call is established and the service hosts its media.
pub(super) fn service_hosted<'w>(world: &'w mut World, call: &str) -> Result<&'w mut Leg, Refusal> {
    let leg = world.graph.established(call)?;
    if leg.is_app_hosted() {
        return Err(Refusal::media_mode("The call has application-hosted media."));
    }
    Ok(leg)
}

/// Processes a key of the remote party: it may end the running recording.
pub(super) fn key(world: &mut World, call: &str, key: char) {
    let Some(record) = running_record(world, call) else { return };
    if record.stop_tones.iter().any(|tone| tone.chars().eq([key])) {
        end_record(world, call, Outcome::STOP_TONE);
    }
}

/// Processes speech of the remote party: the running recording ends after the silence that follows.
pub(super) fn speech(world: &mut World, call: &str) {
    let Some(record) = running_record(world, call) else { return };
    let elapsed = record.began.map_or(Duration::ZERO, |began| world.clock.elapsed().saturating_sub(began));
    let rest = record.max_duration.saturating_sub(elapsed);
    if record.max_silence < rest {
        set_timer(world, call, record.max_silence, |world, call| {
            end_record(world, call, Outcome::MAX_SILENCE);
        });
    }
}

fn prompts(prompts: &[Prompt], fewest: usize, most: usize) -> Result<u32, Refusal> {
    if !(fewest..=most).contains(&prompts.len()) {
        let message = format!("prompts has {} items (expected {fewest} to {most}).", prompts.len());
        return Err(Refusal::invalid_argument(message));
    }
    u32::try_from(prompts.len()).map_err(|_| Refusal::invalid_argument("prompts has too many items."))
}

fn seconds(name: &str, value: Option<i32>) -> Result<Duration, Refusal> {
    let value = value.unwrap_or(5);
    match u64::try_from(value) {
        Ok(seconds @ 1..=120) => Ok(Duration::from_secs(seconds)),
        _ => Err(Refusal::invalid_argument(format!("{name} is {value} (expected 1 to 120)."))),
    }
}

fn add(world: &mut World, call: &str, job: Job) {
    let Some(leg) = world.graph.legs.get_mut(call) else { return };
    leg.jobs.push_back(job);
    if leg.jobs.len() == 1 {
        run(world, call);
    }
}

/// Runs the first job.
fn run(world: &mut World, call: &str) {
    let Some(job) = world.graph.legs.get(call).and_then(|leg| leg.jobs.front()) else { return };
    let (prompts, is_record) = (job.prompts, job.record.is_some());
    if is_record && prompts.is_zero() {
        begin_record(world, call);
    } else if is_record {
        set_timer(world, call, prompts, begin_record);
    } else {
        set_timer(world, call, prompts, |world, call| finish(world, call, Outcome::DONE, |_| {}));
    }
}

fn begin_record(world: &mut World, call: &str) {
    let now = world.clock.elapsed();
    let Some(leg) = world.graph.legs.get_mut(call) else { return };
    // A participant is assumed to speak until the end unless it is muted or on hold.
    let is_silent = leg.parties.iter().all(|party| party.muted || party.on_hold);
    let Some(record) = leg.jobs.front_mut().and_then(|job| job.record.as_mut()) else { return };
    record.began = Some(now);
    let (silence, duration) = (record.initial_silence, record.max_duration);
    if is_silent {
        set_timer(world, call, silence, |world, call| {
            finish(world, call, Outcome::INITIAL_SILENCE, |_| {});
        });
    } else {
        set_timer(world, call, duration, |world, call| end_record(world, call, Outcome::MAX_DURATION));
    }
}

/// Returns the running recording, unless its prompts are still playing.
fn running_record(world: &World, call: &str) -> Option<Record> {
    let job = world.graph.legs.get(call)?.jobs.front()?;
    job.record.clone().filter(|record| record.began.is_some())
}

/// Ends the running recording, and makes it available.
fn end_record(world: &mut World, call: &str, outcome: Outcome) {
    let Some(record) = running_record(world, call) else { return };
    let length = record.began.map_or(Duration::ZERO, |began| world.clock.elapsed().saturating_sub(began));
    let leg = world.graph.legs.get(call);
    let Some(id) = leg.and_then(|leg| leg.jobs.front()).map(|job| job.operation.clone()) else { return };
    let (location, token) = recording::create(world, &id, length);
    finish(world, call, outcome, |operation| {
        if let AnyCommsOperation::RecordOperation(operation) = operation {
            operation.recording_location = Some(location);
            operation.recording_access_token = Some(token);
        }
    });
}

/// Ends the running job, and runs the next one.
fn finish(world: &mut World, call: &str, outcome: Outcome, further: impl FnOnce(&mut AnyCommsOperation)) {
    let Some(job) = world.graph.legs.get_mut(call).and_then(|leg| leg.jobs.pop_front()) else { return };
    clear_timer(world, call);
    operations::end_with(world, call, &job.operation, outcome, further);
    run(world, call);
}

fn cancel_all(world: &mut World, call: &str) {
    clear_timer(world, call);
    let jobs = world.graph.legs.get_mut(call).map(|leg| std::mem::take(&mut leg.jobs));
    for job in jobs.into_iter().flatten() {
        operations::end(world, call, &job.operation, Outcome::CANCELED);
    }
}

fn set_timer(world: &mut World, call: &str, time: Duration, action: fn(&mut World, &str)) {
    clear_timer(world, call);
    let id = call.to_owned();
    let timer = world.after(time, move |world| action(world, &id));
    if let Some(leg) = world.graph.legs.get_mut(call) {
        leg.job_timer = Some(timer);
    }
}

fn clear_timer(world: &mut World, call: &str) {
    if let Some(timer) = world.graph.legs.get_mut(call).and_then(|leg| leg.job_timer.take()) {
        world.cancel(timer);
    }
}
