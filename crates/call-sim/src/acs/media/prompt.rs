//! Prompts: their length, or the reason why they cannot be played.

use std::time::Duration;

use acs_calling::{PlaySource, PlaySourceType};
use url::Url;

use super::super::refusal::Refusal;
use super::actions::{Prompt, PromptFailure};
use crate::world::World;

/// The length of an audio file, unless [`Acs::prompt_length`](crate::Acs::prompt_length) sets another one.
const FILE: Duration = Duration::from_secs(3);

/// The length of a character of text: about 15 characters in a second.
const CHARACTER: Duration = Duration::from_millis(65);

/// The longest text of a source, in characters.
const LONGEST_TEXT: usize = 4000;

/// The length of a source, or the subcode and the message of its failure.
type Length = Result<Duration, (i32, &'static str)>;

/// Reads the sources of a prompt for a call.
pub(super) fn read(world: &World, call: &str, sources: &[PlaySource]) -> Result<Prompt, Refusal> {
    let connection = world.acs.connections.get(call).ok_or_else(Refusal::call_not_found)?;
    let has_ai = connection.options.cognitive_services.is_some();
    let of_file = world.acs.prompt_length.unwrap_or(FILE);
    let mut prompt = Prompt::default();
    for (index, source) in (0..).zip(sources) {
        let length = length(source, has_ai, of_file)?;
        // The sources after one that fails are not played.
        if prompt.failure.is_none() {
            match length {
                Ok(length) => prompt.duration = prompt.duration.saturating_add(length),
                Err((subcode, message)) => prompt.failure = Some(PromptFailure { index, subcode, message }),
            }
        }
    }
    Ok(prompt)
}

/// Returns the length of a source. `has_ai` is whether the call was set up with AI services, which text needs.
fn length(source: &PlaySource, has_ai: bool, of_file: Duration) -> Result<Length, Refusal> {
    match source.kind {
        Some(PlaySourceType::Text) => {
            let text = source.text.as_ref().and_then(|text| text.text.as_deref());
            let text = text.ok_or_else(|| Refusal::missing("Text"))?;
            let length = text.chars().count();
            if length > LONGEST_TEXT {
                return Err(Refusal::invalid(format!(
                    "The field Text is invalid: it has {length} characters (expected at most {LONGEST_TEXT})."
                )));
            }
            speech(text, has_ai).map(Ok)
        }
        Some(PlaySourceType::Ssml) => {
            let text = source.ssml.as_ref().and_then(|ssml| ssml.ssml_text.as_deref());
            let text = text.ok_or_else(|| Refusal::missing("Ssml"))?;
            speech(&without_tags(text), has_ai).map(Ok)
        }
        _ => {
            let uri = source.file.as_ref().and_then(|file| file.uri.as_deref());
            file(uri.ok_or_else(|| Refusal::missing("File"))?, of_file)
        }
    }
}

fn speech(text: &str, has_ai: bool) -> Result<Duration, Refusal> {
    if !has_ai {
        return Err(Refusal::bad_request(
            8567,
            "The call was set up without cognitiveServicesEndpoint, which text and speech need.",
        ));
    }
    if text.trim().is_empty() {
        return Err(Refusal::bad_request(8582, "The text to play is empty."));
    }
    let characters = u32::try_from(text.chars().count()).unwrap_or(u32::MAX);
    Ok(CHARACTER.saturating_mul(characters))
}

/// Returns the length of a file, or its failure. Files are not downloaded: the result depends on the name.
fn file(uri: &str, length: Duration) -> Result<Length, Refusal> {
    let url = Url::parse(uri).ok().filter(|url| matches!(url.scheme(), "http" | "https"));
    let url = url.ok_or_else(|| {
        Refusal::invalid("The field Uri is invalid (expected an absolute URL of an audio file).")
    })?;
    let name = url.path_segments().and_then(|mut segments| segments.next_back()).unwrap_or_default();
    let (stem, extension) = name.rsplit_once('.').unwrap_or((name, "wav"));
    if stem == "not-found" {
        return Ok(Err((8536, "Action failed, file could not be downloaded.")));
    }
    if !matches!(extension.to_ascii_lowercase().as_str(), "wav" | "mp3") {
        return Ok(Err((8535, "Action failed, file format is invalid.")));
    }
    Ok(Ok(length))
}

fn without_tags(ssml: &str) -> String {
    let mut is_tag = false;
    ssml.chars()
        .filter(|letter| {
            match letter {
                '<' => is_tag = true,
                '>' => {
                    is_tag = false;
                    return false;
                }
                _ => {}
            }
            !is_tag
        })
        .collect()
}
