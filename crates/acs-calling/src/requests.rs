//! Short ways to make the parts of requests that take a tag and the member which belongs to it.

use crate::generated::{
    CallLocator, CallLocatorKind, FileSource, PlaySource, PlaySourceType, SsmlSource, TextSource,
};

impl CallLocator {
    /// A call that is running, by the `serverCallId` of an answer or event.
    #[must_use]
    pub fn server_call(server_call_id: impl Into<String>) -> Self {
        Self::new().kind(CallLocatorKind::ServerCallLocator).server_call_id(server_call_id)
    }

    /// A group call, by its GUID.
    #[must_use]
    pub fn group_call(group_call_id: impl Into<String>) -> Self {
        Self::new().kind(CallLocatorKind::GroupCallLocator).group_call_id(group_call_id)
    }

    /// The call in a room.
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
    fn tag_and_member_agree() {
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
