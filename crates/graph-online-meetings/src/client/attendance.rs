//! The attendance reports of a meeting.

use call_http::PendingRequest;

use super::meetings::OnlineMeetingHandle;
use crate::generated::{
    AttendanceRecordCollection, MeetingAttendanceReport, MeetingAttendanceReportCollection,
};

/// The attendance reports of a meeting, one for each time at which it took place.
///
/// Source: <https://learn.microsoft.com/en-us/graph/api/resources/meetingattendancereport>
#[derive(Clone, Debug)]
pub struct AttendanceReports {
    pub(super) meeting: OnlineMeetingHandle,
}

impl AttendanceReports {
    /// Returns the first page of the reports, without their records.
    ///
    /// Permission: `OnlineMeetingArtifact.Read.All`.
    ///
    /// Source: <https://learn.microsoft.com/en-us/graph/api/meetingattendancereport-list>
    pub fn list(&self) -> PendingRequest<MeetingAttendanceReportCollection> {
        let OnlineMeetingHandle { service, user_id, id } = &self.meeting;
        service.request(|graph| graph.attendance_reports_list(user_id, id))
    }
}

/// One attendance report.
///
/// Source: <https://learn.microsoft.com/en-us/graph/api/resources/meetingattendancereport>
#[derive(Clone, Debug)]
pub struct AttendanceReportHandle {
    pub(super) meeting: OnlineMeetingHandle,
    pub(super) id: String,
}

impl AttendanceReportHandle {
    /// Returns the report. `.expand(["attendanceRecords"])` adds its records.
    ///
    /// Permission: `OnlineMeetingArtifact.Read.All`.
    ///
    /// Source: <https://learn.microsoft.com/en-us/graph/api/meetingattendancereport-get>
    pub fn get(&self) -> PendingRequest<MeetingAttendanceReport> {
        let OnlineMeetingHandle { service, user_id, id } = &self.meeting;
        service.request(|graph| graph.attendance_reports_get(user_id, id, &self.id))
    }

    /// Returns the first page of the records, one for each person.
    ///
    /// Permission: `OnlineMeetingArtifact.Read.All`.
    ///
    /// Source: <https://learn.microsoft.com/en-us/graph/api/attendancerecord-list>
    pub fn attendance_records(&self) -> PendingRequest<AttendanceRecordCollection> {
        let OnlineMeetingHandle { service, user_id, id } = &self.meeting;
        service.request(|graph| graph.attendance_records_list(user_id, id, &self.id))
    }
}
