//! Join URLs of Microsoft Teams meetings.

mod context;
mod error;

use std::borrow::Cow;
use std::str::FromStr;

use call_wire::json::Raw;
use percent_encoding::percent_decode_str;

pub use error::{JoinUrlError, JoinUrlPart};

use crate::generated::{
    AnyIdentitySet, Call, ChatInfo, Identity, IdentitySet, JoinMeetingIdMeetingInfo, MeetingInfo,
    OrganizerMeetingInfo,
};
use context::Context;

/// The hosts of Microsoft Teams for work and school, in the clouds that have meetings.
const HOSTS: [&str; 5] = [
    "teams.microsoft.com",
    "teams.cloud.microsoft",
    "teams.microsoft.us",
    "gov.teams.microsoft.us",
    "dod.teams.microsoft.us",
];

/// A Microsoft Teams meeting, parsed from its join URL. It contains the members that
/// [`Calls::create`](crate::client::Calls::create) requires to join the meeting.
///
/// ```
/// use graph_calls::{JoinUrl, Modality, ServiceHostedMediaConfig};
///
/// # fn main() -> Result<(), graph_calls::JoinUrlError> {
/// let url = "https://teams.microsoft.com/l/meetup-join/19%3ameeting_ODMx%40thread.v2/0\
///     ?context=%7b%22Tid%22%3a%22e4b0a6ef-6f5f-4395-8d98-552e8746f118%22\
///     %2c%22Oid%22%3a%223213de07-15b2-4bfd-9193-0c8d3f954d8e%22%7d";
/// let meeting: JoinUrl = url.parse()?;
/// let call = meeting
///     .into_call("https://bot.contoso.com/callback")
///     .requested_modalities([Modality::Audio])
///     .media_config(ServiceHostedMediaConfig::new());
/// assert_eq!(call.tenant_id.as_deref(), Some("e4b0a6ef-6f5f-4395-8d98-552e8746f118"));
/// # Ok(())
/// # }
/// ```
///
/// The call then joins the meeting:
///
#[cfg_attr(feature = "client", doc = "```no_run")]
#[cfg_attr(not(feature = "client"), doc = "```text")]
/// # async fn example(client: graph_calls::Client, call: graph_calls::Call) -> Result<(), graph_calls::Error> {
/// let joined = client.calls().create(&call).await?;
/// println!("{:?} is {:?}", joined.id, joined.state);
/// # Ok(())
/// # }
/// ```
///
/// | Form | Contains |
/// | --- | --- |
/// | `/l/meetup-join/{thread}/{message}?context={json}` | chat, organizer and tenant |
/// | `/meet/{meeting id}?p={passcode}` | meeting id and passcode; the tenant is not in the URL |
///
/// Each part, and the whole URL, may be percent-encoded once or twice. The hosts are those of Teams for work and
/// school. Meetings of personal accounts (`teams.live.com`) are not accepted, because they have no tenant.
///
/// Sources: [Create call](https://learn.microsoft.com/en-us/graph/api/application-post-calls), examples 5 to 8;
/// [`JoinInfo.cs`](https://github.com/microsoftgraph/microsoft-graph-comms-samples/blob/master/Samples/Common/Sample.Common.V1/Meetings/JoinInfo.cs)
/// of Microsoft's samples.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct JoinUrl {
    /// The chat of the meeting; `None` for the short form, which does not require it.
    pub chat_info: Option<ChatInfo>,
    /// The meeting, by its organizer or by its id and passcode.
    pub meeting_info: MeetingInfo,
    /// The tenant of the organizer; `None` for the short form.
    pub tenant_id: Option<String>,
}

impl JoinUrl {
    /// Creates a call that joins the meeting. The service posts notifications to `callback_uri`.
    ///
    /// The caller must set `requested_modalities` and `media_config`, and `tenant_id` if the URL has the short form.
    #[must_use]
    pub fn into_call(self, callback_uri: impl Into<String>) -> Call {
        Call {
            chat_info: self.chat_info,
            meeting_info: Some(self.meeting_info),
            tenant_id: self.tenant_id,
            ..Call::new(callback_uri)
        }
    }

