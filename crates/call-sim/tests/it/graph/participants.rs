//! Participants: lists, invitations, removal, hold music, audio routes.

use call_sim::{Action, Kind, Sim};
use graph_calls::client::CallHandle;
use graph_calls::{
    AudioRoutingGroup, CollectionOptions as _, InvitationParticipantInfo, MediaInfo, MediaPrompt,
    OperationStatus, ParticipantMuteParameters, ParticipantStartHoldMusicParameters,
    ParticipantStopHoldMusicParameters, ParticipantsInviteParameters, RoutingMode,
};

use super::bot::{Bot, person, refused};

fn invitation(keys: &[&str]) -> ParticipantsInviteParameters {
    let participants = keys.iter().map(|key| InvitationParticipantInfo::new(person(key)));
    ParticipantsInviteParameters::new(participants).client_context("invitation")
}

/// Returns the id of the participant who is neither the organizer nor the application.
async fn joined(bot: &Bot, call: &CallHandle, key: &str) -> String {
    bot.sim.act(call.id(), Some(key), &Action::Join).unwrap();
    bot.sim.settle().await;
    bot.clear();
    let list = call.participants().list().await.unwrap();
    list.value.as_ref().unwrap()[1].id.clone().unwrap()
}

#[tokio::test]
async fn participants_are_listed_in_pages() {
    let bot = Bot::start().await;
    let call = bot.in_meeting().await;
    for number in 0..9 {
        bot.sim.act(call.id(), Some(&format!("user-{number}")), &Action::Join).unwrap();
    }
    let page = call.participants().list().top(4).count().await.unwrap();
    assert_eq!((page.value.as_ref().map(Vec::len), page.odata_count), (Some(4), Some(11)));
    let mut pages = call.participants().list().top(4).pages();
    let mut sizes = Vec::new();
    while let Some(page) = pages.next_page().await.unwrap() {
        sizes.push(page.value.as_ref().map_or(0, Vec::len));
    }
    assert_eq!(sizes, [4, 4, 3]);
    let whole = call.participants().list().await.unwrap();
    assert_eq!((whole.value.as_ref().map(Vec::len), whole.odata_next_link.is_none()), (Some(11), true));
}

#[tokio::test]
async fn unknown_enum_values_are_shown_to_clients_that_prefer_them() {
    let bot = Bot::start().await;
    let call = bot.in_meeting().await;
    bot.sim.graph().unknown_values(true);
    let other = bot.client.clone().include_unknown_enum_members(false);
    for (client, expected) in [(&bot.client, "addedLater"), (&other, "unknownFutureValue")] {
        let list = client.call(call.id()).participants().list().await.unwrap();
        let info = list.value.as_ref().unwrap()[0].info.as_ref().unwrap();
        let endpoint = info.endpoint_type.as_ref().map(ToString::to_string);
        assert_eq!(endpoint.as_deref(), Some(expected));
    }
}

#[tokio::test]
async fn an_invited_participant_joins() {
    let bot = Bot::start().await;
    let call = bot.established().await;
    let invited = call.participants().invite(&invitation(&["user-2"])).await.unwrap();
    assert_eq!(invited.status, Some(OperationStatus::Running));
    bot.advance(1000).await;
    let expected = ["updated participants 3", "deleted inviteParticipantsOperation completed 200/0"];
    assert_eq!(bot.seen().await, expected, "the call is a group call now");
}

#[tokio::test]
async fn an_invitation_that_is_not_accepted_fails() {
    let bot = Bot::with(Sim::builder().answer_after(None)).await;
    let meeting = bot.sim.graph().meeting();
    let call = bot.create(&bot.join(&meeting.join_url())).await;
    bot.advance(50).await;
    bot.clear();
    call.participants().invite(&invitation(&["user-2", "user-3"])).await.unwrap();
    bot.sim.act(call.id(), Some("user-3"), &Action::Decline).unwrap();
    bot.advance(59_999).await;
    assert!(bot.seen().await.is_empty());
    bot.advance(1).await;
    assert_eq!(bot.seen().await, ["deleted inviteParticipantsOperation failed 480/8541"]);
    call.participants().invite(&invitation(&["user-2"])).await.unwrap();
    bot.act(&call, Action::Answer);
    let expected = ["updated participants 3", "deleted inviteParticipantsOperation completed 200/0"];
    assert_eq!(bot.seen().await, expected);
}

