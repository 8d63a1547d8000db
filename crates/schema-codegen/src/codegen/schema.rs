//! The first two stations: an input is read and lowered according to its format.

use std::fmt;

use xsd_parser::MetaTypesPrinter;

use super::input::{Input, Kind};
use super::lowered::Lowered;
use crate::apis::Roots;
use crate::diagnostic::Result;
use crate::lower;
use crate::lower::openapi::Options;
use crate::read::csdl::Csdl;
use crate::read::openapi::Document;
use crate::read::{self, file_name};

/// A schema as it was read, with what lowering needs.
pub enum Schema {
    /// A CSDL file, with the capability annotations.
    Csdl(Csdl, Option<Csdl>, lower::csdl::Options),
    /// An OpenAPI document, with a document of further types.
    OpenApi(Document, Options, Option<(Document, Options)>),
    /// An XML Schema, as a module of this name and first line.
    Xsd(read::xsd::Schema, &'static str, &'static str, Roots),
}

impl Schema {
    /// Reads an input.
    pub fn read(input: &Input) -> Result<Self> {
        let schema = &input.schema;
        Ok(match &input.kind {
            Kind::Csdl { capabilities, options } => {
                let csdl = read::csdl::read(schema)?;
                let capabilities = capabilities.as_deref().map(read::csdl::read).transpose()?;
                Self::Csdl(csdl, capabilities, *options)
            }
            Kind::OpenApi { options, supplement } => {
                let document = read::openapi::read(schema)?;
                let supplement = supplement
                    .as_ref()
                    .map(|(path, options)| Ok((read::openapi::read(path)?, *options)))
                    .transpose()?;
                Self::OpenApi(document, *options, supplement)
            }
            Kind::Xsd { module, about, roots } => Self::Xsd(read::xsd::read(schema)?, module, about, *roots),
        })
    }

    /// Returns the names of the files that were read.
    pub fn files(&self) -> Vec<String> {
        match self {
            Self::Csdl(csdl, capabilities, _) => {
                [csdl].into_iter().chain(capabilities).map(|csdl| file_name(&csdl.file)).collect()
            }
            Self::OpenApi(document, _, supplement) => {
                let supplement = supplement.iter().map(|(document, _)| document);
                let documents = [document].into_iter().chain(supplement);
                documents.flat_map(|document| &document.files).map(|file| file_name(&file.path)).collect()
            }
            Self::Xsd(schema, ..) => schema.names.clone(),
        }
    }

    /// Lowers the schema.
    pub fn lower(&self) -> Result<Lowered> {
        Ok(match self {
            Self::Csdl(csdl, capabilities, options) => {
                Lowered::NormalForm(lower::csdl::lower(csdl, capabilities.as_ref(), options)?)
            }
            Self::OpenApi(document, options, supplement) => {
                let lowered = |document: &Document, options| {
                    let lowered = lower::openapi::lower(document, options);
                    lowered.map_err(|diagnostic| diagnostic.or_file(&document.root().path))
                };
                let mut form = lowered(document, options)?;
                if let Some((document, options)) = supplement {
                    let added = lower::openapi::add(&mut form, lowered(document, options)?);
                    added.map_err(|diagnostic| diagnostic.or_file(&document.root().path))?;
                }
                Lowered::NormalForm(form)
            }
            Self::Xsd(schema, module, about, roots) => {
                Lowered::Xml { module, about, types: lower::xsd::lower(module, schema, *roots)? }
            }
        })
    }
}

impl fmt::Display for Schema {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Csdl(csdl, ..) => writeln!(f, "{csdl:#?}"),
            Self::OpenApi(document, ..) => writeln!(f, "{document:#?}"),
            Self::Xsd(schema, ..) => write!(f, "{}", MetaTypesPrinter::new(&schema.types)),
        }
    }
}
