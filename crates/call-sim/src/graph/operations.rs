//! The operations of a call: their start, their end and their results.

use graph_calls::{AnyCommsOperation, ChangeType, OperationStatus, ResultInfo};
use http::StatusCode;
use http::header::LOCATION;

use super::notify::{self, Address, Notice};
use super::refusal::Refusal;
use super::state::{path, url};
use super::typed::typed;
use crate::answer::Answer;
use crate::world::World;

/// The longest `clientContext`, in characters.
const LONGEST_CONTEXT: usize = 256;

/// Changes an operation of any type.
macro_rules! change {
    ($operation:expr, |$one:ident| $change:expr) => {
        change!(@each $operation, $one, $change; AddLargeGalleryViewOperation, CancelMediaProcessingOperation,
            InviteParticipantsOperation, MuteParticipantOperation, PlayPromptOperation, RecordOperation,
            SendDtmfTonesOperation, StartHoldMusicOperation, StopHoldMusicOperation, SubscribeToToneOperation,
            UnmuteParticipantOperation, UpdateRecordingStatusOperation, CommsOperation)
    };
    (@each $operation:expr, $one:ident, $change:expr; $($variant:ident),*) => {
        match $operation {
            $(AnyCommsOperation::$variant($one) => $change,)*
            // A type that a later version of the schema adds.
            _ => {}
        }
    };
}

/// The result of an operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Outcome(i32, i32, &'static str);

impl Outcome {
    /// The operation succeeded.
    pub(super) const DONE: Self = Self(200, 0, "Action completed successfully.");
    /// A recording reached its longest duration.
    pub(super) const MAX_DURATION: Self = Self(200, 8515, "Action completed, max record duration reached.");
    /// A key ended a recording.
    pub(super) const STOP_TONE: Self = Self(200, 8514, "Action completed, stop tone detected.");
    /// Silence ended a recording.
    pub(super) const MAX_SILENCE: Self = Self(200, 8509, "Action completed, max silence timeout reached.");
    /// The remote party was silent from the start.
    pub(super) const INITIAL_SILENCE: Self =
        Self(400, 8510, "Action failed, initial silence timeout reached.");
    /// The application canceled the operation.
    pub(super) const CANCELED: Self = Self(400, 8508, "Action failed, the operation was cancelled.");
    /// No invited participant joined.
    pub(super) const NOT_JOINED: Self = Self(480, 8541, "No invited participant joined.");

    /// Returns whether the operation succeeded.
    pub(super) fn is_success(self) -> bool {
        self.0 == 200
    }

    fn result(self) -> ResultInfo {
        typed(ResultInfo::new(self.0, self.1).message(self.2))
    }
}

/// Adds an operation to a call, and returns its id and the response. An operation that is already completed or failed
/// has no notification.
pub(super) fn start(
    world: &mut World,
    call: &str,
    status: StatusCode,
    operation: impl Into<AnyCommsOperation>,
    context: Option<String>,
) -> Result<(String, Answer), Refusal> {
    if context.as_ref().is_some_and(|context| context.chars().count() > LONGEST_CONTEXT) {
        let message = format!("clientContext is too long (expected at most {LONGEST_CONTEXT} characters).");
        return Err(Refusal::invalid_argument(message));
    }
    let id = world.random.guid();
    let mut operation = operation.into();
    change!(&mut operation, |one| {
        one.id = Some(id.clone());
        one.client_context = context;
    });
    let location = url(world, &path(call, &format!("/operations/{id}")));
    let answer = Answer::json(status, &operation).header(LOCATION, &location);
    world.graph.leg(call)?.operations.insert(id.clone(), operation);
    Ok((id, answer))
}

/// Ends a running operation, and sends its notification.
pub(super) fn end(world: &mut World, call: &str, id: &str, outcome: Outcome) {
    end_with(world, call, id, outcome, |_| {});
}

/// Ends a running operation with further changes, and sends its notification.
pub(super) fn end_with(
    world: &mut World,
    call: &str,
    id: &str,
    outcome: Outcome,
    further: impl FnOnce(&mut AnyCommsOperation),
) {
    let (path, tag) = (path(call, &format!("/operations/{id}")), world.graph.tag());
    let Some(leg) = world.graph.legs.get_mut(call) else { return };
    let address = Address::of(leg);
    let Some(operation) = leg.operations.get_mut(id) else { return };
    let status = if outcome.is_success() { OperationStatus::Completed } else { OperationStatus::Failed };
    change!(&mut *operation, |one| {
        one.status = Some(status);
        one.result_info = Some(outcome.result());
    });
    further(operation);
    let mut announced = operation.clone();
    change!(&mut announced, |one| {
        one.extra.insert("@odata.id", path.as_str());
        one.extra.insert("@odata.etag", tag.as_str());
    });
    let notice = Notice::new(ChangeType::Deleted, format!("/operations/{id}"), name(&announced));
    notify::send(world, &address, notice.data(&announced));
}

/// Returns the name of the type of an operation.
fn name(operation: &AnyCommsOperation) -> &'static str {
    let mut name = "commsOperation";
    change!(operation, |one| name = type_name(&**one));
    name
}

fn type_name<T: call_wire::json::Object>(_operation: &T) -> &'static str {
    T::INFO.name
}
