//! Text that is a qualified name, such as the `faultcode` of SOAP.

use std::{borrow::Cow, fmt};

use super::{
    content::{Content, Context, Read},
    element::{Binding, Element},
    error::Issue,
};

/// A qualified name as text: the prefix as it came, and the namespace if the prefix was declared.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct QName {
    /// The prefix; empty when there is none.
    pub prefix: Cow<'static, str>,
    /// The namespace of the prefix, if it is declared.
    pub namespace: Option<Cow<'static, str>>,
    /// The name without its prefix.
    pub local: Cow<'static, str>,
}

impl QName {
    /// A name in a namespace, with the prefix to write.
    pub fn new(
        prefix: impl Into<Cow<'static, str>>,
        namespace: impl Into<Cow<'static, str>>,
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

/// Never fails: a prefix that nothing declares is kept.
impl Content for QName {
    fn read(element: Element, _: &mut Context) -> Result<Read<Self>, Issue> {
        let text = element.text();
        let (prefix, local) = text.trim().split_once(':').unwrap_or(("", text.trim()));
        let namespace = element.resolve(&text).map(|name| name.namespace);
        let value = Self { prefix: prefix.to_owned().into(), namespace, local: local.to_owned().into() };
        let mut canonical = Element::named(element.name.clone());
        value.write(&mut canonical);
        let plain = canonical == element;
        drop(text);
        Ok(Read { value, spelling: (!plain).then_some(element) })
    }

    fn write(&self, element: &mut Element) {
        if let (Some(namespace), false) = (&self.namespace, self.prefix.is_empty()) {
            element.prefixes.push(Binding { prefix: self.prefix.clone(), namespace: namespace.clone() });
        }
        element.push_text(self.to_string());
    }
}
