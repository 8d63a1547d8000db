//! Prints the state of a call.
//!
//! ```console
//! $ ACS_CONNECTION_STRING="endpoint=https://contoso.communication.azure.com/;accesskey=..." \
//!     cargo run -p acs-calling --example acs_get_call -- CALL_CONNECTION_ID
//! ```

use std::env;

use acs_calling::{Client, ClientOptions};

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let id = env::args().nth(1).ok_or("expected the callConnectionId of a call as an argument")?;
    let text = env::var("ACS_CONNECTION_STRING")
        .or(Err("set ACS_CONNECTION_STRING to the connection string that the Azure portal shows"))?;
    let client = Client::from_connection_string(&text, ClientOptions::new())?;
    let call = client.call_connection(id).get().await?;
    println!("{:?}", call.call_connection_state);
    Ok(())
}
