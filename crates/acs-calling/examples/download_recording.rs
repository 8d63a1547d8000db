//! Downloads a recording, and goes on with the file that an interrupted run left:
//! `cargo run -p acs-calling --example download_recording -- CONTENT_LOCATION FILE`, with the resource's
//! connection string in `ACS_CONNECTION_STRING`.

use std::env;

use acs_calling::{Client, ClientOptions};
use tokio::fs::OpenOptions;

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = env::args().skip(1);
    let location = arguments.next().ok_or("give the contentLocation of an event")?;
    let path = arguments.next().ok_or("give a file to write")?;
    let text = env::var("ACS_CONNECTION_STRING").or(Err("set ACS_CONNECTION_STRING: the portal shows it"))?;
    let client = Client::from_connection_string(&text, ClientOptions::new())?;

    let mut file = OpenOptions::new().append(true).create(true).open(&path).await?;
    let begun = file.metadata().await?.len();
    let download = client.call_recording().download(&location).range(begun..);
    let download = download.on_progress(move |at| match at.expected {
        Some(expected) => eprint!("\r{} of {} bytes", begun + at.written, begun + expected),
        None => eprint!("\r{} bytes", begun + at.written),
    });
    match download.write_to(&mut file).await {
        Ok(done) => println!("\n{path}: {} bytes", begun + done.written),
        // 416: nothing is left behind the bytes that are there.
        Err(error) if error.status().is_some_and(|status| status == 416) => println!("{path} was whole"),
        Err(error) => return Err(error.into()),
    }
    Ok(())
}
