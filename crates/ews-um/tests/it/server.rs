//! The operations of both services, for servers.

use call_wire::server::{Problem, check_element};
use call_wire::xml::{self, Operation as _};
use ews_um::{phone_call, um};

#[test]
fn the_operations_are_those_of_the_requests() {
    assert_eq!(um::server::Operation::ALL.len(), 11);
    assert_eq!(phone_call::server::Operation::ALL.len(), 3);
    let reset = um::server::Operation::ResetPin;
    assert_eq!((reset.name(), reset.element()), ("ResetPIN", "ResetPIN"));
    assert_eq!(reset.action(), um::ResetPin::ACTION);
    for operation in um::server::Operation::ALL.iter().copied() {
        let found = um::server::Operation::of_element(operation.namespace(), operation.element());
        assert_eq!(found, Some(operation));
    }
    for operation in phone_call::server::Operation::ALL.iter().copied() {
        let found = phone_call::server::Operation::of_element(operation.namespace(), operation.element());
        assert_eq!(found, Some(operation));
    }
    assert_eq!(um::server::Operation::of_element(um::ns::MESSAGES, "ResetPin"), None);
    assert_eq!(um::server::Operation::of_element("", "ResetPIN"), None);
}

#[test]
fn a_wrong_request_is_refused_with_the_path_of_the_element() {
    let request = "<PlayOnPhone xmlns='http://schemas.microsoft.com/exchange/services/2006/messages'>
        <ItemId ChangeKey='1'/></PlayOnPhone>";
    let request = xml::parse(request.as_bytes()).expect("XML");
    let found = check_element(&request, phone_call::server::Operation::PlayOnPhone.rules());
    let facts: Vec<_> = found.iter().map(|one| (one.pointer.as_str(), one.member, one.problem)).collect();
    assert_eq!(
        facts,
        [
            ("/PlayOnPhone/ItemId/@Id", "Id", Problem::Missing),
            ("/PlayOnPhone/DialString", "DialString", Problem::Missing)
        ]
    );
    // The other service has another request with the same name.
    let found = check_element(&request, um::server::Operation::PlayOnPhone.rules());
    assert_eq!(found[0].pointer, "/PlayOnPhone/entryId");
}
