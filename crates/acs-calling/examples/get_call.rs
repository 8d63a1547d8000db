//! Tells the state of a call: `cargo run --example acs_get_call -- CALL_CONNECTION_ID`, with the
//! resource's connection string in `ACS_CONNECTION_STRING`.

use std::env;

use acs_calling::{Client, ClientOptions};

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let id = env::args().nth(1).ok_or("which call? Give its callConnectionId")?;
    let text = env::var("ACS_CONNECTION_STRING").or(Err("set ACS_CONNECTION_STRING: the portal shows it"))?;
    let client = Client::from_connection_string(&text, ClientOptions::new())?;
    let call = client.call_connection(id).get().await?;
    println!("{:?}", call.call_connection_state);
    Ok(())
}
