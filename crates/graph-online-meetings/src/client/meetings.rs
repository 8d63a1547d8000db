//! Online meetings: creating, finding and changing them.

use call_http::PendingRequest;
use call_wire::DateTime;
use graph_calls::{CollectionOptions as _, quoted};

use super::artifacts::{RecordingHandle, Recordings, TranscriptHandle, Transcripts};
use super::attendance::{AttendanceReportHandle, AttendanceReports};
use super::service::Service;
use crate::generated::{
    CallRecordingCollection, CallTranscriptCollection, OnlineMeeting, OnlineMeetingCollection,
    OnlineMeetingGetVirtualAppointmentJoinWebUrlAnswer,
    OnlineMeetingSendVirtualAppointmentReminderSmsParameters,
    OnlineMeetingSendVirtualAppointmentSmsParameters, OnlineMeetingsCreateOrGetParameters,
};

/// The meetings that a user organizes: `/users/{id}/onlineMeetings`.
///
/// Source: <https://learn.microsoft.com/en-us/graph/api/resources/onlinemeeting>
#[derive(Clone, Debug)]
pub struct OnlineMeetings {
    pub(super) service: Service,
    pub(super) user_id: String,
}

impl OnlineMeetings {
    /// Creates a meeting, which is not in the calendar of the user.
    ///
    /// ```no_run
    /// use graph_online_meetings::OnlineMeeting;
    /// use graph_online_meetings::call_wire::DateTime;
    ///
    /// # async fn example(client: graph_online_meetings::Client) -> Result<(), Box<dyn std::error::Error>> {
    /// let start: DateTime = "2026-03-02T09:00:00Z".parse()?;
    /// let meeting = OnlineMeeting::default().subject("Review").start_date_time(start);
    /// let created = client.user("ada@fabrikam.com").online_meetings().create(&meeting).await?;
    /// println!("{:?}", created.join_web_url);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// Permission: `OnlineMeetings.ReadWrite`, or the application permission `OnlineMeetings.ReadWrite.All` with an
    /// application access policy.
    ///
    /// Source: <https://learn.microsoft.com/en-us/graph/api/application-post-onlinemeetings>
    pub fn create(&self, meeting: &OnlineMeeting) -> PendingRequest<OnlineMeeting> {
        self.service.request(|graph| graph.online_meetings_create(&self.user_id, meeting))
    }

    /// Returns the meeting with an external id, or creates it.
    ///
    /// Permission: the same as [`create`](Self::create).
    ///
    /// Source: <https://learn.microsoft.com/en-us/graph/api/onlinemeeting-createorget>
    pub fn create_or_get(
        &self,
        parameters: &OnlineMeetingsCreateOrGetParameters,
    ) -> PendingRequest<OnlineMeeting> {
        self.service.request(|graph| graph.online_meetings_create_or_get(&self.user_id, parameters))
    }

    /// Returns the meeting with a join URL, as a list with at most one meeting. The URL must be exactly that of
    /// `join_web_url`.
    ///
    /// Permission: `OnlineMeetings.Read`, or the application permission `OnlineMeetings.Read.All` with an application
    /// access policy.
    ///
    /// Source: <https://learn.microsoft.com/en-us/graph/api/onlinemeeting-get>
    pub fn by_join_url(&self, join_url: &str) -> PendingRequest<OnlineMeetingCollection> {
        self.list(&format!("JoinWebUrl eq {}", quoted(join_url)))
    }

    /// Returns the meeting with a join id, the number with which people join, as a list with at most one meeting.
    ///
    /// Permission: the same as [`by_join_url`](Self::by_join_url).
    ///
    /// Source: <https://learn.microsoft.com/en-us/graph/api/onlinemeeting-get>
    pub fn by_join_meeting_id(&self, id: &str) -> PendingRequest<OnlineMeetingCollection> {
        self.list(&format!("joinMeetingIdSettings/joinMeetingId eq {}", quoted(id)))
    }

    /// The service returns no list without a filter.
    fn list(&self, filter: &str) -> PendingRequest<OnlineMeetingCollection> {
        self.service.request(|graph| graph.online_meetings_list(&self.user_id)).filter(filter)
    }

    /// Returns the first page of the recordings of all meetings that a user organized, of all times or of those in a
    /// range.
    ///
    /// Permission: the application permission `OnlineMeetingRecording.Read.All`.
    ///
    /// Source: <https://learn.microsoft.com/en-us/graph/api/onlinemeeting-getallrecordings>
    pub fn all_recordings(
        &self,
        range: Option<(&DateTime, &DateTime)>,
    ) -> PendingRequest<CallRecordingCollection> {
        let user = &self.user_id;
        self.service.request(|graph| match range {
            None => graph.online_meetings_get_all_recordings(user),
            Some((start, end)) => graph
                .online_meetings_get_all_recordings_by_meeting_organizer_user_id_and_start_date_time_and_end_date_time(
                    user, user, start, end,
                ),
        })
    }

