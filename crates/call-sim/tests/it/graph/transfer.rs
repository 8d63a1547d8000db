//! Transfers.

use call_sim::{Action, Sim};
use graph_calls::{CallState, CallTransferParameters, InvitationParticipantInfo, ParticipantInfo};

use super::bot::{Bot, person, refused};

fn to(key: &str) -> CallTransferParameters {
    CallTransferParameters::new(InvitationParticipantInfo::new(person(key)))
}

#[tokio::test]
async fn a_call_is_transferred_to_a_user() {
    let bot = Bot::start().await;
    let call = bot.established().await;
    assert_eq!(call.transfer(&to("user-2")).await.unwrap().status().as_u16(), 202);
    assert_eq!(bot.seen().await, ["updated call transferring"]);
    assert_eq!(call.get().await.unwrap().state, Some(CallState::Transferring));
    assert_eq!(refused(call.transfer(&to("user-3")).await), (409, "8607".to_owned()));
    bot.advance(1000).await;
    assert_eq!(bot.seen().await, ["updated call transferAccepted", "deleted call terminated 0/7015"]);
}

#[tokio::test]
async fn a_call_is_established_again_if_the_target_declines() {
    let bot = Bot::start().await;
    let call = bot.established().await;
    call.transfer(&to("00000000-0000-0000-0000-000000000603")).await.unwrap();
    bot.advance(500).await;
    assert_eq!(bot.seen().await, ["updated call transferring", "updated call established 500/7000"]);
    assert_eq!(call.get().await.unwrap().state, Some(CallState::Established));
}

#[tokio::test]
async fn a_script_decides_whether_a_transfer_succeeds() {
    let bot = Bot::with(Sim::builder().answer_after(None)).await;
    let call = bot.create(&bot.call_to(&["user-1"])).await;
    bot.act(&call, Action::Answer);
    bot.seen().await;
    call.transfer(&to("user-2")).await.unwrap();
    bot.act(&call, Action::Busy);
    assert_eq!(bot.seen().await, ["updated call transferring", "updated call established 500/7000"]);
    bot.advance(30_000).await;
    call.transfer(&to("user-2")).await.unwrap();
    bot.advance(31_000).await;
    assert_eq!(bot.seen().await, ["updated call transferring"], "the first transfer is over");
    bot.act(&call, Action::Answer);
    assert_eq!(bot.seen().await, ["updated call transferAccepted", "deleted call terminated 0/7015"]);
}

#[tokio::test]
async fn a_consultative_transfer_replaces_another_call() {
    let bot = Bot::start().await;
    let (call, other) = (bot.established().await, bot.established().await);
    let target = InvitationParticipantInfo::new(person("user-2")).replaces_call_id(other.id());
    call.transfer(&CallTransferParameters::new(target)).await.unwrap();
    bot.advance(0).await;
    let seen = bot.seen().await;
    assert!(seen.contains(&"deleted call terminated 0/7015".to_owned()), "{seen:?}");
    assert!(seen.contains(&"deleted call terminated 200/5000".to_owned()), "{seen:?}");
    assert!(bot.sim.calls().is_empty());
    let call = bot.established().await;
    let target = InvitationParticipantInfo::new(person("user-2")).replaces_call_id("no-such-call");
    let missing = call.transfer(&CallTransferParameters::new(target)).await;
    assert_eq!(refused(missing), (404, "8522".to_owned()));
}

#[tokio::test]
async fn meetings_and_phone_numbers_have_restrictions() {
    let bot = Bot::start().await;
    let meeting = bot.in_meeting().await;
    let error = meeting.transfer(&to("user-2")).await.expect_err("is a meeting");
    assert_eq!(error.message(), Some("Cannot do transfer for meeting mode"));
    let group = bot.create(&bot.call_to(&["user-1", "user-2"])).await;
    bot.advance(1000).await;
    assert_eq!(refused(group.transfer(&to("user-3")).await), (400, "8523".to_owned()));
    let list = group.participants().list().await.unwrap();
    let id = list.value.as_ref().unwrap()[0].id.clone().unwrap();
    bot.seen().await;
    let transferee = ParticipantInfo::new(person("user-1")).participant_id(id);
    group.transfer(&to("user-3").transferee(transferee)).await.unwrap();
    bot.advance(1000).await;
    let seen = bot.seen().await;
    assert_eq!(seen.last().unwrap(), "deleted call terminated 0/7015");
    let call = bot.established().await;
    assert_eq!(refused(call.transfer(&to("+14255550123")).await), (403, "7507".to_owned()));
}
