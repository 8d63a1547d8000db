//! Following a call until it is over, with a clock that skips the waits.

use std::time::Duration;

use crate::support::*;
use ews_um::call_http::ErrorKind as Http;
use ews_um::phone_call::{ConnectionFailureCause, PhoneCallId, PhoneCallState};
use ews_um::um::{UmCallState, UmEventCause};
use ews_um::{ErrorKind, PollOptions};

fn unknown_call() -> Answer {
    with_status("500 Internal Server Error", &fault("InvalidCallIdException"))
}

fn phone_call_information(state: &str, cause: &str) -> Answer {
    ok(&soap(&format!(
        "<m:GetPhoneCallInformationResponse ResponseClass='Success'><m:ResponseCode>NoError</m:ResponseCode>\
         <m:PhoneCallInformation><t:PhoneCallState>{state}</t:PhoneCallState>\
         <t:ConnectionFailureCause>{cause}</t:ConnectionFailureCause></m:PhoneCallInformation>\
         </m:GetPhoneCallInformationResponse>"
    )))
}

/// The reported states or errors, the waits in seconds, and the number of requests.
async fn watch_to_the_end(answers: Vec<Answer>, options: PollOptions) -> (Vec<String>, Vec<f64>, usize) {
    let server = Server::start(answers).await;
    let clock = FakeClock::at("12:00:00");
    let mut watch = um_client(&server, with_clock(&clock)).watch_call("call-1", options);
    let mut reports = Vec::new();
    while let Some(report) = watch.next().await {
        reports.push(match report {
            Ok(call) => call.call_state.expect("a state").to_string(),
            Err(error) => error.to_string(),
        });
    }
    assert!(watch.next().await.is_none(), "a watch that has ended returns `None` again");
    let waits = clock.waits().iter().map(Duration::as_secs_f64).collect();
    (reports, waits, server.seen().len())
}

#[tokio::test]
async fn each_change_is_reported_once_and_the_interval_grows_while_nothing_changes() {
    let connecting = || call_info("Connecting", "None");
    let connected = || call_info("Connected", "None");
    let mut answers = vec![connecting(), connecting(), connecting(), connected()];
    answers.extend([connected(), connected(), connected(), connected(), connected()]);
    // The state returns to Connecting when the callee lets the server call a contact.
    answers.extend([connecting(), call_info("Disconnected", "UserBusy")]);
    let (reports, waits, requests) = watch_to_the_end(answers, PollOptions::new()).await;
    assert_eq!(reports, ["Connecting", "Connected", "Connecting", "Disconnected"]);
    assert_eq!(waits, [1.0, 2.0, 4.0, 1.0, 2.0, 4.0, 8.0, 15.0, 15.0, 1.0]);
    assert_eq!(requests, 11);
}

#[tokio::test]
async fn a_change_of_the_cause_alone_is_reported() {
    let answers = vec![call_info("Connected", "None"), call_info("Connected", "Odd"), unknown_call()];
    let (reports, ..) = watch_to_the_end(answers, PollOptions::new()).await;
    assert_eq!(reports, ["Connected", "Connected"]);
}

#[tokio::test]
async fn a_reported_call_that_the_service_no_longer_knows_is_over() {
    let answers = vec![call_info("Connected", "None"), unknown_call()];
    let (reports, _, requests) = watch_to_the_end(answers.clone(), PollOptions::new()).await;
    assert_eq!((reports.as_slice(), requests), (["Connected".to_owned()].as_slice(), 2));

    let server = Server::start(answers).await;
    let clock = FakeClock::at("12:00:00");
    let call = um_client(&server, with_clock(&clock))
        .wait_until_disconnected("1", PollOptions::new())
        .await
        .expect("a success");
    assert_eq!(call.call_state, Some(UmCallState::Connected), "the last report");
}

#[tokio::test]
async fn a_call_that_the_service_has_never_known_is_an_error() {
    let (reports, waits, requests) = watch_to_the_end(vec![unknown_call()], PollOptions::new()).await;
    assert!(reports.len() == 1 && reports[0].contains("InvalidCallIdException"), "{reports:?}");
    assert_eq!((waits.len(), requests), (0, 1));
}

