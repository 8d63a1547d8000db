//! The headers and error bodies of responses.

use http::HeaderName;
use http::header::{CACHE_CONTROL, STRICT_TRANSPORT_SECURITY};
use serde_json::json;

use super::refusal::Refusal;
use crate::answer::Answer;
use crate::request::Request;
use crate::world::World;

/// Returns the response to a request, with the headers that Graph adds.
pub(super) fn finish(world: &mut World, request: &Request, result: Result<Answer, Refusal>) -> Answer {
    let id = world.random.guid();
    let client_id = request.header("client-request-id").unwrap_or(&id);
    let answer = result.unwrap_or_else(|refusal| {
        let date = world.clock.now().strftime("%Y-%m-%dT%H:%M:%S").to_string();
        refusal.answer(Some(date), Some((&id, client_id)))
    });
    let server = json!({"ServerInfo": {
        "DataCenter": "Loopback", "Slice": "E", "Ring": "1", "ScaleUnit": "000", "RoleInstance": "call-sim",
    }});
    answer
        .header(HeaderName::from_static("request-id"), &id)
        .header(HeaderName::from_static("client-request-id"), client_id)
        .header(HeaderName::from_static("x-ms-ags-diagnostic"), &server.to_string())
        .header(STRICT_TRANSPORT_SECURITY, "max-age=31536000")
        .header(CACHE_CONTROL, "private")
}