#[tokio::test]
async fn an_invitation_can_replace_another_call() {
    let bot = Bot::start().await;
    let old = bot.established().await;
    let call = bot.in_meeting().await;
    let participant = InvitationParticipantInfo::new(person("user-1")).replaces_call_id(old.id());
    let ignored = InvitationParticipantInfo::new(person("user-2"));
    let both = ParticipantsInviteParameters::new([participant, ignored]);
    call.participants().invite(&both).await.unwrap();
    bot.advance(0).await;
    let expected = [
        "deleted call terminated 200/5000",
        "updated participants 3",
        "deleted inviteParticipantsOperation completed 200/0",
    ];
    // The two calls have different queues.
    let mut seen = bot.seen().await;
    seen.sort_by_key(|text| expected.iter().position(|one| one == text));
    assert_eq!(seen, expected);
    assert_eq!(refused(old.get().await), (404, "8522".to_owned()));
}

#[tokio::test]
async fn a_call_ends_when_the_last_invited_participant_refuses() {
    let bot = Bot::with(Sim::builder().answer_after(None)).await;
    let call = bot.create(&bot.call_to(&["user-1"])).await;
    bot.act(&call, Action::Answer);
    call.participants().invite(&invitation(&["user-2"])).await.unwrap();
    bot.sim.act(call.id(), Some("user-1"), &Action::HangUp).unwrap();
    bot.sim.settle().await;
    bot.clear();
    bot.act(&call, Action::Decline);
    let expected =
        ["deleted inviteParticipantsOperation failed 480/8541", "deleted call terminated 200/5002"];
    assert_eq!(bot.seen().await, expected);
}

#[tokio::test]
async fn a_peer_to_peer_call_only_lists_its_participants() {
    let bot = Bot::start().await;
    let call = bot.established().await;
    let list = call.participants().list().await.unwrap();
    let id = list.value.as_ref().unwrap()[0].id.clone().unwrap();
    assert_eq!(refused(call.participant(id).get().await), (400, "8548".to_owned()));
}

#[tokio::test]
async fn invitations_have_limits() {
    let bot = Bot::start().await;
    let call = bot.established().await;
    let two = call.participants().invite(&invitation(&["user-2", "user-3"])).await;
    assert_eq!(refused(two), (400, "8548".to_owned()));
    let call = bot.in_meeting().await;
    for keys in [&[][..], &["1", "2", "3", "4", "5", "6"]] {
        let invited = call.participants().invite(&invitation(keys)).await;
        assert_eq!(refused(invited), (400, "8523".to_owned()));
    }
    let call = bot.create(&bot.call_to(&["user-1"])).await;
    let early = call.participants().invite(&invitation(&["user-2"])).await;
    assert_eq!(refused(early), (400, "8501".to_owned()));
}

#[tokio::test]
async fn a_participant_is_muted_and_removed() {
    let bot = Bot::start().await;
    let call = bot.in_meeting().await;
    let id = joined(&bot, &call, "user-2").await;
    let muted = call.participant(&id).mute(&ParticipantMuteParameters::new()).await.unwrap();
    assert_eq!(muted.status, Some(OperationStatus::Completed));
    assert_eq!(bot.seen().await, ["updated participants 3"]);
    let participant = call.participant(&id).get().await.unwrap();
    assert_eq!(participant.is_muted, Some(true));
    assert_eq!(participant.media_streams.as_ref().unwrap()[0].server_muted, Some(true));
    bot.sim.graph().allow_removal(false);
    assert_eq!(refused(call.participant(&id).delete().await), (403, "7504".to_owned()));
    bot.sim.graph().allow_removal(true);
    assert_eq!(call.participant(&id).delete().await.unwrap().status().as_u16(), 204);
    assert_eq!(bot.seen().await, ["updated participants 2"]);
    assert_eq!(refused(call.participant(&id).get().await), (404, "8522".to_owned()));
    let list = call.participants().list().await.unwrap();
    let organizer = list.value.as_ref().unwrap()[0].id.clone().unwrap();
    assert_eq!(refused(call.participant(organizer).delete().await), (403, "8552".to_owned()));
}

