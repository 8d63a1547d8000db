//! The behaviors of the service, each with the source of its fact.

use crate::fidelity::{Behavior, Mark};

const fn documented(topic: &'static str, behavior: &'static str) -> Behavior {
    Behavior { topic, behavior, mark: Mark::Documented }
}

const fn observed(topic: &'static str, behavior: &'static str) -> Behavior {
    Behavior { topic, behavior, mark: Mark::Observed }
}

const fn choice(topic: &'static str, behavior: &'static str) -> Behavior {
    Behavior { topic, behavior, mark: Mark::Choice }
}

/// The behaviors.
pub(crate) const TABLE: &[Behavior] = &[
    documented("Calls", "An outgoing call is announced as establishing, then as established."),
    documented("Calls", "DELETE announces terminating, then deletes the call with 200/5001."),
    choice("Calls", "Every other end is announced with the deletion only."),
    choice("Calls", "A call is established 50 ms after its setup, or when a callee answers."),
    choice("Calls", "A call is announced as established once, with active audio."),
    choice("Calls", "The states ringing, hold and redirecting are never sent."),
    documented("Calls", "A request for a call that has ended has the response 404."),
    observed("Calls", "The code of this response is the string 8522, and the message is \"Call not found.\""),
    choice("Calls", "A call does not exist from the moment at which its deletion is announced."),
    documented("Calls", "A call ends with 408/8537 after 45 minutes without keepAlive."),
    documented("Calls", "A user who hangs up ends the call with 200/18503, a phone with 200/540000."),
    documented("Calls", "A group call or meeting that all others have left ends with 200/5002."),
    choice("Calls", "The end after all others have left comes at once."),
    choice(
        "Calls",
        "Callees that decline, are busy or do not answer end the call with 603/8538, 486/8539 or 480/8541.",
    ),
    documented("Calls", "A callee that does not exist ends the call with 480/10037."),
    choice("Calls", "A callee rings for 60 seconds."),
    observed("Create", "A missing or different tenantId is refused with 403/7505."),
    observed(
        "Create",
        "A phone number without an application instance as its source is refused with 403/7507.",
    ),
    documented("Create", "A group call has at most five targets."),
    choice("Create", "mediaConfig is required; requestedModalities is audio if it is absent."),
    choice(
        "Create",
        "http callback URIs are accepted for loopback; others must be https, or are refused with 400/8523.",
    ),
    documented(
        "Incoming",
        "A call must be answered, rejected or redirected in 15 seconds, with policy-based recording in 5.",
    ),
    choice("Incoming", "A call that is not answered in time ends with 408/8587."),
    choice("Incoming", "A call whose first notification is not accepted ends with 408/8586."),
    documented("Incoming", "204 requests the notification again, after its older form."),
    choice("Incoming", "204 requests a notification in the form of Graph again, once."),
    documented("Incoming", "302 moves the call to another URL of the application."),
    observed("Incoming", "307 does the same."),
    observed(
        "Incoming",
        "The first notification goes to the registered URL, all others to the callbackUri of answer.",
    ),
    documented("Incoming", "A rejected call is deleted without a state."),
    documented(
        "Incoming",
        "A redirection has 1 to 25 targets, which ring for 15 to 90 seconds: 55 for one target, 60 for several.",
    ),
    choice(
        "Incoming",
        "A redirection ends with 200/5003 if a target answers, and with 408/8541 if none does.",
    ),
    choice("Incoming", "A second answer is refused with 409/8519."),
    choice("Incoming", "A caller who gives up ends the call with 487/8542."),
    documented("Notifications", "A body is a commsNotifications with one entry, in lower camel case."),
    documented("Notifications", "The end of an operation is its deletion, with the whole operation."),
    observed(
        "Notifications",
        "The headers are those of logged requests: Scenario-Id, X-Microsoft-Skype-Chain-ID and others.",
    ),
    documented(
        "Notifications",
        "The token has the app id as its audience, the Bot Framework as its issuer, and the tenant.",
    ),
    documented("Notifications", "The token is valid for 3900 seconds."),
    choice("Notifications", "Each attempt has a new token."),
    choice(
        "Notifications",
        "The notifications of a call are sent one after another; several are never packed into one body.",
    ),
    choice(
        "Notifications",
        "Timeouts, connection errors, 408, 429 and 5xx are followed by two more attempts, after 1 and 3 seconds.",
    ),
    documented("Operations", "An operation that is completed in the response has no notification."),
    documented("Operations", "clientContext has at most 256 characters, and is returned."),
    documented("Operations", "resultInfo of a success is 200/0."),
    choice("Operations", "GET returns operations of all types until the call ends."),
    documented("Media", "A prompt list has 1 to 20 prompts, that of a recording at most one."),
    observed("Media", "Prompts and recordings of a call run one after another."),
    choice("Media", "No audio file is fetched; a prompt takes one second, which can be set."),
    documented("Media", "cancelMediaProcessing ends running and waiting operations as failed with 400/8508."),
    documented("Media", "The timeouts of a recording are 1 to 120 seconds, 5 by default."),
    documented(
        "Media",
        "A recording ends with 200/8515 at its longest duration, and with 8514 after a stop tone.",
    ),
    documented("Media", "bargeInAllowed ends prompts and recordings that run or wait."),
    choice(
        "Media",
        "The remote party speaks until the end of a recording, unless it is muted or a script says otherwise.",
    ),
    choice(
        "Media",
        "Silence after `say` ends a recording with 200/8509, silence from its begin with 400/8510.",
    ),
    documented("Media", "A recording is downloaded with its recordingAccessToken."),
    choice("Media", "A recording is available until 60 seconds after the end of its call."),
    observed("Media", "A recording whose call ends has no notification."),
    choice("Media", "Prompts, recordings and sent tones require service-hosted media (400/8500)."),
    documented(
        "Tones",
        "A key is an update of the established call with toneInfo, whose sequenceId increases.",
    ),
    choice("Tones", "The first sequenceId is 1."),
    observed("Tones", "A subscription in a call with application-hosted media fails with 500/9999."),
    choice("Tones", "A sent tone takes 100 ms, in addition to delayBetweenTonesMs."),
    documented(
        "Transfer",
        "A transfer announces transferring, transferAccepted and the deletion with 0/7015.",
    ),
    documented(
        "Transfer",
        "A transfer that fails announces established with 500/7000, a consultative one with 500/7700.",
    ),
    observed("Transfer", "A transfer of a meeting is refused with 8523."),
    choice("Transfer", "A second transfer is refused with 409/8607."),
    choice("Transfer", "The call that a consultative transfer replaces ends with 200/5000."),
    documented(
        "Meetings",
        "A meeting is joined by its organizer and thread, by its id and passcode, or by a token.",
    ),
    choice("Meetings", "By organizer and thread, every meeting exists; its organizer is in it."),
    choice(
        "Meetings",
        "A wrong meeting id or passcode is refused with 400/8561, a wrong token with 400/8526.",
    ),
    documented(
        "Meetings",
        "In the lobby, isInLobby of the own participant is true; the call is established on admission.",
    ),
    documented("Meetings", "A wait in the lobby that is too long ends the call with 200/5855."),
    choice("Meetings", "This takes 15 minutes."),
    choice("Meetings", "Two calls to one meeting do not see each other."),
    observed("Roster", "A notification has the whole roster, with the application."),
    documented("Roster", "With isDeltaRosterEnabled, it has the changes and a sequence number."),
    choice("Roster", "The sequence numbers begin with 1, and removedState.reason is Left."),
    documented("Roster", "Peer-to-peer calls have no notifications of the roster."),
    choice("Roster", "A page of participants has at most 100."),
    documented("Participants", "At most five participants are invited at once, several only in group calls."),
    observed("Participants", "The first invitation makes a peer-to-peer call a group call."),
    observed("Participants", "An invitation that nobody accepts in 60 seconds fails."),
    documented(
        "Participants",
        "An invitation with replacesCallId ends that call and ignores further participants.",
    ),
    documented("Participants", "The organizer cannot be removed (403/8552)."),
    choice("Participants", "The tenant allows the application to remove participants."),
    documented("Participants", "One participant at a time hears hold music."),
    choice("Participants", "A second one is refused with 409/8519."),
    choice("Participants", "Operations for group calls are refused in peer-to-peer calls with 400/8548."),
    documented("Audio routes", "A oneToOne group has one source and one receiver; POST returns 200."),
    choice("Audio routes", "Sources and receivers must be participants of the call (400/8558)."),
    choice("Audio routes", "There are no notifications."),
    documented(
        "Screen sharing",
        "The stream videoBasedScreenSharing of a sharer has the direction sendOnly.",
    ),
    documented("Content sharing", "Sessions are announced if the call options request it."),
    observed("Recording policy", "updateRecordingStatus of other calls is refused with 8506."),
    choice("Recording policy", "The recording status is in the roster."),
    documented(
        "Recording policy",
        "The response to participantJoiningNotification decides whether the participant joins.",
    ),
    choice("Recording policy", "After an invalid response, the participant does not join."),
    documented("Credentials", "A request without a valid token for Graph is refused with 401."),
    observed(
        "Credentials",
        "A missing permission is refused with 403/7504, a token for a user with 403/7500.",
    ),
    choice(
        "Credentials",
        "The permission of a call is checked when it is created; media permissions also on answer.",
    ),
    documented(
        "Errors",
        "An error has code, message and innerError with date, request-id and client-request-id.",
    ),
    observed("Errors", "The code is the subcode of the calling service as text, or a word of Graph."),
    choice("Errors", "A body that violates the schema is refused with 400/8523 and the path of the member."),
    observed("Errors", "An unknown path or a body that is not JSON is refused with 400/BadRequest."),
    documented("Errors", "Throttling has the status 429 and Retry-After with a fraction."),
    choice("Query options", "$select, $expand, $top, $skip and $count are supported, others refused."),
    documented(
        "Batch",
        "A batch has at most 20 requests, each with its own status; dependsOn on a failed one gives 424.",
    ),
    choice("Batch", "A request can depend on earlier ones only."),
];
