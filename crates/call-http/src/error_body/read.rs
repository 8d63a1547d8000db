//! Reads error bodies of any format.

use call_wire::json::Raw;

use super::html::{is_html, read_html};
use super::json::read_json;
use super::soap::read_soap;
use super::types::ErrorBody;
use crate::redact::Scrubber;

impl ErrorBody {
    /// Reads a body, which may be incomplete. Never fails: a body of an unknown format becomes the message.
    #[must_use]
    pub fn read(body: &[u8]) -> Self {
        Self::read_without(&Scrubber::default(), body)
    }

    /// Reads a body and redacts the secrets of the scrubber.
    pub(crate) fn read_without(scrubber: &Scrubber, body: &[u8]) -> Self {
        if body.contains(&0) || body.starts_with(&[0x1f, 0x8b]) {
            return Self::default();
        }
        let text = String::from_utf8_lossy(body);
        let text = text.trim_start_matches('\u{feff}').trim();
        let read = match text.as_bytes().first() {
            Some(b'{') => Raw::parse(text).ok().and_then(|object| read_json(&object)),
            Some(b'<') if is_html(text) => Some(read_html(scrubber, text)),
            Some(b'<') => read_soap(text),
            _ => None,
        };
        let mut read = read.unwrap_or_default();
        let message =
            read.message.map(|message| scrubber.one_line(&message)).filter(|message| !message.is_empty());
        // The body itself is the message only if no part of it was recognized.
        let is_unknown = message.is_none() && read.code.is_none();
        read.message = if is_unknown { Some(scrubber.one_line(text)) } else { message };
        read.message = read.message.filter(|message| !message.is_empty());
        let details = read.details.iter_mut().chain(&mut read.inner_errors);
        let details = details.flat_map(|detail| [&mut detail.code, &mut detail.message, &mut detail.target]);
        for part in details.chain([&mut read.code, &mut read.target, &mut read.request_id]) {
            *part = part.take().map(|text| scrubber.one_line(&text)).filter(|text| !text.is_empty());
        }
        read
    }
}

#[cfg(test)]
mod tests {
    use super::super::types::ErrorDetail;
    use super::*;

    fn parts(body: &str) -> (Option<String>, Option<String>) {
        let read = ErrorBody::read(body.as_bytes());
        (read.code, read.message)
    }

    fn some(code: &str, message: &str) -> (Option<String>, Option<String>) {
        (Some(code.to_owned()), Some(message.to_owned()))
    }

    #[test]
    fn json_is_read_in_any_letter_case() {
        let refused = some("7509", "HMAC-SHA256 validation failed");
        for body in [
            r#"{"error":{"code":"7509","message":"HMAC-SHA256 validation failed"}}"#,
            r#"{"Error":{"Code":"7509","Message":"HMAC-SHA256 validation failed","Target":"/calling"}}"#,
            r#"{"ERROR":{"CODE":7509,"MESSAGE":"HMAC-SHA256 validation failed"}}"#,
            "\u{feff}\n {\"code\":\"7509\",\"message\":\"HMAC-SHA256\\nvalidation failed\"}",
        ] {
            assert_eq!(parts(body), refused, "{body}");
        }
    }

    #[test]
    fn the_request_id_is_read_from_inner_errors_and_trace_ids() {
        for body in [
            r#"{"error":{"code":"a","message":"b","innerError":{"request-id":"r-1"}}}"#,
            r#"{"error":{"code":"a","message":"b","innererror":{"requestId":"r-1"}}}"#,
            r#"{"title":"Not Found","status":404,"instance":"/v1/x","message":"b","traceId":"r-1"}"#,
        ] {
            assert_eq!(ErrorBody::read(body.as_bytes()).request_id.as_deref(), Some("r-1"), "{body}");
        }
    }

    #[test]
    fn the_target_is_read_from_all_forms_of_json() {
        for body in [
            r#"{"error":{"code":"a","target":"/v1/x"}}"#,
            r#"{"title":"Not Found","instance":"/v1/x"}"#,
            r#"{"code":"a","target":"/v1/x"}"#,
        ] {
            assert_eq!(ErrorBody::read(body.as_bytes()).target.as_deref(), Some("/v1/x"), "{body}");
        }
    }

    fn detail(code: &str, message: &str, target: Option<&str>) -> ErrorDetail {
        ErrorDetail {
            code: Some(code.to_owned()),
            message: Some(message.to_owned()),
            target: target.map(str::to_owned),
        }
    }

