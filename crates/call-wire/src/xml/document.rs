//! Whole documents: decoding and encoding.

use super::content::{Content, Context, Root};
use super::element::Element;
use super::error::{DecodeError, ErrorKind, Issue, Issues};
use super::reader::{Reader, Start, shortened};
use super::scope::Scope;
use super::source::Source;
use super::writer::{EncodeError, Writer};

/// The declaration at the start of a document.
const DECLARATION: &str = "<?xml version=\"1.0\" encoding=\"utf-8\"?>";

/// Decodes a document in UTF-8, or in UTF-16 with a byte order mark.
///
/// Unknown elements, unknown attributes and unknown enum values are not errors.
///
/// # Errors
///
/// Returns an error for malformed XML, a document type, too many levels, attributes or namespaces, an unexpected root
/// element, and text that is not valid for its type.
pub fn decode<T: Root>(bytes: &[u8]) -> Result<T, DecodeError> {
    read(&Source::new(bytes)?, &mut Context::default())
}

/// Decodes a document, and skips members that cannot be decoded.
///
/// The `extra` of its object keeps a skipped member. At most [`Issues::DEFAULT_LIMIT`] issues are listed; the others
/// are only counted.
///
/// # Errors
///
/// Returns an error for malformed XML, a document type, too many levels, attributes or namespaces, and an unexpected
/// root element.
pub fn decode_lenient<T: Root>(bytes: &[u8]) -> Result<(T, Issues), DecodeError> {
    decode_lenient_with_limit(bytes, Issues::DEFAULT_LIMIT)
}

/// Like [`decode_lenient`], with another limit for the list of issues.
///
/// # Errors
///
/// Returns the errors of [`decode_lenient`].
pub fn decode_lenient_with_limit<T: Root>(bytes: &[u8], issues: usize) -> Result<(T, Issues), DecodeError> {
    let (source, mut context) = (Source::new(bytes)?, Context::lenient(issues));
    let value = read(&source, &mut context)?;
    let mut issues = context.into_issues();
    issues.listed.iter_mut().for_each(|issue| issue.locate(&source.text, source.skipped));
    Ok((value, issues))
}

/// Parses a document into an element tree.
///
/// # Errors
///
/// Returns an error for malformed XML, a document type, and too many levels, attributes or namespaces.
pub fn parse(bytes: &[u8]) -> Result<Element, DecodeError> {
    let source = Source::new(bytes)?;
    let mut reader = Reader::new(&source.text, Scope::default());
    let tree = reader.root().and_then(|start| Element::read_tree(&mut reader, start));
    let tree = tree.and_then(|tree| reader.finish().map(|()| tree));
    tree.map_err(|error| source.located(error))
}

/// Encodes a document in UTF-8, with the prefixes of [`Root::PREFIXES`].
///
/// # Errors
///
/// Returns an error for a value that XML cannot represent, such as text with the character U+0002.
pub fn encode<T: Root>(value: &T) -> Result<String, EncodeError> {
    let mut writer = Writer::new(String::from(DECLARATION), T::PREFIXES);
    writer.start(value.root_name());
    value.write(&mut writer);
    writer.end();
    writer.finish()
}

/// Encodes an element tree as a document. Prefixes are generated for all namespaces except those of the XML standards.
///
/// # Errors
///
/// Returns an error for names and text that XML cannot represent, such as text with the character U+0002.
pub fn to_string(element: &Element) -> Result<String, EncodeError> {
    let mut writer = Writer::new(String::from(DECLARATION), &[]);
    element.write_whole(&mut writer);
    writer.finish()
}

/// Decodes an element with any name. The line and the column of an issue are counted from the start of the element.
///
/// # Errors
///
/// Returns an error for text in the element that is not valid for its type.
pub fn from_element<T: Content>(element: &Element) -> Result<T, Issue> {
    let text = element.to_fragment();
    let mut reader = Reader::new(&text, Scope::default());
    let read = reader.root().and_then(|start| inside_root(&mut reader, start, &mut Context::default()));
    read.map_err(DecodeError::into_issue)
}

fn read<T: Root>(source: &Source<'_>, context: &mut Context) -> Result<T, DecodeError> {
    let mut reader = Reader::new(&source.text, Scope::default());
    read_root(&mut reader, context).map_err(|error| source.located(error))
}

fn read_root<T: Root>(reader: &mut Reader<'_>, context: &mut Context) -> Result<T, DecodeError> {
    let start = reader.root()?;
    if !T::matches(start.name()) {
        let issue = Issue::new(start.offset, root_of::<T>(), format!("the element {}", start.name()));
        return Err(DecodeError::new(ErrorKind::Root, issue));
    }
    let value = inside_root(reader, start, context)?;
    reader.finish()?;
    Ok(value)
}

fn inside_root<'t, T: Content>(
    reader: &mut Reader<'t>,
    start: Start<'t>,
    context: &mut Context,
) -> Result<T, DecodeError> {
    let step = start.name_text();
    let step = || shortened(step).into_owned();
    context.inside(step, |context| T::read(reader, start, context)).map(|read| read.value)
}

fn root_of<T>() -> String {
    let name = std::any::type_name::<T>().split('<').next().unwrap_or_default();
    let short = name.rsplit("::").next().unwrap_or(name);
    format!("the root element of {short}")
}
