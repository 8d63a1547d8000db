//! The parts of the service that are not merged yet: recording and media WebSockets.

pub(crate) mod recording {
    use acs_calling::StartCallRecordingRequest;

    use super::super::refusal::{Refusal, Reply};
    use crate::world::World;

    #[derive(Default)]
    pub(crate) struct State;

    fn refused() -> Reply {
        Err(Refusal::not_supported("Recording is not supported."))
    }
    pub(crate) fn start(_: &mut World, _: StartCallRecordingRequest) -> Reply {
        refused()
    }
    pub(crate) fn properties(_: &mut World, _: &str) -> Reply {
        refused()
    }
    pub(crate) fn stop(_: &mut World, _: &str) -> Reply {
        refused()
    }
    pub(crate) fn pause(_: &mut World, _: &str) -> Reply {
        refused()
    }
    pub(crate) fn resume(_: &mut World, _: &str) -> Reply {
        refused()
    }
    pub(crate) fn call_ended(_: &mut World, _: &str) {}
}

pub(crate) mod streaming {
    use acs_calling::{
        MediaStreamingSubscription, StartMediaStreamingRequest, StartTranscriptionRequest,
        StopMediaStreamingRequest, StopTranscriptionRequest, Tone, TranscriptionSubscription,
        UpdateTranscriptionRequest,
    };

    use super::super::refusal::{Refusal, Reply};
    use crate::world::World;

    #[derive(Default)]
    pub(crate) struct State;

    fn refused() -> Reply {
        Err(Refusal::not_supported("Media WebSockets are not supported."))
    }
    pub(crate) fn start(_: &mut World, _: &str, _: StartMediaStreamingRequest) -> Reply {
        refused()
    }
    pub(crate) fn stop(_: &mut World, _: &str, _: StopMediaStreamingRequest) -> Reply {
        refused()
    }
    pub(crate) fn start_transcription(_: &mut World, _: &str, _: StartTranscriptionRequest) -> Reply {
        refused()
    }
    pub(crate) fn stop_transcription(_: &mut World, _: &str, _: StopTranscriptionRequest) -> Reply {
        refused()
    }
    pub(crate) fn update_transcription(_: &mut World, _: &str, _: UpdateTranscriptionRequest) -> Reply {
        refused()
    }
    pub(crate) fn connected(_: &mut World, _: &str) {}
    pub(crate) fn ended(_: &mut World, _: &str) {}
    pub(crate) fn pressed(_: &mut World, _: &str, _: &str, _: &Tone) {}
    pub(crate) fn said(_: &mut World, _: &str, _: &str, _: &str) {}
    pub(crate) fn subscriptions(
        _: &World,
        _: &str,
    ) -> (Option<MediaStreamingSubscription>, Option<TranscriptionSubscription>) {
        (None, None)
    }
}
