//! Constructors for parts of requests that have a tag and a matching member.

use crate::generated::{
    CallLocator, CallLocatorKind, FileSource, PlaySource, PlaySourceType, SsmlSource, TextSource,
};

impl CallLocator {
    /// Creates the locator of an ongoing call, by the `serverCallId` of a response or event.
    #[must_use]
    pub fn server_call(server_call_id: impl Into<String>) -> Self {
        Self::new().kind(CallLocatorKind::ServerCallLocator).server_call_id(server_call_id)
    }

    /// Creates the locator of a group call, by its GUID.
    #[must_use]
    pub fn group_call(group_call_id: impl Into<String>) -> Self {
        Self::new().kind(CallLocatorKind::GroupCallLocator).group_call_id(group_call_id)
    }

    /// Creates the locator of the call in a room.
    #[must_use]
    pub fn room(room_id: impl Into<String>) -> Self {
        Self::new().kind(CallLocatorKind::RoomCallLocator).room_id(room_id)
    }
}

impl From<FileSource> for PlaySource {
    fn from(file: FileSource) -> Self {
        Self::new(PlaySourceType::File).file(file)
    }
}

impl From<TextSource> for PlaySource {
    fn from(text: TextSource) -> Self {
        Self::new(PlaySourceType::Text).text(text)
    }
}

impl From<SsmlSource> for PlaySource {
    fn from(ssml: SsmlSource) -> Self {
        Self::new(PlaySourceType::Ssml).ssml(ssml)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn the_tag_matches_the_member() {
        for (locator, value) in [
            (CallLocator::server_call("s"), json!({"kind": "serverCallLocator", "serverCallId": "s"})),
            (CallLocator::group_call("g"), json!({"kind": "groupCallLocator", "groupCallId": "g"})),
            (CallLocator::room("r"), json!({"kind": "roomCallLocator", "roomId": "r"})),
        ] {
            assert_eq!(serde_json::to_value(&locator).expect("JSON"), value);
        }
        let sources: [(PlaySource, _); 3] = [
            (
                FileSource::new("https://a.example/f").into(),
                json!({"kind": "file", "file": {"uri": "https://a.example/f"}}),
            ),
            (TextSource::new("hello").into(), json!({"kind": "text", "text": {"text": "hello"}})),
            (SsmlSource::new("<speak/>").into(), json!({"kind": "ssml", "ssml": {"ssmlText": "<speak/>"}})),
        ];
        for (source, value) in sources {
            assert_eq!(serde_json::to_value(&source).expect("JSON"), value);
        }
    }
}
