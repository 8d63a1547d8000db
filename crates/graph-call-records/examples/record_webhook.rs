//! Receives the notifications of a subscription to `communications/callRecords`, and prints the id of each record.
//!
//! ```console
//! $ CLIENT_STATE=... ADDRESS=127.0.0.1:8080 cargo run -p graph-call-records --example record_webhook
//! ```

use std::env;

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, Response, Uri};
use axum::routing::post;
use graph_call_records::notification::{Delivery, Receiver, Secret};
use tokio::net::TcpListener;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let secret =
        env::var("CLIENT_STATE").or(Err("set CLIENT_STATE to the clientState of the subscription"))?;
    let address = env::var("ADDRESS").unwrap_or_else(|_| "127.0.0.1:8080".to_owned());
    let listener = TcpListener::bind(address).await?;
    println!("listening on http://{}/records", listener.local_addr()?);
    let receiver = Receiver::new(Secret::new(secret)?);
    axum::serve(listener, Router::new().route("/records", post(receive)).with_state(receiver)).await?;
    Ok(())
}

async fn receive(
    State(receiver): State<Receiver>,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
) -> Response<String> {
    match receiver.receive(&uri.to_string(), &headers, &body) {
        Ok(delivery) => {
            match &delivery {
                Delivery::Notifications(list) => {
                    for notification in list {
                        println!("record {:?}", notification.record_id().unwrap_or("none"));
                    }
                }
                other => println!("{other:?}"),
            }
            delivery.answer().into()
        }
        Err(refused) => {
            println!("refused: {refused}");
            refused.answer().into()
        }
    }
}
