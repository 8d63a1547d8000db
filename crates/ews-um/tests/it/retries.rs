//! What is sent again, and what must not be.
use std::time::Duration;

use crate::support::*;
use ews_um::call_http::RetryClass;
use ews_um::phone_call::{self, ItemId, PhoneCallId};
use ews_um::um::{self, UmGreeting};
use ews_um::{Error, ErrorKind, PhoneCallOperation, UmClient, UmOperation};

#[test]
fn the_classes() {
    fn of_um<O: UmOperation>() -> (&'static str, RetryClass) {
        (O::NAME, O::RETRY_CLASS)
    }
    fn of_ews<O: PhoneCallOperation>() -> (&'static str, RetryClass) {
        (O::NAME, O::RETRY_CLASS)
    }
    let classes = [
        of_um::<um::GetCallInfo>(),
        of_um::<um::GetUmProperties>(),
        of_um::<um::IsUmEnabled>(),
        of_um::<um::Disconnect>(),
        of_um::<um::SetOofStatus>(),
        of_um::<um::SetMissedCallNotificationEnabled>(),
        of_um::<um::SetPlayOnPhoneDialString>(),
        of_um::<um::SetTelephoneAccessFolderEmail>(),
        of_ews::<phone_call::GetPhoneCallInformation>(),
        of_ews::<phone_call::DisconnectPhoneCall>(),
        of_um::<um::PlayOnPhone>(),
        of_um::<um::PlayOnPhoneGreeting>(),
        of_um::<um::ResetPin>(),
        of_ews::<phone_call::PlayOnPhone>(),
    ];
    for (at, (name, class)) in classes.into_iter().enumerate() {
        let expected = if at < 10 { RetryClass::Always } else { RetryClass::OnlyIfUnprocessed };
        assert_eq!(class, expected, "{name}");
    }
}

#[tokio::test]
async fn a_call_is_not_placed_twice() {
    let lost = Answer::Reset(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n<".to_vec());
    for answer in [lost, with_status("503 Service Unavailable", ""), with_status("500 Oops", &fault("Odd"))] {
        let server = Server::start(vec![answer]).await;
        let (um, ews) = (um(&server, quick()), ews(&server, quick()));
        um.play_on_phone("entry", "1").await.expect_err("an error");
        um.play_on_phone_greeting(UmGreeting::NormalCustom, "1").await.expect_err("an error");
        um.reset_pin().await.expect_err("an error");
        ews.play_on_phone(ItemId::new("item"), "1").await.expect_err("an error");
        assert_eq!(server.seen().len(), 4);
    }
}

#[tokio::test]
async fn what_reads_and_sets_is_sent_again() {
    let empty = |name: &str| ok(&soap(&format!("<m:{name}Response/>")));
    let server = Server::start(vec![with_status("502 Bad Gateway", ""), empty("SetOofStatus")]).await;
    um(&server, quick()).set_oof_status(true).await.expect("a success");
    let seen = server.seen();
    assert_eq!(seen.len(), 2);
    assert_eq!(seen[0].body, seen[1].body);
    assert_eq!(seen[0].need("client-request-id"), seen[1].need("client-request-id"));
}

#[tokio::test]
async fn a_fault_that_would_come_again_is_not_waited_for() {
    for (name, attempts) in [
        ("InvalidCallIdException", 1),
        ("ErrorInvalidRequest", 1),
        ("OddException", 4),
        ("ErrorServerBusy", 4),
    ] {
        let server = Server::start(vec![with_status("500 Internal Server Error", &fault(name))]).await;
        let error = um(&server, quick()).get_call_info("1").await.expect_err("an error");
        assert_eq!((error.code(), error.attempts()), (Some(name), attempts));
    }
}

#[tokio::test]
async fn a_busy_server_is_left_alone_for_as_long_as_it_says() {
    let placed =
        "<m:PlayOnPhoneResponse ResponseClass='Success'><m:PhoneCallId Id='call-1'/></m:PlayOnPhoneResponse>";
    for status in ["200 OK", "500 Internal Server Error"] {
        let busy = ews_error("PlayOnPhone", "ErrorServerBusy", &back_off(12_500));
        let server = Server::start(vec![with_status(status, &busy), ok(&soap(placed))]).await;
        let clock = FakeClock::at("12:00:00");
        // Even a call is placed again: the server says that it has done nothing.
        let id = ews(&server, on(&clock)).play_on_phone(ItemId::new("item"), "1").await.expect("a call");
        assert_eq!((id.id.as_deref(), id.raw().attempts()), (Some("call-1"), 2));
        assert_eq!(clock.waits(), [Duration::from_millis(12_500)]);
    }
}

#[tokio::test]
async fn a_server_that_stays_busy_is_an_error_with_its_time() {
    let busy = ews_error("PlayOnPhone", "ErrorServerBusy", &back_off(90_000));
    let server = Server::start(vec![ok(&busy)]).await;
    let clock = FakeClock::at("12:00:00");
    let error = ews(&server, on(&clock)).play_on_phone(ItemId::new("item"), "1").await.expect_err("an error");
    assert_eq!(error.kind(), ErrorKind::ServerBusy);
    assert_eq!(error.retry_after(), Some(90 * SECOND));
    assert_eq!((error.attempts(), clock.waits().len()), (1, 0), "longer than anyone waits");
}

async fn end(client: &UmClient) -> Result<u32, Error> {
    Ok(client.disconnect("call-1").await?.raw().attempts())
}

#[tokio::test]
async fn a_call_that_an_earlier_attempt_ended_is_ended() {
    let gone = with_status("500 Internal Server Error", &fault("InvalidCallIdException"));
    let lost = Answer::Reset(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n<".to_vec());
    let server = Server::start(vec![lost.clone(), gone.clone()]).await;
    assert_eq!(end(&um(&server, quick())).await.expect("it is ended"), 2);

    // Nor has an attempt that was not taken ended anything.
    let busy = Answer::new("429 Too Many Requests", &[("Retry-After", "0")], "");
    for answers in [vec![gone.clone()], vec![busy, gone]] {
        let attempts = answers.len() as u32;
        let server = Server::start(answers).await;
        let error = end(&um(&server, quick())).await.expect_err("no such call");
        assert_eq!((error.kind(), error.attempts()), (ErrorKind::InvalidCallId, attempts));
    }

    let gone = ok(&ews_error("DisconnectPhoneCall", "ErrorInvalidPhoneCallId", ""));
    let server = Server::start(vec![lost, gone.clone()]).await;
    let call = PhoneCallId::new("call-1");
    let ended = ews(&server, quick()).disconnect_phone_call(&call).await.expect("it is ended");
    assert_eq!(ended.raw().attempts(), 2);
    let server = Server::start(vec![gone]).await;
    let error = ews(&server, quick()).disconnect_phone_call(&call).await.expect_err("no such call");
    assert_eq!(error.kind(), ErrorKind::InvalidCallId);
}
