//! The phone-call operations of Exchange Web Services: states over time, causes, impersonation, response codes.

use std::time::Duration;

use call_sim::{FaultRule, MagicMailbox, RequestFault, RetryAfter, Service};
use ews_um::call_wire::OpenEnum as _;
use ews_um::phone_call::{
    ConnectingSid, ConnectionFailureCause, ExchangeVersion, ItemId, PhoneCallId, PhoneCallState, PlayOnPhone,
    PrimarySmtpAddress, ResponseCode,
};
use ews_um::{Credential, Error, ErrorKind, PhoneCallClient, PollOptions};

use crate::exchange::Office;

/// Returns the error of a call with an item and a number.
async fn refusal(client: &PhoneCallClient, item: ItemId, number: &str) -> Error {
    client.play_on_phone(item, number).await.expect_err("refused")
}

#[tokio::test]
async fn a_call_rings_is_answered_and_ends() {
    let office = Office::open().await;
    let client = office.phone();
    let id = client.play_on_phone(office.item(), "+14255550143").await.expect("a call").into_inner();
    let poll = PollOptions::new().min_interval(Duration::from_millis(500)).max_interval(Duration::ZERO);
    let mut watch = client.watch_call(&id, poll);
    let mut reports = Vec::new();
    while let Some(report) = watch.next().await {
        let report = report.expect("a report");
        let state = report.phone_call_state.expect("a state").to_string();
        reports.push((state, report.sip_response_code, report.sip_response_text));
    }
    let ok = || (Some(200), Some("OK".to_owned()));
    let with = |state: &str, (code, text)| (state.to_owned(), code, text);
    assert_eq!(
        reports,
        [
            with("Connecting", (None, None)),
            with("Alerted", (None, None)),
            with("Connected", ok()),
            with("Disconnected", ok())
        ]
    );
}

#[tokio::test]
async fn a_failed_call_has_a_cause_and_a_sip_response() {
    for (number, cause, code) in [
        ("+14255550486", ConnectionFailureCause::UserBusy, 486),
        ("+14255550480", ConnectionFailureCause::NoAnswer, 480),
        ("+14255550404", ConnectionFailureCause::Unavailable, 404),
        ("+14255550603", ConnectionFailureCause::OtherValue, 603),
    ] {
        let office = Office::open().await;
        let client = office.phone();
        let id = client.play_on_phone(office.item(), number).await.expect("a call").into_inner();
        let last = client.wait_until_disconnected(&id, PollOptions::new()).await.expect("it is over");
        assert_eq!(last.phone_call_state, Some(PhoneCallState::Disconnected));
        assert_eq!((last.connection_failure_cause, last.sip_response_code), (Some(cause), Some(code)));
    }
}

#[tokio::test]
async fn a_call_is_ended_by_the_application() {
    let office = Office::open().await;
    let client = office.phone();
    let id =
        client.play_on_phone(office.item(), "sip:rosa@contoso.example").await.expect("a call").into_inner();
    let response = client.disconnect_phone_call(&id).await.expect("it ends");
    let header = String::from_utf8_lossy(response.raw().body()).into_owned();
    assert!(header.contains("MajorVersion=\"15\""), "{header}");
    let info = client.get_phone_call_information(&id).await.expect("the state").into_inner();
    assert_eq!(info.phone_call_state, Some(PhoneCallState::Disconnected));
    assert_eq!(
        (info.connection_failure_cause, info.sip_response_code),
        (Some(ConnectionFailureCause::None), None)
    );
    client.disconnect_phone_call(&id).await.expect("ending it twice changes nothing");
}

#[tokio::test]
async fn ids_of_the_other_service_and_unknown_ids_are_not_valid() {
    let office = Office::open().await;
    let um_id = office.um().play_on_phone(office.sim.exchange().item_id(), "12345").await.expect("a call");
    let client = office.phone();
    for id in [um_id.as_str(), "unknown"] {
        let id = PhoneCallId::new(id);
        for error in [
            client.get_phone_call_information(&id).await.map(|_| ()).expect_err("unknown"),
            client.disconnect_phone_call(&id).await.map(|_| ()).expect_err("unknown"),
        ] {
            assert_eq!(error.response_code(), Some(ResponseCode::ErrorInvalidPhoneCallId));
            assert_eq!(
                (error.kind(), error.message()),
                (ErrorKind::InvalidCallId, Some("The phone call ID isn't valid"))
            );
            assert_eq!(error.status().map(|status| status.as_u16()), Some(200));
        }
    }
}

