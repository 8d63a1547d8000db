//! All operations and all forms of notifications, in one scenario with the client and the receiver of graph-calls.

use std::collections::BTreeSet;

use call_sim::{Action, Kind, Ring, Service};
use graph_calls::client::CallHandle;
use graph_calls::server::Operation;
use graph_calls::{
    AppHostedMediaConfig, AudioRoutingGroup, CallAddLargeGalleryViewParameters,
    CallCancelMediaProcessingParameters, CallChangeScreenSharingRoleParameters, CallMuteParameters,
    CallPlayPromptParameters, CallRecordResponseParameters, CallRedirectParameters, CallRejectParameters,
    CallSendDtmfTonesParameters, CallSubscribeToToneParameters, CallTransferParameters, CallUnmuteParameters,
    CallUpdateRecordingStatusParameters, CallsLogTeleconferenceDeviceQualityParameters,
    InvitationParticipantInfo, MediaInfo, MediaPrompt, OutgoingCallOptions, ParticipantMuteParameters,
    ParticipantStartHoldMusicParameters, ParticipantStopHoldMusicParameters, ParticipantsInviteParameters,
    RecordingStatus, RoutingMode, ScreenSharingRole, TeleconferenceDeviceAudioQuality,
    TeleconferenceDeviceQuality, Tone,
};

use super::bot::{Bot, person};

fn other_user() -> InvitationParticipantInfo {
    InvitationParticipantInfo::new(person("user-9"))
}

/// Media, tones, and a transfer in a peer-to-peer call.
async fn peer_to_peer(bot: &Bot) {
    let call = bot.established().await;
    call.get().await.unwrap();
    call.keep_alive().await.unwrap();
    call.subscribe_to_tone(&CallSubscribeToToneParameters::new()).await.unwrap();
    bot.act(&call, Action::Press("1".to_owned()));
    let prompt = MediaPrompt::new(MediaInfo::new("https://cdn.contoso.example/beep.wav"));
    let played = call.play_prompt(&CallPlayPromptParameters::new([prompt])).await.unwrap();
    call.operation(played.id.clone().unwrap()).get().await.unwrap();
    call.record_response(&CallRecordResponseParameters::new()).await.unwrap();
    call.cancel_media_processing(&CallCancelMediaProcessingParameters::new()).await.unwrap();
    call.send_dtmf_tones(&CallSendDtmfTonesParameters::new([Tone::Tone1])).await.unwrap();
    bot.advance(1000).await;
    call.transfer(&CallTransferParameters::new(other_user())).await.unwrap();
    bot.advance(1000).await;
}

/// Incoming calls, and policy-based recording.
async fn incoming(bot: &Bot) {
    let ring = || bot.client.call(bot.sim.ring(Service::Graph, &Ring::new("user-1")).unwrap());
    ring().reject(&CallRejectParameters::new()).await.unwrap();
    ring().redirect(&CallRedirectParameters::new([other_user()])).await.unwrap();
    let call = bot.client.call(bot.sim.graph().ring_for_recording(&Ring::new("user-1")).unwrap());
    call.answer(&bot.answer()).await.unwrap();
    bot.advance(50).await;
    let recording = CallUpdateRecordingStatusParameters::new(RecordingStatus::Recording);
    call.update_recording_status(&recording).await.unwrap();
    bot.sim.graph().participant_joining(call.id(), "user-2").unwrap();
    bot.sim.graph().participant_left(call.id(), "user-1").unwrap();
    call.delete().await.unwrap();
}

/// A meeting with screen sharing.
async fn meeting(bot: &Bot) -> CallHandle {
    let meeting = bot.sim.graph().meeting();
    let options = OutgoingCallOptions::new().is_content_sharing_notification_enabled(true);
    let call = bot.join(&meeting.join_url()).call_options(options);
    let call = bot.create(&call.media_config(AppHostedMediaConfig::new().blob("media"))).await;
    bot.advance(50).await;
    bot.sim.graph().share_screen(call.id(), None, true).unwrap();
    let sessions = call.content_sharing_sessions().list().await.unwrap();
    let session = sessions.value.as_ref().unwrap()[0].id.clone().unwrap();
    call.content_sharing_session(session).get().await.unwrap();
    let share = CallChangeScreenSharingRoleParameters::new(ScreenSharingRole::Sharer);
    call.change_screen_sharing_role(&share).await.unwrap();
    call.add_large_gallery_view(&CallAddLargeGalleryViewParameters::new()).await.unwrap();
    call.mute(&CallMuteParameters::new()).await.unwrap();
    call.unmute(&CallUnmuteParameters::new()).await.unwrap();
    call
}

