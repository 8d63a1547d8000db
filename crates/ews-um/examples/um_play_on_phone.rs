//! Reads out a voice message on a telephone with the UM web service: places the call, polls its state until it is over,
//! and ends it if it takes too long.
//!
//! ```console
//! $ UM_URL=https://mail.contoso.com/EWS/UM2007Legacy.asmx EWS_USER=rosa@contoso.com EWS_PASSWORD=... \
//!       ENTRY_ID=AAAAAI... DIAL=12345 HANG_UP_AFTER=60 cargo run --example um_play_on_phone
//! ```
//!
//! `ENTRY_ID` is the store entry id of the message in base64, which EWS returns as `item:StoreEntryId`.
//! `HANG_UP_AFTER` is in seconds. The default is 300.

use std::env;
use std::time::Duration;

use ews_um::{Credential, ErrorKind, PollOptions, UmClient};

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let credential = Credential::basic(required("EWS_USER")?, required("EWS_PASSWORD")?)?;
    let client = UmClient::new(required("UM_URL")?, credential)?;
    let limit = env::var("HANG_UP_AFTER").ok().map(|seconds| seconds.parse()).transpose()?.unwrap_or(300);

    // PlayOnPhone returns the CallId that the other operations require.
    let call_id = client.play_on_phone(&required("ENTRY_ID")?, &required("DIAL")?).await?;
    println!("id of the call: {}", *call_id);

    // Polls GetCallInfo until the state is Disconnected: the service sends no notifications.
    let options = PollOptions::new().time_limit(Duration::from_secs(limit));
    let mut watch = client.watch_call(&call_id, options);
    while let Some(report) = watch.next().await {
        match report {
            Ok(call) => println!("state {:?}, cause {:?}", call.call_state, call.event_cause),
            Err(error) if error.kind() == ErrorKind::TimeLimit => {
                client.disconnect(&call_id).await?;
                println!("ended after {limit} seconds");
            }
            Err(error) => return Err(error.into()),
        }
    }
    Ok(())
}

fn required(name: &str) -> Result<String, String> {
    env::var(name).map_err(|_| format!("the environment variable {name} is not set"))
}