    fn with_organizer(rest: &str) -> Result<Self, JoinUrlError> {
        let (path, query) = rest.split_once('?').unwrap_or((rest, ""));
        let mut segments = path.split('/').filter(|segment| !segment.is_empty());
        let mut segment = |part| decoded(segments.next().ok_or(JoinUrlError::Missing(part))?, part);
        let (thread, message) = (segment(JoinUrlPart::Thread)?, segment(JoinUrlPart::Message)?);
        let context = parameter(query, "context").ok_or(JoinUrlError::Missing(JoinUrlPart::Context))?;
        let context = Context::parse(&decoded(context, JoinUrlPart::Context)?)?;

        let chat_info = ChatInfo {
            thread_id: Some(thread),
            message_id: Some(message),
            reply_chain_message_id: context.message,
            ..ChatInfo::default()
        };
        let mut user = Identity { id: Some(context.organizer), ..Identity::default() };
        user.extra.insert("tenantId", context.tenant.as_str());
        let organizer = IdentitySet { user: Some(user.into()), ..IdentitySet::default() };
        let meeting_info = OrganizerMeetingInfo::new(AnyIdentitySet::from(organizer));
        Ok(Self {
            chat_info: Some(chat_info),
            meeting_info: meeting_info.into(),
            tenant_id: Some(context.tenant),
        })
    }

    fn with_meeting_id(rest: &str) -> Result<Self, JoinUrlError> {
        let (path, query) = rest.split_once('?').unwrap_or((rest, ""));
        // Invitations write the id with spaces.
        let id: String = decoded(path, JoinUrlPart::MeetingId)?.split_whitespace().collect();
        let id = id.trim_end_matches('/');
        if id.is_empty() || !id.bytes().all(|digit| digit.is_ascii_digit()) {
            return Err(JoinUrlError::Invalid(JoinUrlPart::MeetingId));
        }
        let mut meeting_info = JoinMeetingIdMeetingInfo::new(id);
        match parameter(query, "p").filter(|passcode| !passcode.is_empty()) {
            Some(passcode) => meeting_info.passcode = Some(decoded(passcode, JoinUrlPart::Passcode)?),
            // The documented form for a meeting without a passcode.
            None => _ = meeting_info.extra.insert("passcode", Raw::NULL),
        }
        Ok(Self { chat_info: None, meeting_info: meeting_info.into(), tenant_id: None })
    }
}

impl FromStr for JoinUrl {
    type Err = JoinUrlError;

    /// # Errors
    ///
    /// [`JoinUrlError`] if the text is not a valid join URL. The error does not contain the passcode.
    fn from_str(text: &str) -> Result<Self, JoinUrlError> {
        let url = after_scheme(text.trim())?;
        let (host, rest) = url.split_at(url.find(['/', '?', '#']).unwrap_or(url.len()));
        let host = host.strip_suffix(":443").unwrap_or(host);
        // The error contains the host. A text with other characters is not a host, and may contain the passcode.
        let fits = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | ':');
        if !host.chars().all(fits) {
            return Err(JoinUrlError::NotAUrl);
        }
        if !HOSTS.iter().any(|known| known.eq_ignore_ascii_case(host)) {
            return Err(JoinUrlError::UnknownHost(host.to_owned()));
        }
        // URLs of the web client have a prefix before the path, such as `_#/l/meetup-join/`.
        let after = |marker| rest.split_once(marker).map(|(_, rest)| rest.split('#').next().unwrap_or(rest));
        match (after("/l/meetup-join/"), after("/meet/")) {
            (Some(rest), _) => Self::with_organizer(rest),
            (None, Some(rest)) => Self::with_meeting_id(rest),
            (None, None) => Err(JoinUrlError::UnknownForm),
        }
    }
}

/// Returns the URL after `https://`. The whole URL may be percent-encoded, for example as a parameter of another URL.
fn after_scheme(text: &str) -> Result<Cow<'_, str>, JoinUrlError> {
    let text = if text.contains("://") { text.into() } else { Cow::from(decoded_text(text)?) };
    let is_https = text.get(..8).is_some_and(|scheme| scheme.eq_ignore_ascii_case("https://"));
    if !is_https {
        return Err(JoinUrlError::NotAUrl);
    }
    Ok(match text {
        Cow::Borrowed(text) => Cow::Borrowed(&text[8..]),
        Cow::Owned(text) => Cow::Owned(text[8..].to_owned()),
    })
}

fn decoded(text: &str, part: JoinUrlPart) -> Result<String, JoinUrlError> {
    decoded_text(text).map_err(|_| JoinUrlError::Invalid(part))
}

