//! Values of types that are only received.

use graph_call_records::call_wire::json::encode;
use graph_call_records::{FailureInfo, FailureStage, MediaStream, MediaStreamDirection};

#[test]
fn received_types_can_be_built() {
    let failure = FailureInfo::new(FailureStage::Midcall).reason("lost");
    assert_eq!(encode(&failure).expect("JSON"), r#"{"reason":"lost","stage":"midcall"}"#);
    let stream = MediaStream::new(MediaStreamDirection::CallerToCallee);
    assert_eq!(encode(&stream).expect("JSON"), r#"{"streamDirection":"callerToCallee"}"#);
}
