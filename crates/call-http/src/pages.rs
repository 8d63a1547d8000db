//! Lists in pages, each with a link to the next page.

use std::collections::HashSet;
use std::fmt;

use futures_util::stream::{self, Stream, TryStreamExt as _};
use reqwest::Url;

use crate::error::{Error, ErrorKind};
use crate::pending_request::{PendingRequest, ReadResponse};
use crate::pipeline::Pipeline;
use crate::request::Request;
use crate::response::Response;

/// One page of a list.
pub trait Page {
    /// The type of the items.
    type Item;

    /// Returns the items of this page, and the link to the next page, unchanged. The last page has no link or an empty
    /// link. A page without items may still have a link.
    fn into_parts(self) -> (Vec<Self::Item>, Option<String>);
}

/// The pages of a list. Each page is requested when it is needed.
///
/// All requests have the headers, operation and time limits of the first request. Links are opaque: they are requested
/// and signed with their percent-encoding unchanged, except that `'` becomes `%27`, as the URL standard requires. A
/// relative link is resolved against the URL of its page. A link to a host other than the endpoint's is an error.
///
/// ```no_run
/// use call_http::futures_util::TryStreamExt as _;
/// use call_http::{PendingRequest, Error, Page};
///
/// # async fn example<P: Page + Send + 'static>(list: PendingRequest<P>) -> Result<(), Error>
/// # where P::Item: std::fmt::Debug + Send + 'static {
/// let mut items = list.pages().items();
/// while let Some(item) = items.try_next().await? {
///     println!("{item:?}");
/// }
/// # Ok(())
/// # }
/// ```
#[must_use = "nothing is sent until a page or an item is requested"]
pub struct Pages<P> {
    pipeline: Pipeline,
    read: ReadResponse<P>,
    next: Next,
    /// The URLs of the pages that were read, to detect a link back to one of them.
    visited: HashSet<Url>,
}

/// The next page to request.
enum Next {
    /// The first page.
    First(Request),
    /// The link in the response to a request.
    Link(Request, String),
    /// No further page, or the error of an invalid first request.
    End(Option<Error>),
}

impl<P: Page> Pages<P> {
    /// Creates the pages of a list from the request for the first page.
    pub fn new(first: PendingRequest<P>) -> Self {
        let PendingRequest { pipeline, request, read } = first;
        let next = request.map_or_else(|error| Next::End(Some(error)), Next::First);
        Self { pipeline, read, next, visited: HashSet::new() }
    }

    /// Returns the next page, or `None` after the last one. After an error, the next call requests the same page again.
    ///
    /// # Errors
    ///
    /// The errors of the request; [`UntrustedHost`](ErrorKind::UntrustedHost) if the link leads to a host other than
    /// the endpoint's; [`Decode`](ErrorKind::Decode) if the link is not a valid URL, or leads back to a page that was
    /// read.
    pub async fn next_page(&mut self) -> Result<Option<Response<P>>, Error>
    where
        P: Clone,
    {
        let Some((request, page)) = self.fetch().await? else { return Ok(None) };
        let (_, link) = P::clone(&page).into_parts();
        self.advance(request, link);
        Ok(Some(page))
    }

    /// Returns a stream of the items of all pages. It ends after the first error.
    pub fn items(self) -> impl Stream<Item = Result<P::Item, Error>> + Send + Unpin
    where
        P: Send + 'static,
        P::Item: Send + 'static,
    {
        let pages = stream::try_unfold(self, async |mut pages: Self| -> Result<_, Error> {
            let Some((request, page)) = pages.fetch().await? else { return Ok(None) };
            let (items, link) = page.into_inner().into_parts();
            pages.advance(request, link);
            Ok(Some((stream::iter(items.into_iter().map(Ok)), pages)))
        });
        Box::pin(pages.try_flatten())
    }

    /// Requests the next page.
    async fn fetch(&mut self) -> Result<Option<(Request, Response<P>)>, Error> {
        let request = match &mut self.next {
            Next::First(request) => request.clone(),
            Next::Link(last, link) => follow(&self.pipeline, last, link, &self.visited)?,
            Next::End(error) => return error.take().map_or(Ok(None), Err),
        };
        let response = self.pipeline.execute(request.clone()).await?;
        Ok(Some((request, (self.read)(response)?)))
    }

    /// Records the URL of a page that was read and the link to the next page.
    fn advance(&mut self, request: Request, link: Option<String>) {
        self.visited.insert(request.url.clone());
        self.next = match link {
            Some(link) if !link.is_empty() => Next::Link(request, link),
            _ => Next::End(None),
        };
    }
}

/// Returns the request for a link.
fn follow(pipeline: &Pipeline, last: &Request, link: &str, visited: &HashSet<Url>) -> Result<Request, Error> {
    let fault = |kind, what: String| Err(Error::new(kind, format!("the link to the next page {what}")));
    // A single word, such as `string` in samples that schema tools generate, would be a valid relative URL.
    let is_link = link.contains(['/', '?']);
    let Some(mut url) = is_link.then(|| last.url.join(link).ok()).flatten() else {
        return fault(ErrorKind::Decode, format!("is not a valid URL: {}", quoted(link)));
    };
    url.set_fragment(None);
    let endpoint = pipeline.endpoint();
    if url.origin() != endpoint.origin() {
        let (to, at) = (url.origin().ascii_serialization(), endpoint.origin().ascii_serialization());
        return fault(ErrorKind::UntrustedHost, format!("leads to {to}, but the endpoint is {at}"));
    }
    if visited.contains(&url) {
        return fault(ErrorKind::Decode, format!("leads back to a page that was read: {}", url.path()));
    }
    Ok(Request { url, ..last.clone() })
}

/// Returns the beginning of a link in quotation marks, without its query, which may contain a secret.
fn quoted(link: &str) -> String {
    let path = link.split(['?', '#']).next().unwrap_or_default();
    format!("{:?}", path.chars().take(100).collect::<String>())
}

impl<T: Page> PendingRequest<T> {
    /// Returns the pages of a list. This request is for the first page.
    pub fn pages(self) -> Pages<T> {
        Pages::new(self)
    }
}

impl<P> fmt::Debug for Pages<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pages").field("read", &self.visited.len()).finish_non_exhaustive()
    }
}
