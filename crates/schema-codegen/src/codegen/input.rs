//! The schema files of a run, and what is known about each that the file does not say.

use std::path::{Path, PathBuf};

use super::request::Request;
use crate::apis::{Api, Format, Roots};
use crate::lower::{csdl, openapi};

/// A schema file that becomes a module of generated code.
#[derive(Clone, Debug)]
pub struct Input {
    /// The schema file.
    pub schema: PathBuf,
    /// Its format, with the options of that format.
    pub kind: Kind,
}

/// The format of a schema, with the options of that format.
#[derive(Clone, Debug)]
pub enum Kind {
    /// OData CSDL.
    Csdl {
        /// The file of the capability annotations, if there is one.
        capabilities: Option<PathBuf>,
        /// How it is lowered.
        options: csdl::Options,
    },
    /// Swagger 2.0 or OpenAPI 3.0.
    OpenApi {
        /// How it is lowered.
        options: openapi::Options,
        /// A document with further types, and how it is lowered.
        supplement: Option<(PathBuf, openapi::Options)>,
    },
    /// XML Schema.
    Xsd {
        /// The name of the module.
        module: &'static str,
        /// The first line of the module's documentation.
        about: &'static str,
        /// Which of its types are generated.
        roots: Roots,
    },
}

impl Input {
    /// Returns the inputs of a request, whose schema file is given.
    pub fn of(request: &Request, schema: &Path) -> Vec<Self> {
        let Request { api, roots, .. } = request;
        let beside = |file: &str| api.schema_dir().join(file);
        let kind = match api.format {
            Format::Csdl => Kind::Csdl {
                capabilities: Some(beside("capabilities.csdl.xml")),
                options: csdl::Options { roots: *roots, ..csdl::Options::default() },
            },
            Format::OpenApi => Kind::OpenApi {
                options: openapi::Options::call_automation(),
                supplement: Some((beside("event-grid.json"), openapi::Options::event_grid())),
            },
            Format::Xsd => return of_exchange(request, schema),
        };
        vec![Self { schema: schema.to_owned(), kind }]
    }

    /// Returns the input for a schema file that need not be one of ours, for its surface alone.
    pub fn alone(api: &Api, schema: &Path, roots: Roots) -> Self {
        let kind = match api.format {
            Format::Csdl => Kind::Csdl {
                capabilities: Some(api.schema_dir().join("capabilities.csdl.xml")),
                options: csdl::Options { roots, ..csdl::Options::default() },
            },
            Format::OpenApi => {
                // Secrets and the members that events share are not part of the surface, and a common file
                // has none.
                let events = openapi::events::Events { shared: &[], ..openapi::events::CALL_AUTOMATION };
                let options = openapi::Options { secrets: &[], events: Some(events) };
                Kind::OpenApi { options, supplement: None }
            }
            Format::Xsd => match schema.file_name() {
                Some(name) if name.eq_ignore_ascii_case(UNIFIED_MESSAGING) => {
                    Kind::Xsd { module: "um", about: "", roots: Roots::All }
                }
                _ => Kind::Xsd { module: "phone_call", about: "", roots },
            },
        };
        Self { schema: schema.to_owned(), kind }
    }

    /// Returns the name of the module; empty if the input becomes the whole generated code.
    pub fn module(&self) -> &'static str {
        match self.kind {
            Kind::Xsd { module, .. } => module,
            Kind::Csdl { .. } | Kind::OpenApi { .. } => "",
        }
    }
}

/// The schema file of the Unified Messaging web service.
const UNIFIED_MESSAGING: &str = "UnifiedMessaging.xsd";

/// Returns the inputs for Exchange. A published file has the phone-call operations only: the Unified
/// Messaging web service has two of their names in the same namespace, so it has a schema of its own.
fn of_exchange(request: &Request, schema: &Path) -> Vec<Input> {
    let about = "The phone-call operations of Exchange Web Services.";
    let mut inputs = vec![Input {
        schema: schema.to_owned(),
        kind: Kind::Xsd { module: "phone_call", about, roots: request.roots },
    }];
    if request.schema.is_none() {
        inputs.push(Input {
            schema: schema.with_file_name(UNIFIED_MESSAGING),
            // The whole schema belongs to the service.
            kind: Kind::Xsd { module: "um", about: "The Unified Messaging web service.", roots: Roots::All },
        });
    }
    inputs
}
