//! Lists that come in pages, each with a link to the next.

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
    /// What the list is made of.
    type Item;

    /// The items of this page, and the link to the next page as the service wrote it. No link, or an empty
    /// one, ends the list; a page without items does not.
    fn into_parts(self) -> (Vec<Self::Item>, Option<String>);
}

/// The pages of a list, each asked for when it is wanted.
///
/// The requests after the first have its headers, operation and times. A link is opaque: it is asked for, and
/// signed, as it was received, its percent-encoding included (`'` alone goes as `%27`, as URLs want it), and
/// a relative one counts from the page that it stands in. Only the endpoint is asked.
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
#[must_use = "nothing is asked for until a page or item is"]
pub struct Pages<P> {
    pipeline: Pipeline,
    read: ReadResponse<P>,
    next: Next,
    /// The pages that were read, so that no link leads back.
    passed: HashSet<Url>,
}

/// What to ask for next.
enum Next {
    /// What the list begins with.
    First(Request),
    /// The link of a page, which the request led to.
    Link(Request, String),
    /// Nothing, but for the error of a call that could not be made.
    End(Option<Error>),
}

impl<P: Page> Pages<P> {
    /// The pages that begin with a call's.
    pub fn new(first: PendingRequest<P>) -> Self {
        let PendingRequest { pipeline, request, read } = first;
        let next = request.map_or_else(|error| Next::End(Some(error)), Next::First);
        Self { pipeline, read, next, passed: HashSet::new() }
    }

    /// The next page; `None` after the last. After an error the same page is asked for again.
    ///
    /// # Errors
    ///
    /// Those of the call, and for a link [`UntrustedHost`](ErrorKind::UntrustedHost) when it leads to another
    /// host than the endpoint's, [`Decode`](ErrorKind::Decode) when it is none or leads back to a page that
    /// was read.
    pub async fn next_page(&mut self) -> Result<Option<Response<P>>, Error>
    where
        P: Clone,
    {
        let Some((request, page)) = self.fetch().await? else { return Ok(None) };
        let (_, link) = P::clone(&page).into_parts();
        self.go_on(request, link);
        Ok(Some(page))
    }

    /// The items of all pages, one after the other. The stream ends after the first error.
    pub fn items(self) -> impl Stream<Item = Result<P::Item, Error>> + Send + Unpin
    where
        P: Send + 'static,
        P::Item: Send + 'static,
    {
        let pages = stream::try_unfold(self, async |mut pages: Self| -> Result<_, Error> {
            let Some((request, page)) = pages.fetch().await? else { return Ok(None) };
            let (items, link) = page.into_inner().into_parts();
            pages.go_on(request, link);
            Ok(Some((stream::iter(items.into_iter().map(Ok)), pages)))
        });
        Box::pin(pages.try_flatten())
    }

    /// Asks for the next page.
    async fn fetch(&mut self) -> Result<Option<(Request, Response<P>)>, Error> {
        let request = match &mut self.next {
            Next::First(request) => request.clone(),
            Next::Link(last, link) => follow(&self.pipeline, last, link, &self.passed)?,
            Next::End(error) => return error.take().map_or(Ok(None), Err),
        };
        let response = self.pipeline.execute(request.clone()).await?;
        Ok(Some((request, (self.read)(response)?)))
    }

    /// Remembers a page that was read, and its link.
    fn go_on(&mut self, request: Request, link: Option<String>) {
        self.passed.insert(request.url.clone());
        self.next = match link {
            Some(link) if !link.is_empty() => Next::Link(request, link),
            _ => Next::End(None),
        };
    }
}

/// The request that a link asks for.
fn follow(pipeline: &Pipeline, last: &Request, link: &str, passed: &HashSet<Url>) -> Result<Request, Error> {
    let fault = |kind, what: String| Err(Error::new(kind, format!("the link to the next page {what}")));
    // A bare word, such as the `string` of schema tools' sample answers, would be a relative URL.
    let is_link = link.contains(['/', '?']);
    let Some(mut url) = is_link.then(|| last.url.join(link).ok()).flatten() else {
        return fault(ErrorKind::Decode, format!("is no URL: {}", shown(link)));
    };
    url.set_fragment(None);
    let endpoint = pipeline.endpoint();
    if url.origin() != endpoint.origin() {
        let (to, at) = (url.origin().ascii_serialization(), endpoint.origin().ascii_serialization());
        return fault(ErrorKind::UntrustedHost, format!("leads to {to}, but the endpoint is {at}"));
    }
    if passed.contains(&url) {
        return fault(ErrorKind::Decode, format!("leads back to a page that was read: {}", url.path()));
    }
    Ok(Request { url, ..last.clone() })
}

/// The beginning of a link, without its query, which may hold a secret.
fn shown(link: &str) -> String {
    let path = link.split(['?', '#']).next().unwrap_or_default();
    format!("{:?}", path.chars().take(100).collect::<String>())
}

impl<P> fmt::Debug for Pages<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pages").field("read", &self.passed.len()).finish_non_exhaustive()
    }
}
