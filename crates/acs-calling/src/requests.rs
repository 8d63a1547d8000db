//! Short ways to make the parts of requests that take a tag and the member which belongs to it.

use crate::{CallLocator, CallLocatorKind, FileSource, PlaySource, PlaySourceType, SsmlSource, TextSource};

impl CallLocator {
    /// A call that is running, by the `serverCallId` of an answer or event.
    #[must_use]
    pub fn server_call(server_call_id: impl Into<String>) -> Self {
        let server_call_id = Some(server_call_id.into());
        Self { kind: Some(CallLocatorKind::ServerCallLocator), server_call_id, ..Self::default() }
    }

    /// A group call, by its GUID.
    #[must_use]
    pub fn group_call(group_call_id: impl Into<String>) -> Self {
        let group_call_id = Some(group_call_id.into());
        Self { kind: Some(CallLocatorKind::GroupCallLocator), group_call_id, ..Self::default() }
    }

    /// The call in a room.
    #[must_use]
    pub fn room(room_id: impl Into<String>) -> Self {
        let room_id = Some(room_id.into());
        Self { kind: Some(CallLocatorKind::RoomCallLocator), room_id, ..Self::default() }
    }
}

impl From<FileSource> for PlaySource {
    fn from(file: FileSource) -> Self {
        Self { file: Some(file), ..Self::new(PlaySourceType::File) }
    }
}

impl From<TextSource> for PlaySource {
    fn from(text: TextSource) -> Self {
        Self { text: Some(text), ..Self::new(PlaySourceType::Text) }
    }
}

impl From<SsmlSource> for PlaySource {
    fn from(ssml: SsmlSource) -> Self {
        Self { ssml: Some(ssml), ..Self::new(PlaySourceType::Ssml) }
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