#[tokio::test]
async fn idle_ends_a_watch_only_after_another_state() {
    let answers = vec![call_info("Idle", "None"), call_info("Connecting", "None"), call_info("Idle", "None")];
    let (reports, ..) = watch_to_the_end(answers, PollOptions::new()).await;
    assert_eq!(reports, ["Idle", "Connecting", "Idle"]);
}

#[tokio::test]
async fn the_back_off_time_of_a_busy_server_delays_the_next_request() {
    let busy =
        |milliseconds| ok(&ews_error("GetPhoneCallInformation", "ErrorServerBusy", &back_off(milliseconds)));
    let bare = ok(&ews_error("GetPhoneCallInformation", "ErrorServerBusy", ""));
    // Longer than the limit for a retry, so that the request fails and the watch waits.
    let answers = vec![
        phone_call_information("Connecting", "None"),
        busy(90_000),
        bare,
        phone_call_information("Disconnected", "NoAnswer"),
    ];
    let server = Server::start(answers).await;
    let clock = FakeClock::at("12:00:00");
    let call = PhoneCallId::new("call-1");
    let ended = ews_client(&server, with_clock(&clock))
        .wait_until_disconnected(&call, PollOptions::new())
        .await
        .expect("a success");
    assert_eq!(ended.phone_call_state, Some(PhoneCallState::Disconnected));
    assert_eq!(ended.connection_failure_cause, Some(ConnectionFailureCause::NoAnswer));
    assert_eq!(clock.waits(), [SECOND, 90 * SECOND, 15 * SECOND]);
}

#[tokio::test]
async fn five_throttling_responses_in_a_row_are_an_error() {
    let busy = ok(&ews_error("GetPhoneCallInformation", "ErrorServerBusy", &back_off(90_000)));
    let server = Server::start(vec![busy]).await;
    let clock = FakeClock::at("12:00:00");
    let client = ews_client(&server, with_clock(&clock));
    let mut watch = client.watch_call(&PhoneCallId::new("call-1"), PollOptions::new());
    for round in 1..=2 {
        let error = watch.next().await.expect("a report").expect_err("an error");
        assert_eq!(error.kind(), ErrorKind::ServerBusy);
        assert_eq!(server.seen().len(), 5 * round, "the watch can be continued");
    }
    assert_eq!(clock.waits(), [90 * SECOND; 9]);
}

#[tokio::test]
async fn a_watch_can_be_continued_after_an_error() {
    let denied = with_status("401 Unauthorized", "");
    let answers = vec![call_info("Connected", "None"), denied, call_info("Disconnected", "None")];
    let (reports, waits, _) = watch_to_the_end(answers.clone(), PollOptions::new()).await;
    assert_eq!(reports.len(), 3);
    assert!(reports[1].contains("401 Unauthorized"), "{reports:?}");
    assert_eq!(waits, [1.0, 2.0]);

    let server = Server::start(answers).await;
    let clock = FakeClock::at("12:00:00");
    let error = um_client(&server, with_clock(&clock)).wait_until_disconnected("1", PollOptions::new()).await;
    assert_eq!(error.expect_err("an error").kind(), ErrorKind::Http(Http::Auth));
}

#[tokio::test]
async fn the_time_limit_ends_a_watch() {
    let long = PollOptions::new().min_interval(1000 * SECOND).max_interval(8000 * SECOND);
    let options = long.time_limit(10_000 * SECOND);
    let (reports, waits, requests) = watch_to_the_end(vec![call_info("Connected", "None")], options).await;
    assert_eq!(reports.len(), 2, "{reports:?}");
    assert!(reports[1].contains("the call is Connected"), "{reports:?}");
    // The last wait is shortened to the remaining time. The requests take a part of the time limit too.
    assert_eq!((waits.len(), requests), (4, 5));
    assert_eq!(&waits[..3], [1000.0, 2000.0, 4000.0]);
    assert!(waits[3] <= 3000.0, "{waits:?}");

    let server = Server::start(vec![call_info("Connected", "None")]).await;
    let clock = FakeClock::at("12:00:00");
    let error = um_client(&server, with_clock(&clock))
        .wait_until_disconnected("1", options)
        .await
        .expect_err("too long");
    assert_eq!(error.kind(), ErrorKind::TimeLimit);
}