#[tokio::test]
async fn one_participant_at_a_time_hears_hold_music() {
    let bot = Bot::start().await;
    let call = bot.in_meeting().await;
    let id = joined(&bot, &call, "user-2").await;
    let prompt = MediaPrompt::new(MediaInfo::new("https://cdn.contoso.example/music.wav"));
    let music = ParticipantStartHoldMusicParameters::new().custom_prompt(prompt);
    let started = call.participant(&id).start_hold_music(&music).await.unwrap();
    assert_eq!(started.status().as_u16(), 202);
    bot.advance(50).await;
    let expected = ["updated participants 3", "deleted startHoldMusicOperation completed 200/0"];
    assert_eq!(bot.seen().await, expected);
    assert_eq!(refused(call.participant(&id).start_hold_music(&music).await), (409, "8519".to_owned()));
    let stop = ParticipantStopHoldMusicParameters::new();
    call.participant(&id).stop_hold_music(&stop).await.unwrap();
    bot.advance(50).await;
    let expected = ["updated participants 3", "deleted stopHoldMusicOperation completed 200/0"];
    assert_eq!(bot.seen().await, expected);
    assert_eq!(refused(call.participant(&id).stop_hold_music(&stop).await), (400, "8585".to_owned()));
}

#[tokio::test]
async fn audio_routes_are_created_changed_and_deleted() {
    let bot = Bot::start().await;
    let call = bot.in_meeting().await;
    let (first, second) = (joined(&bot, &call, "user-2").await, call.get().await.unwrap());
    let own = second.my_participant_id.clone().unwrap();
    let group = AudioRoutingGroup::new(RoutingMode::OneToOne).sources([&own]).receivers([&first]);
    let created = call.audio_routing_groups().create(&group.clone().id("route")).await.unwrap();
    assert_eq!((created.status().as_u16(), created.id.as_deref()), (200, Some("route")));
    let other = call.audio_routing_groups().create(&group).await.unwrap();
    assert!(other.id.as_ref().is_some_and(|id| id != "route"), "{other:?}");
    let change = AudioRoutingGroup::new(RoutingMode::OneToOne).sources([&first]).receivers([&own]);
    let route = call.audio_routing_group("route");
    assert_eq!(route.update(&change).await.unwrap().sources, Some(vec![first.clone()]));
    assert_eq!(route.get().await.unwrap().receivers, Some(vec![own.clone()]));
    assert_eq!(route.delete().await.unwrap().status().as_u16(), 204);
    assert_eq!(refused(route.get().await), (404, "8522".to_owned()));
    let list = call.audio_routing_groups().list().await.unwrap();
    assert_eq!(list.value.as_ref().map(Vec::len), Some(1));
    let two = group.clone().receivers([&first, &own]);
    call.audio_routing_groups().create(&two).await.unwrap();
    let warning = bot.sim.wait_for(|entry| entry.kind == Kind::Warning).await;
    assert_eq!(warning.name, "audio_routing_groups_create");
    for sources in [vec![], vec![&own, &first]] {
        let none = call.audio_routing_groups().create(&group.clone().sources(sources)).await;
        assert_eq!(refused(none), (400, "8523".to_owned()));
    }
    let absent = group.receivers(["absent"]);
    assert_eq!(refused(call.audio_routing_groups().create(&absent).await), (400, "8558".to_owned()));
    assert!(bot.seen().await.is_empty(), "audio routes have no notifications");
}
