//! What is this call doing? Run with a token in `GRAPH_TOKEN`, and the call's id:
//! `cargo run --example get_call -- 57dab8b1-894c-409a-b240-bd8beae78896`

use std::env;

use graph_calls::{Client, Credential};

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let id = env::args().nth(1).ok_or("usage: get_call CALL_ID")?;
    // With azure_identity: `Cloud::Public.credential(ManagedIdentityCredential::new(None)?)`.
    let client = Client::new(Credential::bearer(env::var("GRAPH_TOKEN")?)?)?;
    let call = client.call(id).get().await?;
    println!("{:?}, {:?}", call.state, call.subject);
    Ok(())
}
