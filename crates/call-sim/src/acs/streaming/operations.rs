//! The operations on streams.

use acs_calling::{
    MediaStreamingContentType, MediaStreamingSubscription, MediaStreamingSubscriptionState as MediaState,
    StartMediaStreamingRequest, StartTranscriptionRequest, StopMediaStreamingRequest,
    StopTranscriptionRequest, TranscriptionResultType, TranscriptionSubscription,
    TranscriptionSubscriptionState as TextState, UpdateTranscriptionRequest,
};
use http::StatusCode;

use super::events::{stopped, updated};
use super::kind::{Kind, media, transcription};
use super::life::{close, open};
use crate::acs::connection::{Direction, established_for_media};
use crate::acs::origin::Origin;
use crate::acs::refusal::{Refusal, Reply};
use crate::answer::Answer;
use crate::world::World;

/// Starts media streaming.
pub(crate) fn start(world: &mut World, id: &str, request: StartMediaStreamingRequest) -> Reply {
    let origin = Origin::read(request.operation_context, request.operation_callback_uri)?;
    if media(established_for_media(world, id)?).is_none() {
        return Err(Refusal::missing_configuration(
            "MediaStreamingOptions are required when the call is created, answered or connected.",
        ));
    }
    open(world, (id.to_owned(), Kind::Media), origin, None);
    accepted(id)
}

/// Stops media streaming.
pub(crate) fn stop(world: &mut World, id: &str, request: StopMediaStreamingRequest) -> Reply {
    let origin = Origin::read(request.operation_context, request.operation_callback_uri)?;
    end(world, id, Kind::Media, &origin)
}

/// Starts the transcription.
pub(crate) fn start_transcription(world: &mut World, id: &str, request: StartTranscriptionRequest) -> Reply {
    let origin = Origin::read(request.operation_context, request.operation_callback_uri)?;
    let connection = established_for_media(world, id)?;
    let Some(options) = transcription(connection) else {
        return Err(Refusal::missing_configuration(
            "TranscriptionOptions are required when the call is created, answered or connected.",
        ));
    };
    if connection.options.cognitive_services.is_none() {
        return Err(Refusal::missing_configuration(
            "CognitiveServicesEndpoint is required when the call is created, answered or connected.",
        ));
    }
    check_locale(request.locale.as_deref().or(options.locale.as_deref()))?;
    open(world, (id.to_owned(), Kind::Transcription), origin, request.locale);
    accepted(id)
}

/// Stops the transcription.
pub(crate) fn stop_transcription(world: &mut World, id: &str, request: StopTranscriptionRequest) -> Reply {
    let origin = Origin::read(request.operation_context, request.operation_callback_uri)?;
    end(world, id, Kind::Transcription, &origin)
}

/// Changes the language of the transcription.
pub(crate) fn update_transcription(
    world: &mut World,
    id: &str,
    request: UpdateTranscriptionRequest,
) -> Reply {
    let origin = Origin::read(request.operation_context, request.operation_callback_uri)?;
    if established_for_media(world, id)?.direction == Direction::Joined {
        let message = "The transcription of a call that the application joined cannot be updated.";
        return Err(Refusal::not_supported(message));
    }
    let stream = world.acs.streams.streams.get_mut(&(id.to_owned(), Kind::Transcription));
    let Some(stream) = stream else {
        return Err(Refusal::bad_request(8585, "The transcription is not active."));
    };
    if let Some(locale) = request.locale {
        check_locale(Some(&locale))?;
        stream.locale = locale;
    }
    updated(world, id, &origin);
    accepted(id)
}

/// Returns the subscriptions of a call connection, as in its properties.
pub(crate) fn subscriptions(
    world: &World,
    id: &str,
) -> (Option<MediaStreamingSubscription>, Option<TranscriptionSubscription>) {
    let Some(connection) = world.acs.connections.get(id) else { return (None, None) };
    let is_active = |kind| world.acs.streams.streams.contains_key(&(id.to_owned(), kind));
    let media = media(connection).map(|_| {
        let state = if is_active(Kind::Media) { MediaState::Active } else { MediaState::Inactive };
        MediaStreamingSubscription::new()
            .id(Kind::Media.subscription_id(id))
            .state(state)
            .subscribed_content_types([MediaStreamingContentType::Audio])
    });
    let text = transcription(connection).map(|options| {
        let state = if is_active(Kind::Transcription) { TextState::Active } else { TextState::Inactive };
        let mut types = vec![TranscriptionResultType::Final];
        types.extend(
            (options.enable_intermediate_results == Some(true))
                .then_some(TranscriptionResultType::Intermediate),
        );
        let stream = world.acs.streams.streams.get(&(id.to_owned(), Kind::Transcription));
        let locale = stream.map(|stream| stream.locale.clone()).or_else(|| options.locale.clone());
        TranscriptionSubscription::new()
            .id(Kind::Transcription.subscription_id(id))
            .state(state)
            .subscribed_result_types(types)
            .locale(locale.unwrap_or_default())
    });
    (media, text)
}

fn end(world: &mut World, id: &str, kind: Kind, origin: &Origin) -> Reply {
    established_for_media(world, id)?;
    let key = (id.to_owned(), kind);
    close(world, &key);
    stopped(world, &key, origin);
    accepted(id)
}

fn accepted(id: &str) -> Reply {
    Ok(Answer::empty(StatusCode::ACCEPTED).for_call(id))
}

/// Checks that a language has a region, as in `en-US`.
fn check_locale(locale: Option<&str>) -> Result<(), Refusal> {
    let is_complete = |locale: &str| {
        locale.split_once('-').is_some_and(|(language, region)| !language.is_empty() && !region.is_empty())
    };
    match locale {
        Some(locale) if is_complete(locale) => Ok(()),
        Some(_) => Err(Refusal::invalid("The field Locale is invalid: it has no region (expected en-US).")),
        None => Err(Refusal::missing("Locale")),
    }
}
