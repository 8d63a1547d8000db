//! Following a call until it is over, on a clock that jumps over every wait.
use std::time::Duration;

use crate::support::*;
use ews_um::call_http::ErrorKind as Http;
use ews_um::phone_call::{ConnectionFailureCause, PhoneCallId, PhoneCallState};
use ews_um::um::{UmCallState, UmEventCause};
use ews_um::{ErrorKind, PollOptions};

fn gone() -> Answer {
    with_status("500 Internal Server Error", &fault("InvalidCallIdException"))
}

fn information(state: &str, cause: &str) -> Answer {
    ok(&soap(&format!(
        "<m:GetPhoneCallInformationResponse ResponseClass='Success'><m:ResponseCode>NoError</m:ResponseCode>\
         <m:PhoneCallInformation><t:PhoneCallState>{state}</t:PhoneCallState>\
         <t:ConnectionFailureCause>{cause}</t:ConnectionFailureCause></m:PhoneCallInformation>\
         </m:GetPhoneCallInformationResponse>"
    )))
}

/// The states that a watch tells, and its waits in seconds.
async fn watched(answers: Vec<Answer>, options: PollOptions) -> (Vec<String>, Vec<f64>, usize) {
    let server = Server::start(answers).await;
    let clock = FakeClock::at("12:00:00");
    let mut watch = um(&server, on(&clock)).watch_call("call-1", options);
    let mut told = Vec::new();
    while let Some(news) = watch.next().await {
        told.push(match news {
            Ok(call) => call.call_state.expect("a state").to_string(),
            Err(error) => error.to_string(),
        });
    }
    assert!(watch.next().await.is_none(), "it stays over");
    let waits = clock.waits().iter().map(Duration::as_secs_f64).collect();
    (told, waits, server.seen().len())
}

#[tokio::test]
async fn each_change_is_told_once_and_the_interval_grows_while_nothing_changes() {
    let connecting = || call_info("Connecting", "None");
    let connected = || call_info("Connected", "None");
    let mut answers = vec![connecting(), connecting(), connecting(), connected()];
    answers.extend([connected(), connected(), connected(), connected(), connected()]);
    // Back again: the person has the server call a contact.
    answers.extend([connecting(), call_info("Disconnected", "UserBusy")]);
    let (told, waits, requests) = watched(answers, PollOptions::new()).await;
    assert_eq!(told, ["Connecting", "Connected", "Connecting", "Disconnected"]);
    assert_eq!(waits, [1.0, 2.0, 4.0, 1.0, 2.0, 4.0, 8.0, 15.0, 15.0, 1.0]);
    assert_eq!(requests, 11);
}

#[tokio::test]
async fn a_change_of_the_cause_alone_is_told() {
    let answers = vec![call_info("Connected", "None"), call_info("Connected", "Odd"), gone()];
    let (told, ..) = watched(answers, PollOptions::new()).await;
    assert_eq!(told, ["Connected", "Connected"]);
}

#[tokio::test]
async fn a_call_that_is_forgotten_after_it_was_seen_is_over() {
    let answers = vec![call_info("Connected", "None"), gone()];
    let (told, _, requests) = watched(answers.clone(), PollOptions::new()).await;
    assert_eq!((told.as_slice(), requests), (["Connected".to_owned()].as_slice(), 2));

    let server = Server::start(answers).await;
    let clock = FakeClock::at("12:00:00");
    let call =
        um(&server, on(&clock)).wait_until_disconnected("1", PollOptions::new()).await.expect("an end");
    assert_eq!(call.call_state, Some(UmCallState::Connected), "the last that was told");
}

#[tokio::test]
async fn a_call_that_was_never_seen_is_an_error() {
    let (told, waits, requests) = watched(vec![gone()], PollOptions::new()).await;
    assert!(told.len() == 1 && told[0].contains("InvalidCallIdException"), "{told:?}");
    assert_eq!((waits.len(), requests), (0, 1));
}

#[tokio::test]
async fn idle_is_an_end_after_a_call_and_no_end_before() {
    let answers = vec![call_info("Idle", "None"), call_info("Connecting", "None"), call_info("Idle", "None")];
    let (told, ..) = watched(answers, PollOptions::new()).await;
    assert_eq!(told, ["Idle", "Connecting", "Idle"]);
}

#[tokio::test]
async fn a_busy_server_is_given_its_time() {
    let busy =
        |milliseconds| ok(&ews_error("GetPhoneCallInformation", "ErrorServerBusy", &back_off(milliseconds)));
    let bare = ok(&ews_error("GetPhoneCallInformation", "ErrorServerBusy", ""));
    // More than a request waits for by itself, so that it ends as an error and the watch waits.
    let answers =
        vec![information("Connecting", "None"), busy(90_000), bare, information("Disconnected", "NoAnswer")];
    let server = Server::start(answers).await;
    let clock = FakeClock::at("12:00:00");
    let call = PhoneCallId::new("call-1");
    let ended =
        ews(&server, on(&clock)).wait_until_disconnected(&call, PollOptions::new()).await.expect("an end");
    assert_eq!(ended.phone_call_state, Some(PhoneCallState::Disconnected));
    assert_eq!(ended.connection_failure_cause, Some(ConnectionFailureCause::NoAnswer));
    assert_eq!(clock.waits(), [SECOND, 90 * SECOND, 15 * SECOND]);
}

#[tokio::test]
async fn a_server_that_is_only_busy_is_told_of_in_the_end() {
    let busy = ok(&ews_error("GetPhoneCallInformation", "ErrorServerBusy", &back_off(90_000)));
    let server = Server::start(vec![busy]).await;
    let clock = FakeClock::at("12:00:00");
    let client = ews(&server, on(&clock));
    let mut watch = client.watch_call(&PhoneCallId::new("call-1"), PollOptions::new());
    for round in 1..=2 {
        let error = watch.next().await.expect("news").expect_err("an error");
        assert_eq!(error.kind(), ErrorKind::ServerBusy);
        assert_eq!(server.seen().len(), 5 * round, "and it may be asked again");
    }
    assert_eq!(clock.waits(), [90 * SECOND; 9]);
}

