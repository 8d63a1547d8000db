//! How an element reads as a value, and what it says beyond the value.

use std::borrow::Cow;

use super::error::{DecodeError, ErrorKind, Issue, Issues, excerpt};
use super::name::{Name, NameRef, Namespace};
use super::reader::{Event, Reader, Start};
use super::text::Text;
use super::writer::Writer;

/// A value that an element holds.
pub trait Content: Sized {
    /// Reads an element from its start tag to its end tag.
    ///
    /// # Errors
    ///
    /// When it is no XML, or when a text in it is not of its type, unless the context is lenient.
    fn read<'t>(
        reader: &mut Reader<'t>,
        start: Start<'t>,
        context: &mut Context,
    ) -> Result<Read<Self>, DecodeError>;

    /// Writes what is in the element that was just started.
    fn write(&self, writer: &mut Writer);

    /// Whether an element of this name is one of the arms of a choice; `false` for everything else.
    #[must_use]
    fn accepts(_name: NameRef<'_>) -> bool {
        false
    }
}

/// A value that stands under an element name of its own, so that it can be a document or the content of a
/// SOAP body.
pub trait Root: Content {
    /// The prefixes that a document of this type is written with, each with its namespace, in the order of their
    /// declarations. Other namespaces get generated prefixes.
    const PREFIXES: &'static [(&'static str, &'static str)] = &[];

    /// Whether an element of this name is read as this value.
    #[must_use]
    fn matches(name: NameRef<'_>) -> bool;

    /// The name to write.
    fn root_name(&self) -> Name;
}

/// A request, with the response that answers it.
pub trait Operation: Root {
    /// The response.
    type Response: Root;
    /// The name of the operation, which is that of the request's element.
    const NAME: &'static str;
    /// The URI that the HTTP header `SOAPAction` names.
    const ACTION: &'static str;
}

/// A value, and whether it says everything that its element does.
#[derive(Debug)]
pub struct Read<T> {
    /// The value.
    pub value: T,
    /// Whether writing the value gives the same element. If not, the element is kept beside the value.
    pub is_plain: bool,
}

impl<T> Read<T> {
    /// A value that says everything.
    pub fn plain(value: T) -> Self {
        Self { value, is_plain: true }
    }

    /// The same with another value.
    pub fn map<U>(self, wrap: impl FnOnce(T) -> U) -> Read<U> {
        Read { value: wrap(self.value), is_plain: self.is_plain }
    }
}

/// How strictly to read, and what was found on the way.
#[derive(Debug, Default)]
pub struct Context {
    pub(super) lenient: bool,
    issues: Vec<Issue>,
    /// How many issues the list takes; the rest is counted.
    limit: usize,
    omitted: usize,
}

impl Context {
    pub(super) fn lenient(limit: usize) -> Self {
        Self { lenient: true, limit, ..Self::default() }
    }

    /// Adds an issue to the list.
    pub(super) fn report(&mut self, issue: Issue) {
        if self.issues.len() < self.limit {
            self.issues.push(issue);
        } else {
            self.omitted += 1;
        }
    }

    pub(super) fn into_issues(self) -> Issues {
        Issues { told: self.issues, omitted: self.omitted }
    }

    /// Reads inside the element `step`, which is put in front of the path of every issue.
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
pub(super) struct Said<'t> {
    pub text: Cow<'t, str>,
    /// Whether that is all there is in the element.
    pub is_all: bool,
    /// The namespace of the text's prefix, where the text is a qualified name.
    pub namespace: Option<Namespace>,
}

/// Reads an element for its text.
pub(super) fn read_text<'t>(reader: &mut Reader<'t>, start: &Start<'t>) -> Result<Said<'t>, DecodeError> {
    let mut said = Said { text: Cow::Borrowed(""), is_all: start.attributes.is_empty(), namespace: None };
    loop {
        match reader.next()? {
            Event::Text(part) if said.text.is_empty() => {
                said.namespace = reader.namespace_of_text(&part);
                said.text = part;
            }
            Event::Text(part) => said.text.to_mut().push_str(&part),
            Event::Start(_) => {
                said.is_all = false;
                reader.skip_to(reader.depth() - 1)?;
            }
            Event::End | Event::Eof => return Ok(said),
        }
    }
}

/// Reads the text of an element as a scalar; what [`xml_scalar!`](crate::xml_scalar) stands on.
///
/// # Errors
///
/// When it is no XML, or the text is no such value.
pub fn read_scalar<'t, T: Text>(reader: &mut Reader<'t>, start: &Start<'t>) -> Result<Read<T>, DecodeError> {
    let said = read_text(reader, start)?;
    let Some(value) = T::read(&said.text) else {
        let issue = Issue::new(start.offset, T::EXPECTS, excerpt(&said.text));
        return Err(DecodeError::new(ErrorKind::Value, issue));
    };
    let is_plain =
        said.is_all && said.namespace.is_none() && value.with_text(|canonical| canonical == said.text);
    Ok(Read { value, is_plain })
}

/// Lets scalar types stand as elements.
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

crate::xml_scalar!(String, bool, i8, i16, i32, i64, i128, u8, u16, u32, u64, u128, f32, f64, crate::Integer);

/// Writes the text of a scalar; what [`xml_scalar!`](crate::xml_scalar) stands on.
pub fn write_scalar<T: Text>(value: &T, writer: &mut Writer) {
    value.with_text(|text| writer.text(text));
}

impl<T: Text> Content for super::List<T> {
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
