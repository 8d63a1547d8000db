//! The store of the files: downloads, with ranges, and deletions.

use http::header::{ACCEPT_RANGES, ALLOW, CONTENT_RANGE, ETAG, IF_RANGE, RANGE};
use http::{Method, StatusCode};

use super::file::File;
use super::range::{Requested, requested};
use crate::acs::refusal::{Refusal, Reply};
use crate::answer::Answer;
use crate::request::Request;
use crate::world::World;

/// The path of the documents.
pub(super) const OBJECTS: &str = "/v1/objects/";

/// The path of the recording in its document.
pub(super) const CONTENT: &str = "/content/video";

/// The path of the metadata in the document.
pub(super) const METADATA: &str = "/content/acsmetadata";

/// Returns whether the store has the path of a request.
pub(crate) fn serves(request: &Request) -> bool {
    request.path().starts_with(OBJECTS)
}

/// Returns the name of the client's operation.
pub(crate) fn operation(request: &Request) -> &'static str {
    if request.method == Method::DELETE { "call_recording_delete" } else { "call_recording_download" }
}

/// Downloads or deletes a file. The request has been authenticated.
pub(crate) fn download(world: &mut World, request: &Request) -> Reply {
    let path = request.path().strip_prefix(OBJECTS).unwrap_or_default();
    let (document, part) = path.split_at(path.find('/').unwrap_or(path.len()));
    let files = &mut world.acs.recordings.files;
    let not_found = || Refusal::not_found("Recording");
    match (&request.method, part) {
        (&Method::DELETE, "") => {
            files.remove(document).map(|_| Answer::empty(StatusCode::OK)).ok_or_else(not_found)
        }
        (&Method::GET, CONTENT) => {
            let stored = files.get(document).ok_or_else(not_found)?;
            Ok(content(request, document, &stored.file))
        }
        (&Method::GET, METADATA) => {
            let stored = files.get(document).ok_or_else(not_found)?;
            Ok(Answer::new(StatusCode::OK, "application/json", stored.metadata.clone()))
        }
        (_, "") => Ok(not_allowed("DELETE")),
        (_, CONTENT | METADATA) => Ok(not_allowed("GET")),
        _ => Err(not_found()),
    }
}

fn not_allowed(allowed: &str) -> Answer {
    Answer::empty(StatusCode::METHOD_NOT_ALLOWED).header(ALLOW, allowed)
}

/// Returns the whole file, or the requested range.
fn content(request: &Request, document: &str, file: &File) -> Answer {
    let e_tag = format!("\"{document}\"");
    let is_current = request.header(IF_RANGE.as_str()).is_none_or(|expected| expected == e_tag);
    let range = request.header(RANGE.as_str()).filter(|_| is_current);
    let size = file.size();
    let answer = match requested(range, size) {
        Requested::Whole => Answer::new(StatusCode::OK, file.content_type, file.read(0..size)),
        Requested::Part(range) => {
            let content_range = format!("bytes {}-{}/{size}", range.start, range.end - 1);
            Answer::new(StatusCode::PARTIAL_CONTENT, file.content_type, file.read(range))
                .header(CONTENT_RANGE, &content_range)
        }
        Requested::Unsatisfiable => {
            Answer::empty(StatusCode::RANGE_NOT_SATISFIABLE).header(CONTENT_RANGE, &format!("bytes */{size}"))
        }
    };
    answer.header(ACCEPT_RANGES, "bytes").header(ETAG, &e_tag)
}