#[tokio::test]
async fn after_another_error_the_watch_goes_on_if_asked_to() {
    let denied = with_status("401 Unauthorized", "");
    let answers = vec![call_info("Connected", "None"), denied, call_info("Disconnected", "None")];
    let (told, waits, _) = watched(answers.clone(), PollOptions::new()).await;
    assert_eq!(told.len(), 3);
    assert!(told[1].contains("401 Unauthorized"), "{told:?}");
    assert_eq!(waits, [1.0, 2.0]);

    let server = Server::start(answers).await;
    let clock = FakeClock::at("12:00:00");
    let error = um(&server, on(&clock)).wait_until_disconnected("1", PollOptions::new()).await;
    assert_eq!(error.expect_err("an error").kind(), ErrorKind::Http(Http::Auth));
}

#[tokio::test]
async fn the_time_limit_ends_it() {
    let long = PollOptions::new().min_interval(1000 * SECOND).max_interval(8000 * SECOND);
    let options = long.time_limit(10_000 * SECOND);
    let (told, waits, requests) = watched(vec![call_info("Connected", "None")], options).await;
    assert_eq!(told.len(), 2, "{told:?}");
    assert!(told[1].contains("the call is Connected"), "{told:?}");
    // The last wait is cut to what is left; requests take a little of it.
    assert_eq!((waits.len(), requests), (4, 5));
    assert_eq!(&waits[..3], [1000.0, 2000.0, 4000.0]);
    assert!(waits[3] <= 3000.0, "{waits:?}");

    let server = Server::start(vec![call_info("Connected", "None")]).await;
    let clock = FakeClock::at("12:00:00");
    let error = um(&server, on(&clock)).wait_until_disconnected("1", options).await.expect_err("too long");
    assert_eq!(error.kind(), ErrorKind::TimeLimit);
}

#[tokio::test]
async fn intervals_are_options() {
    let options = PollOptions::new().min_interval(3 * SECOND).max_interval(5 * SECOND);
    let same = call_info("Connected", "None");
    let answers = vec![same.clone(), same.clone(), same, call_info("Disconnected", "None")];
    let (_, waits, _) = watched(answers.clone(), options).await;
    assert_eq!(waits, [3.0, 5.0, 5.0]);
    let (_, waits, _) = watched(answers.clone(), options.max_interval(SECOND)).await;
    assert_eq!(waits, [3.0, 3.0, 3.0], "the smaller one holds");
    let none = options.min_interval(Duration::ZERO).max_interval(Duration::ZERO);
    let (_, waits, _) = watched(answers, none).await;
    assert_eq!(waits, [0.1, 0.1, 0.1], "the server is not stormed");
}

#[tokio::test]
async fn a_call_of_next_that_is_dropped_loses_nothing() {
    let answers = vec![call_info("Connecting", "None"), call_info("Disconnected", "UserBusy")];
    let server = Server::start(answers).await;
    // The system's clock: the second wait takes an hour, and is given up.
    let hour = PollOptions::new().min_interval(Duration::from_secs(3600));
    let mut watch = um(&server, quick()).watch_call("call-1", hour);
    assert!(watch.next().await.is_some());
    let given_up = tokio::time::timeout(Duration::from_millis(5), watch.next()).await;
    assert!(given_up.is_err());
    assert_eq!(server.seen().len(), 1, "the wait is not over");
    let last = watch.last().expect("a state");
    assert_eq!(
        (&last.call_state, &last.event_cause),
        (&Some(UmCallState::Connecting), &Some(UmEventCause::None))
    );
}

/// Calls `next` again and again and gives each call a moment only, as a `select!` with a ticker does.
async fn impatiently<I>(watch: &mut ews_um::CallWatch<I>) -> Option<Result<I, ews_um::Error>>
where
    I: ews_um::CallReport,
{
    for _ in 0..500 {
        if let Ok(news) = tokio::time::timeout(Duration::from_millis(40), watch.next()).await {
            return news;
        }
    }
    panic!("no news, however often next is called");
}

#[tokio::test]
async fn a_wait_that_is_dropped_goes_on_where_it_was() {
    let answers = vec![call_info("Connecting", "None"), call_info("Disconnected", "UserBusy")];
    let server = Server::start(answers).await;
    let mut watch = um(&server, quick()).watch_call("call-1", PollOptions::new().min_interval(SECOND / 4));
    for state in [UmCallState::Connecting, UmCallState::Disconnected] {
        let call = impatiently(&mut watch).await.expect("news").expect("an answer");
        assert_eq!(call.call_state, Some(state));
    }
    assert!(impatiently(&mut watch).await.is_none());
    assert_eq!(server.seen().len(), 2);
}

#[tokio::test]
async fn a_request_that_is_dropped_goes_on_where_it_was() {
    let Answer::Bytes(bytes) = call_info("Disconnected", "UserBusy") else { panic!("it is bytes") };
    let (first, rest) = bytes.split_at(20);
    let slow = Answer::Slow(first.to_vec(), SECOND / 4, rest.to_vec());
    let server = Server::start(vec![slow]).await;
    let mut watch = um(&server, quick()).watch_call("call-1", PollOptions::new());
    let call = impatiently(&mut watch).await.expect("news").expect("an answer");
    assert_eq!(call.call_state, Some(UmCallState::Disconnected));
    assert_eq!(server.seen().len(), 1, "the server is asked once");
}
