//! Resolves locations for xsd-parser to the texts that were read and checked already.

use std::collections::HashMap;
use std::io::{self, Cursor};

use xsd_parser::pipeline::parser::resolver::{ResolveRequest, ResolveResult, Resolver};

use super::File;

/// The address of the schema of the xml namespace.
const XML_ADDRESS: &str = "schema:xml";

/// The files of a schema. The address of each is `schema:` and its number.
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
        let address = |at: usize| format!("schema:{at}");
        let mut texts = HashMap::new();
        let mut links = HashMap::new();
        texts.insert(XML_ADDRESS.to_owned(), ("xml".to_owned(), super::XML_SCHEMA.to_owned()));
        for (at, file) in files.iter().enumerate() {
            texts.insert(address(at), (super::file_name(&file.path), file.text.clone()));
            for (location, target) in &file.links {
                let target = target.map_or_else(|| XML_ADDRESS.to_owned(), address);
                links.insert((address(at), location.clone()), target);
            }
        }
        Self { texts, links }
    }

    /// Returns the address of the first file.
    pub const START: &str = "schema:0";
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
