//! Call records, and the logs of calls on the telephone network.

use call_http::PendingRequest;
use call_wire::DateTime;

use super::participants::Participants;
use super::service::Service;
use super::sessions::Sessions;
use crate::generated::{
    CallRecord, CallRecordCollection, DirectRoutingLogRowCollection, PstnCallLogRowCollection,
};

/// All records: `/communications/callRecords`.
///
/// Source: <https://learn.microsoft.com/en-us/graph/api/resources/callrecords-callrecord>
#[derive(Clone, Debug)]
pub struct CallRecords {
    pub(super) service: Service,
}

impl CallRecords {
    /// Returns the first page of the records of the last 30 days; [`pages`](call_http::PendingRequest::pages) returns
    /// all pages. The records have neither sessions nor participants: get a [single record](CallRecordHandle::get) for
    /// them.
    ///
    /// The service supports only `$select`, and `$filter` by the start and by the id of a participant:
    ///
    /// ```no_run
    /// use graph_call_records::call_http::futures_util::TryStreamExt as _;
    /// use graph_call_records::{Client, CollectionOptions as _};
    ///
    /// # async fn example(client: Client) -> Result<(), graph_call_records::Error> {
    /// let today = client.call_records().list().filter("startDateTime ge 2026-03-02T00:00:00Z");
    /// let mut records = today.pages().items();
    /// while let Some(record) = records.try_next().await? {
    ///     println!("{:?} {:?}", record.id, record.type_);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// Permission: `CallRecords.Read.All`.
    ///
    /// Source: <https://learn.microsoft.com/en-us/graph/api/callrecords-cloudcommunications-list-callrecords>
    pub fn list(&self) -> PendingRequest<CallRecordCollection> {
        self.service.request(|graph| graph.call_records_list())
    }

    /// Returns the first page of the log of calls over calling plans, Operator Connect and audio conferencing that
    /// started in a range of at most 90 days, both ends included. A page has at most 1000 rows.
    ///
    /// ```no_run
    /// use graph_call_records::call_http::futures_util::TryStreamExt as _;
    ///
    /// # async fn example(client: graph_call_records::Client) -> Result<(), Box<dyn std::error::Error>> {
    /// let (from, to) = ("2026-03-01T00:00:00Z".parse()?, "2026-04-01T00:00:00Z".parse()?);
    /// let mut rows = client.call_records().pstn_calls(&from, &to).pages().items();
    /// while let Some(row) = rows.try_next().await? {
    ///     println!("{:?}: {:?} s, {:?} {:?}", row.call_type, row.duration, row.charge, row.currency);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// Permission: `CallRecords.Read.All`.
    ///
    /// Source: <https://learn.microsoft.com/en-us/graph/api/callrecords-callrecord-getpstncalls>
    pub fn pstn_calls(&self, from: &DateTime, to: &DateTime) -> PendingRequest<PstnCallLogRowCollection> {
        self.service.request(|graph| graph.call_records_get_pstn_calls(from, to))
    }

    /// Returns the first page of the log of calls over Direct Routing that started in a range of at most 90 days, the
    /// end excluded. A page has at most 1000 rows.
    ///
    /// Permission: `CallRecords.Read.All`.
    ///
    /// Source: <https://learn.microsoft.com/en-us/graph/api/callrecords-callrecord-getdirectroutingcalls>
    pub fn direct_routing_calls(
        &self,
        from: &DateTime,
        to: &DateTime,
    ) -> PendingRequest<DirectRoutingLogRowCollection> {
        self.service.request(|graph| graph.call_records_get_direct_routing_calls(from, to))
    }
}

/// One record: `/communications/callRecords/{id}`.
///
/// Source: <https://learn.microsoft.com/en-us/graph/api/resources/callrecords-callrecord>
#[derive(Clone, Debug)]
pub struct CallRecordHandle {
    pub(super) service: Service,
    pub(super) id: String,
}

impl CallRecordHandle {
    /// Returns the id of the record.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.id
    }

    /// Returns the record. Its sessions and participants are returned only if they are requested:
    ///
    /// ```no_run
    /// use graph_call_records::{Client, QueryOptions as _};
    ///
    /// # async fn example(client: Client) -> Result<(), graph_call_records::Error> {
    /// let record = client.call_record("e523d2ed-2966-4b6b-925b-754a88034cc5").get();
    /// let record = record.expand(["sessions($expand=segments)", "participants_v2"]).await?;
    /// for session in record.sessions.iter().flatten() {
    ///     println!("{:?} {:?}", session.start_date_time, session.failure_info);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// If a record has more than 60 sessions, the response has the member `sessions@odata.nextLink`, which is in
    /// `extra`. [`sessions`](Self::sessions) lists all of them.
    ///
    /// # Errors
    ///
    /// [`Status`](call_http::ErrorKind::Status) for 404: the record does not exist yet, or is older than 30 days. The
    /// service creates a record within 15 to 60 minutes after the call.
    ///
    /// Permission: `CallRecords.Read.All`.
    ///
    /// Source: <https://learn.microsoft.com/en-us/graph/api/callrecords-callrecord-get>
    pub fn get(&self) -> PendingRequest<CallRecord> {
        self.service.request(|graph| graph.call_records_get(&self.id))
    }

    /// Returns a handle to the sessions: `/communications/callRecords/{id}/sessions`.
    #[must_use]
    pub fn sessions(&self) -> Sessions {
        Sessions { service: self.service.clone(), record_id: self.id.clone() }
    }

    /// Returns a handle to the participants: `/communications/callRecords/{id}/participants_v2`.
    #[must_use]
    pub fn participants(&self) -> Participants {
        Participants { service: self.service.clone(), record_id: self.id.clone() }
    }
}
