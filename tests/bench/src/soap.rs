//! XML: a SOAP message, compared with the events of the parser that `call-wire` uses.

use std::hint::black_box;

use crate::group::Group;

type Message = ews_um::soap::Envelope<ews_um::um::Response>;

/// Returns the groups of this module.
pub fn groups() -> Vec<Group> {
    let text = include_str!("../../examples/ews-um/seed/get-call-info.en.response.xml");
    let decode = || call_wire::xml::decode::<Message>(text.as_bytes()).expect("the message fits the type");
    let message = decode();
    vec![
        Group::new("GetCallInfo response, decode")
            .with("ours", decode)
            .with("events of quick-xml", || read_events(text)),
        Group::new("GetCallInfo response, encode")
            .with("ours", move || call_wire::xml::encode(&message).expect("it encodes"))
            .with("events of quick-xml, read and written", || copy_events(text)),
    ]
}

/// Reads and discards every event of a document: the lower bound for a reader.
fn read_events(xml: &str) -> usize {
    let mut reader = quick_xml::Reader::from_str(xml);
    let mut count = 0;
    loop {
        match reader.read_event().expect("the message is well-formed") {
            quick_xml::events::Event::Eof => return count,
            event => {
                black_box(event);
                count += 1;
            }
        }
    }
}

/// Reads and writes every event of a document: the lower bound for a reader with a writer.
fn copy_events(xml: &str) -> Vec<u8> {
    let mut reader = quick_xml::Reader::from_str(xml);
    let mut writer = quick_xml::Writer::new(Vec::with_capacity(xml.len()));
    loop {
        match reader.read_event().expect("the message is well-formed") {
            quick_xml::events::Event::Eof => return writer.into_inner(),
            event => writer.write_event(event).expect("writing to a vector succeeds"),
        }
    }
}
