//! What a receiver answers.

use call_wire::json;

use crate::ParticipantJoiningResponse;

/// An answer to the service, in plain parts for any HTTP server.
///
/// With axum it takes one line:
///
/// ```
/// use axum::{body::Body, http::StatusCode, response::{AppendHeaders, IntoResponse, Response}};
/// use graph_calls::notification::Answer;
///
/// fn respond(answer: Answer) -> Response {
///     let status = StatusCode::from_u16(answer.status).expect("answers have statuses of HTTP");
///     (status, AppendHeaders(answer.headers), Body::from(answer.body)).into_response()
/// }
/// # assert_eq!(respond(Answer::accepted()).status(), 202);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Answer {
    /// The status.
    pub status: u16,
    /// Names, in lower case, and values.
    pub headers: Vec<(&'static str, String)>,
    /// The body; empty but for policy-based recording.
    pub body: String,
}

impl Answer {
    fn empty(status: u16) -> Self {
        Self { status, headers: Vec::new(), body: String::new() }
    }

    /// 202: taken, and handled later. The service takes 200 for the same.
    #[must_use]
    pub fn accepted() -> Self {
        Self::empty(202)
    }

    /// 204, the answer to an incoming call in the older form: the service then sends it in the form of Graph
    /// (page call-notifications).
    #[must_use]
    pub fn no_content() -> Self {
        Self::empty(204)
    }

    /// 302: moves an incoming call to the application's deployment in another region, whose callback URL is
    /// given (page call-notifications).
    #[must_use]
    pub fn moved_to(callback_uri: impl Into<String>) -> Self {
        Self { headers: vec![("location", callback_uri.into())], ..Self::empty(302) }
    }

    /// 200 with what becomes of a participant whom policy-based recording is to follow: an
    /// [`AcceptJoinResponse`](crate::AcceptJoinResponse), [`RejectJoinResponse`](crate::RejectJoinResponse)
    /// or [`InviteNewBotResponse`](crate::InviteNewBotResponse), as the answer to a
    /// [`Resource::ParticipantJoining`](super::Resource::ParticipantJoining).
    ///
    /// Source: the resource page participantJoiningResponse. That the status is 200 stands nowhere; it can be
    /// changed.
    ///
    /// ```
    /// use graph_calls::{RejectJoinResponse, RejectReason, notification::Answer};
    ///
    /// let answer = Answer::joining(RejectJoinResponse::new(RejectReason::Busy));
    /// assert_eq!(
    ///     answer.body,
    ///     r##"{"@odata.type":"#microsoft.graph.rejectJoinResponse","reason":"busy"}"##
    /// );
    /// ```
    #[must_use]
    pub fn joining(response: impl Into<ParticipantJoiningResponse>) -> Self {
        let body = json::encode(&response.into()).expect("texts and kept JSON have a JSON form");
        Self { headers: vec![("content-type", "application/json".to_owned())], body, ..Self::empty(200) }
    }

    /// 400: the body is no notification.
    #[must_use]
    pub fn bad_request() -> Self {
        Self::empty(400)
    }

    /// A refusal: 401 for a bearer token that is missing or not good, with the header that HTTP wants beside it;
    /// 503 when nobody can tell.
    #[must_use]
    pub fn refused(status: u16) -> Self {
        let headers =
            if status == 401 { vec![("www-authenticate", "Bearer".to_owned())] } else { Vec::new() };
        Self { headers, ..Self::empty(status) }
    }
}
