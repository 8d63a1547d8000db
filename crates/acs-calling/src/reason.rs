//! The meanings of subcodes.

use std::fmt;

use crate::generated::ResultInformation;

impl ResultInformation {
    /// Returns the meaning of [`sub_code`](Self::sub_code); `None` if the result has no subcode.
    ///
    /// ```
    /// use acs_calling::{ReasonCode, RecognizeFailed, call_wire::json};
    ///
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let body = br#"{"resultInformation": {"code": 400, "subCode": 8510, "message": "Action failed."}}"#;
    /// let event: RecognizeFailed = json::decode(body)?;
    /// match event.result_information.as_ref().and_then(|result| result.reason()) {
    ///     Some(ReasonCode::InitialSilenceTimeout) => println!("repeat the question"),
    ///     Some(reason) => println!("{reason} ({})", reason.code()),
    ///     None => println!("no reason"),
    /// }
    /// # Ok(())
    /// # }
    /// ```
    #[must_use]
    pub fn reason(&self) -> Option<ReasonCode> {
        self.sub_code.map(ReasonCode::from)
    }
}

/// Defines the enum, its codes and its texts from one table. The table is also in the documentation of the enum, by
/// group.
macro_rules! reasons {
    ($(#[$doc:meta])* pub enum $Name:ident {
        $($group:literal { $($(#[$more:meta])* $Reason:ident = $code:literal $text:literal,)* })*
    }) => {
        $(#[$doc])*
        $(
            #[doc = concat!("\n# ", $group, "\n\n| Sub code | Reason | Meaning |\n| --- | --- | --- |")]
            $(
                #[doc = concat!(
                    "| ", $code, " | [`", stringify!($Reason), "`](Self::", stringify!($Reason), ") | ", $text, " |"
                )]
            )*
        )*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum $Name {
            $($(
                #[doc = concat!("`", $code, "`: ", $text, ".")]
                $(#[$more])*
                $Reason,
            )*)*
            /// `560000` and above: a session border controller or carrier ended an outgoing call with this SIP status,
            /// such as 486 for `560486`. The status 0 means a normal end.
            OutboundSip(u16),
            /// `540000` and above: a session border controller or carrier ended an incoming call with this SIP status,
            /// such as 487 for `540487`. The status 0 means a normal end.
            InboundSip(u16),
            /// A code unknown to this version.
            Unknown(i32),
        }

        impl $Name {
            /// Returns the subcode.
            #[must_use]
            pub fn code(self) -> i32 {
                match self {
                    $($(Self::$Reason => $code,)*)*
                    Self::OutboundSip(status) => OUTBOUND_SIP + i32::from(status),
                    Self::InboundSip(status) => INBOUND_SIP + i32::from(status),
                    Self::Unknown(code) => code,
                }
            }
        }

        impl From<i32> for $Name {
            fn from(code: i32) -> Self {
                match code {
                    $($($code => Self::$Reason,)*)*
                    _ => match (sip_status(code, OUTBOUND_SIP), sip_status(code, INBOUND_SIP)) {
                        (Some(status), _) => Self::OutboundSip(status),
                        (_, Some(status)) => Self::InboundSip(status),
                        _ => Self::Unknown(code),
                    },
                }
            }
        }

        impl fmt::Display for $Name {
            /// Writes the meaning, such as `the stop tone was detected`.
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                match self {
                    $($(Self::$Reason => f.pad($text),)*)*
                    Self::OutboundSip(status) => write!(f, "the outgoing call ended with SIP status {status}"),
                    Self::InboundSip(status) => write!(f, "the incoming call ended with SIP status {status}"),
                    Self::Unknown(code) => write!(f, "unknown reason {code}"),
                }
            }
        }
    };
}

/// The subcode of outgoing calls for the SIP status 0.
const OUTBOUND_SIP: i32 = 560_000;
/// The subcode of incoming calls for the SIP status 0.
const INBOUND_SIP: i32 = 540_000;

/// Returns the SIP status in a code with this base; `None` if it is 700 or more, the limit in RFC 3261.
fn sip_status(code: i32, base: i32) -> Option<u16> {
    let status = u16::try_from(code.checked_sub(base)?).ok()?;
    (status < 700).then_some(status)
}

reasons! {
    /// The reason why an operation or a call ended: the `subCode` of [`ResultInformation`].
    ///
    /// The `code` of the result, an HTTP or SIP status, indicates success or failure. The same subcode can occur with
    /// several codes: `8522` means "not found" with 404, and "configuration missing" with 405.
    ///
    /// Source: [Troubleshooting call end response
    /// codes](https://learn.microsoft.com/en-us/azure/communication-services/resources/troubleshooting/voice-video-calling/troubleshooting-codes),
    /// tables for Call Automation, the Calling SDK and PSTN. The reasons for play and recognize are also in Microsoft's
    /// SDKs: `MediaEventReasonCode` for .NET, `ReasonCode` for Java.
    pub enum ReasonCode {
        "General" {
            ///
            /// The code is 200 if the operation succeeded, 487 if the caller canceled the call, and 603 if the callee
            /// declined it. Microsoft's SDKs name this reason `CompletedSuccessfully`.
            NoDetail = 0 "no detail beyond the code",
            OperationCanceled = 8508 "the operation was canceled",
            Conflict = 8519 "the operation conflicts with another one",
            NotImplemented = 8520 "the operation is not supported",
            NotFound = 8522 "the call, participant or recording was not found, or configuration is missing",
            InvalidArgument = 8523 "a parameter of the request is not valid",
        }
        "Calls" {
            ConnectionLost = 7 "the client lost its network connection",
            CannotAnswer = 404 "the call cannot be answered",
            SetupNetworkProblem = 3100 "a network problem of the client prevented the call",
            NetworkProblem = 3101 "a network problem of the client ended the call",
            MediaOfferFailed = 3111 "the media offer could not be processed",
            NetworkMisconfigured = 3112 "the network configuration of the client prevented the call",
            EndedForEveryone = 4097 "the organizer ended the call for everyone",
            CallUnknown = 4500 "the call is unknown or has ended",
            MediaOfferNotGenerated = 4501 "the call was declined, or no media offer could be made",
            RequestFailed = 4502 "a network problem of the browser ended the call",
            CalleeTimeout = 4506 "the callee did not respond in time",
            TokenInvalid = 4507 "the client had no valid access token",
            DisconnectedAbruptly = 4521 "a participant disconnected without hanging up",
            RemovedFromCall = 5000 "another participant removed the participant",
            AllEndpointsDeclined = 5003 "all endpoints of the callee declined the call",
            LastParticipant = 5010 "only one participant was left",
            NobodyJoined = 5013 "nobody joined the group call",
            RemovedByParticipant = 5300 "another participant removed the participant, with a client or an API",
            RoleChanged = 5317 "the participant was removed because its role changed",
            NotInvitedToRoom = 5828 "the user is not invited to the room",
            RoomClosed = 5829 "the room is not open at this time",
            RoomUsersOnly = 5830 "only users of Azure Communication Services may join the room",
            EndedByApplication = 7000 "Call Automation or a bot ended the call",
            Transferred = 7015 "the call was transferred",
            CallNotEstablished = 8501 "the call is not established",
            CallThrottled = 8516 "the call was throttled",
            CallTenantMismatch = 8517 "the call belongs to another tenant",
            CallException = 8518 "the call failed in the service",
            TooManyHops = 8521 "the call was redirected too many times",
            CallTerminated = 8528 "the call is terminated",
            MonthlyLimitReached = 8529 "the monthly limit of calls was reached",
            ActiveCallsLimitReached = 8530 "the limit of active calls was reached",
            KeepAliveTimeout = 8537 "no keep-alive arrived in time",
            CalleeDeclined = 8538 "the callee declined the call",
            CalleeBusy = 8539 "the callee is busy",
            CalleeBusyEverywhere = 8540 "the callee is busy on all endpoints",
            CalleeUnavailable = 8541 "the callee is unavailable",
            CallCanceled = 8542 "the call was canceled",
            CallDoesNotExist = 8543 "the call does not exist",
            CalleeUnreachable = 8544 "the callee is unreachable",
            CalleeSentInvalidRequest = 8546 "the endpoint of the callee sent an invalid request",
            NotGroupCall = 8548 "the call is not a group call",
            InvalidCallState = 8585 "the operation is not valid in the current state of the call",
            IncomingCallNotAcknowledged = 8586 "the application did not acknowledge the incoming call",
            IncomingCallNotAnswered = 8587 "the application did not answer the incoming call in time",
            NotificationNotAnswered = 8610 "the application did not respond to a notification",
            AnsweredElsewhere = 10003 "another endpoint answered the call",
            NotAnswered = 10004 "the callee neither accepted nor declined the call in time",
            Unauthenticated = 10009 "the identity is not authenticated",
            ///
            /// 5003 has the same meaning.
            DeclinedByAllEndpoints = 10024 "all endpoints of the callee declined the call",
            NoEndpointRegistered = 10037 "the callee has no registered endpoint",
            InfrastructureError = 10045 "the infrastructure of the service failed",
            SetupTimeout = 10057 "the callee did not finish setting up the call in time",
            CalleeOffline = 10076 "the callee is registered but offline",
            CalleeOfflinePush = 10077 "the callee is registered, perhaps for push notifications, but offline",
            EndpointUnreachable = 10078 "the endpoint of the callee is not registered or not reachable",
            MaxCallDurationReached = 10110 "the call reached its maximum duration",
            SignalingNotDelivered = 10315 "a signaling message could not be delivered to the client",
            SignalingNotAcknowledged = 10317 "the client did not acknowledge a signaling message",
            AnswerTokenInvalid = 71005 "the token of the answer is not valid",
            MediaSetupFailed = 301004 "no media connection could be established",
            MediaConnectionLost = 301005 "the media connection was lost",
        }
        "Phone network" {
            GatewayTimeout = 500001 "the client did not respond to the gateway in time",
            ///
            /// There is no route for the number, the caller id is not allowed, or the call was marked as spam.
            CallBlocked = 510403 "the call was blocked",
            NumberOrResourceNotFound = 511404 "the telephone number or the resource was not found",
            TrunkNotConfigured = 511532 "the resource has no SIP trunk configuration",
            IceFailed = 531004 "the ICE connectivity checks failed",
        }
        "Access" {
            UnsupportedEntraIdentity = 7500 "the Entra ID identity is not supported",
            InvalidToken = 7501 "the token is not valid",
            AccessNotEnabled = 7502 "access is not enabled",
            InsufficientPermissions = 7504 "the application lacks permissions",
            TenantMismatch = 7505 "the tenant does not match",
            UntrustedCertificate = 7506 "the certificate is not trusted",
            CallSourceInvalid = 7507 "the source of the call does not belong to the resource that makes the request",
            UnsupportedIdentity = 7508 "the Azure Communication Services identity is not supported",
            HmacValidationFailed = 7509 "the signature of the request is not valid",
            ManagedIdentityInvalid = 7510 "the managed identity is not valid",
            ResourceAccessNotEnabled = 7600 "access to the resource is not enabled",
            InvalidSourceIdentity = 7601 "the identity of the source is not valid",
            InvalidTargetIdentity = 7602 "the identity of the target is not valid",
            InvalidIdentity = 7603 "the identity is not valid",
            TeamsInteropUnauthorized = 7604 "the resource may not call Teams users in this way",
            TeamsRecordingUnauthorized = 7605 "the resource may not record calls with Teams users",
            CognitiveActionsUnauthorized = 7606 "the resource may not use Azure AI services",
        }
        "Participants and transfers" {
            OwnParticipantUnknown = 8502 "the application's own participant id is not available",
            SeveralParticipantsReplaced = 8505 "several participants were specified with a replacement",
            RetargetConversationFailed = 8549 "the conversation for the new target could not be created",
            RetargetNegotiationFailed = 8550 "the media negotiation with the new target failed",
            RetargetNotSupported = 8551 "a change of the target is not supported",
            OrganizerNotRemovable = 8552 "the organizer cannot be removed",
            OutOfMeetingAudio = 8554 "the participant is not in the audio mix of the meeting",
            RetargetInProgress = 8555 "a change of the target is already in progress",
            ParticipantNotPresent = 8558 "the participant is not in the call",
            DuplicateDialout = 8559 "the same operation is already in progress",
            UnmuteNotAllowed = 8566 "participants cannot be unmuted",
            IdentifierCreationFailed = 8606 "the identifier of the participant could not be created",
            TransferConflict = 8607 "another transfer is in progress",
        }
        "Meetings" {
            InvalidJoinToken = 8526 "the join token is not valid",
            InvalidJoinUrl = 8527 "the call locator is not valid",
            MeetingLocked = 8560 "the meeting is locked",
            InvalidJoinMeetingId = 8561 "the meeting id is not valid",
            MeetingUpdateFailed = 8594 "the state of the meeting could not be updated",
        }
        "Play and recognize" {
            InvalidMediaMode = 8500 "another media operation is active",
            AudioInactive = 8503 "the audio of the call is inactive",
            MediaStreamsUnavailable = 8504 "the media streams are not available",
            MaxSilenceTimeout = 8509 "the maximum silence was reached",
            InitialSilenceTimeout = 8510 "there was no input before the initial silence timeout",
            PlayPromptFailed = 8511 "the prompt could not be played",
            PlayBeepFailed = 8512 "the beep could not be played",
            MediaReceiveTimeout = 8513 "no media arrived in time",
            StopToneDetected = 8514 "the stop tone was detected",
            MaxDigitsReceived = 8531 "the maximum number of tones was received",
            InterDigitTimeout = 8532 "there was no further tone before the inter-tone timeout",
            DtmfOptionMatched = 8533 "a tone matched one of the choices",
            IncorrectToneDetected = 8534 "a tone matched none of the choices",
            InvalidFileFormat = 8535 "the format of the audio file is not valid",
            FileDownloadFailed = 8536 "the audio file could not be downloaded",
            SpeechOptionMatched = 8545 "a phrase matched one of the choices",
            SpeechOptionNotMatched = 8547 "a phrase matched none of the choices",
            SpeechNotRecognized = 8563 "the speech could not be recognized",
            SpeechServiceConnectionError = 8564 "the connection to the speech service failed",
            ///
            /// The code is 400 for a bad request, 401 without access, 403 without quota, 408 for a timeout, and 429 for
            /// too many requests.
            CognitiveServicesError = 8565 "Azure AI services refused the request or failed",
            ServicePrincipalNotEnabled = 8567 "Azure AI services are not connected to the resource",
            ManagedIdentityRequestFailed = 8568 "the managed identity for Azure AI services could not be used",
            SpeechRecognized = 8569 "the speech was recognized",
            SpeechRecognitionError = 8570 "the speech recognition failed or timed out",
            PlayServiceShutdown = 8572 "the service that plays audio was shut down",
            PlaySourceEmpty = 8582 "the text or SSML to play is empty",
            PreconditionFailed = 8583 "the operation cannot run while a media operation is active or queued",
        }
        "Recording" {
            NotComplianceRecording = 8506 "the call is not a compliance recording call",
            MaxRecordDurationReached = 8515 "the maximum duration of the recording was reached",
            InvalidComplianceParticipants = 8524 "the number of participants is not valid for compliance recording",
            PartyNotRecorded = 8525 "the party is not recorded",
            DuplicateRecording = 8553 "the call is already being recorded",
            NotForComplianceRecording = 8556 "the operation is not supported for a call with compliance recording",
            WrongFormatType = 8557 "the format type is not valid",
            RecordingModeNotSupported = 8562 "the recording mode is not supported",
            RecordingConflict = 8571 "the operation conflicts with another one on the recording",
            PauseResumeNotAllowed = 8573 "the recording cannot be paused or resumed",
            RecordingMediaTimeout = 8588 "the recording ended because no media arrived",
            RecordingThrottled = 8589 "the recording was throttled",
            RecordingParticipantError = 8608 "the recording participant failed",
            InvalidJoinResponse = 8609 "the response of the application to a joining participant is not valid",
        }
        "Transcription and media streaming" {
            TranscriptionFailed = 8578 "the connection for the transcription could not be established",
            TranscriptionCanceled = 8579 "the transcription was canceled",
            TranscriptionServiceShutdown = 8580 "the transcription service was shut down",
            InvalidStreamUrl = 8581 "the transport URL is not valid, or its WebSocket server does not respond",
            MediaStreamingFailed = 8603 "the connection for the media streaming could not be established",
            MediaStreamingCanceled = 8604 "the media streaming was canceled",
            CustomSpeechModelNotSupported = 8605 "the custom speech model is not supported for transcription",
            LiveCaptionsLimitReached = 8613 "the limit of live captions was reached",
        }
        "Underlying services" {
            UnderlyingServiceError = 9001 "an underlying service failed",
            UnderlyingServiceTimeout = 9002 "an underlying service timed out",
            UnderlyingOperationCanceled = 9003 "an underlying service canceled the operation",
            FatalError = 9998 "the service failed",
            UnspecifiedError = 9999 "an unknown error occurred in the service",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_round_trips() {
        for code in
            (-1..12_000).chain([71_005, 301_004, 301_005, 500_001, 510_403, 511_404, 511_532, 531_004])
        {
            assert_eq!(ReasonCode::from(code).code(), code);
        }
        assert_eq!(ReasonCode::from(8531), ReasonCode::MaxDigitsReceived);
        assert_eq!(ReasonCode::from(510_403), ReasonCode::CallBlocked);
        assert_eq!(ReasonCode::from(8507), ReasonCode::Unknown(8507));
    }

    #[test]
    fn codes_of_the_phone_network_contain_a_sip_status() {
        for (code, reason) in [
            (560_486, ReasonCode::OutboundSip(486)),
            (560_000, ReasonCode::OutboundSip(0)),
            (540_487, ReasonCode::InboundSip(487)),
            (560_700, ReasonCode::Unknown(560_700)),
            (559_999, ReasonCode::Unknown(559_999)),
            (i32::MAX, ReasonCode::Unknown(i32::MAX)),
            (i32::MIN, ReasonCode::Unknown(i32::MIN)),
        ] {
            assert_eq!(ReasonCode::from(code), reason);
            assert_eq!(reason.code(), code);
        }
    }

    #[test]
    fn a_result_has_a_reason_with_a_text() {
        let mut result = ResultInformation::default();
        assert_eq!(result.reason(), None);
        result.sub_code = Some(8514);
        assert_eq!(result.reason(), Some(ReasonCode::StopToneDetected));
        let text = |code| ReasonCode::from(code).to_string();
        assert_eq!(text(8514), "the stop tone was detected");
        assert_eq!(text(560_486), "the outgoing call ended with SIP status 486");
        assert_eq!(text(8507), "unknown reason 8507");
    }
}
