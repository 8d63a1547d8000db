//! Meetings that the application joins.

use call_sim::{Action, Ring};
use graph_calls::client::CallHandle;
use graph_calls::notification::Resource;
use graph_calls::{
    AppHostedMediaConfig, CallAddLargeGalleryViewParameters, CallChangeScreenSharingRoleParameters,
    CallMuteParameters, CallState, CallUnmuteParameters, JoinMeetingIdMeetingInfo, OutgoingCallOptions,
    ScreenSharingRole, TokenMeetingInfo,
};

use super::bot::{Bot, refused};

/// Returns the roster in the last notification.
async fn roster(bot: &Bot) -> Vec<graph_calls::Participant> {
    match bot.take().await.pop().unwrap().resource {
        Resource::Participants(roster) => roster,
        other => panic!("{other:?}"),
    }
}

fn is_muted(bot: &Bot, roster: &[graph_calls::Participant], call: &CallHandle) -> Vec<Option<bool>> {
    assert_eq!(bot.sim.calls()[0].id, call.id());
    roster.iter().map(|one| one.is_muted).collect()
}

#[tokio::test]
async fn a_meeting_is_joined_in_each_way() {
    let bot = Bot::start().await;
    let meeting = bot.sim.graph().meeting();
    let by_token = bot.call_to(&[]).meeting_info(TokenMeetingInfo::new(&meeting.token));
    for call in [bot.join(&meeting.join_url()), bot.join(&meeting.short_join_url()), by_token] {
        let created = bot.client.calls().create(&call).await.unwrap();
        let chat = created.chat_info.as_ref().unwrap();
        assert_eq!(chat.thread_id.as_deref(), Some(meeting.thread_id.as_str()));
        bot.advance(50).await;
        let expected = ["updated call establishing", "updated call established", "updated participants 2"];
        assert_eq!(bot.seen().await, expected);
        bot.client.call(created.id.clone().unwrap()).delete().await.unwrap();
        bot.seen().await;
    }
    assert!(!format!("{meeting:?}").contains(&meeting.token), "{meeting:?}");
    let other = meeting.join_url().replace("meeting_", "meeting_other");
    bot.create(&bot.join(&other)).await;
}

#[tokio::test]
async fn an_unknown_meeting_cannot_be_joined() {
    let bot = Bot::start().await;
    let meeting = bot.sim.graph().meeting();
    let with = |id: &str, passcode: &str| {
        bot.call_to(&[]).meeting_info(JoinMeetingIdMeetingInfo::new(id).passcode(passcode))
    };
    for call in [with("1", &meeting.passcode), with(&meeting.join_meeting_id, "wrong")] {
        assert_eq!(refused(bot.client.calls().create(&call).await), (400, "8561".to_owned()));
    }
    let call = bot.call_to(&[]).meeting_info(TokenMeetingInfo::new("wrong"));
    assert_eq!(refused(bot.client.calls().create(&call).await), (400, "8526".to_owned()));
    let mut call = bot.join(&meeting.join_url());
    call.chat_info = None;
    assert_eq!(refused(bot.client.calls().create(&call).await), (400, "8523".to_owned()));
}

#[tokio::test]
async fn an_invitation_to_a_meeting_has_its_token() {
    let bot = Bot::start().await;
    let meeting = bot.sim.graph().meeting();
    let id = bot.sim.graph().invite(&Ring::new(&meeting.organizer_id), &meeting).unwrap();
    assert_eq!(bot.seen().await, ["created call incoming"]);
    let data = bot.received.lock().unwrap().bodies[0]["value"][0]["resourceData"].clone();
    assert_eq!(data["meetingInfo"]["@odata.type"], "#microsoft.graph.tokenMeetingInfo");
    assert_eq!(data["meetingInfo"]["token"], meeting.token);
    assert_eq!(data["chatInfo"]["threadId"], meeting.thread_id);
    bot.client.call(id).answer(&bot.answer()).await.unwrap();
    bot.advance(50).await;
    let expected = ["updated call establishing", "updated call established", "updated participants 2"];
    assert_eq!(bot.seen().await, expected);
}

#[tokio::test]
async fn the_application_waits_in_the_lobby_until_it_is_admitted() {
    let bot = Bot::start().await;
    let meeting = bot.sim.graph().meeting_with_lobby();
    let call = bot.create(&bot.join(&meeting.join_url())).await;
    bot.advance(60_000).await;
    assert_eq!(bot.seen().await, ["updated call establishing"]);
    assert_eq!(bot.sim.calls()[0].state, "lobby");
    let own = call.get().await.unwrap().my_participant_id.clone().unwrap();
    assert_eq!(call.participant(&own).get().await.unwrap().is_in_lobby, Some(true));
    bot.act(&call, Action::Answer);
    assert_eq!(bot.seen().await, ["updated call established", "updated participants 2"]);
    assert_eq!(call.participant(own).get().await.unwrap().is_in_lobby, Some(false));
    assert_eq!(call.get().await.unwrap().state, Some(CallState::Established));

    bot.create(&bot.join(&meeting.join_url())).await;
    bot.advance(15 * 60_000).await;
    assert_eq!(bot.seen().await, ["updated call establishing", "deleted call terminated 200/5855"]);
}

