//! Downloads a recording, and resumes the download of an interrupted run.
//!
//! ```console
//! $ ACS_CONNECTION_STRING="endpoint=https://contoso.communication.azure.com/;accesskey=..." \
//!     cargo run -p acs-calling --example download_recording -- CONTENT_LOCATION FILE
//! ```

use std::env;

use acs_calling::{Client, ClientOptions};
use tokio::fs::OpenOptions;

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = env::args().skip(1);
    let location =
        arguments.next().ok_or("expected the contentLocation of an event as the first argument")?;
    let path = arguments.next().ok_or("expected the path of the output file as the second argument")?;
    let text = env::var("ACS_CONNECTION_STRING")
        .or(Err("set ACS_CONNECTION_STRING to the connection string that the Azure portal shows"))?;
    let client = Client::from_connection_string(&text, ClientOptions::new())?;

    let mut file = OpenOptions::new().append(true).create(true).open(&path).await?;
    let start = file.metadata().await?.len();
    let download = client.call_recording().download(&location).range(start..);
    let download = download.on_progress(move |progress| match progress.expected {
        Some(expected) => eprint!("\r{} of {} bytes", start + progress.written, start + expected),
        None => eprint!("\r{} bytes", start + progress.written),
    });
    match download.write_to(&mut file).await {
        Ok(downloaded) => println!("\n{path}: {} bytes", start + downloaded.written),
        // 416: the recording has no bytes after those in the file.
        Err(error) if error.status().is_some_and(|status| status == 416) => {
            println!("{path} is already complete");
        }
        Err(error) => return Err(error.into()),
    }
    Ok(())
}
