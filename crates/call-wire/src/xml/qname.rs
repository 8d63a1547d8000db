//! Qualified names as text, such as the `faultcode` of SOAP.

use std::borrow::Cow;
use std::fmt;

use super::binding::Binding;
use super::content::{Content, Context, ElementText, Read, read_text};
use super::error::DecodeError;
use super::name::Namespace;
use super::reader::{Reader, Start};
use super::writer::Writer;

/// A qualified name as text, with its original prefix.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct QName {
    /// The prefix; empty if there is none.
    pub prefix: Cow<'static, str>,
    /// The namespace of the prefix; `None` if the document does not declare it.
    pub namespace: Option<Namespace>,
    /// The name without its prefix.
    pub local: Cow<'static, str>,
}

impl QName {
    /// Creates a name in a namespace, with the prefix to write.
    pub fn new(
        prefix: impl Into<Cow<'static, str>>,
        namespace: impl Into<Namespace>,
        local: impl Into<Cow<'static, str>>,
    ) -> Self {
        Self { prefix: prefix.into(), namespace: Some(namespace.into()), local: local.into() }
    }
}

impl fmt::Display for QName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.prefix.is_empty() {
            write!(f, "{}:", self.prefix)?;
        }
        f.write_str(&self.local)
    }
}

/// Accepts any text: an undeclared prefix is kept.
impl Content for QName {
    fn read<'t>(
        reader: &mut Reader<'t>,
        start: Start<'t>,
        _: &mut Context,
    ) -> Result<Read<Self>, DecodeError> {
        let ElementText { text, is_only_text, namespace } = read_text(reader, &start)?;
        let (prefix, local) = text.trim().split_once(':').unwrap_or(("", text.trim()));
        let value = Self { prefix: prefix.to_owned().into(), namespace, local: local.to_owned().into() };
        let is_plain = is_only_text && value.to_string() == text;
        Ok(Read { value, is_plain })
    }

    fn write(&self, writer: &mut Writer) {
        if let (Some(namespace), false) = (&self.namespace, self.prefix.is_empty()) {
            writer.bind(&Binding { prefix: self.prefix.clone(), namespace: namespace.clone() });
        }
        writer.text(&self.to_string());
    }
}