#[tokio::test]
async fn people_join_wait_leave_mute_and_hold() {
    let bot = Bot::start().await;
    let call = bot.in_meeting().await;
    bot.sim.act(call.id(), Some("user-2"), &Action::Join).unwrap();
    assert_eq!(roster(&bot).await.len(), 3);
    bot.sim.act(call.id(), Some("user-3"), &Action::Lobby).unwrap();
    let waiting: Vec<_> = roster(&bot).await.iter().map(|one| one.is_in_lobby.unwrap()).collect();
    assert_eq!(waiting, [false, false, true, false]);
    bot.sim.act(call.id(), Some("user-3"), &Action::Answer).unwrap();
    assert!(roster(&bot).await.iter().all(|one| one.is_in_lobby == Some(false)));
    bot.sim.act(call.id(), Some("user-3"), &Action::Mute(true)).unwrap();
    let muted: Vec<_> = roster(&bot).await.iter().map(|one| one.is_muted.unwrap()).collect();
    assert_eq!(muted, [false, false, true, false]);
    bot.sim.act(call.id(), Some("user-3"), &Action::Hold(true)).unwrap();
    let held = roster(&bot).await[2].media_streams.as_ref().unwrap()[0].direction.clone().unwrap();
    assert_eq!(held, graph_calls::MediaDirection::Inactive);
    bot.sim.act(call.id(), Some("user-3"), &Action::HangUp).unwrap();
    assert_eq!(roster(&bot).await.len(), 3);
    assert!(bot.sim.act(call.id(), Some("user-3"), &Action::HangUp).is_err(), "has left");
    assert!(bot.sim.act(call.id(), Some("user-2"), &Action::Join).is_err(), "is there");
}

#[tokio::test]
async fn the_application_mutes_and_unmutes_itself() {
    let bot = Bot::start().await;
    let call = bot.in_meeting().await;
    call.mute(&CallMuteParameters::new()).await.unwrap();
    let muted = roster(&bot).await;
    assert_eq!(is_muted(&bot, &muted, &call), [Some(false), Some(true)]);
    call.unmute(&CallUnmuteParameters::new()).await.unwrap();
    let unmuted = roster(&bot).await;
    assert_eq!(is_muted(&bot, &unmuted, &call), [Some(false), Some(false)]);
    let call = bot.established().await;
    assert_eq!(refused(call.mute(&CallMuteParameters::new()).await), (400, "8548".to_owned()));
}

#[tokio::test]
async fn a_delta_roster_contains_only_the_changes() {
    let bot = Bot::start().await;
    let meeting = bot.sim.graph().meeting();
    let options = OutgoingCallOptions::new().is_delta_roster_enabled(true);
    let call = bot.create(&bot.join(&meeting.join_url()).call_options(options)).await;
    bot.advance(50).await;
    bot.sim.act(call.id(), Some("user-2"), &Action::Join).unwrap();
    bot.sim.act(call.id(), Some("user-2"), &Action::HangUp).unwrap();
    let notifications = bot.take().await;
    let last = &notifications.last().unwrap().resource;
    let Resource::DeltaParticipants(delta) = last else { panic!("{last:?}") };
    assert_eq!((notifications.len(), delta.sequence_number), (5, Some(3)));
    let left = &delta.participants.as_ref().unwrap()[0];
    assert!(left.removed_state.as_ref().is_some_and(|state| state.reason.is_some()), "{delta:?}");
}

#[tokio::test]
async fn the_large_gallery_becomes_a_participant() {
    let bot = Bot::start().await;
    let call = bot.in_meeting().await;
    let parameters = CallAddLargeGalleryViewParameters::new().client_context("gallery");
    let added = call.add_large_gallery_view(&parameters).await.unwrap();
    assert_eq!(added.status().as_u16(), 202);
    bot.advance(50).await;
    let expected = ["updated participants 3", "deleted addLargeGalleryViewOperation completed 200/0"];
    assert_eq!(bot.seen().await, expected);
    bot.act(&call, Action::HangUp);
    let seen = bot.seen().await;
    assert_eq!(seen.last().unwrap(), "deleted call terminated 200/5002", "the gallery is not a person");
}

#[tokio::test]
async fn screen_sharing_is_in_the_roster_and_in_sessions() {
    let bot = Bot::start().await;
    let meeting = bot.sim.graph().meeting();
    let options = OutgoingCallOptions::new().is_content_sharing_notification_enabled(true);
    let joined = bot.join(&meeting.join_url()).call_options(options);
    let call = bot.create(&joined.media_config(AppHostedMediaConfig::new().blob("media"))).await;
    bot.advance(50).await;
    bot.clear();
    let share = CallChangeScreenSharingRoleParameters::new(ScreenSharingRole::Sharer);
    assert_eq!(call.change_screen_sharing_role(&share).await.unwrap().status().as_u16(), 202);
    let own = roster(&bot).await.pop().unwrap();
    let stream = own.media_streams.unwrap().pop().unwrap();
    assert_eq!(stream.direction, Some(graph_calls::MediaDirection::SendOnly));

    bot.sim.graph().share_screen(call.id(), None, true).unwrap();
    assert_eq!(bot.seen().await, ["created sessions 1", "updated participants 2"]);
    let sessions = call.content_sharing_sessions().list().await.unwrap();
    let id = sessions.value.as_ref().unwrap()[0].id.clone().unwrap();
    assert_eq!(call.content_sharing_session(&id).get().await.unwrap().id.as_ref(), Some(&id));
    bot.sim.graph().share_screen(call.id(), None, false).unwrap();
    assert_eq!(bot.seen().await, ["deleted sessions 1", "updated participants 2"]);
    assert_eq!(refused(call.content_sharing_session(id).get().await), (404, "8522".to_owned()));

    let call = bot.in_meeting().await;
    assert_eq!(refused(call.change_screen_sharing_role(&share).await), (400, "8500".to_owned()));
}
