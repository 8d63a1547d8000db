//! The other files of a separate crate, so that it compiles.

use std::collections::BTreeMap;
use std::path::Path;

use crate::diagnostic::{Diagnostic, Result};
use crate::output::Output;
use crate::read::file_name;

/// Returns `Cargo.toml` and `src/lib.rs`. The name is that of the package, unless the folder has a valid one.
pub fn files(name: &str, schema: &Path, output: &Output, dir: &Path) -> Result<BTreeMap<String, String>> {
    let name = package_name(name, dir);
    let has_client = output.files.contains_key("client.rs");
    let mut manifest = format!(
        "[package]\nname = \"{name}\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[workspace]\n\n\
         [features]\ndefault = {}\n{}server = [\"call-wire/server\"]\ntest-util = []\n\n\
         [dependencies]\ncall-wire = {{ {} }}\n",
        if has_client { "[\"client\"]" } else { "[]" },
        if has_client { "client = [\"dep:call-http\"]\n" } else { "" },
        source("call-wire", dir)?,
    );
    if has_client {
        let source = source("call-http", dir)?;
        manifest.push_str(&format!("call-http = {{ {source}, optional = true }}\n"));
    }
    let about = format!("`{name}`, generated from `{}`.", file_name(schema));
    let unused = "#[allow(dead_code, reason = \"some items are for the code that you write\")]\n";
    let lib = format!("//! {about}\n\n{unused}mod generated;\n\npub use generated::*;\n");
    Ok(BTreeMap::from([("Cargo.toml".to_owned(), manifest), ("src/lib.rs".to_owned(), lib)]))
}

/// Returns the source of a crate that the generated code depends on: the folder beside the generator, or a
/// version if the generator was installed without it.
fn source(name: &str, dir: &Path) -> Result<String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).with_file_name(name);
    if !path.is_dir() {
        return Ok(format!("version = {:?}", env!("CARGO_PKG_VERSION")));
    }
    let path =
        path.to_str().ok_or_else(|| Diagnostic::in_file(dir, format!("the path of {name} is not UTF-8")))?;
    Ok(format!("path = {path:?}"))
}

/// Returns the folder's name if it is a valid package name, else the other name. Crates with different
/// names can share a target folder.
fn package_name(other: &str, dir: &Path) -> String {
    let name = dir.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    let is_valid = name.starts_with(|c: char| c.is_ascii_alphabetic())
        && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_');
    if is_valid { name.to_ascii_lowercase() } else { other.to_owned() }
}
