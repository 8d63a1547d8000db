//! The publishers of a schema's facts, and the addresses of their pages.
//!
//! A description may end with a source note: `Source: PUBLISHER, PAGE, PAGE; PUBLISHER.` The generated
//! documentation has links to the pages.

use heck::ToKebabCase;
use serde::Deserialize;

use super::Config;
use crate::diagnostic::{Diagnostic, Result};

/// A publisher, or one kind of its pages.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Publisher {
    /// Its name in notes. No name may be the beginning of another name.
    pub name: String,
    /// The address of its pages.
    pub address: Address,
}

/// The address of a publisher's pages.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub enum Address {
    /// A single document.
    Document(String),
    /// A page for each name in lower case, below this address.
    Pages(String),
    /// A reference of a REST API.
    Rest {
        /// The address of the reference, which has a page for each operation and its types.
        reference: String,
        /// The address of the specification, for the types that no operation uses.
        specification: String,
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

/// Checks that no name is the beginning of another name.
pub(super) fn check(config: &Config) -> Result<()> {
    let list = &config.publishers;
    for (index, one) in list.iter().enumerate() {
        let others = list.iter().enumerate().filter(|(other, _)| *other != index);
        if let Some((_, other)) = others.into_iter().find(|(_, other)| other.name.starts_with(&one.name)) {
            let what = format!("the publisher {:?} begins with the name of {:?}", other.name, one.name);
            return Err(Diagnostic::in_file(&config.file, what).help("choose another name for one of them"));
        }
    }
    Ok(())
}

impl Address {
    /// Returns the address of a page by its name in a note; `None` if the name is not valid.
    #[must_use]
    pub fn of(&self, name: &str, subject: Subject<'_>) -> Option<String> {
        let is_sign = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
        let is_page = !name.is_empty() && name.chars().all(is_sign);
        match (self, subject) {
            (Self::Document(address), _) => Some(address.clone()),
            (Self::Pages(_) | Self::Rest { .. }, _) if !is_page => None,
            (Self::Pages(folder), _) => Some(format!("{folder}{}", name.to_lowercase())),
            (Self::Rest { reference, .. }, Subject::Operation) => {
                // An operation without a group forms its own group.
                let (group, operation) = name.split_once('_').unwrap_or((name, name));
                Some(format!("{reference}{}/{}", group.to_kebab_case(), operation.to_kebab_case()))
            }
            (Self::Rest { .. }, Subject::Type(Some(page))) => Some(format!("{page}#{}", name.to_lowercase())),
            (Self::Rest { specification, .. }, Subject::Type(None)) => Some(specification.clone()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_depend_on_the_publisher() {
        let rest =
            &Address::Rest { reference: "https://r/".to_owned(), specification: "https://s".to_owned() };
        let pages = &Address::Pages("https://p/".to_owned());
        let document = &Address::Document("https://d".to_owned());
        for (address, name, subject, expected) in [
            (pages, "callMediaState", Subject::Type(None), Some("https://p/callmediastate")),
            (pages, "call-get and call-delete", Subject::Operation, None),
            (pages, "", Subject::Operation, None),
            (rest, "CreateCall", Subject::Operation, Some("https://r/create-call/create-call")),
            (
                rest,
                "CallMedia_SendDtmfTones",
                Subject::Operation,
                Some("https://r/call-media/send-dtmf-tones"),
            ),
            (
                rest,
                "RecordingKind",
                Subject::Type(Some("https://r/a/b")),
                Some("https://r/a/b#recordingkind"),
            ),
            (rest, "CallConnected", Subject::Type(None), Some("https://s")),
            (rest, "Call Connected", Subject::Type(None), None),
            (document, "3.1.4", Subject::Operation, Some("https://d")),
        ] {
            assert_eq!(address.of(name, subject).as_deref(), expected, "{name}");
        }
    }

    #[test]
    fn a_name_that_begins_with_another_is_refused() {
        let one =
            |name: &str| format!("[[publishers]]\nname = '{name}'\naddress = {{ pages = 'https://p/' }}\n");
        let parse = |names: [&str; 2]| Config::parse("api.toml".as_ref(), &names.map(one).concat());
        assert_eq!(parse(["A", "B"]).expect("two publishers").publishers.len(), 2);
        let diagnostic = parse(["A", "A, page"]).expect_err("a diagnostic");
        assert_eq!(diagnostic.what, r#"the publisher "A, page" begins with the name of "A""#);
    }
}
