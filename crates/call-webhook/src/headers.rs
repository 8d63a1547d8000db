//! The headers of a request, independent of the HTTP server.

use std::collections::HashMap;
use std::hash::BuildHasher;

use crate::refused::Refused;

/// The headers of a request.
///
/// This trait is implemented for slices, arrays and vectors of names and values, for `HashMap`, and, with the feature
/// `http`, for `http::HeaderMap`. An implementation for another type requires one method:
///
/// ```
/// use call_webhook::Headers;
///
/// struct Head {
///     fields: Vec<(String, Vec<u8>)>,
/// }
///
/// impl Headers for Head {
///     fn values(&self, name: &str) -> impl Iterator<Item = &[u8]> {
///         self.fields.values(name)
///     }
/// }
/// ```
pub trait Headers {
    /// Returns the values of all headers with a name, in the order of the request. Names are compared
    /// case-insensitively.
    fn values(&self, name: &str) -> impl Iterator<Item = &[u8]>;

    /// Returns the value of a header that may occur at most once, or `None` if it is missing.
    ///
    /// # Errors
    ///
    /// 400 for a header that occurs several times or is not UTF-8.
    fn single(&self, name: &str) -> Result<Option<&str>, Refused> {
        let mut values = self.values(name);
        let first = values.next();
        if values.next().is_some() {
            return Err(Refused::new(
                400,
                format!("the header `{name}` occurs several times (expected once)"),
            ));
        }
        first
            .map(std::str::from_utf8)
            .transpose()
            .map_err(|_| Refused::new(400, format!("the header `{name}` is not valid text (expected UTF-8)")))
    }
}

impl<N: AsRef<str>, V: AsRef<[u8]>> Headers for [(N, V)] {
    fn values(&self, name: &str) -> impl Iterator<Item = &[u8]> {
        let named = move |(own, _): &&(N, V)| own.as_ref().eq_ignore_ascii_case(name);
        self.iter().filter(named).map(|(_, value)| value.as_ref())
    }
}

impl<N: AsRef<str>, V: AsRef<[u8]>, const LENGTH: usize> Headers for [(N, V); LENGTH] {
    fn values(&self, name: &str) -> impl Iterator<Item = &[u8]> {
        self.as_slice().values(name)
    }
}

impl<N: AsRef<str>, V: AsRef<[u8]>> Headers for Vec<(N, V)> {
    fn values(&self, name: &str) -> impl Iterator<Item = &[u8]> {
        self.as_slice().values(name)
    }
}

impl<N: AsRef<str>, V: AsRef<[u8]>, S: BuildHasher> Headers for HashMap<N, V, S> {
    fn values(&self, name: &str) -> impl Iterator<Item = &[u8]> {
        let named = move |(own, _): &(&N, &V)| own.as_ref().eq_ignore_ascii_case(name);
        self.iter().filter(named).map(|(_, value)| value.as_ref())
    }
}

impl<H: Headers + ?Sized> Headers for &H {
    fn values(&self, name: &str) -> impl Iterator<Item = &[u8]> {
        (**self).values(name)
    }
}
