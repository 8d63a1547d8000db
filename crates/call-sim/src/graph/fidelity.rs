//! The behaviors of the service, each with its source.

use crate::fidelity::Behavior;

/// The behaviors.
pub(crate) const TABLE: &[Behavior] = &[
    Behavior::documented("Calls", "An outgoing call is announced as establishing, then as established."),
    Behavior::documented("Calls", "DELETE announces terminating, then deletes the call with 200/5001."),
    Behavior::choice("Calls", "Every other end is announced with the deletion only."),
    Behavior::choice("Calls", "A call is established 50 ms after its setup, or when a callee answers."),
    Behavior::choice("Calls", "A call is announced as established once, with active audio."),
    Behavior::choice("Calls", "The states ringing, hold and redirecting are never sent."),
    Behavior::documented("Calls", "A request for a call that has ended is refused with 404."),
    Behavior::observed(
        "Calls",
        "The code of this error is the string 8522, and the message is \"Call not found.\"",
    ),
    Behavior::choice("Calls", "A call does not exist from the moment at which its deletion is announced."),
    Behavior::documented("Calls", "A call ends with 408/8537 after 45 minutes without keepAlive."),
    Behavior::documented(
        "Calls",
        "A user who hangs up ends the call with 200/18503, a phone with 200/540000.",
    ),
    Behavior::documented("Calls", "A group call or meeting that all others have left ends with 200/5002."),
    Behavior::choice("Calls", "The call ends as soon as all others have left."),
    Behavior::choice(
        "Calls",
        "Callees that decline, are busy or do not answer end the call with 603/8538, 486/8539 or 480/8541.",
    ),
    Behavior::documented("Calls", "A callee that does not exist ends the call with 480/10037."),
    Behavior::choice("Calls", "A callee rings for 60 seconds."),
    Behavior::observed(
        "Create",
        "A wrong tenantId is refused with 403/7505; for a meeting or a phone number, a missing one is too.",
    ),
    Behavior::observed(
        "Create",
        "A phone number without an application instance as its source is refused with 403/7507.",
    ),
    Behavior::documented("Create", "A group call has at most five targets."),
    Behavior::choice("Create", "mediaConfig is required; the default of requestedModalities is audio."),
    Behavior::choice(
        "Create",
        "A callback URI must be https, or http on loopback; others are refused with 400/8523.",
    ),
    Behavior::documented(
        "Incoming",
        "A call must be answered, rejected or redirected in 15 seconds; with policy-based recording, in 5.",
    ),
    Behavior::choice("Incoming", "A call that is not answered in time ends with 408/8587."),
    Behavior::choice("Incoming", "A call whose first notification is not accepted ends with 408/8586."),
    Behavior::documented(
        "Incoming",
        "The response 204 to the older form of the notification requests the newer form.",
    ),
    Behavior::choice("Incoming", "The response 204 to the newer form repeats the notification once."),
    Behavior::documented("Incoming", "The response 302 moves the call to another URL of the application."),
    Behavior::observed("Incoming", "The response 307 does the same."),
    Behavior::observed(
        "Incoming",
        "The first notification is sent to the registered URL; later ones are sent to the callbackUri of answer.",
    ),
    Behavior::documented("Incoming", "A rejected call is deleted without a state."),
    Behavior::documented(
        "Incoming",
        "A redirection has 1 to 25 targets, which ring for 15 to 90 seconds (default: 55 for one, 60 for several).",
    ),
    Behavior::choice(
        "Incoming",
        "A redirection ends with 200/5003 if a target answers, and with 408/8541 if none does.",
    ),
    Behavior::choice("Incoming", "A second answer is refused with 409/8519."),
    Behavior::choice("Incoming", "A caller who hangs up before the answer ends the call with 487/8542."),
    Behavior::documented(
        "Notifications",
        "A body is a commsNotifications with one entry, in lower camel case.",
    ),
    Behavior::documented(
        "Notifications",
        "The end of an operation is its deletion, with the whole operation.",
    ),
    Behavior::observed(
        "Notifications",
        "The headers are those of logged requests: Scenario-Id, X-Microsoft-Skype-Chain-ID and others.",
    ),
    Behavior::documented(
        "Notifications",
        "The token has the app id as its audience, the Bot Framework as its issuer, and the tenant.",
    ),
    Behavior::documented("Notifications", "The token is valid for 3900 seconds."),
    Behavior::choice("Notifications", "Each attempt has a new token."),
    Behavior::choice(
        "Notifications",
        "The notifications of a call are sent one after another, each in its own body.",
    ),
    Behavior::choice(
        "Notifications",
        "Timeouts, connection errors, 408, 429 and 5xx are followed by two more attempts, after 1 and 3 seconds.",
    ),
    Behavior::documented(
        "Operations",
        "An operation that is already completed in the response has no notification.",
    ),
    Behavior::documented("Operations", "clientContext has at most 256 characters, and is returned."),
    Behavior::documented("Operations", "resultInfo of a success is 200/0."),
    Behavior::choice("Operations", "GET returns operations of all types until the call ends."),
    Behavior::documented("Media", "A prompt list has 1 to 20 prompts; that of a recording has at most one."),
    Behavior::observed("Media", "Prompts and recordings of a call run one after another."),
    Behavior::choice("Media", "No audio file is fetched; a prompt takes one second, which can be set."),
    Behavior::documented(
        "Media",
        "cancelMediaProcessing ends running and waiting operations as failed with 400/8508.",
    ),
    Behavior::documented("Media", "The timeouts of a recording are 1 to 120 seconds, 5 by default."),
    Behavior::documented(
        "Media",
        "A recording ends with 200/8515 at its longest duration, and with 8514 after a stop tone.",
    ),
    Behavior::documented("Media", "bargeInAllowed ends prompts and recordings that run or wait."),
    Behavior::choice(
        "Media",
        "The remote party speaks until the end of a recording, unless it is muted or a script says otherwise.",
    ),
    Behavior::choice(
        "Media",
        "Silence after `say` ends a recording with 200/8509, silence from the start with 400/8510.",
    ),
    Behavior::documented("Media", "A recording is downloaded with its recordingAccessToken."),
    Behavior::choice("Media", "A recording is available for 60 seconds after the end of its call."),
    Behavior::observed("Media", "A recording that runs when its call ends has no notification."),
    Behavior::choice("Media", "Prompts, recordings and sent tones require service-hosted media (400/8500)."),
    Behavior::documented(
        "Tones",
        "A key is reported as an update of the established call with toneInfo; its sequenceId increases.",
    ),
    Behavior::choice("Tones", "The first sequenceId is 1."),
    Behavior::observed(
        "Tones",
        "A subscription in a call with application-hosted media fails with 500/9999.",
    ),
    Behavior::choice("Tones", "A sent tone takes 100 ms, in addition to delayBetweenTonesMs."),
    Behavior::documented(
        "Transfer",
        "A transfer announces transferring, transferAccepted and the deletion with 0/7015.",
    ),
    Behavior::documented(
        "Transfer",
        "A transfer that fails announces established with 500/7000, a consultative one with 500/7700.",
    ),
    Behavior::documented("Transfer", "In a group call, transferee names the participant."),
    Behavior::observed("Transfer", "A transfer of a meeting is refused with 8523."),
    Behavior::choice("Transfer", "A second transfer is refused with 409/8607."),
    Behavior::choice("Transfer", "The call that a consultative transfer replaces ends with 200/5000."),
    Behavior::documented(
        "Meetings",
        "A meeting is joined by its organizer and thread, by its id and passcode, or by a token.",
    ),
    Behavior::choice("Meetings", "By organizer and thread, every meeting exists; its organizer is in it."),
    Behavior::choice(
        "Meetings",
        "A wrong meeting id or passcode is refused with 400/8561, a wrong token with 400/8526.",
    ),
    Behavior::documented("Meetings", "An invitation to a meeting has a tokenMeetingInfo."),
    Behavior::documented(
        "Meetings",
        "In the lobby, isInLobby of the application is true; the call is established on admission.",
    ),
    Behavior::documented("Meetings", "A wait in the lobby that is too long ends the call with 200/5855."),
    Behavior::choice("Meetings", "The longest wait in the lobby is 15 minutes."),
    Behavior::choice("Meetings", "The roster of a call does not show other calls to the same meeting."),
    Behavior::observed("Roster", "A notification has the whole roster, with the application."),
    Behavior::documented("Roster", "With isDeltaRosterEnabled, it has the changes and a sequence number."),
    Behavior::choice("Roster", "The sequence numbers start at 1, and removedState.reason is Left."),
    Behavior::documented("Roster", "Peer-to-peer calls have no notifications of the roster."),
    Behavior::choice("Roster", "A page has at most 100 participants."),
    Behavior::documented(
        "Participants",
        "At most five participants are invited at once, several only in group calls.",
    ),
    Behavior::observed("Participants", "The first invitation turns a peer-to-peer call into a group call."),
    Behavior::observed("Participants", "An invitation that is not accepted in 60 seconds fails."),
    Behavior::documented(
        "Participants",
        "An invitation with replacesCallId ends that call and ignores further participants.",
    ),
    Behavior::documented("Participants", "The organizer cannot be removed (403/8552)."),
    Behavior::documented(
        "Participants",
        "The tenant decides whether the application can remove participants.",
    ),
    Behavior::choice("Participants", "The tenant allows this by default; a refusal has 403/7504."),
    Behavior::documented("Participants", "Only one participant at a time hears hold music."),
    Behavior::choice("Participants", "A second one is refused with 409/8519."),
    Behavior::choice(
        "Participants",
        "Operations for group calls are refused in peer-to-peer calls with 400/8548.",
    ),
    Behavior::documented("Audio routes", "A group has one source; POST returns 200."),
    Behavior::choice("Audio routes", "Sources and receivers must be participants of the call (400/8558)."),
    Behavior::choice("Audio routes", "A oneToOne group with several receivers is accepted with a warning."),
    Behavior::choice("Audio routes", "There are no notifications."),
    Behavior::documented(
        "Screen sharing",
        "The stream videoBasedScreenSharing of a sharer has the direction sendOnly.",
    ),
    Behavior::documented("Content sharing", "Sessions are announced if the call options request it."),
    Behavior::observed("Recording policy", "updateRecordingStatus of other calls is refused with 8506."),
    Behavior::choice("Recording policy", "The recording status is in the roster."),
    Behavior::documented(
        "Recording policy",
        "The response to participantJoiningNotification decides whether the participant joins.",
    ),
    Behavior::choice("Recording policy", "After an invalid response, the participant does not join."),
    Behavior::documented("Credentials", "A request without a valid token for Graph is refused with 401."),
    Behavior::observed(
        "Credentials",
        "A missing permission is refused with 403/7504, a token for a user with 403/7500.",
    ),
    Behavior::choice(
        "Credentials",
        "The permission of a call is checked when it is created; media permissions also on answer.",
    ),
    Behavior::documented(
        "Errors",
        "An error has code, message and innerError with date, request-id and client-request-id.",
    ),
    Behavior::observed(
        "Errors",
        "The code is the subcode of the calling service as text, or a code of Graph such as BadRequest.",
    ),
    Behavior::choice(
        "Errors",
        "A body that violates the schema is refused with 400/8523 and the path of the member.",
    ),
    Behavior::observed(
        "Errors",
        "An unknown path or a body that is not JSON is refused with 400/BadRequest.",
    ),
    Behavior::documented(
        "Errors",
        "A throttled request has the status 429, and a Retry-After with a fraction.",
    ),
    Behavior::choice(
        "Query options",
        "$select, $expand, $top, $skip and $count are supported; others are refused.",
    ),
    Behavior::documented(
        "Query options",
        "Prefer: include-unknown-enum-members shows enum values that were added later.",
    ),
    Behavior::documented(
        "Batch",
        "A batch has at most 20 requests, each with its own status; after a failed dependsOn, it is 424.",
    ),
    Behavior::choice("Batch", "A request can depend only on earlier ones."),
];
