//! Prints the state of a call, from each service whose credential is in the environment.
//!
//! ```console
//! $ ACS_CONNECTION_STRING='endpoint=...;accesskey=...' cargo run -p call-info --example get_call -- CALL_ID
//! $ GRAPH_TOKEN=... cargo run -p call-info --example get_call -- CALL_ID
//! $ UM_URL=https://mail.contoso.com/EWS/UM2007Legacy.asmx EXCHANGE_TOKEN=... cargo run ... -- CALL_ID
//! ```
//!
//! `GRAPH_ENDPOINT` sets the endpoint of Graph. The default is that of the public cloud.

use std::env::{args, var};
use std::error::Error;

use call_http::{ClientOptions, Credential};
use call_info::CallSource;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let id = args().nth(1).ok_or("missing argument: the id of the call")?;
    let mut is_found = false;
    for source in sources()? {
        match source.call_info(&id).await {
            Ok(info) => {
                println!("{}: {info}", source.service());
                is_found = true;
            }
            // The call may belong to another service.
            Err(error) => eprintln!("{}: {error}", source.service()),
        }
    }
    if is_found { Ok(()) } else { Err("no service returned the call".into()) }
}

fn sources() -> Result<Vec<Box<dyn CallSource>>, Box<dyn Error>> {
    let mut sources: Vec<Box<dyn CallSource>> = Vec::new();
    if let Ok(text) = var("ACS_CONNECTION_STRING") {
        sources.push(Box::new(acs_calling::Client::from_connection_string(&text, ClientOptions::new())?));
    }
    if let Ok(token) = var("GRAPH_TOKEN") {
        let public = || graph_calls::Cloud::Public.endpoint().to_string();
        let endpoint = var("GRAPH_ENDPOINT").unwrap_or_else(|_| public());
        sources.push(Box::new(graph_calls::Client::new(endpoint, Credential::bearer(token)?)?));
    }
    if let (Ok(url), Ok(token)) = (var("UM_URL"), var("EXCHANGE_TOKEN")) {
        sources.push(Box::new(ews_um::UmClient::new(url, Credential::bearer(token)?)?));
    }
    if sources.is_empty() {
        let expected = "ACS_CONNECTION_STRING, GRAPH_TOKEN, or UM_URL with EXCHANGE_TOKEN";
        return Err(format!("no service is configured in the environment (expected {expected})").into());
    }
    Ok(sources)
}
