//! The first two stations: a part of the input is read and lowered according to its format.

use std::fmt;

use xsd_parser::MetaTypesPrinter;

use super::input::{Input, Kind, Part};
use super::lowered::Lowered;
use crate::config::Module;
use crate::diagnostic::Result;
use crate::lower;
use crate::read::csdl::Csdl;
use crate::read::openapi::Document;
use crate::read::{self, file_name};

/// A schema as it was read, with the files beside it.
pub enum Schema<'p> {
    /// A CSDL file, with the annotations.
    Csdl(Csdl, Option<Csdl>),
    /// An OpenAPI document, with a document of further types.
    OpenApi(Document, Option<Document>),
    /// An XML Schema, with its module.
    Xsd(read::xsd::Schema, &'p Module),
}

impl<'p> Schema<'p> {
    /// Reads a part of the input.
    pub fn read(part: &'p Part<'_>) -> Result<Self> {
        let schema = &part.schema;
        Ok(match &part.kind {
            Kind::Csdl(annotations) => {
                let csdl = read::csdl::read(schema)?;
                Self::Csdl(csdl, annotations.as_deref().map(read::csdl::read).transpose()?)
            }
            Kind::OpenApi(supplement) => {
                let document = read::openapi::read(schema)?;
                Self::OpenApi(document, supplement.as_deref().map(read::openapi::read).transpose()?)
            }
            Kind::Xsd(module) => Self::Xsd(read::xsd::read(schema)?, module),
        })
    }

    /// Returns the names of the files that were read.
    pub fn files(&self) -> Vec<String> {
        match self {
            Self::Csdl(csdl, annotations) => {
                [csdl].into_iter().chain(annotations).map(|csdl| file_name(&csdl.file)).collect()
            }
            Self::OpenApi(document, supplement) => {
                let documents = [document].into_iter().chain(supplement);
                documents.flat_map(|document| &document.files).map(|file| file_name(&file.path)).collect()
            }
            Self::Xsd(schema, _) => schema.names.clone(),
        }
    }

    /// Lowers the schema.
    pub fn lower(&self, input: &Input) -> Result<Lowered<'p>> {
        let (config, roots) = (input.config(), input.kept_roots());
        Ok(match self {
            Self::Csdl(csdl, annotations) => {
                Lowered::NormalForm(lower::csdl::lower(csdl, annotations.as_ref(), config, roots)?)
            }
            Self::OpenApi(document, supplement) => {
                Lowered::NormalForm(lower::openapi::lower(document, supplement.as_ref(), config)?)
            }
            Self::Xsd(schema, module) => {
                Lowered::Xml(module, lower::xsd::lower(schema, module, config, roots)?)
            }
        })
    }
}

impl fmt::Display for Schema<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Csdl(csdl, _) => writeln!(f, "{csdl:#?}"),
            Self::OpenApi(document, _) => writeln!(f, "{document:#?}"),
            Self::Xsd(schema, _) => write!(f, "{}", MetaTypesPrinter::new(&schema.types)),
        }
    }
}
