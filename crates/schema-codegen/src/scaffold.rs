//! The other files of a crate that is generated with `--out`, so that it compiles.

use std::collections::BTreeMap;
use std::path::Path;

use crate::apis::project_root;
use crate::codegen::Request;
use crate::diagnostic::{Diagnostic, Result};
use crate::output::Output;

/// Returns `Cargo.toml` and `src/lib.rs`.
pub fn files(request: &Request, output: &Output, dir: &Path) -> Result<BTreeMap<String, String>> {
    let name = package_name(request.api.name, dir);
    let has_client = output.files.contains_key("client.rs");
    let mut manifest = format!(
        "[package]\nname = \"{name}\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[workspace]\n\n\
         [features]\ndefault = {}\n{}server = [\"call-wire/server\"]\ntest-util = []\n\n\
         [dependencies]\ncall-wire = {{ path = {:?} }}\n",
        if has_client { "[\"client\"]" } else { "[]" },
        if has_client { "client = [\"dep:call-http\"]\n" } else { "" },
        our_crate("call-wire", dir)?,
    );
    if has_client {
        let path = our_crate("call-http", dir)?;
        manifest.push_str(&format!("call-http = {{ path = {path:?}, optional = true }}\n"));
    }
    let about = match &request.schema {
        Some(path) => format!("`{name}`, generated from `{}`.", path.display()),
        None => format!("`{name}`, generated from our schema."),
    };
    let unused = if has_client {
        "#[allow(dead_code, reason = \"the operations are for the public API that you write\")]\n"
    } else {
        ""
    };
    let lib = format!("//! {about}\n\n{unused}mod generated;\n\npub use generated::*;\n");
    Ok(BTreeMap::from([("Cargo.toml".to_owned(), manifest), ("src/lib.rs".to_owned(), lib)]))
}

/// Returns the path of a crate that the generated code depends on.
fn our_crate(name: &str, dir: &Path) -> Result<String> {
    let path = project_root().join("crates").join(name);
    let path =
        path.to_str().ok_or_else(|| Diagnostic::in_file(dir, format!("the path of {name} is not UTF-8")))?;
    Ok(path.to_owned())
}

/// Returns the folder's name if it is a valid package name, else the name of the API. Crates with different
/// names can share a target folder.
fn package_name(api: &str, dir: &Path) -> String {
    let name = dir.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    let is_valid = name.starts_with(|c: char| c.is_ascii_alphabetic())
        && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_');
    if is_valid { name.to_ascii_lowercase() } else { api.to_owned() }
}
