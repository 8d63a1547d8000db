//! Tells the state of a call: `cargo run -p acs-calling --example get_call -- CALL_CONNECTION_ID`, with the
//! resource's connection string in `ACS_CONNECTION_STRING`.

use acs_calling::Client;

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let id = std::env::args().nth(1).ok_or("give a call connection id")?;
    let client = Client::from_connection_string(&std::env::var("ACS_CONNECTION_STRING")?)?;
    let call = client.call_connection(id).get().await?;
    println!("{:?}", call.call_connection_state);
    Ok(())
}
