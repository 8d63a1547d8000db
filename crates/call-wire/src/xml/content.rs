//! Reading and writing of values as elements.

use std::borrow::Cow;

use super::error::{DecodeError, ErrorKind, Issue, Issues, excerpt};
use super::name::{Name, NameRef, Namespace};
use super::reader::{Event, Reader, Start};
use super::text::{List, Text};
use super::writer::Writer;
use crate::integer::Integer;

/// A value that is represented by an element.
pub trait Content: Sized {
    /// Reads an element from its start tag to its end tag.
    ///
    /// # Errors
    ///
    /// Returns an error for malformed XML. Unless the context is lenient, also returns an error for text that is not
    /// valid for its type.
    fn read<'t>(
        reader: &mut Reader<'t>,
        start: Start<'t>,
        context: &mut Context,
    ) -> Result<Read<Self>, DecodeError>;

    /// Writes the content of the element that was just started.
    fn write(&self, writer: &mut Writer);

    /// Returns `true` if this type is a choice, and an element with this name is one of its variants.
    #[must_use]
    fn accepts(_name: NameRef<'_>) -> bool {
        false
    }
}

/// A value with an element name of its own: it can be a document, or the content of a SOAP body.
pub trait Root: Content {
    /// The prefixes in written documents of this type, each with its namespace, in the order of their declarations.
    /// Prefixes are generated for other namespaces.
    const PREFIXES: &'static [(&'static str, &'static str)] = &[];

    /// Returns `true` if an element with this name is read as this type.
    #[must_use]
    fn matches(name: NameRef<'_>) -> bool;

    /// Returns the name of the element.
    fn root_name(&self) -> Name;
}

/// The request of an operation.
pub trait Operation: Root {
    /// The response.
    type Response: Root;
    /// The name of the operation, which is the name of the request's element.
    const NAME: &'static str;
    /// The URI for the HTTP header `SOAPAction`.
    const ACTION: &'static str;
}

/// A decoded value, and whether it represents its element completely.
#[derive(Debug)]
pub struct Read<T> {
    /// The value.
    pub value: T,
    /// Whether writing the value produces the same element. If it does not, `extra` keeps the element.
    pub is_plain: bool,
}

impl<T> Read<T> {
    /// Creates a value that represents its element completely.
    pub fn plain(value: T) -> Self {
        Self { value, is_plain: true }
    }

    /// Converts the value.
    pub fn map<U>(self, wrap: impl FnOnce(T) -> U) -> Read<U> {
        Read { value: wrap(self.value), is_plain: self.is_plain }
    }
}

/// The mode of decoding, and the issues that were found.
#[derive(Debug, Default)]
pub struct Context {
    pub(super) lenient: bool,
    issues: Vec<Issue>,
    /// The maximum number of issues in the list.
    limit: usize,
    omitted: usize,
}

impl Context {
    pub(super) fn lenient(limit: usize) -> Self {
        Self { lenient: true, limit, ..Self::default() }
    }

    /// Adds an issue.
    pub(super) fn report(&mut self, issue: Issue) {
        if self.issues.len() < self.limit {
            self.issues.push(issue);
        } else {
            self.omitted += 1;
        }
    }

    pub(super) fn into_issues(self) -> Issues {
        Issues { listed: self.issues, omitted: self.omitted }
    }

    /// Reads the content of the element `step`, which becomes the first step in the paths of issues and errors.
    pub(super) fn inside<T>(
        &mut self,
        step: impl Fn() -> String,
        read: impl FnOnce(&mut Self) -> Result<T, DecodeError>,
    ) -> Result<T, DecodeError> {
        let before = self.issues.len();
        let mut result = read(self);
        if result.is_err() || self.issues.len() > before {
            let step = step();
            self.issues[before..].iter_mut().for_each(|issue| issue.under(&step));
            if let Err(error) = &mut result
                && error.kind() == ErrorKind::Value
            {
                error.issue_mut().under(&step);
            }
        }
        result
    }
}

impl<T: Content> Content for Box<T> {
    fn read<'t>(
        reader: &mut Reader<'t>,
        start: Start<'t>,
        context: &mut Context,
    ) -> Result<Read<Self>, DecodeError> {
        Ok(T::read(reader, start, context)?.map(Self::new))
    }

