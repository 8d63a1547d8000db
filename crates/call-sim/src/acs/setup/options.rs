//! The options that the requests to create, to answer and to connect have in common.

use acs_calling::{CallIntelligenceOptions, MediaStreamingOptions, TranscriptionOptions};

use super::super::connection::Options;
use super::super::origin::check_context;
use super::super::refusal::Refusal;

/// Reads the options.
pub(super) fn options(
    context: Option<String>,
    intelligence: Option<CallIntelligenceOptions>,
    media_streaming: Option<MediaStreamingOptions>,
    transcription: Option<TranscriptionOptions>,
) -> Result<Options, Refusal> {
    check_context(context.as_deref())?;
    let endpoint = intelligence.and_then(|intelligence| intelligence.cognitive_services_endpoint);
    let cognitive_services = endpoint.filter(|endpoint| !endpoint.is_empty());
    Ok(Options { context, cognitive_services, media_streaming, transcription })
}
