//! Prints how a call was: its parts, and the quality of each media stream.
//!
//! ```console
//! $ GRAPH_TOKEN=... cargo run -p graph-call-records --example get_call_record -- e523d2ed-2966-4b6b-925b-754a88034cc5
//! ```

use std::env;

use graph_call_records::{Client, Cloud, Credential, QueryOptions as _};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let id = env::args().nth(1).ok_or("expected the id of a call record as an argument")?;
    let token = env::var("GRAPH_TOKEN").or(Err("set GRAPH_TOKEN to a bearer token for Microsoft Graph"))?;
    let endpoint = env::var("GRAPH_ENDPOINT").unwrap_or_else(|_| Cloud::Public.endpoint().to_string());
    let client = Client::new(endpoint, Credential::bearer(token)?)?;
    let record = client.call_record(id).get().expand(["sessions($expand=segments)"]).await?;
    println!("{:?} from {:?} to {:?}", record.type_, record.start_date_time, record.end_date_time);
    for session in record.sessions.iter().flatten() {
        println!("session {:?}: {:?}", session.id, session.failure_info);
    }
    for stream in record.streams() {
        println!("jitter {:?}, packet loss {:?}", stream.average_jitter, stream.average_packet_loss_rate);
    }
    Ok(())
}
