//! XML: a SOAP message against the bare events of the parser beneath.

use std::hint::black_box;

use crate::group::Group;

type Message = ews_um::soap::Envelope<ews_um::um::Response>;

/// The groups of this file.
pub fn groups() -> Vec<Group> {
    let text = include_str!("../../examples/ews-um/seed/get-call-info.en.response.xml");
    let read = || call_wire::xml::decode::<Message>(text.as_bytes()).expect("the message fits the type");
    let message = read();
    vec![
        Group::new("GetCallInfo response, decode")
            .with("ours", read)
            .with("quick-xml's bare events", || bare_events(text)),
        Group::new("GetCallInfo response, encode")
            .with("ours", move || call_wire::xml::encode(&message).expect("encodes"))
            .with("quick-xml's bare events, read and written", || bare_copy(text)),
    ]
}

/// Reads every event of a document and throws it away: the floor for any reader.
fn bare_events(xml: &str) -> usize {
    let mut reader = quick_xml::Reader::from_str(xml);
    let mut count = 0;
    loop {
        match reader.read_event().expect("well-formed") {
            quick_xml::events::Event::Eof => return count,
            event => {
                black_box(event);
                count += 1;
            }
        }
    }
}

/// Reads every event and writes it again: the floor for any writer that has something to write.
fn bare_copy(xml: &str) -> Vec<u8> {
    let mut reader = quick_xml::Reader::from_str(xml);
    let mut writer = quick_xml::Writer::new(Vec::with_capacity(xml.len()));
    loop {
        match reader.read_event().expect("well-formed") {
            quick_xml::events::Event::Eof => return writer.into_inner(),
            event => writer.write_event(event).expect("a vector takes it"),
        }
    }
}