/// Removes one or two levels of percent-encoding. The parts of a join URL contain no literal percent sign.
fn decoded_text(text: &str) -> Result<String, JoinUrlError> {
    let decode = |text: &str| percent_decode_str(text).decode_utf8().map(Cow::into_owned);
    decode(text).and_then(|once| decode(&once)).map_err(|_| JoinUrlError::NotAUrl)
}

/// Returns a parameter of a query, without decoding it.
fn parameter<'q>(query: &'q str, name: &str) -> Option<&'q str> {
    let pairs = query.split('&').filter_map(|pair| pair.split_once('='));
    pairs.filter(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value).next()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    const LONG: &str = "https://teams.microsoft.com/l/meetup-join/19%3ameeting_ODMx%40thread.v2/0?context=\
        %7b%22Tid%22%3a%22t-1%22%2c%22Oid%22%3a%22o-1%22%7d";

    fn parse(text: &str) -> JoinUrl {
        text.parse().unwrap_or_else(|error| panic!("{text}: {error}"))
    }

    fn sent(text: &str) -> serde_json::Value {
        serde_json::to_value(parse(text).into_call("https://bot.example/cb")).expect("JSON")
    }

    #[test]
    fn the_long_form_contains_chat_organizer_and_tenant() {
        let expected = json!({
            "callbackUri": "https://bot.example/cb",
            "chatInfo": {"threadId": "19:meeting_ODMx@thread.v2", "messageId": "0"},
            "meetingInfo": {
                "@odata.type": "#microsoft.graph.organizerMeetingInfo",
                "organizer": {"user": {"id": "o-1", "tenantId": "t-1"}},
            },
            "tenantId": "t-1",
        });
        let decoded = "https://teams.microsoft.com/l/meetup-join/19:meeting_ODMx@thread.v2/0?context=\
            {\"Tid\":\"t-1\",\"Oid\":\"o-1\"}";
        let parts_encoded_twice = LONG.replace('%', "%25");
        let (encoded_once, encoded_twice) = (encoded(LONG), encoded(&encoded(decoded)));
        for text in [
            LONG,
            decoded,
            &parts_encoded_twice,
            &encoded_once,
            &encoded_twice,
            &LONG.replace("https://teams.microsoft.com/", "HTTPS://Teams.Microsoft.com/"),
            &LONG.replace("com/l/", "com/_#/l/"),
            &LONG.replace("/0?", "/0/?anon=true&"),
            &LONG.replace("Tid", "tid").replace("Oid", "OID"),
            &LONG.replace("com/l/", "us/l/"),
            &LONG.replace("teams.microsoft.com", "dod.teams.microsoft.us"),
            &format!(" {LONG}&anon=true#fragment\n"),
        ] {
            assert_eq!(sent(text), expected, "{text}");
        }
    }

    fn encoded(text: &str) -> String {
        percent_encoding::utf8_percent_encode(text, percent_encoding::NON_ALPHANUMERIC).to_string()
    }

    #[test]
    fn a_meeting_in_a_channel_has_message_ids() {
        let url = "https://teams.microsoft.com/l/meetup-join/19%3acd9c%40thread.skype/1509579179399?context=%7b%22Tid\
            %22%3a%22t-1%22%2c%22Oid%22%3a%22o-1%22%2c%22MessageId%22%3a%221536978844957%22%2c%22X%22%3a%5b1%5d%7d";
        let chat = parse(url).chat_info.expect("a chat");
        assert_eq!(chat.thread_id.as_deref(), Some("19:cd9c@thread.skype"));
        assert_eq!(chat.message_id.as_deref(), Some("1509579179399"));
        assert_eq!(chat.reply_chain_message_id.as_deref(), Some("1536978844957"));
    }

    #[test]
    fn the_short_form_contains_meeting_id_and_passcode() {
        let call = |passcode| {
            json!({
                "callbackUri": "https://bot.example/cb",
                "meetingInfo": {
                    "@odata.type": "#microsoft.graph.joinMeetingIdMeetingInfo",
                    "joinMeetingId": "2414128301281",
                    "passcode": passcode,
                },
            })
        };
        let short = "https://teams.microsoft.com/meet/2414128301281?p=NzhDLMLT8b07";
        for text in [
            short,
            &encoded(short),
            "https://teams.cloud.microsoft/meet/2414128301281/?x=y&p=NzhDLMLT8b07#z",
            "https://teams.microsoft.com/meet/241%20412%20830%20128%201?p=Nzh%2544LMLT8b07",
        ] {
            assert_eq!(sent(text), call(Some("NzhDLMLT8b07")), "{text}");
        }
        for text in [
            "https://teams.microsoft.com/meet/2414128301281",
            "https://teams.microsoft.com/meet/2414128301281?p=",
        ] {
            assert_eq!(sent(text), call(None), "{text}");
        }
    }

    #[test]
    fn errors_name_the_invalid_part_and_do_not_contain_the_passcode() {
        use JoinUrlError::{Invalid, Missing, NotAUrl, UnknownForm, UnknownHost};
        let host = |host: &str| UnknownHost(host.to_owned());
        for (text, error) in [
            ("", NotAUrl),
            ("hunter2", NotAUrl),
            ("http://teams.microsoft.com/meet/1?p=hunter2", NotAUrl),
            ("https://u:hunter2@teams.microsoft.com/meet/1", NotAUrl),
            ("%ff%fe", NotAUrl),
            ("https://teams.microsoft.com%2Fmeet%2F1%3Fp%3Dhunter2", NotAUrl),
            ("https://teams.microsoft.com\\meet\\1?p=hunter2", NotAUrl),
            ("https://evil.example\nline/meet/1?p=hunter2", NotAUrl),
            ("https://teams.microsoft.com?p=hunter2", UnknownForm),
            ("https://teams.microsoft.com#hunter2", UnknownForm),
            ("https://teams.microsoft.com:443/hunter2", UnknownForm),
            ("https://teams.microsoft.com:8443/meet/1?p=hunter2", host("teams.microsoft.com:8443")),
            ("https://zoom.us/j/1?pwd=hunter2", host("zoom.us")),
            ("https://teams.live.com/meet/1?p=hunter2", host("teams.live.com")),
            (
                "https://teams.microsoft.com.evil.example/meet/1?p=hunter2",
                host("teams.microsoft.com.evil.example"),
            ),
            ("https://teams.microsoft.com", UnknownForm),
            ("https://teams.microsoft.com/xmeet/1", UnknownForm),
            ("https://teams.microsoft.com/l/chat/0/0?hunter2", UnknownForm),
            ("https://teams.microsoft.com/l/meetup-join/?context={}", Missing(JoinUrlPart::Thread)),
            ("https://teams.microsoft.com/l/meetup-join/316652780345552", Missing(JoinUrlPart::Message)),
            ("https://teams.microsoft.com/l/meetup-join/19:x/0?p=hunter2", Missing(JoinUrlPart::Context)),
            ("https://teams.microsoft.com/l/meetup-join/%ff/0?context={}", Invalid(JoinUrlPart::Thread)),
            (
                "https://teams.microsoft.com/l/meetup-join/19:x/0?context=hunter2",
                Invalid(JoinUrlPart::Context),
            ),
            (
                "https://teams.microsoft.com/l/meetup-join/19:x/0?context={\"Oid\":",
                Invalid(JoinUrlPart::Context),
            ),
            ("https://teams.microsoft.com/l/meetup-join/19:x/0?context={}x", Invalid(JoinUrlPart::Context)),
            (
                "https://teams.microsoft.com/l/meetup-join/19:x/0?context={\"Oid\":\"o\"}",
                Missing(JoinUrlPart::Tenant),
            ),
            (
                "https://teams.microsoft.com/l/meetup-join/19:x/0?context={\"Tid\":\"t\"}",
                Missing(JoinUrlPart::Organizer),
            ),
            (
                "https://teams.microsoft.com/l/meetup-join/19:x/0?context={\"Tid\":1,\"Oid\":\"o\"}",
                Missing(JoinUrlPart::Tenant),
            ),
            ("https://teams.microsoft.com/meet/?p=hunter2", Invalid(JoinUrlPart::MeetingId)),
            ("https://teams.microsoft.com/meet/12a4?p=hunter2", Invalid(JoinUrlPart::MeetingId)),
            ("https://teams.microsoft.com/meet/124?p=%ffhunter2", Invalid(JoinUrlPart::Passcode)),
        ] {
            let found = text.parse::<JoinUrl>().expect_err(text);
            assert_eq!(found, error, "{text}");
            assert!(!format!("{found} {found:?}").contains("hunter2"), "{found}");
        }
        assert_eq!(
            Missing(JoinUrlPart::Tenant).to_string(),
            "the join URL has no tenant id (`Tid` in the context)"
        );
        let secret = parse("https://teams.microsoft.com/meet/124?p=hunter2");
        assert!(!format!("{secret:?}").contains("hunter2"));
    }
}
