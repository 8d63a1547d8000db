//! How an element reads as a value, and what it says beyond the value.

use super::{
    element::Element,
    error::{Issue, excerpt},
    name::Name,
    text::Text,
};

/// A value that an element holds.
pub trait Content: Sized {
    /// Reads the element.
    ///
    /// # Errors
    ///
    /// When a text in it is not of its type, unless the context is lenient.
    fn read(element: Element, context: &mut Context) -> Result<Read<Self>, Issue>;

    /// Fills the element, whose name is set.
    fn write(&self, element: &mut Element);

    /// Whether an element of this name is one of the arms of a choice; `false` for everything else.
    #[must_use]
    fn accepts(_name: &Name) -> bool {
        false
    }
}

/// A value that stands under an element name of its own, so that it can be a document or the content of a
/// SOAP body.
pub trait Root: Content {
    /// Whether an element of this name is read as this value.
    #[must_use]
    fn matches(name: &Name) -> bool;

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

/// A value, and the whole element where the value does not say all of it.
#[derive(Debug)]
pub struct Read<T> {
    /// The value.
    pub value: T,
    /// The element as it came, if writing the value would give another one.
    pub spelling: Option<Element>,
}

impl<T> Read<T> {
    /// A value that says everything.
    pub fn plain(value: T) -> Self {
        Self { value, spelling: None }
    }

    /// The same with another value.
    pub fn map<U>(self, wrap: impl FnOnce(T) -> U) -> Read<U> {
        Read { value: wrap(self.value), spelling: self.spelling }
    }
}

/// How strictly to read, and what was found on the way.
#[derive(Debug, Default)]
pub struct Context {
    pub(super) lenient: bool,
    pub(super) issues: Vec<Issue>,
}

impl Context {
    /// Reads inside the element `step`, which is put in front of the path of every issue.
    pub(super) fn inside<T>(
        &mut self,
        step: impl Fn() -> String,
        read: impl FnOnce(&mut Self) -> Result<T, Issue>,
    ) -> Result<T, Issue> {
        let before = self.issues.len();
        let result = read(self);
        if result.is_err() || self.issues.len() > before {
            let step = step();
            self.issues[before..].iter_mut().for_each(|issue| issue.under(&step));
            return result.map_err(|mut issue| {
                issue.under(&step);
                issue
            });
        }
        result
    }
}

impl<T: Content> Content for Box<T> {
    fn read(element: Element, context: &mut Context) -> Result<Read<Self>, Issue> {
        Ok(T::read(element, context)?.map(Self::new))
    }

    fn write(&self, element: &mut Element) {
        T::write(self, element);
    }

    fn accepts(name: &Name) -> bool {
        T::accepts(name)
    }
}

/// The element as it is.
impl Content for Element {
    fn read(element: Element, _: &mut Context) -> Result<Read<Self>, Issue> {
        Ok(Read::plain(element))
    }

    fn write(&self, element: &mut Element) {
        element.clone_from(self);
    }
}

/// Reads the text of an element as a scalar; what [`xml_scalar!`](crate::xml_scalar) stands on.
///
/// # Errors
///
/// When the text is no such value.
pub fn read_scalar<T: Text>(element: Element) -> Result<Read<T>, Issue> {
    let text = element.text();
    let Some(value) = T::read(&text) else {
        return Err(Issue::new(element.offset, T::EXPECTS, excerpt(&text)));
    };
    let plain = element.is_plain() && value.write() == text;
    drop(text);
    Ok(Read { value, spelling: (!plain).then_some(element) })
}

/// Lets scalar types stand as elements.
#[macro_export]
macro_rules! xml_scalar {
    ($($type:ty),* $(,)?) => {$(
        impl $crate::xml::Content for $type {
            fn read(
                element: $crate::xml::Element,
                _: &mut $crate::xml::Context,
            ) -> ::std::result::Result<$crate::xml::Read<Self>, $crate::xml::Issue> {
                $crate::xml::read_scalar(element)
            }

            fn write(&self, element: &mut $crate::xml::Element) {
                element.push_text($crate::xml::Text::write(self));
            }
        }
    )*};
}

crate::xml_scalar!(String, bool, i8, i16, i32, i64, i128, u8, u16, u32, u64, u128, f32, f64);

impl<T: Text> Content for super::List<T> {
    fn read(element: Element, _: &mut Context) -> Result<Read<Self>, Issue> {
        read_scalar(element)
    }

    fn write(&self, element: &mut Element) {
        element.push_text(Text::write(self));
    }
}