#[tokio::test]
async fn the_intervals_of_the_options_are_used() {
    let options = PollOptions::new().min_interval(3 * SECOND).max_interval(5 * SECOND);
    let same = call_info("Connected", "None");
    let answers = vec![same.clone(), same.clone(), same, call_info("Disconnected", "None")];
    let (_, waits, _) = watch_to_the_end(answers.clone(), options).await;
    assert_eq!(waits, [3.0, 5.0, 5.0]);
    let (_, waits, _) = watch_to_the_end(answers.clone(), options.max_interval(SECOND)).await;
    assert_eq!(waits, [3.0, 3.0, 3.0], "min_interval is the lower bound");
    let none = options.min_interval(Duration::ZERO).max_interval(Duration::ZERO);
    let (_, waits, _) = watch_to_the_end(answers, none).await;
    assert_eq!(waits, [0.1, 0.1, 0.1], "0.1 s is the lower bound");
}

#[tokio::test]
async fn dropping_next_during_a_wait_sends_no_request() {
    let answers = vec![call_info("Connecting", "None"), call_info("Disconnected", "UserBusy")];
    let server = Server::start(answers).await;
    // With the system clock, the second wait takes an hour, and is canceled.
    let hour = PollOptions::new().min_interval(Duration::from_secs(3600));
    let mut watch = um_client(&server, quick()).watch_call("call-1", hour);
    assert!(watch.next().await.is_some());
    let canceled = tokio::time::timeout(Duration::from_millis(5), watch.next()).await;
    assert!(canceled.is_err());
    assert_eq!(server.seen().len(), 1, "the wait is not over");
    let last = watch.last().expect("a state");
    assert_eq!(
        (&last.call_state, &last.event_cause),
        (&Some(UmCallState::Connecting), &Some(UmEventCause::None))
    );
}

/// Calls `next` repeatedly with a short timeout, as a `select!` with an interval does.
async fn next_with_short_timeouts<I>(watch: &mut ews_um::CallWatch<I>) -> Option<Result<I, ews_um::Error>>
where
    I: ews_um::CallReport,
{
    for _ in 0..500 {
        if let Ok(report) = tokio::time::timeout(Duration::from_millis(40), watch.next()).await {
            return report;
        }
    }
    panic!("no report");
}

#[tokio::test]
async fn a_dropped_wait_is_resumed() {
    let answers = vec![call_info("Connecting", "None"), call_info("Disconnected", "UserBusy")];
    let server = Server::start(answers).await;
    let mut watch =
        um_client(&server, quick()).watch_call("call-1", PollOptions::new().min_interval(SECOND / 4));
    for state in [UmCallState::Connecting, UmCallState::Disconnected] {
        let call = next_with_short_timeouts(&mut watch).await.expect("a report").expect("a success");
        assert_eq!(call.call_state, Some(state));
    }
    assert!(next_with_short_timeouts(&mut watch).await.is_none());
    assert_eq!(server.seen().len(), 2);
}

#[tokio::test]
async fn a_dropped_request_is_resumed() {
    let Answer::Bytes(bytes) = call_info("Disconnected", "UserBusy") else { panic!("expected bytes") };
    let (first, rest) = bytes.split_at(20);
    let slow = Answer::Slow(first.to_vec(), SECOND / 4, rest.to_vec());
    let server = Server::start(vec![slow]).await;
    let mut watch = um_client(&server, quick()).watch_call("call-1", PollOptions::new());
    let call = next_with_short_timeouts(&mut watch).await.expect("a report").expect("a success");
    assert_eq!(call.call_state, Some(UmCallState::Disconnected));
    assert_eq!(server.seen().len(), 1, "one request is sent");
}
