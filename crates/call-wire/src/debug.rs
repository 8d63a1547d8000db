//! `Debug` output of the members of objects.

use std::any::{Any, type_name};
use std::collections::BTreeMap;
use std::fmt;

use crate::redact::Text;

/// A member's value, which `Debug` prints without the secrets of URLs.
pub struct DebugValue<'a> {
    value: &'a dyn Value,
    type_name: &'static str,
}

/// A member of an object: `Option<T>` or `Vec<T>`.
pub trait DebugMember {
    /// Returns the value, or `None` if the member is not set or has no items.
    fn debug_value(&self) -> Option<DebugValue<'_>>;
}

impl<T: fmt::Debug + 'static> DebugMember for Option<T> {
    fn debug_value(&self) -> Option<DebugValue<'_>> {
        self.as_ref().map(|value| DebugValue { value, type_name: type_name::<T>() })
    }
}

impl<T: fmt::Debug + 'static> DebugMember for Vec<T> {
    fn debug_value(&self) -> Option<DebugValue<'_>> {
        (!self.is_empty()).then(|| DebugValue { value: self, type_name: type_name::<T>() })
    }
}

/// A value that can be downcast when it is printed.
trait Value: Any + fmt::Debug {}

impl<T: Any + fmt::Debug> Value for T {}

impl fmt::Debug for DebugValue<'_> {
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

/// Returns `true` if the `Debug` output of a value is `None`. Stops at the first difference.
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
        Unknown,
    }

    #[test]
    fn an_enum_value_named_none_is_printed_with_its_type() {
        let print = |member: Option<Cause>| member.debug_value().map(|value| format!("{value:?}"));
        assert_eq!(print(Some(Cause::None)).as_deref(), Some("Cause::None"));
        assert_eq!(print(Some(Cause::Unknown)).as_deref(), Some("Unknown"));
        assert_eq!(print(None), None);
        assert_eq!(format!("{:?}", vec![1].debug_value()), "Some([1])");
        assert!(Vec::<u8>::new().debug_value().is_none());
    }

    #[test]
    fn texts_are_printed_without_the_secrets_of_urls() {
        let (url, redacted) =
            ("https://a.example/?sv=1&sig=hush", r#""https://a.example/?sv=1&sig=[redacted]""#);
        let print = |member: &dyn DebugMember| format!("{:?}", member.debug_value().expect("it is set"));
        assert_eq!(print(&Some(url.to_owned())), redacted);
        assert_eq!(print(&vec![url.to_owned()]), format!("[{redacted}]"));
        assert_eq!(print(&Some(vec![url.to_owned()])), format!("[{redacted}]"));
        assert_eq!(
            print(&Some(BTreeMap::from([("a".to_owned(), url.to_owned())]))),
            format!("{{\"a\": {redacted}}}")
        );
    }
}
