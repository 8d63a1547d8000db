//! Uses the crates that are generated from the schemas beside this file.

use call_http::reqwest::Url;
use call_http::{ClientOptions, Credential, Pipeline};
use call_wire::{OpenEnum, json, xml};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let endpoint: Url = std::env::var("ENDPOINT")?.parse()?;

    // OpenAPI: a client, and a secret that debug output does not show.
    let pipeline = Pipeline::new(endpoint, Credential::none(), ClientOptions::default())?;
    let service = parcels::client::Operations { pipeline: pipeline.clone() };
    let parcel = parcels::Parcel::new("Ada").locker("4711").state(parcels::State::Waiting);
    println!("{parcel:?}");
    let sent = service.send_parcel(&parcel).await?;
    let label = service.get_label(sent.number.as_deref().unwrap_or_default()).await?.into_inner();
    println!("{} {} bytes", sent.state.as_ref().map_or("none", |state| state.as_str()), label.len());

    // Swagger: the operation has no name in the schema.
    let service = meters::client::Operations { pipeline: pipeline.clone() };
    for reading in service.get_meters_by_id_readings(5).await?.iter() {
        println!("{:?}", reading.value);
    }

    // OData: a function is a method, and every list has pages.
    let service = library::client::Operations { pipeline };
    for book in service.books_newest(2).await?.value.iter().flatten() {
        println!("{}", book.title.as_deref().unwrap_or_default());
    }

    // Unknown members, unknown values and all digits are kept.
    let text = r#"{"title":"Ada","condition":"burnt","pages":3.10}"#;
    let book: library::Book = json::decode(text.as_bytes())?;
    assert_eq!(json::encode(&book)?, text);

    // XML Schema.
    let text = r#"<Invoice xmlns="urn:invoices" Number="18446744073709551617"><Customer>Ada</Customer><Line Text="Tea">4.50</Line></Invoice>"#;
    let invoice: invoices::types::Invoice = xml::decode(text.as_bytes())?;
    println!("{:?} {:?}", invoice.number.as_ref().map(ToString::to_string), invoice.line[0].value);
    let written = xml::encode(&invoice)?;
    assert!(written.contains("18446744073709551617") && written.contains("4.50"), "{written}");
    Ok(())
}
