//! A user's program: decodes payloads, matches on their states, changes members and encodes them. With the clients, it
//! gets the state of a call.

#[cfg(test)]
mod tests {
    use acs_calling::{CallConnectionProperties, CallConnectionState};
    use call_wire::{json, xml};
    use ews_um::{soap::Envelope, um};
    use graph_calls::{Call, CallState, MediaConfig, ServiceHostedMediaConfig};

    #[test]
    fn a_graph_call_can_be_changed() {
        let body = br##"{"@odata.type": "#microsoft.graph.call", "state": "established", "subject": null, "x": [1]}"##;
        let mut call: Call = json::decode(body).expect("it decodes");
        match call.state {
            Some(CallState::Established) => call.state = Some(CallState::Terminated),
            other => panic!("unexpected state: {other:?}"),
        }
        let call = call.media_config(ServiceHostedMediaConfig::new());
        let encoded = json::encode(&call).expect("it encodes");
        let decoded: Call = json::decode(encoded.as_bytes()).expect("it decodes");
        assert_eq!(decoded.state, Some(CallState::Terminated));
        assert!(matches!(decoded.media_config, Some(MediaConfig::ServiceHosted(_))));
        assert!(decoded.extra.is_null("subject") && decoded.extra.get("x").is_some());
    }

    #[test]
    fn a_call_record_round_trips() {
        let body = r#"{"id":"r-1","modalities":["audio"],"type":"peerToPeer","sessions":null}"#;
        let record: graph_call_records::CallRecord = json::decode(body.as_bytes()).expect("it decodes");
        assert_eq!(record.streams().count(), 0);
        assert_eq!(json::encode(&record).expect("it encodes"), body);
    }

    #[test]
    fn an_acs_call_can_be_changed() {
        let body = br#"{"callConnectionId": "a", "callConnectionState": "connected", "targets": []}"#;
        let mut call: CallConnectionProperties = json::decode(body).expect("it decodes");
        assert_eq!(call.call_connection_state, Some(CallConnectionState::Connected));
        call.call_connection_state = Some("teleported".into());
        assert!(json::encode(&call).expect("it encodes").contains(r#""callConnectionState":"teleported""#));
    }

    #[test]
    fn a_um_request_round_trips() {
        let request: Envelope<um::Request> = Envelope::new(um::GetCallInfo::new("the call").into());
        let encoded = xml::encode(&request).expect("it encodes");
        let decoded: Envelope<um::Request> = xml::decode(encoded.as_bytes()).expect("it decodes");
        let Ok(um::Request::GetCallInfo(info)) = decoded.into_content() else { panic!("not a GetCallInfo request") };
        assert_eq!(info.call_id.as_deref(), Some("the call"));
    }
}

/// Credentials of azure_identity.
#[cfg(all(test, feature = "azure-identity"))]
mod azure_identity {
    use azure_identity::{DeveloperToolsCredential, ManagedIdentityCredential};
    use graph_calls::{Cloud, Credential};

    #[test]
    fn every_client_accepts_a_credential_of_azure_identity() -> Result<(), Box<dyn std::error::Error>> {
        let identity = ManagedIdentityCredential::new(None)?;
        let credential = Credential::token_credential(identity.clone(), graph_calls::SCOPE);
        let graph = graph_calls::Client::new(Cloud::Public, credential)?;
        let credential = Credential::token_credential(identity.clone(), acs_calling::SCOPE);
        let acs = acs_calling::Client::new("https://contoso.communication.azure.com", credential)?;
        let credential = Credential::token_credential(identity, ews_um::SCOPE);
        let um = ews_um::UmClient::new("https://mail.contoso.com/EWS/UM2007Legacy.asmx", credential)?;
        let identity = DeveloperToolsCredential::new(None)?;
        let credential = Credential::token_credential(identity, ews_um::SCOPE);
        let ews = ews_um::PhoneCallClient::new("https://mail.contoso.com/EWS/Exchange.asmx", credential)?;
        let hosts =
            [graph.endpoint(), acs.endpoint(), um.endpoint(), ews.endpoint()].map(|url| url.host_str());
        let [graph, acs, exchange] =
            ["graph.microsoft.com", "contoso.communication.azure.com", "mail.contoso.com"].map(Some);
        assert_eq!(hosts, [graph, acs, exchange, exchange]);
        Ok(())
    }
}

/// A build without the features `rustls` and `native-tls`.
#[cfg(all(test, feature = "no-tls", not(feature = "client")))]
mod no_tls {
    use graph_calls::{Cloud, Credential, ErrorKind};

    #[test]
    fn creating_a_client_for_https_without_tls_is_an_error_that_names_the_features() {
        let none = Credential::none();
        let errors = [
            graph_calls::Client::new(Cloud::Public, none.clone()).expect_err("no TLS"),
            acs_calling::Client::new("https://contoso.example", none.clone()).expect_err("no TLS"),
        ];
        for error in errors {
            assert_eq!(error.kind(), ErrorKind::Configuration, "{error}");
            assert!(error.to_string().contains("`rustls` or `native-tls`"), "{error}");
        }
        let error = ews_um::UmClient::new("https://contoso.example/um.asmx", none).expect_err("no TLS");
        assert_eq!(error.kind(), ews_um::ErrorKind::Http(ErrorKind::Configuration), "{error}");
        assert!(error.to_string().contains("`rustls` or `native-tls`"), "{error}");
    }
}

/// A program with the clients of all services.
#[cfg(all(test, feature = "client"))]
mod clients {
    use std::io::{Read, Write};
    use std::net::TcpListener;

    use call_info::{CallSource, CallState};

    /// Starts a server that responds to one request, and returns its address.
    fn serve_once(body: &'static str) -> String {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let address = listener.local_addr().expect("the listener is bound").to_string();
        std::thread::spawn(move || {
            let (mut stream, _) = listener.accept().expect("the client connects");
            let mut request = [0; 4096];
            let _ = stream.read(&mut request).expect("the client sends a request");
            let length = body.len();
            write!(stream, "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: {length}\r\n\r\n{body}")
                .expect("the client reads the response");
        });
        format!("http://{address}/")
    }

    #[tokio::test]
    async fn the_state_of_a_call_is_returned_by_its_source() {
        let address = serve_once(r#"{"callConnectionId": "a", "callConnectionState": "connected"}"#);
        let key = "c2VjcmV0LWtleS1mb3ItdGVzdHM=";
        let text = format!("endpoint={address};accesskey={key}");
        let acs = acs_calling::Client::from_connection_string(&text, acs_calling::ClientOptions::new())
            .expect("a client");
        let token = graph_calls::Credential::bearer("a-token").expect("a credential");
        let graph = graph_calls::Client::new(graph_calls::Cloud::Public, token).expect("a client");
        let user = ews_um::Credential::basic("user", "password").expect("a credential");
        let um =
            ews_um::UmClient::new("https://mail.contoso.com/EWS/UM2007Legacy.asmx", user).expect("a client");
        let sources: [Box<dyn CallSource>; 3] = [Box::new(acs), Box::new(graph), Box::new(um)];
        let info = sources[0].call_info("a").await.expect("a response");
        assert_eq!(info.state, CallState::Connected);
    }
}
