//! Types for two payloads with derived implementations: one set keeps unknown members by `#[serde(flatten)]`, the other
//! loses them.

use serde::{Deserialize, Serialize};

/// Declares structs whose members are all optional. Each struct also gets the given additional fields.
macro_rules! structs {
    (@one [$($more:tt)*] $name:ident { $($field:ident: $wire:literal $type:ty,)* }) => {
        #[derive(Deserialize, Serialize)]
        pub struct $name {
            $(
                #[serde(rename = $wire, default, skip_serializing_if = "Option::is_none")]
                pub $field: Option<$type>,
            )*
            $($more)*
        }
    };
    ($more:tt $($name:ident $fields:tt)*) => {
        $(structs! { @one $more $name $fields })*
    };
}

/// Declares closed enums.
macro_rules! enums {
    ($($name:ident { $($variant:ident: $wire:literal,)* })*) => {
        $(
            #[derive(Deserialize, Serialize)]
            pub enum $name { $(#[serde(rename = $wire)] $variant,)* }
        )*
    };
}

macro_rules! types {
    ($($more:tt)*) => {
        use super::*;
        enums! {
            CallState {
                Incoming: "incoming", Establishing: "establishing", Established: "established", Hold: "hold",
                Transferring: "transferring", TransferAccepted: "transferAccepted", Redirecting: "redirecting",
                Terminating: "terminating", Terminated: "terminated", Future: "unknownFutureValue",
            }
            CallDirection { Incoming: "incoming", Outgoing: "outgoing", }
            Modality {
                Audio: "audio", Video: "video", Sharing: "videoBasedScreenSharing", Data: "data",
                Future: "unknownFutureValue",
            }
            CallConnectionState {
                Unknown: "unknown", Connecting: "connecting", Connected: "connected",
                Transferring: "transferring", TransferAccepted: "transferAccepted",
                Disconnecting: "disconnecting", Disconnected: "disconnected",
            }
            IdentifierKind {
                Unknown: "unknown", User: "communicationUser", Phone: "phoneNumber",
                TeamsUser: "microsoftTeamsUser", TeamsApp: "microsoftTeamsApp", Extension: "teamsExtensionUser",
            }
        }
        structs! { [$($more)*]
            Call {
                id: "id" String,
                callback_uri: "callbackUri" String,
                call_chain_id: "callChainId" String,
                call_options: "callOptions" Part,
                call_routes: "callRoutes" Vec<Part>,
                chat_info: "chatInfo" Part,
                direction: "direction" CallDirection,
                incoming_context: "incomingContext" Part,
                media_config: "mediaConfig" MediaConfig,
                media_state: "mediaState" Part,
                meeting_info: "meetingInfo" Part,
                my_participant_id: "myParticipantId" String,
                requested_modalities: "requestedModalities" Vec<Modality>,
                result_info: "resultInfo" Part,
                source: "source" ParticipantInfo,
                state: "state" CallState,
                subject: "subject" String,
                targets: "targets" Vec<InvitationParticipantInfo>,
                tenant_id: "tenantId" String,
                tone_info: "toneInfo" Part,
                transcription: "transcription" Part,
                audio_routing_groups: "audioRoutingGroups" Vec<Part>,
                content_sharing_sessions: "contentSharingSessions" Vec<Part>,
                operations: "operations" Vec<Part>,
                participants: "participants" Vec<Part>,
            }
            Part { id: "id" String, }
            ParticipantInfo {
                country_code: "countryCode" String,
                endpoint_type: "endpointType" String,
                identity: "identity" IdentitySet,
                language_id: "languageId" String,
                participant_id: "participantId" String,
                region: "region" String,
            }
            InvitationParticipantInfo {
                hidden: "hidden" bool,
                identity: "identity" IdentitySet,
                participant_id: "participantId" String,
                remove: "removeFromDefaultAudioRoutingGroup" bool,
                replaces_call_id: "replacesCallId" String,
            }
            IdentitySet {
                application: "application" Identity,
                device: "device" Identity,
                user: "user" Identity,
            }
            Identity { display_name: "displayName" String, id: "id" String, }
            ServiceHostedMediaConfig { pre_fetch_media: "preFetchMedia" Vec<MediaInfo>, }
            AppHostedMediaConfig { blob: "blob" String, }
            MediaInfo { resource_id: "resourceId" String, uri: "uri" String, }
            CallConnectionProperties {
                call_connection_id: "callConnectionId" String,
                server_call_id: "serverCallId" String,
                targets: "targets" Vec<Identifier>,
                state: "callConnectionState" CallConnectionState,
                callback_uri: "callbackUri" String,
                source_caller_id_number: "sourceCallerIdNumber" PhoneNumber,
                source_display_name: "sourceDisplayName" String,
                source: "source" Identifier,
                correlation_id: "correlationId" String,
                answered_by: "answeredBy" CommunicationUser,
                media_streaming_subscription: "mediaStreamingSubscription" Part,
                transcription_subscription: "transcriptionSubscription" Part,
                answered_for: "answeredFor" PhoneNumber,
            }
            Identifier {
                kind: "kind" IdentifierKind,
                raw_id: "rawId" String,
                communication_user: "communicationUser" CommunicationUser,
                phone_number: "phoneNumber" PhoneNumber,
                teams_user: "microsoftTeamsUser" Part,
                teams_app: "microsoftTeamsApp" Part,
                extension_user: "teamsExtensionUser" Part,
            }
            CommunicationUser { id: "id" String, }
            PhoneNumber {
                value: "value" String,
                is_anonymous: "isAnonymous" bool,
                asserted_id: "assertedId" String,
            }
        }

        #[derive(Deserialize, Serialize)]
        #[serde(tag = "@odata.type")]
        pub enum MediaConfig {
            #[serde(rename = "#microsoft.graph.appHostedMediaConfig")]
            AppHosted(AppHostedMediaConfig),
            #[serde(rename = "#microsoft.graph.serviceHostedMediaConfig")]
            ServiceHosted(ServiceHostedMediaConfig),
        }
    };
}

/// Types that keep unknown members by `#[serde(flatten)]`.
pub mod flatten {
    types!(#[serde(flatten)] pub extra: std::collections::BTreeMap<String, serde_json::Value>,);
}

/// Types that lose unknown members.
pub mod lossy {
    types!();
}
