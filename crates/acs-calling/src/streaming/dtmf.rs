//! DTMF frames.

use call_wire::json::Extra;
use call_wire::json_object;

/// A key that a participant pressed.
///
/// Source: <https://learn.microsoft.com/en-us/azure/communication-services/concepts/call-automation/audio-streaming-concept>
#[derive(Clone, Default, PartialEq)]
#[non_exhaustive]
pub struct DtmfData {
    /// The key, such as `5` or `#`.
    pub data: Option<String>,
    /// Unknown members, explicit nulls and original spellings.
    pub extra: Extra,
}

json_object!(DtmfData "DtmfData" { data: "data" });