#[tokio::test]
async fn invalid_numbers_and_items_are_refused_with_their_codes() {
    let office = Office::open().await;
    let (client, item) = (office.phone(), office.item());
    for (number, code) in [
        ("rosa", ResponseCode::ErrorPhoneNumberNotDialable),
        ("+14255550403", ResponseCode::ErrorInvalidPhoneNumber),
        ("sip:rosa", ResponseCode::ErrorInvalidSipUri),
    ] {
        assert_eq!(refusal(&client, item.clone(), number).await.response_code(), Some(code), "{number}");
    }
    for (id, code) in [
        ("", ResponseCode::ErrorInvalidIdEmpty),
        ("not base64!", ResponseCode::ErrorInvalidIdMalformed),
        (office.sim.exchange().missing_item_id(), ResponseCode::ErrorItemNotFound),
    ] {
        assert_eq!(refusal(&client, ItemId::new(id), "12345").await.response_code(), Some(code), "{id}");
    }
    for (mailbox, code) in [
        (MagicMailbox::WithoutUm, ResponseCode::ErrorUserNotUnifiedMessagingEnabled),
        (MagicMailbox::WithoutDialPlan, ResponseCode::ErrorUnifiedMessagingDialPlanNotFound),
        (MagicMailbox::WithoutUmServer, ResponseCode::ErrorUnifiedMessagingServerNotFound),
    ] {
        let error = refusal(&office.phone_of(mailbox), item.clone(), "12345").await;
        assert_eq!(error.response_code(), Some(code), "{mailbox:?}");
    }
    office.sim.exchange().refuse_next("ErrorUnifiedMessagingRequestFailed");
    let error = refusal(&client, item.clone(), "12345").await;
    assert_eq!(error.response_code(), Some(ResponseCode::ErrorUnifiedMessagingRequestFailed));
    client.play_on_phone(item, "12345").await.expect("only one operation is refused");
}

#[tokio::test]
async fn a_client_waits_as_long_as_a_busy_service_requests() {
    let office = Office::open().await;
    let client = office.phone();
    let start = office.sim.now();
    let error = refusal(&client, office.item(), "+14255550429").await;
    assert_eq!((error.kind(), error.retry_after()), (ErrorKind::ServerBusy, Some(Duration::from_secs(5))));
    assert_eq!((error.attempts(), error.status().map(|status| status.as_u16())), (3, Some(500)));
    let waited = office.sim.now().duration_since(start).as_secs();
    assert!(waited >= 10, "two waits of 5 s, but {waited} s have passed");
    assert!(office.sim.calls().is_empty());

    let fault = RequestFault::Status { status: 500, retry_after: Some(RetryAfter::Seconds(7)) };
    office.sim.fault(FaultRule::on_requests(fault).service(Service::Exchange).name("PlayOnPhone").times(1));
    let start = office.sim.now();
    client.play_on_phone(office.item(), "12345").await.expect("the second attempt succeeds");
    assert!(office.sim.now().duration_since(start).as_secs() >= 7);
    assert_eq!(office.sim.calls().len(), 1);

    office.sim.exchange().refuse_next("ErrorServerBusy");
    client.play_on_phone(office.item(), "12345").await.expect("a response message can be busy too");
    assert_eq!(office.sim.calls().len(), 2);
}

#[tokio::test]
async fn an_application_impersonates_the_owner_of_a_mailbox() {
    let office = Office::open().await;
    let exchange = office.sim.exchange();
    let application = office.phone_with(Credential::bearer(exchange.application_token()).expect("a token"));
    let as_user = |client: &PhoneCallClient, address: &str| {
        client.clone().impersonate(ConnectingSid::new(PrimarySmtpAddress::new(address)))
    };
    let user = as_user(&application, &exchange.user());
    let id = user.play_on_phone(office.item(), "12345").await.expect("a call").into_inner();
    office.phone().get_phone_call_information(&id).await.expect("it is a call of the user");

    let other = exchange.magic_address(MagicMailbox::WithoutUm);
    for (client, code) in [
        (application.clone(), "ErrorAccessDenied"),
        (as_user(&application, "nobody@contoso.example"), "ErrorNonExistentMailbox"),
        (as_user(&office.phone(), &other), "ErrorImpersonateUserDenied"),
    ] {
        let error = refusal(&client, office.item(), "12345").await;
        assert_eq!((error.code(), error.status().map(|status| status.as_u16())), (Some(code), Some(500)));
    }
    let denied = as_user(&application, &exchange.magic_address(MagicMailbox::WithoutEws));
    let error = refusal(&denied, office.item(), "12345").await;
    assert_eq!(error.status().map(|status| status.as_u16()), Some(403));
}

#[tokio::test]
async fn the_requested_version_is_checked() {
    let office = Office::open().await;
    let place = async |client: PhoneCallClient| client.call(PlayOnPhone::new(office.item(), "12345")).await;
    place(office.phone().version(ExchangeVersion::V20180108)).await.expect("a known version");
    place(office.phone().header(ews_um::soap::Header::default())).await.expect("no version is the newest");
    let unknown = ExchangeVersion::parse("Exchange1999");
    let error = place(office.phone().version(unknown)).await.expect_err("an unknown version");
    assert_eq!(
        (error.code(), error.status().map(|status| status.as_u16())),
        (Some("ErrorInvalidServerVersion"), Some(500))
    );
    let error = place(office.phone().version(ExchangeVersion::Exchange2007Sp1)).await.expect_err("too old");
    assert_eq!(error.kind(), ErrorKind::InvalidRequest);
}
