//! Members of objects in `Debug` output: only those that are set.

use std::any::{Any, type_name};
use std::collections::BTreeMap;
use std::fmt;

use crate::redact::Text;

/// The value of a member, as `Debug` prints it: texts without the secrets of URLs.
pub struct Shown<'a> {
    value: &'a dyn Value,
    type_name: &'static str,
}

/// A member: `Option<T>` or `Vec<T>`.
pub trait Show {
    /// The value; `None` for a member that is not set, or has no items.
    fn shown(&self) -> Option<Shown<'_>>;
}

impl<T: fmt::Debug + 'static> Show for Option<T> {
    fn shown(&self) -> Option<Shown<'_>> {
        self.as_ref().map(|value| Shown { value, type_name: type_name::<T>() })
    }
}

impl<T: fmt::Debug + 'static> Show for Vec<T> {
    fn shown(&self) -> Option<Shown<'_>> {
        (!self.is_empty()).then(|| Shown { value: self, type_name: type_name::<T>() })
    }
}

/// What is printed, of a type that is known when it is.
trait Value: Any + fmt::Debug {}

impl<T: Any + fmt::Debug> Value for T {}

impl fmt::Debug for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let any: &dyn Any = self.value;
        if let Some(text) = any.downcast_ref::<String>() {
            return Text(text).fmt(f);
        }
        if let Some(texts) = any.downcast_ref::<Vec<String>>() {
            return f.debug_list().entries(texts.iter().map(|text| Text(text))).finish();
        }
        if let Some(texts) = any.downcast_ref::<BTreeMap<String, String>>() {
            return f.debug_map().entries(texts.iter().map(|(name, text)| (name, Text(text)))).finish();
        }
        // The value of an enum named `None` would look like a member that is not set.
        if is_named_none(self.value) {
            let name = self.type_name.rsplit("::").next().unwrap_or_default();
            return write!(f, "{name}::None");
        }
        self.value.fmt(f)
    }
}

/// Whether a value prints as `None`. Stops at the first character that does not fit.
fn is_named_none(value: &dyn Value) -> bool {
    struct Rest(&'static str);
    impl fmt::Write for Rest {
        fn write_str(&mut self, text: &str) -> fmt::Result {
            self.0 = self.0.strip_prefix(text).ok_or(fmt::Error)?;
            Ok(())
        }
    }
    let mut rest = Rest("None");
    fmt::write(&mut rest, format_args!("{value:?}")).is_ok() && rest.0.is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug)]
    enum Cause {
        None,
        Nobody,
    }

    #[test]
    fn an_enum_value_named_none_is_printed_with_its_type() {
        let print = |member: Option<Cause>| member.shown().map(|shown| format!("{shown:?}"));
        assert_eq!(print(Some(Cause::None)).as_deref(), Some("Cause::None"));
        assert_eq!(print(Some(Cause::Nobody)).as_deref(), Some("Nobody"));
        assert_eq!(print(None), None);
        assert_eq!(format!("{:?}", vec![1].shown()), "Some([1])");
        assert!(Vec::<u8>::new().shown().is_none());
    }
    #[test]
    fn texts_are_printed_without_the_secrets_of_urls() {
        let (url, shown) =
            ("https://a.example/?sv=1&sig=hush", r#""https://a.example/?sv=1&sig=[redacted]""#);
        let print = |member: &dyn Show| format!("{:?}", member.shown().expect("it is set"));
        assert_eq!(print(&Some(url.to_owned())), shown);
        assert_eq!(print(&vec![url.to_owned()]), format!("[{shown}]"));
        assert_eq!(print(&Some(vec![url.to_owned()])), format!("[{shown}]"));
        assert_eq!(
            print(&Some(BTreeMap::from([("a".to_owned(), url.to_owned())]))),
            format!("{{\"a\": {shown}}}")
        );
    }
}
