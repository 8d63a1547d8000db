//! The APIs: their schemas and their crates.

use std::path::{Path, PathBuf};

use crate::diagnostic::{Diagnostic, Result};
use crate::publishers::{self, Publishers};

/// The format of a published schema.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// XML Schema.
    Xsd,
    /// OData CSDL in XML.
    Csdl,
    /// Swagger 2.0 or OpenAPI 3.0 in JSON.
    OpenApi,
}

/// An API.
#[derive(Debug)]
pub struct Api {
    /// The name of the crate, and of the folder below `schemas`.
    pub name: &'static str,
    /// The format of its schema.
    pub format: Format,
    /// The main schema file, below `schemas/NAME`: the file that can be replaced with the published one.
    pub schema: &'static str,
    /// The path of the published file, below the folder of the published files.
    pub published: &'static str,
    /// A description in one line.
    pub about: &'static str,
    /// The publishers of its facts.
    pub publishers: &'static Publishers,
}

/// All APIs, from the oldest to the newest.
pub const APIS: &[Api] = &[
    Api {
        name: "ews-um",
        format: Format::Xsd,
        schema: "Messages.xsd",
        published: "ews/V2018_01_08/messages.xsd",
        about: "Exchange: the Unified Messaging web service and the EWS phone-call operations",
        publishers: &publishers::EXCHANGE,
    },
    Api {
        name: "graph-calls",
        format: Format::Csdl,
        schema: "calls.csdl.xml",
        published: "graph/v1.0-Prod.csdl",
        about: "Microsoft Graph: /communications/calls",
        publishers: &publishers::GRAPH,
    },
    Api {
        name: "acs-calling",
        format: Format::OpenApi,
        schema: "2026-03-12/call-automation.json",
        published: "acs/CallAutomation/stable/2026-03-12/communicationservicescallautomation.json",
        about: "Azure Communication Services: Call Automation",
        publishers: &publishers::CALL_AUTOMATION,
    },
];

/// The file of the Rust names that types get in place of those in the schema.
pub const RENAMES: &str = "renames.json";

/// The file of accepted differences from the published schema, in the folder of each API's schema.
pub const ACCEPTED: &str = "accepted.json";

/// Which types of a schema are generated.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum Roots {
    /// Types that the calling API reaches
    #[default]
    Calls,
    /// All types of the schema
    All,
}

impl Api {
    /// Returns the API with a name.
    pub fn named(name: &str) -> Result<&'static Self> {
        APIS.iter().find(|api| api.name == name).ok_or_else(|| {
            let names: Vec<_> = APIS.iter().map(|api| api.name).collect();
            Diagnostic::new(format!("no API is named {name:?}"))
                .help(format!("the names are {}", names.join(", ")))
        })
    }

    /// Returns the folder of the schema files.
    #[must_use]
    pub fn schema_dir(&self) -> PathBuf {
        project_root().join("schemas").join(self.name)
    }

    /// Returns the folder of the crate.
    #[must_use]
    pub fn crate_dir(&self) -> PathBuf {
        project_root().join("crates").join(self.name)
    }
}

/// Returns the folder of the workspace.
#[must_use]
pub fn project_root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.ancestors().nth(2).unwrap_or(here).to_path_buf()
}
