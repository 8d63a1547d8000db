//! The publishers of the schemas' facts, and the addresses of their pages.
//!
//! A description of our schemas may end with a source note: `Source: PUBLISHER, PAGE, PAGE; PUBLISHER.` The
//! tables list the publishers; `resolve/sources.rs` turns the notes into links.

use heck::ToKebabCase;

/// The publishers of an API's facts.
#[derive(Debug)]
pub struct Publishers {
    /// The publishers. No name may be the beginning of another name.
    pub list: &'static [Publisher],
    /// The note for definitions that have none and that no definition with a note uses, by module. The
    /// module of a JSON protocol has no name.
    pub fallback: &'static [(&'static str, &'static str)],
}

/// A publisher, or one kind of its pages.
#[derive(Debug)]
pub struct Publisher {
    /// Its name in notes.
    pub name: &'static str,
    /// The address of its pages.
    pub address: Address,
}

/// The address of a publisher's pages.
#[derive(Debug)]
pub enum Address {
    /// A single document.
    Document(&'static str),
    /// A page for each name in lower case, below this address.
    Pages(&'static str),
    /// Azure's REST reference.
    Rest {
        /// The address of the reference, which has a page for each operation and its types.
        reference: &'static str,
        /// The address of the specification, for the types that no operation uses.
        specification: &'static str,
    },
}

/// The subject of a source note.
#[derive(Clone, Copy, Debug)]
pub enum Subject<'a> {
    /// An operation or one of its arguments.
    Operation,
    /// A type or a part of it, and the page of an operation that uses the type.
    Type(Option<&'a str>),
}

impl Publishers {
    /// No publishers, for schemas without source notes.
    pub const NONE: Self = Self { list: &[], fallback: &[] };
}

impl Address {
    /// Returns the address of a page by its name in a note; `None` if the name is not valid.
    #[must_use]
    pub fn of(&self, name: &str, subject: Subject<'_>) -> Option<String> {
        let is_sign = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
        let is_page = !name.is_empty() && name.chars().all(is_sign);
        match (self, subject) {
            (Self::Document(address), _) => Some((*address).to_owned()),
            (Self::Pages(_) | Self::Rest { .. }, _) if !is_page => None,
            (Self::Pages(folder), _) => Some(format!("{folder}{}", name.to_lowercase())),
            (Self::Rest { reference, .. }, Subject::Operation) => {
                // An operation without a group forms its own group.
                let (group, operation) = name.split_once('_').unwrap_or((name, name));
                Some(format!("{reference}{}/{}", group.to_kebab_case(), operation.to_kebab_case()))
            }
            (Self::Rest { .. }, Subject::Type(Some(page))) => Some(format!("{page}#{}", name.to_lowercase())),
            (Self::Rest { specification, .. }, Subject::Type(None)) => Some((*specification).to_owned()),
        }
    }
}

/// The publishers of `ews-um`.
pub static EXCHANGE: Publishers = Publishers {
    list: &[
        Publisher {
            name: "EWS reference",
            address: Address::Pages(
                "https://learn.microsoft.com/en-us/exchange/client-developer/web-service-reference/",
            ),
        },
        Publisher {
            name: "EWS schema V2018_01_08",
            address: Address::Document(
                "https://learn.microsoft.com/en-us/exchange/client-developer/exchange-web-services/ews-schema-versions-in-exchange",
            ),
        },
        Publisher {
            name: "MS-OXWUMS",
            address: Address::Document(
                "https://learn.microsoft.com/en-us/openspecs/exchange_server_protocols/ms-oxwums/",
            ),
        },
        Publisher { name: "RFC 3261", address: Address::Document("https://www.rfc-editor.org/rfc/rfc3261") },
    ],
    fallback: &[("phone_call", "EWS reference, ews-operations-in-exchange"), ("um", "MS-OXWUMS 3.1.4")],
};

/// The publishers of `graph-calls`.
pub static GRAPH: Publishers = Publishers {
    list: &[
        Publisher {
            name: "Microsoft Graph v1.0, page",
            address: Address::Pages("https://learn.microsoft.com/en-us/graph/api/"),
        },
        Publisher {
            name: "Microsoft Graph v1.0, resource page",
            address: Address::Pages("https://learn.microsoft.com/en-us/graph/api/resources/"),
        },
        Publisher {
            name: "Microsoft Graph v1.0, error responses",
            address: Address::Document("https://learn.microsoft.com/en-us/graph/errors"),
        },
    ],
    fallback: &[("", "Microsoft Graph v1.0, error responses")],
};

/// The publishers of `acs-calling`.
pub static CALL_AUTOMATION: Publishers = Publishers {
    list: &[
        Publisher {
            name: "Call Automation REST API 2026-03-12",
            address: Address::Rest {
                reference: "https://learn.microsoft.com/en-us/rest/api/communication/callautomation/",
                specification: "https://github.com/Azure/azure-rest-api-specs/tree/main/specification/communication/data-plane/CallAutomation/stable/2026-03-12",
            },
        },
        Publisher {
            name: "Communication Services common types 2025-06-30",
            address: Address::Document(
                "https://github.com/Azure/azure-rest-api-specs/tree/main/specification/communication/data-plane/Common/stable/2025-06-30",
            ),
        },
        Publisher {
            name: "Azure Event Grid, Azure Communication Services voice and video calling events",
            address: Address::Document(
                "https://learn.microsoft.com/en-us/azure/event-grid/communication-services-voice-video-events",
            ),
        },
    ],
    fallback: &[("", "Call Automation REST API 2026-03-12, events")],
};

#[cfg(test)]
mod tests {
    use super::*;

    const REST: Address = Address::Rest { reference: "https://r/", specification: "https://s" };

    #[test]
    fn addresses_depend_on_the_publisher() {
        let pages = Address::Pages("https://p/");
        for (address, name, subject, expected) in [
            (&pages, "callMediaState", Subject::Type(None), Some("https://p/callmediastate")),
            (&pages, "call-get and call-delete", Subject::Operation, None),
            (&pages, "", Subject::Operation, None),
            (&REST, "CreateCall", Subject::Operation, Some("https://r/create-call/create-call")),
            (
                &REST,
                "CallMedia_SendDtmfTones",
                Subject::Operation,
                Some("https://r/call-media/send-dtmf-tones"),
            ),
            (
                &REST,
                "RecordingKind",
                Subject::Type(Some("https://r/a/b")),
                Some("https://r/a/b#recordingkind"),
            ),
            (&REST, "CallConnected", Subject::Type(None), Some("https://s")),
            (&REST, "Call Connected", Subject::Type(None), None),
            (&Address::Document("https://d"), "3.1.4", Subject::Operation, Some("https://d")),
        ] {
            assert_eq!(address.of(name, subject).as_deref(), expected, "{name}");
        }
    }

    #[test]
    fn no_name_of_a_publisher_is_the_beginning_of_another() {
        for publishers in [&EXCHANGE, &GRAPH, &CALL_AUTOMATION] {
            for (index, one) in publishers.list.iter().enumerate() {
                let others = publishers.list.iter().enumerate().filter(|(other, _)| *other != index);
                let begun = others.map(|(_, other)| other.name).find(|other| other.starts_with(one.name));
                assert_eq!(begun, None, "{}", one.name);
            }
        }
    }
}
