//! Live transcription.

use call_wire::json::{Extra, Raw};
use call_wire::{OpenEnum, Unrecognized, json_object, open_enum};

/// What the transcription that follows is about. The first frame of a connection.
///
/// Source: <https://learn.microsoft.com/en-us/azure/communication-services/concepts/call-automation/real-time-transcription>
#[derive(Clone, Default, PartialEq)]
#[non_exhaustive]
pub struct TranscriptionMetadata {
    /// Identifies the subscription to the stream.
    pub subscription_id: Option<String>,
    /// The language that is listened for, such as `en-US`.
    pub locale: Option<String>,
    /// The languages that are listened for, where there are several.
    pub locales: Option<Vec<String>>,
    /// The call connection.
    pub call_connection_id: Option<String>,
    /// The call across services and logs.
    pub correlation_id: Option<String>,
    /// The endpoint of a custom speech model.
    pub speech_recognition_model_endpoint_id: Option<String>,
    /// What is done to personal data in the text, as it came: its shape is not documented.
    pub pii_redaction_options: Option<Raw<'static>>,
    /// What the members above do not say about the wire.
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

/// A piece of transcription.
///
/// Source: <https://learn.microsoft.com/en-us/azure/communication-services/concepts/call-automation/real-time-transcription>
#[derive(Clone, Default, PartialEq)]
#[non_exhaustive]
pub struct TranscriptionData {
    /// What was said.
    pub text: Option<String>,
    /// The form of the text: `display`.
    pub format: Option<String>,
    /// How sure the recognition is, from 0 to 1.
    pub confidence: Option<f64>,
    /// Where in the audio it begins, in ticks of 100 ns. Beyond what a double can say.
    pub offset: Option<i64>,
    /// How long it is, in ticks of 100 ns.
    pub duration: Option<i64>,
    /// The words, each with its place.
    pub words: Option<Vec<TranscribedWord>>,
    /// Who said it, by raw id. `participantRawID` on the wire; `participantRawId` is read too.
    pub participant_raw_id: Option<String>,
    /// Whether the text may still change.
    pub result_status: Option<ResultStatus>,
    /// What the members above do not say about the wire.
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
    /// The participant under its one name, however that was spelled.
    pub(super) fn with_one_name_of_the_participant(mut self) -> Self {
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
    /// Where in the audio it begins, in ticks of 100 ns.
    pub offset: Option<i64>,
    /// How long it is, in ticks of 100 ns.
    pub duration: Option<i64>,
    /// What the members above do not say about the wire.
    pub extra: Extra,
}

json_object!(TranscribedWord "WordData" { text: "text", offset: "offset", duration: "duration" });

/// Whether a transcribed text may still change. Read in any case of letters.
///
/// Source: <https://learn.microsoft.com/en-us/azure/communication-services/concepts/call-automation/real-time-transcription>
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ResultStatus {
    /// A better version of this text will follow.
    Intermediate,
    /// The text stays as it is.
    Final,
    /// A value that this version does not know, as it came.
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
