//! Prints the state of a call.
//!
//! ```console
//! $ GRAPH_TOKEN=... cargo run -p graph-calls --example graph_get_call -- 57dab8b1-894c-409a-b240-bd8beae78896
//! ```

use std::env;

use graph_calls::{Client, Cloud, Credential};

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let id = env::args().nth(1).ok_or("expected the id of a call as an argument")?;
    // With azure_identity: `Credential::token_credential(ManagedIdentityCredential::new(None)?, SCOPE)`.
    let token = env::var("GRAPH_TOKEN").or(Err("set GRAPH_TOKEN to a bearer token for Microsoft Graph"))?;
    let endpoint = env::var("GRAPH_ENDPOINT").unwrap_or_else(|_| Cloud::Public.endpoint().to_string());
    let client = Client::new(endpoint, Credential::bearer(token)?)?;
    let call = client.call(id).get().await?;
    println!("{:?}, {:?}", call.state, call.subject);
    Ok(())
}
