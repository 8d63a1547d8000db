//! The client over real HTTP: methods, paths, bodies, filters and errors.

use graph_online_meetings::call_wire::DateTime;
use graph_online_meetings::{
    AttendeeNotificationInfo, Client, Credential, ErrorKind, OnlineMeeting,
    OnlineMeetingSendVirtualAppointmentReminderSmsParameters,
    OnlineMeetingSendVirtualAppointmentSmsParameters, OnlineMeetingsCreateOrGetParameters, QueryOptions as _,
};
use test_server::{Answer, Server, quick};

fn client(server: &Server) -> Client {
    let token = Credential::bearer("eyJhbGciOi.hush.hush").expect("a token");
    Client::with_options(server.url("/v1.0"), token, quick()).expect("a client")
}

/// Returns the method, target and body of each request.
fn requests(server: &Server) -> Vec<String> {
    let line = |seen: &test_server::Seen| {
        let target = seen.target.replacen("/v1.0/users/u-1/onlineMeetings", "", 1);
        format!("{} {target} {}", seen.method, String::from_utf8_lossy(&seen.body)).trim_end().to_owned()
    };
    server.seen().iter().map(line).collect()
}

fn time(text: &str) -> DateTime {
    text.parse().expect("a time")
}

#[tokio::test]
async fn a_meeting_is_created_found_changed_and_deleted() {
    let server = Server::answering(|_, seen| match seen.method.as_str() {
        "POST" => {
            Answer::new("201 Created", &[], r#"{"id": "m-1", "joinWebUrl": "https://teams.example/'x'"}"#)
        }
        "DELETE" => Answer::new("204 No Content", &[], ""),
        _ => Answer::ok(r#"{"value": [{"id": "m-1"}]}"#),
    })
    .await;
    let user = client(&server).user("u-1");
    let meetings = user.online_meetings();
    let meeting = OnlineMeeting::default().subject("Review").start_date_time(time("2026-03-02T09:00:00Z"));
    let created = meetings.create(&meeting).await.expect("a meeting");
    let url = created.join_web_url.as_deref().expect("a URL");
    let found = meetings.by_join_url(url).await.expect("a list");
    assert_eq!(found.value.as_ref().map(Vec::len), Some(1));
    meetings.by_join_meeting_id("1234567890").await.expect("a list");
    let one = user.online_meeting("m-1");
    one.get().await.expect("a meeting");
    one.update(&OnlineMeeting::default().subject("Retrospective")).await.expect("a meeting");
    one.delete().await.expect("no content");
    assert_eq!(
        requests(&server),
        [
            r#"POST  {"subject":"Review","startDateTime":"2026-03-02T09:00:00Z"}"#,
            "GET ?$filter=JoinWebUrl%20eq%20%27https://teams.example/%27%27x%27%27%27",
            "GET ?$filter=joinMeetingIdSettings/joinMeetingId%20eq%20%271234567890%27",
            "GET /m-1",
            r#"PATCH /m-1 {"subject":"Retrospective"}"#,
            "DELETE /m-1",
        ]
    );
}

#[tokio::test]
async fn every_other_operation_has_its_path() {
    let server = Server::start(vec![Answer::ok("{}")]).await;
    let user = client(&server).user("u-1");
    let (meetings, one) = (user.online_meetings(), user.online_meeting("m/1"));
    let (start, end) = (time("2026-03-01T00:00:00Z"), time("2026-04-01T00:00:00Z"));
    let attendees = || [AttendeeNotificationInfo::new().phone_number("+12065550142")];
    meetings.create_or_get(&OnlineMeetingsCreateOrGetParameters::new("e-1")).await.expect("a meeting");
    meetings.all_recordings(None).await.expect("a list");
    meetings.all_recordings(Some((&start, &end))).await.expect("a list");
    meetings.all_transcripts(None).await.expect("a list");
    meetings.all_transcripts(Some((&start, &end))).await.expect("a list");
    let reports = one.attendance_report("r-1");
    one.attendance_reports().list().await.expect("a list");
    reports.get().expand(["attendanceRecords"]).await.expect("a report");
    reports.attendance_records().await.expect("a list");
    one.recordings().list().await.expect("a list");
    one.recordings().delta().await.expect("a list");
    one.recording("a").get().await.expect("a recording");
    one.transcripts().list().await.expect("a list");
    one.transcripts().delta().await.expect("a list");
    one.transcript("b").get().await.expect("a transcript");
    one.virtual_appointment_join_web_url().await.expect("a URL");
    assert_eq!(
        requests(&server),
        [
            r#"POST /createOrGet {"externalId":"e-1"}"#,
            "GET /getAllRecordings()",
            "GET /getAllRecordings(meetingOrganizerUserId='u-1',startDateTime=2026-03-01T00%3A00%3A00Z,endDateTime=2026-04-01T00%3A00%3A00Z)",
            "GET /getAllTranscripts()",
            "GET /getAllTranscripts(meetingOrganizerUserId='u-1',startDateTime=2026-03-01T00%3A00%3A00Z,endDateTime=2026-04-01T00%3A00%3A00Z)",
            "GET /m%2F1/attendanceReports",
            "GET /m%2F1/attendanceReports/r-1?$expand=attendanceRecords",
            "GET /m%2F1/attendanceReports/r-1/attendanceRecords",
            "GET /m%2F1/recordings",
            "GET /m%2F1/recordings/delta()",
            "GET /m%2F1/recordings/a",
            "GET /m%2F1/transcripts",
            "GET /m%2F1/transcripts/delta()",
            "GET /m%2F1/transcripts/b",
            "GET /m%2F1/getVirtualAppointmentJoinWebUrl()",
        ]
    );
    let server = Server::start(vec![Answer::new("204 No Content", &[], "")]).await;
    let one = client(&server).user("u-1").online_meeting("m-1");
    let confirmation = OnlineMeetingSendVirtualAppointmentSmsParameters::new().attendees(attendees());
    one.send_virtual_appointment_sms(&confirmation).await.expect("no content");
    let reminder = OnlineMeetingSendVirtualAppointmentReminderSmsParameters::new().attendees(attendees());
    one.send_virtual_appointment_reminder_sms(&reminder).await.expect("no content");
    let body = r#"{"attendees":[{"phoneNumber":"+12065550142"}]}"#;
    assert_eq!(
        requests(&server),
        [
            format!("POST /m-1/sendVirtualAppointmentSms {body}"),
            format!("POST /m-1/sendVirtualAppointmentReminderSms {body}"),
        ]
    );
}

#[tokio::test]
async fn an_error_has_the_code_of_the_service_and_a_passcode_is_not_printed() {
    let error = r#"{"error": {"code": "Forbidden", "message": "No application access policy found."}}"#;
    let server = Server::start(vec![
        Answer::ok(r#"{"joinMeetingIdSettings": {"joinMeetingId": "123", "passcode": "hush-hush"}}"#),
        Answer::new("403 Forbidden", &[], error),
    ])
    .await;
    let one = client(&server).user("u-1").online_meeting("m-1");
    let meeting = one.get().await.expect("a meeting");
    assert!(!format!("{meeting:?}").contains("hush-hush"), "{meeting:?}");
    let error = one.get().await.expect_err("no policy");
    assert_eq!((error.kind(), error.code()), (ErrorKind::Auth, Some("Forbidden")));
}
