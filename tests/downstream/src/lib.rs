//! What a user does with the three crates: decode a payload, match on its state, change a member, encode.

#[cfg(test)]
mod tests {
    use acs_calling::{CallConnectionProperties, CallConnectionStateModel};
    use call_wire::{json, xml};
    use ews_um::{soap::Envelope, um};
    use graph_calls::{Call, CallState, MediaConfig, ServiceHostedMediaConfig};

    #[test]
    fn a_graph_call() {
        let body = br##"{"@odata.type": "#microsoft.graph.call", "state": "established", "subject": null, "x": [1]}"##;
        let mut call: Call = json::decode(body).expect("decodes");
        match call.state {
            Some(CallState::Established) => call.state = Some(CallState::Terminated),
            other => panic!("another state: {other:?}"),
        }
        call.media_config = Some(MediaConfig::from(ServiceHostedMediaConfig::default()));
        let written = json::encode(&call).expect("encodes");
        let again: Call = json::decode(written.as_bytes()).expect("decodes");
        assert_eq!(again.state, Some(CallState::Terminated));
        assert!(matches!(again.media_config, Some(MediaConfig::ServiceHosted(_))));
        assert!(again.extra.is_null("subject") && again.extra.get("x").is_some());
    }

    #[test]
    fn an_acs_call() {
        let body = br#"{"callConnectionId": "a", "callConnectionState": "connected", "targets": []}"#;
        let mut call: CallConnectionProperties = json::decode(body).expect("decodes");
        assert_eq!(call.call_connection_state, Some(CallConnectionStateModel::Connected));
        call.call_connection_state = Some("teleported".into());
        assert!(json::encode(&call).expect("encodes").contains(r#""callConnectionState":"teleported""#));
    }

    #[test]
    fn a_phone_call() {
        let request: Envelope<um::Request> = Envelope::new(um::GetCallInfo::new("the call").into());
        let written = xml::encode(&request);
        let read: Envelope<um::Request> = xml::decode(written.as_bytes()).expect("decodes");
        let Ok(um::Request::GetCallInfo(mut info)) = read.into_content() else { panic!("another request") };
        info.call_id = Some("another call".to_owned());
        let changed: Envelope<um::Request> = Envelope::new(info.into());
        assert!(xml::encode(&changed).contains("<m:CallId>another call</m:CallId>"));
    }
}
