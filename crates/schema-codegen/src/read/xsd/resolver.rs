//! Resolves locations for xsd-parser to the texts that were read and checked already.

use std::collections::HashMap;
use std::io::{self, Cursor};

use xsd_parser::pipeline::parser::resolver::{ResolveRequest, ResolveResult, Resolver};

use super::files::{File, address};

/// The address of the schema of the xml namespace.
const XML_ADDRESS: &str = "schema:xml";

/// The files of a schema.
#[derive(Debug)]
pub struct Files {
    /// The names and texts, by address.
    texts: HashMap<String, (String, String)>,
    /// The addresses, by the address of the including file and the location in it.
    links: HashMap<(String, String), String>,
}

impl Files {
    /// Creates a resolver for the files.
    pub fn new(files: &[File]) -> Self {
        let mut texts = HashMap::new();
        let mut links = HashMap::new();
        texts.insert(XML_ADDRESS.to_owned(), ("xml".to_owned(), super::XML_SCHEMA.to_owned()));
        for (at, file) in files.iter().enumerate() {
            texts.insert(address(at), (crate::read::file_name(&file.path), file.for_parser()));
            for link in &file.links {
                let target = link.target.map_or_else(|| XML_ADDRESS.to_owned(), address);
                let location = link.location.clone().or_else(|| Some(address(link.target?)));
                links.insert((address(at), location.unwrap_or_default()), target);
            }
        }
        Self { texts, links }
    }
}

impl Resolver for Files {
    type Buffer = Cursor<Vec<u8>>;
    type Error = io::Error;

    fn resolve(&mut self, request: &ResolveRequest) -> ResolveResult<Self> {
        let wanted = &request.requested_location;
        let address = match &request.current_location {
            Some(current) => self.links.get(&(current.to_string(), wanted.clone())),
            None => Some(wanted),
        };
        let Some((address, (name, text))) = address.and_then(|address| self.texts.get_key_value(address))
        else {
            return Ok(None);
        };
        let url = address.parse().map_err(io::Error::other)?;
        Ok(Some((Some(name.clone()), url, Cursor::new(text.clone().into_bytes()))))
    }
}
