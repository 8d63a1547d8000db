//! The entries of the journal.

use std::sync::Arc;
use std::time::Duration;

use axum::Json;
use axum::extract::State;
use axum::routing::get;
use http::Uri;
use serde::Serialize;

use super::Route;
use super::input::{Id, Query};
use super::problem::Problem;
use super::unknown::unknown_members;
use crate::journal::Entry;
use crate::world::{Core, World};

/// The default number of entries in a response.
const LIMIT: u64 = 1000;

/// The longest time that a request can wait for an entry, in seconds.
const LONGEST_WAIT: u64 = 60;

pub(super) fn routes() -> [Route; 2] {
    [("/_sim/journal", get(list)), ("/_sim/journal/{number}", get(entry))]
}

/// Returns the entries after a number, of all calls or of one. With `wait`, the response is sent as soon as
/// there is one.
async fn list(State(core): State<Arc<Core>>, uri: Uri) -> Result<Json<Vec<Entry>>, Problem> {
    let query = Query::of(&uri, &["after", "call", "limit", "wait"])?;
    let after = query.number("after")?.unwrap_or(0);
    let limit = usize::try_from(query.number("limit")?.unwrap_or(LIMIT)).unwrap_or(usize::MAX);
    let wait = query.number("wait")?.unwrap_or(0).min(LONGEST_WAIT);
    let find = |world: &World| {
        let call = query.text("call");
        let entries =
            world.journal.after(after).filter(|entry| call.is_none() || entry.call.as_deref() == call);
        entries.take(limit).cloned().collect::<Vec<_>>()
    };
    let some = core.wait_for(|world| Some(find(world)).filter(|found| !found.is_empty()));
    let found = tokio::time::timeout(Duration::from_secs(wait), some).await;
    Ok(Json(found.unwrap_or_default()))
}

/// An entry, and the unknown members of its body.
#[derive(Serialize)]
struct Detailed {
    #[serde(flatten)]
    entry: Entry,
    /// The JSON pointers of the unknown members of the body.
    unknown: Vec<String>,
}

async fn entry(State(core): State<Arc<Core>>, Id(number): Id) -> Result<Json<Detailed>, Problem> {
    let before = number.parse::<u64>().ok().and_then(|number| number.checked_sub(1));
    let find = |before| {
        let first = core.read(|world| world.journal.after(before).next().cloned());
        first.filter(|entry| entry.number == before + 1)
    };
    match before.and_then(find) {
        Some(entry) => Ok(Json(Detailed { unknown: unknown_members(&entry), entry })),
        None => Err(Problem::not_found(format!(
            "the journal has no entry {number} (GET /_sim/journal lists the entries)"
        ))),
    }
}