    /// Returns the first page of the transcripts of all meetings that a user organized, of all times or of those in a
    /// range.
    ///
    /// Permission: the application permission `OnlineMeetingTranscript.Read.All`.
    ///
    /// Source: <https://learn.microsoft.com/en-us/graph/api/onlinemeeting-getalltranscripts>
    pub fn all_transcripts(
        &self,
        range: Option<(&DateTime, &DateTime)>,
    ) -> PendingRequest<CallTranscriptCollection> {
        let user = &self.user_id;
        self.service.request(|graph| match range {
            None => graph.online_meetings_get_all_transcripts(user),
            Some((start, end)) => graph
                .online_meetings_get_all_transcripts_by_meeting_organizer_user_id_and_start_date_time_and_end_date_time(
                    user, user, start, end,
                ),
        })
    }
}

/// One meeting: `/users/{id}/onlineMeetings/{id}`.
///
/// Source: <https://learn.microsoft.com/en-us/graph/api/resources/onlinemeeting>
#[derive(Clone, Debug)]
pub struct OnlineMeetingHandle {
    pub(super) service: Service,
    pub(super) user_id: String,
    pub(super) id: String,
}

impl OnlineMeetingHandle {
    /// Returns the meeting.
    ///
    /// Permission: the same as [`OnlineMeetings::by_join_url`].
    ///
    /// Source: <https://learn.microsoft.com/en-us/graph/api/onlinemeeting-get>
    pub fn get(&self) -> PendingRequest<OnlineMeeting> {
        self.service.request(|graph| graph.online_meetings_get(&self.user_id, &self.id))
    }

    /// Updates the meeting. Members that are absent from `change` stay unchanged. The start and the end must be changed
    /// together.
    ///
    /// Permission: the same as [`OnlineMeetings::create`].
    ///
    /// Source: <https://learn.microsoft.com/en-us/graph/api/onlinemeeting-update>
    pub fn update(&self, change: &OnlineMeeting) -> PendingRequest<OnlineMeeting> {
        self.service.request(|graph| graph.online_meetings_update(&self.user_id, &self.id, change))
    }

    /// Deletes the meeting.
    ///
    /// Permission: the same as [`OnlineMeetings::create`].
    ///
    /// Source: <https://learn.microsoft.com/en-us/graph/api/onlinemeeting-delete>
    pub fn delete(&self) -> PendingRequest<()> {
        self.service.request(|graph| graph.online_meetings_delete(&self.user_id, &self.id))
    }

    /// Sends a text message about a virtual appointment to attendees.
    ///
    /// Permission: `VirtualAppointmentNotification.Send`.
    ///
    /// Source: <https://learn.microsoft.com/en-us/graph/api/virtualappointment-sendvirtualappointmentsms>
    pub fn send_virtual_appointment_sms(
        &self,
        parameters: &OnlineMeetingSendVirtualAppointmentSmsParameters,
    ) -> PendingRequest<()> {
        self.service.request(|graph| {
            graph.online_meeting_send_virtual_appointment_sms(&self.user_id, &self.id, parameters)
        })
    }

    /// Sends a reminder of a virtual appointment to attendees, as a text message.
    ///
    /// Permission: `VirtualAppointmentNotification.Send`.
    ///
    /// Source: <https://learn.microsoft.com/en-us/graph/api/virtualappointment-sendvirtualappointmentremindersms>
    pub fn send_virtual_appointment_reminder_sms(
        &self,
        parameters: &OnlineMeetingSendVirtualAppointmentReminderSmsParameters,
    ) -> PendingRequest<()> {
        self.service.request(|graph| {
            graph.online_meeting_send_virtual_appointment_reminder_sms(&self.user_id, &self.id, parameters)
        })
    }

    /// Returns the URL with which people join a virtual appointment in a browser.
    ///
    /// Permission: `VirtualAppointment.Read`.
    ///
    /// Source: <https://learn.microsoft.com/en-us/graph/api/virtualappointment-getvirtualappointmentjoinweburl>
    pub fn virtual_appointment_join_web_url(
        &self,
    ) -> PendingRequest<OnlineMeetingGetVirtualAppointmentJoinWebUrlAnswer> {
        self.service.request(|graph| {
            graph.online_meeting_get_virtual_appointment_join_web_url(&self.user_id, &self.id)
        })
    }

    /// Returns a handle to the attendance reports: `.../attendanceReports`.
    #[must_use]
    pub fn attendance_reports(&self) -> AttendanceReports {
        AttendanceReports { meeting: self.clone() }
    }

    /// Returns a handle to one attendance report: `.../attendanceReports/{id}`.
    #[must_use]
    pub fn attendance_report(&self, id: impl Into<String>) -> AttendanceReportHandle {
        AttendanceReportHandle { meeting: self.clone(), id: id.into() }
    }

    /// Returns a handle to the recordings: `.../recordings`.
    #[must_use]
    pub fn recordings(&self) -> Recordings {
        Recordings { meeting: self.clone() }
    }

    /// Returns a handle to one recording: `.../recordings/{id}`.
    #[must_use]
    pub fn recording(&self, id: impl Into<String>) -> RecordingHandle {
        RecordingHandle { meeting: self.clone(), id: id.into() }
    }

    /// Returns a handle to the transcripts: `.../transcripts`.
    #[must_use]
    pub fn transcripts(&self) -> Transcripts {
        Transcripts { meeting: self.clone() }
    }

    /// Returns a handle to one transcript: `.../transcripts/{id}`.
    #[must_use]
    pub fn transcript(&self, id: impl Into<String>) -> TranscriptHandle {
        TranscriptHandle { meeting: self.clone(), id: id.into() }
    }
}