    fn write(&self, writer: &mut Writer) {
        T::write(self, writer);
    }

    fn accepts(name: NameRef<'_>) -> bool {
        T::accepts(name)
    }
}

/// The text of an element.
pub(super) struct ElementText<'t> {
    pub text: Cow<'t, str>,
    /// Whether the element contains nothing else.
    pub is_only_text: bool,
    /// The namespace of the prefix, if the text is a qualified name.
    pub namespace: Option<Namespace>,
}

/// Reads the text of an element.
pub(super) fn read_text<'t>(
    reader: &mut Reader<'t>,
    start: &Start<'t>,
) -> Result<ElementText<'t>, DecodeError> {
    let mut found =
        ElementText { text: Cow::Borrowed(""), is_only_text: start.attributes.is_empty(), namespace: None };
    loop {
        match reader.next()? {
            Event::Text(part) if found.text.is_empty() => {
                found.namespace = reader.namespace_of_text(&part);
                found.text = part;
            }
            Event::Text(part) => found.text.to_mut().push_str(&part),
            Event::Start(_) => {
                found.is_only_text = false;
                reader.skip_to(reader.depth() - 1)?;
            }
            Event::End | Event::Eof => return Ok(found),
        }
    }
}

/// Reads the text of an element as a scalar. Used by [`xml_scalar!`](crate::xml_scalar).
///
/// # Errors
///
/// Returns an error for malformed XML, and for text that is not valid for the type.
pub fn read_scalar<'t, T: Text>(reader: &mut Reader<'t>, start: &Start<'t>) -> Result<Read<T>, DecodeError> {
    let found = read_text(reader, start)?;
    let Some(value) = T::read(&found.text) else {
        let issue = Issue::new(start.offset, T::EXPECTS, excerpt(&found.text));
        return Err(DecodeError::new(ErrorKind::Value, issue));
    };
    let is_plain = found.is_only_text
        && found.namespace.is_none()
        && value.with_text(|canonical| canonical == found.text);
    Ok(Read { value, is_plain })
}

/// Implements [`Content`](crate::xml::Content) for scalar types. They can then be elements.
#[macro_export]
macro_rules! xml_scalar {
    ($($type:ty),* $(,)?) => {$(
        impl $crate::xml::Content for $type {
            fn read<'t>(
                reader: &mut $crate::xml::Reader<'t>,
                start: $crate::xml::Start<'t>,
                _: &mut $crate::xml::Context,
            ) -> ::std::result::Result<$crate::xml::Read<Self>, $crate::xml::DecodeError> {
                $crate::xml::read_scalar(reader, &start)
            }

            fn write(&self, writer: &mut $crate::xml::Writer) {
                $crate::xml::write_scalar(self, writer);
            }
        }
    )*};
}

crate::xml_scalar!(String, bool, i8, i16, i32, i64, i128, u8, u16, u32, u64, u128, f32, f64, Integer);

/// Writes the text of a scalar. Used by [`xml_scalar!`](crate::xml_scalar).
pub fn write_scalar<T: Text>(value: &T, writer: &mut Writer) {
    value.with_text(|text| writer.text(text));
}

impl<T: Text> Content for List<T> {
    fn read<'t>(
        reader: &mut Reader<'t>,
        start: Start<'t>,
        _: &mut Context,
    ) -> Result<Read<Self>, DecodeError> {
        read_scalar(reader, &start)
    }

    fn write(&self, writer: &mut Writer) {
        write_scalar(self, writer);
    }
}