/// Participants, hold music and audio routes in a meeting.
async fn participants(bot: &Bot, call: &CallHandle) {
    let roster = call.participants().list().await.unwrap();
    let ids = roster.value.as_ref().unwrap().iter().map(|one| one.id.clone().unwrap());
    let ids: Vec<_> = ids.collect();
    let first = call.participant(&ids[0]);
    first.get().await.unwrap();
    first.mute(&ParticipantMuteParameters::new()).await.unwrap();
    first.start_hold_music(&ParticipantStartHoldMusicParameters::new()).await.unwrap();
    first.stop_hold_music(&ParticipantStopHoldMusicParameters::new()).await.unwrap();
    let groups = call.audio_routing_groups();
    let group = AudioRoutingGroup::new(RoutingMode::OneToOne).id("route").sources([&ids[0]]);
    let group = groups.create(&group.receivers([&ids[1]])).await.unwrap().into_inner();
    groups.list().await.unwrap();
    let route = call.audio_routing_group("route");
    route.get().await.unwrap();
    route.update(&group).await.unwrap();
    route.delete().await.unwrap();
    call.participants().invite(&ParticipantsInviteParameters::new([other_user()])).await.unwrap();
    bot.advance(1000).await;
    let roster = call.participants().list().await.unwrap();
    let mut ids_now = roster.value.as_ref().unwrap().iter().map(|one| one.id.clone().unwrap());
    let joined = ids_now.find(|id| !ids.contains(id) && is_user(&roster, id)).unwrap();
    call.participant(joined).delete().await.unwrap();
}

fn is_user(roster: &graph_calls::ParticipantCollection, id: &str) -> bool {
    let mut all = roster.value.iter().flatten();
    all.any(|one| one.id.as_deref() == Some(id) && one.metadata.is_none())
}

#[tokio::test]
async fn every_operation_succeeds_and_every_form_of_notification_is_received() {
    let bot = Bot::start().await;
    peer_to_peer(&bot).await;
    incoming(&bot).await;
    let call = meeting(&bot).await;
    participants(&bot, &call).await;
    let id = || "57dab8b1-894c-409a-b240-bd8beae78896".parse::<call_wire::Uuid>().unwrap();
    let media = TeleconferenceDeviceAudioQuality::new(1);
    let quality = TeleconferenceDeviceQuality::new(id(), "device", "room", id(), [media], id());
    let parameters = CallsLogTeleconferenceDeviceQualityParameters::new(quality);
    bot.client.calls().log_teleconference_device_quality(&parameters).await.unwrap();
    bot.sim.settle().await;

    let journal = bot.sim.journal();
    let names = |kind: Kind| {
        let is_success = |status: Option<u16>| status.is_none_or(|status| (200..300).contains(&status));
        let entries = journal.iter().filter(move |entry| entry.kind == kind && is_success(entry.status));
        entries.map(|entry| entry.name.as_str()).collect::<BTreeSet<_>>()
    };
    let operations: BTreeSet<_> = Operation::ALL.iter().map(|operation| operation.name()).collect();
    assert_eq!(names(Kind::Response).intersection(&operations).count(), operations.len());
    let expected = BTreeSet::from([
        "addLargeGalleryViewOperation",
        "contentSharingSession",
        "established",
        "establishing",
        "incoming",
        "inviteParticipantsOperation",
        "participantJoining",
        "participantLeft",
        "participants",
        "playPromptOperation",
        "recordOperation",
        "rejected",
        "sendDtmfTonesOperation",
        "startHoldMusicOperation",
        "stopHoldMusicOperation",
        "terminated",
        "terminating",
        "tone",
        "transferAccepted",
        "transferring",
    ]);
    assert_eq!(names(Kind::CallbackResponse), expected);
    assert!(bot.received.lock().unwrap().refused.is_empty(), "the tokens are valid");
}