    #[test]
    fn details_and_inner_errors_are_read_in_any_letter_case() {
        let body = r#"{"error":{"code":"400","message":"Invalid request.",
            "details":[{"code":"a","message":"Not a\nnumber.","target":"targets[0]"},7,{},{"code":"b","message":"c"}],
            "innererror":{"code":"d","message":"e","innererror":{"date":"2026","innererror":{"code":"f","message":"g"}}}}}"#;
        let pascal = body.replace("\"error", "\"Error").replace("details", "Details");
        let pascal = pascal.replace("innererror", "InnerError").replace("\"code", "\"Code");
        for body in [body, &pascal] {
            let read = ErrorBody::read(body.as_bytes());
            assert_eq!(
                read.details,
                [detail("a", "Not a number.", Some("targets[0]")), detail("b", "c", None)],
                "{body}"
            );
            assert_eq!(read.inner_errors, [detail("d", "e", None), detail("f", "g", None)], "{body}");
        }
    }

    #[test]
    fn the_numbers_of_details_and_inner_errors_are_limited() {
        let details = vec![r#"{"code":"x"}"#; 1000].join(",");
        let inner = format!("{}1{}", r#"{"code":"y","innererror":"#.repeat(100), "}".repeat(100));
        let message = "z".repeat(5000);
        let body = format!(
            r#"{{"error":{{"code":"a","details":[{{"message":"{message}"}},{details}],"innererror":{inner}}}}}"#
        );
        let read = ErrorBody::read(body.as_bytes());
        assert_eq!((read.details.len(), read.inner_errors.len()), (ErrorBody::LISTED, ErrorBody::LISTED));
        let message = read.details[0].message.as_ref().map(|message| message.chars().count());
        assert_eq!(message, Some(ErrorBody::LONGEST + 1));
    }

    #[test]
    fn details_of_another_form_are_ignored() {
        for body in [
            r#"{"error":{"code":"a","details":"none","innererror":null}}"#,
            r#"{"error":{"code":"a","details":[1,[2],null],"innererror":{"date":"2026"}}}"#,
            r#"{"error":{"code":"a","details":{},"innererror":[1]}}"#,
        ] {
            let read = ErrorBody::read(body.as_bytes());
            assert_eq!(
                (read.code.as_deref(), read.details.len(), read.inner_errors.len()),
                (Some("a"), 0, 0)
            );
        }
    }

    #[test]
    fn only_known_members_of_other_json_are_read() {
        assert_eq!(
            parts(r#"{"error":"invalid_grant","error_description":"late"}"#),
            some("invalid_grant", "late")
        );
        assert_eq!(parts(r#"{"title":"Gone"}"#), (None, Some("Gone".to_owned())));
        assert_eq!(parts(r#"{"error":null}"#), (None, Some(r#"{"error":null}"#.to_owned())));
        assert_eq!(parts("[1]"), (None, Some("[1]".to_owned())));
        assert_eq!(parts(r#"{"error":{"code":"ab"}}"#).0.as_deref(), Some("ab"));
    }

    #[test]
    fn the_message_of_an_html_page_is_its_title_and_text() {
        let page = "<!DOCTYPE html>\r\n<html><head><title>502 Bad Gateway</title><style>a{}</style></head>\
            <body><script>steal()</script><h1>Try  later</h1><!-- x --> &lt;5 min&nbsp;or so</body></html>";
        assert_eq!(parts(page).1.as_deref(), Some("502 Bad Gateway: Try later <5 min or so"));
        assert_eq!(parts("<HTML><TITLE>Oops</TITLE>").1.as_deref(), Some("Oops"));
        assert_eq!(parts("<html><title>Cut o").1.as_deref(), Some("Cut o"));
        assert_eq!(parts("<html><body>Cut <scr").1.as_deref(), Some("Cut"));
    }

    #[test]
    fn html_and_xml_are_distinguished_by_the_first_element() {
        for page in [
            "<!DOCTYPE html><html><head>",
            "<!doctype HTML PUBLIC \"-//W3C//DTD XHTML 1.0\">",
            "<HTML>",
            "<?xml version='1.0'?>\n<!-- a proxy -->\n<html xmlns='http://www.w3.org/1999/xhtml'>",
            "<head><title>x",
            "<p>busy",
        ] {
            assert!(is_html(page), "{page}");
        }
        for text in
            ["<Envelope><Header/><Body>", "<s:Envelope>", "<header>", "<?xml", "<!-- <html>", "{}", "", "<"]
        {
            assert!(!is_html(text), "{text}");
        }
        let fault = "<Envelope xmlns=\"http://schemas.xmlsoap.org/soap/envelope/\"><Header/><Body><Fault>\
            <faultcode>ErrorServerBusy</faultcode><faultstring>Busy</faultstring></Fault></Body></Envelope>";
        assert_eq!(parts(fault), some("ErrorServerBusy", "Busy"));
    }

    #[test]
    fn a_soap_fault_has_a_code_and_a_message() {
        let fault = r#"<s:Envelope xmlns:s="x"><s:Body><s:Fault><faultcode>a:ErrorServerBusy</faultcode>
            <faultstring>Busy &amp; tired.</faultstring></s:Fault></s:Body></s:Envelope>"#;
        assert_eq!(parts(fault), some("ErrorServerBusy", "Busy & tired."));
        let cut = fault.split_at(fault.find("&amp;").expect("it is there")).0;
        assert_eq!(parts(cut), some("ErrorServerBusy", "Busy"));
    }

    #[test]
    fn empty_incomplete_and_binary_bodies_are_read() {
        assert_eq!(parts(""), (None, None));
        assert_eq!(parts(" \n"), (None, None));
        assert_eq!(parts(r#"{"error":{"code":"75"#).1.as_deref(), Some(r#"{"error":{"code":"75"#));
        assert_eq!(ErrorBody::read(&[0x1f, 0x8b, 8, 0]), ErrorBody::default());
        assert_eq!(ErrorBody::read(b"caf\xe9 closed").message.as_deref(), Some("caf\u{fffd} closed"));
        assert_eq!(parts(&"[".repeat(100_000)).1.map(|text| text.chars().count()), Some(1001));
        assert_eq!(parts("red \u{1b}[31malert").1.as_deref(), Some("red [31malert"));
    }
}
