//! Reads out a voice message, or any other item, on a telephone: finds Exchange Web Services by Autodiscover, places
//! the call, and follows it until it is over.
//!
//! ```console
//! $ EWS_USER=rosa@contoso.com EWS_PASSWORD=... ITEM_ID=AAMk... DIAL=+14255550143 \
//!       cargo run --example play_on_phone
//! ```
//!
//! With `ALLOW_REDIRECT=.outlook.com`, Autodiscover may send the password to hosts whose names have that ending. With
//! `AUTODISCOVER_URL`, only that URL is used.

use std::env;

use ews_um::phone_call::ItemId;
use ews_um::{Autodiscover, Credential, PhoneCallClient, PollOptions};

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let (user, item, number) = (required("EWS_USER")?, required("ITEM_ID")?, required("DIAL")?);
    let credential = Credential::basic(user.clone(), required("EWS_PASSWORD")?)?;
    let allowed = env::var("ALLOW_REDIRECT").ok();
    let mut search = Autodiscover::new(user, credential.clone()).on_redirect(move |url| {
        let ending = allowed.as_deref().filter(|ending| ending.starts_with('.'));
        ending.is_some_and(|ending| url.host_str().is_some_and(|host| host.ends_with(ending)))
    });
    if let Ok(url) = env::var("AUTODISCOVER_URL") {
        search = search.url(url.parse()?);
    }
    let found = search.locate().await?;
    println!("URL of Exchange Web Services: {}", found.ews_url()?);

    let client = PhoneCallClient::new(found.ews_url()?, credential)?;
    let call_id = client.play_on_phone(ItemId::new(item), &number).await?;
    println!("id of the call: {}", call_id.id.as_deref().unwrap_or_default());
    let mut watch = client.watch_call(&call_id, PollOptions::new());
    while let Some(report) = watch.next().await {
        let call = report?;
        println!("state {:?}, cause {:?}", call.phone_call_state, call.connection_failure_cause);
    }
    Ok(())
}

fn required(name: &str) -> Result<String, String> {
    env::var(name).map_err(|_| format!("the environment variable {name} is not set"))
}
