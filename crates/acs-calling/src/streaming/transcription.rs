//! Transcription frames.

use call_wire::json::{Extra, Raw};
use call_wire::{OpenEnum, Unrecognized, json_object, open_enum};

/// The call and the languages of the transcription that follows. It is the first frame of a connection.
///
/// Source: <https://learn.microsoft.com/en-us/azure/communication-services/concepts/call-automation/real-time-transcription>
#[derive(Clone, Default, PartialEq)]
#[non_exhaustive]
pub struct TranscriptionMetadata {
    /// The id of the subscription to the stream.
    pub subscription_id: Option<String>,
    /// The language of the transcription, such as `en-US`.
    pub locale: Option<String>,
    /// The languages of the transcription, if there are several.
    pub locales: Option<Vec<String>>,
    /// The id of the call connection.
    pub call_connection_id: Option<String>,
    /// The correlation id, which identifies the call across services and logs.
    pub correlation_id: Option<String>,
    /// The endpoint of a custom speech model.
    pub speech_recognition_model_endpoint_id: Option<String>,
    /// The options for redacting personal data in the text, as received. Their form is not documented.
    pub pii_redaction_options: Option<Raw<'static>>,
    /// Unknown members, explicit nulls and original spellings.
    pub extra: Extra,
}

json_object!(TranscriptionMetadata "TranscriptionMetadata" {
    subscription_id: "subscriptionId",
    locale: "locale",
    locales: "locales",
    call_connection_id: "callConnectionId",
    correlation_id: "correlationId",
    speech_recognition_model_endpoint_id: "speechRecognitionModelEndpointId",
    pii_redaction_options: "piiRedactionOptions",
});

/// A segment of the transcription.
///
/// Source: <https://learn.microsoft.com/en-us/azure/communication-services/concepts/call-automation/real-time-transcription>
#[derive(Clone, Default, PartialEq)]
#[non_exhaustive]
pub struct TranscriptionData {
    /// The transcribed text.
    pub text: Option<String>,
    /// The form of the text: `display`.
    pub format: Option<String>,
    /// The confidence of the recognition, from 0 to 1.
    pub confidence: Option<f64>,
    /// The start in the audio, in ticks of 100 ns. A large offset has no exact representation as a double.
    pub offset: Option<i64>,
    /// The duration, in ticks of 100 ns.
    pub duration: Option<i64>,
    /// The words, with their positions in the audio.
    pub words: Option<Vec<TranscribedWord>>,
    /// The raw id of the speaker. The JSON name is `participantRawID`; `participantRawId` is accepted too.
    pub participant_raw_id: Option<String>,
    /// The status of the text: final, or subject to change.
    pub result_status: Option<ResultStatus>,
    /// Unknown members, explicit nulls and original spellings.
    pub extra: Extra,
}

json_object!(TranscriptionData "TranscriptionData" {
    text: "text",
    format: "format",
    confidence: "confidence",
    offset: "offset",
    duration: "duration",
    words: "words",
    participant_raw_id: "participantRawID",
    result_status: "resultStatus",
});

impl TranscriptionData {
    /// Moves the participant from the member `participantRawId`, if present.
    pub(super) fn with_canonical_participant(mut self) -> Self {
        const OTHER: &str = "participantRawId";
        if self.participant_raw_id.is_none()
            && let Some(id) = self.extra.get(OTHER).and_then(|id| id.text().map(Into::into))
        {
            self.participant_raw_id = Some(id);
            self.extra.remove(OTHER);
        }
        self
    }
}

/// A word of a transcription. Part of [`TranscriptionData`].
///
/// Source: <https://learn.microsoft.com/en-us/azure/communication-services/concepts/call-automation/real-time-transcription>
#[derive(Clone, Default, PartialEq)]
#[non_exhaustive]
pub struct TranscribedWord {
    /// The word.
    pub text: Option<String>,
    /// The start in the audio, in ticks of 100 ns.
    pub offset: Option<i64>,
    /// The duration, in ticks of 100 ns.
    pub duration: Option<i64>,
    /// Unknown members, explicit nulls and original spellings.
    pub extra: Extra,
}

json_object!(TranscribedWord "WordData" { text: "text", offset: "offset", duration: "duration" });

/// The status of a transcribed text. The letter case is ignored.
///
/// Source: <https://learn.microsoft.com/en-us/azure/communication-services/concepts/call-automation/real-time-transcription>
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ResultStatus {
    /// The text may change; a later frame replaces it.
    Intermediate,
    /// The text is final.
    Final,
    /// A value unknown to this version, with its original text.
    Other(Unrecognized),
}

impl OpenEnum for ResultStatus {
    const NAME: &'static str = "ResultStatus";
    const VALUES: &'static [Self] = &[Self::Intermediate, Self::Final];
    const FOLD: bool = true;

    fn as_str(&self) -> &str {
        match self {
            Self::Intermediate => "Intermediate",
            Self::Final => "Final",
            Self::Other(other) => other.as_str(),
        }
    }

    fn other(value: Unrecognized) -> Self {
        Self::Other(value)
    }
}

open_enum!(ResultStatus);
