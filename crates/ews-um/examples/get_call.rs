//! Prints the state of a call, from the UM web service.
//!
//! ```console
//! $ UM_URL=https://mail.contoso.com/EWS/UM2007Legacy.asmx EWS_USER=rosa@contoso.com EWS_PASSWORD=... \
//!       cargo run --example um_get_call -- CALL_ID
//! ```

use std::env;

use ews_um::{Credential, UmClient};

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let call_id =
        env::args().nth(1).ok_or("missing argument: the id of a call, as `um_play_on_phone` prints it")?;
    let credential = Credential::basic(required("EWS_USER")?, required("EWS_PASSWORD")?)?;
    let client = UmClient::new(required("UM_URL")?, credential)?;
    let call = client.get_call_info(&call_id).await?;
    println!("state {:?}, cause {:?}", call.call_state, call.event_cause);
    Ok(())
}

fn required(name: &str) -> Result<String, String> {
    env::var(name).map_err(|_| format!("the environment variable {name} is not set"))
}
