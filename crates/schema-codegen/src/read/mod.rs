//! The first station: reads schema files into models. Diagnostics have a place in the file.

pub mod csdl;
pub mod format;
pub mod json;
pub mod openapi;
pub mod refs;
pub mod xml;
pub mod xsd;
pub mod yaml;

use std::fs;
use std::io::{ErrorKind, Read};
use std::path::Path;

use crate::diagnostic::{Diagnostic, Result};

/// The maximum size of a schema file. The largest published one has 3.4 MB, so a much larger file
/// is a mistake in the path.
pub const MAX_BYTES: u64 = 64 * 1024 * 1024;

const BOM: &str = "\u{feff}";

/// Returns the last part of a path.
#[must_use]
pub fn file_name(path: &Path) -> String {
    path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned()
}

/// Reads a schema file as text, without its byte order mark.
///
/// Returns a diagnostic if the file is missing, too large, empty or not UTF-8.
pub fn read_text(path: &Path) -> Result<String> {
    let bytes = read_bytes(path)?;
    let text = decode(bytes).map_err(|diagnostic| diagnostic.or_file(path))?;
    if text.trim().is_empty() {
        return Err(Diagnostic::in_file(path, "the file is empty").help("name a file with a schema"));
    }
    Ok(text)
}

/// Reads at most [`MAX_BYTES`], even if the file grows or its size is unknown.
fn read_bytes(path: &Path) -> Result<Vec<u8>> {
    let info = fs::metadata(path).map_err(|error| unreadable(path, &error))?;
    if info.is_dir() {
        return Err(
            Diagnostic::in_file(path, "this is a directory, not a file").help("name the schema file itself")
        );
    }
    if info.len() > MAX_BYTES {
        return Err(too_large(path, info.len()));
    }
    let file = fs::File::open(path).map_err(|error| unreadable(path, &error))?;
    let mut bytes = Vec::new();
    file.take(MAX_BYTES + 1).read_to_end(&mut bytes).map_err(|error| unreadable(path, &error))?;
    if bytes.len() as u64 > MAX_BYTES {
        return Err(too_large(path, bytes.len() as u64));
    }
    Ok(bytes)
}

fn unreadable(path: &Path, error: &std::io::Error) -> Diagnostic {
    let help = match error.kind() {
        ErrorKind::NotFound => "check the path; nothing is read from the network",
        ErrorKind::PermissionDenied => "make the file readable",
        _ => "check the path and the disk",
    };
    Diagnostic::in_file(path, format!("cannot read the file: {error}")).help(help)
}

fn too_large(path: &Path, size: u64) -> Diagnostic {
    let mib = MAX_BYTES / (1024 * 1024);
    Diagnostic::in_file(path, format!("the file is too large: {size} bytes or more; the limit is {mib} MiB"))
        .help("check that the path names a schema file; if it does, raise read::MAX_BYTES")
}

fn decode(bytes: Vec<u8>) -> Result<String> {
    if let Some(encoding) = wide_encoding(&bytes) {
        return Err(
            Diagnostic::new(format!("the file is {encoding}, not UTF-8")).help("save the file as UTF-8")
        );
    }
    match String::from_utf8(bytes) {
        Ok(text) if text.starts_with(BOM) => Ok(text[BOM.len()..].to_owned()),
        Ok(text) => Ok(text),
        Err(error) => Err(not_utf8(error.as_bytes(), error.utf8_error().valid_up_to())),
    }
}

/// Detects UTF-16 and UTF-32 by the byte order mark, or by the zero byte of the first character.
fn wide_encoding(bytes: &[u8]) -> Option<&'static str> {
    match bytes {
        [0xff, 0xfe, 0, 0, ..] | [0, 0, 0xfe, 0xff, ..] => Some("UTF-32"),
        [0xff, 0xfe, ..] | [0xfe, 0xff, ..] => Some("UTF-16"),
        [0, b'<' | b'{' | b'[', ..] | [b'<' | b'{' | b'[', 0, ..] => Some("UTF-16 without a byte order mark"),
        _ => None,
    }
}

fn not_utf8(bytes: &[u8], offset: usize) -> Diagnostic {
    let valid = String::from_utf8_lossy(&bytes[..offset]);
    let byte = bytes.get(offset).copied().unwrap_or_default();
    Diagnostic::new(format!("the file is not UTF-8: byte 0x{byte:02x} at offset {offset}"))
        .at_offset(&valid, valid.len())
        .help("save the file as UTF-8")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn diagnostic(bytes: &[u8]) -> String {
        match decode(bytes.to_vec()) {
            Ok(text) => panic!("read as {text:?}"),
            Err(diagnostic) => diagnostic.to_string(),
        }
    }

    #[test]
    fn a_byte_order_mark_is_removed() {
        assert_eq!(decode(b"\xef\xbb\xbf<a/>".to_vec()), Ok("<a/>".to_owned()));
    }

    #[test]
    fn other_encodings_are_named() {
        assert!(diagnostic(b"\xff\xfe<\0").contains("UTF-16, not UTF-8"));
        assert!(diagnostic(b"<\0a\0").contains("UTF-16 without a byte order mark"));
        let latin = diagnostic(b"<a>\n<b>\xe9</b>");
        assert!(latin.contains("line 2, column 4"), "{latin}");
        assert!(latin.contains("byte 0xe9 at offset 7"), "{latin}");
    }

    #[test]
    fn a_missing_file_a_directory_and_an_empty_file_have_different_messages() {
        let missing = read_text(Path::new("no/such/file.csdl")).expect_err("the file does not exist");
        assert!(missing.to_string().starts_with("no/such/file.csdl: cannot read the file"), "{missing}");
        let directory = read_text(Path::new(env!("CARGO_MANIFEST_DIR"))).expect_err("a directory");
        assert!(directory.what.contains("directory"), "{directory}");
        let path = std::env::temp_dir().join(format!("schema-codegen-read-empty-{}", std::process::id()));
        fs::write(&path, "\u{feff} \n").expect("the temporary directory is writable");
        let empty = read_text(&path).expect_err("an empty file");
        fs::remove_file(&path).expect("just written");
        assert_eq!(empty.what, "the file is empty");
    }

    #[test]
    fn a_huge_file_is_refused_before_it_is_read() {
        let path = std::env::temp_dir().join(format!("schema-codegen-read-huge-{}", std::process::id()));
        let file = fs::File::create(&path).expect("the temporary directory is writable");
        // A sparse file has the size, but takes no space.
        file.set_len(MAX_BYTES + 1).expect("sparse files are possible");
        let huge = read_text(&path).expect_err("over the limit");
        fs::remove_file(&path).expect("just created");
        assert!(huge.what.contains("the limit is 64 MiB"), "{huge}");
    }
}
