//! The query options of OData, with names that the schema has.

use call_http::{Error, ErrorKind, Page, PendingRequest, Queried, Request};

use crate::member_names::check;

/// The query options for one resource and for lists.
///
/// The pages of this API say that reading supports the query options and not which; the service may refuse
/// some. Names are checked before anything is sent, and a wrong one is a
/// [`Configuration`](ErrorKind::Configuration) error that names the nearest. Each option may be set once. What the schema does not have goes
/// unchecked through `.query("$select", "...")`.
///
/// ```no_run
/// use graph_calls::{Client, QueryOptions as _};
///
/// # async fn example(client: Client) -> Result<(), graph_calls::Error> {
/// let call = client.call("57dab8b1").get().select(["id", "state"]).expand(["participants"]).await?;
/// # Ok(())
/// # }
/// ```
///
/// Source: <https://learn.microsoft.com/en-us/graph/query-parameters>
pub trait QueryOptions: Sized {
    /// `$select`: only these members. Each is a member's name on the wire, or a path that begins with one.
    #[must_use]
    fn select<'n>(self, members: impl IntoIterator<Item = &'n str>) -> Self;

    /// `$expand`: also these members, which are left out otherwise. Options in parentheses may follow a name:
    /// `participants($select=id)`.
    #[must_use]
    fn expand<'n>(self, members: impl IntoIterator<Item = &'n str>) -> Self;
}

/// The query options for lists.
///
/// ```no_run
/// use graph_calls::{Client, CollectionOptions as _, QueryOptions as _, quoted};
///
/// # async fn example(client: Client) -> Result<(), graph_calls::Error> {
/// let muted = client.call("57dab8b1").participants().list().filter("isMuted eq true").top(10).await?;
/// let one = format!("id eq {}", quoted("550fae72-d251-43ec-868c-373732c2704f"));
/// let one = client.call("57dab8b1").participants().list().filter(&one).select(["id"]).await?;
/// # Ok(())
/// # }
/// ```
pub trait CollectionOptions: QueryOptions {
    /// `$filter`: only what an expression is true for. Texts in it go through [`quoted`].
    #[must_use]
    fn filter(self, expression: &str) -> Self;

    /// `$orderby`: in the order of these members, each perhaps with ` asc` or ` desc` behind it.
    #[must_use]
    fn order_by<'n>(self, members: impl IntoIterator<Item = &'n str>) -> Self;

    /// `$top`: no more than so many in a page.
    #[must_use]
    fn top(self, items: u32) -> Self;

    /// `$skip`: not the first so many.
    #[must_use]
    fn skip(self, items: u32) -> Self;

    /// `$count=true`: tells how many there are, in the collection's `odata_count`.
    #[must_use]
    fn count(self) -> Self;

    /// `$search`: only what fits an expression, such as `"displayName:Ada"` in its double quotes.
    #[must_use]
    fn search(self, expression: &str) -> Self;
}

/// A text as a literal of OData: in single quotes, with those in it doubled.
///
/// ```
/// assert_eq!(graph_calls::quoted("O'Neil"), "'O''Neil'");
/// ```
#[must_use]
pub fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

impl<T: Queried> QueryOptions for PendingRequest<T> {
    fn select<'n>(self, members: impl IntoIterator<Item = &'n str>) -> Self {
        named::<T>(self, "$select", members, |rest| rest.starts_with('/'))
    }

    fn expand<'n>(self, members: impl IntoIterator<Item = &'n str>) -> Self {
        named::<T>(self, "$expand", members, |rest| rest.starts_with(['(', '/']))
    }
}

impl<T: Queried + Page> CollectionOptions for PendingRequest<T> {
    fn filter(self, expression: &str) -> Self {
        once(self, "$filter", expression)
    }

    fn order_by<'n>(self, members: impl IntoIterator<Item = &'n str>) -> Self {
        named::<T>(self, "$orderby", members, |rest| {
            rest.starts_with('/') || [" asc", " desc"].contains(&rest)
        })
    }

    fn top(self, items: u32) -> Self {
        once(self, "$top", &items.to_string())
    }

    fn skip(self, items: u32) -> Self {
        once(self, "$skip", &items.to_string())
    }

    fn count(self) -> Self {
        once(self, "$count", "true")
    }

    fn search(self, expression: &str) -> Self {
        once(self, "$search", expression)
    }
}

/// Adds an option that lists members, each by a name of the schema and perhaps a rest.
fn named<'n, T: Queried>(
    request: PendingRequest<T>,
    option: &str,
    members: impl IntoIterator<Item = &'n str>,
    may_follow: fn(&str) -> bool,
) -> PendingRequest<T> {
    let members: Vec<_> = members.into_iter().collect();
    request.try_map(|request: Request| {
        let fault = |what: &str| Error::new(ErrorKind::Configuration, format!("{option}: {what}"));
        for member in &members {
            let end = member.find(['/', '(', ' ']).unwrap_or(member.len());
            let (name, rest) = member.split_at(end);
            check::<T::Entity>(name).map_err(|error| fault(&error.to_string()))?;
            if !rest.is_empty() && !may_follow(rest) {
                return Err(fault(&format!("`{rest}` may not follow `{name}`")));
            }
        }
        if members.is_empty() {
            return Err(fault("no member is named"));
        }
        add(request, option, &members.join(","))
    })
}

/// Adds an option that may stand in a query once.
fn once<T>(request: PendingRequest<T>, option: &str, value: &str) -> PendingRequest<T> {
    request.try_map(|request| add(request, option, value))
}

/// # Errors
///
/// `Configuration` if the query has the option: OData allows each of them once.
fn add(request: Request, option: &str, value: &str) -> Result<Request, Error> {
    if request.url().query_pairs().any(|(name, _)| name == option) {
        let message =
            format!("{option} is set already (a query may have it once; name all members in one call)");
        return Err(Error::new(ErrorKind::Configuration, message));
    }
    Ok(request.query(option, value))
}
