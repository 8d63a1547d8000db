//! OData query options, checked against the schema.

use call_http::{Error, ErrorKind, Page, PendingRequest, Queried, Request};

use crate::member_names::check;

/// Query options for single resources and lists.
///
/// The reference pages do not list the supported options; the service may refuse some. Member names are checked before
/// anything is sent: an unknown name is a [`Configuration`](ErrorKind::Configuration) error, which suggests the most
/// similar member. Each option may be set once. `.query("$select", "...")` sends names without a check.
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
    /// Sets `$select`: the response has only these members. Each is the JSON name of a member, or a path that begins
    /// with such a name.
    #[must_use]
    fn select<'n>(self, members: impl IntoIterator<Item = &'n str>) -> Self;

    /// Sets `$expand`: the response also has these relationships. Options in parentheses may follow a name:
    /// `participants($select=id)`.
    #[must_use]
    fn expand<'n>(self, members: impl IntoIterator<Item = &'n str>) -> Self;
}

/// Query options for lists.
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
    /// Sets `$filter`: the response has only the items for which the expression is true. Use [`quoted`] for strings in
    /// the expression.
    #[must_use]
    fn filter(self, expression: &str) -> Self;

    /// Sets `$orderby`: sorts the items by these members. Each may end in ` asc` or ` desc`.
    #[must_use]
    fn order_by<'n>(self, members: impl IntoIterator<Item = &'n str>) -> Self;

    /// Sets `$top`: the maximum number of items in a page.
    #[must_use]
    fn top(self, items: u32) -> Self;

    /// Sets `$skip`: the number of items to skip at the start.
    #[must_use]
    fn skip(self, items: u32) -> Self;

    /// Sets `$count=true`: the `odata_count` of the collection is then the total number of items.
    #[must_use]
    fn count(self) -> Self;

    /// Sets `$search`: the response has only the items that match the expression, such as `"displayName:Ada"` (with the
    /// double quotes).
    #[must_use]
    fn search(self, expression: &str) -> Self;
}

/// Returns a text as an OData string literal: in single quotes, with each single quote in the text doubled.
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

/// Adds an option that lists members. Each begins with a member name; `may_follow` checks the rest.
fn named<'n, T: Queried>(
    request: PendingRequest<T>,
    option: &str,
    members: impl IntoIterator<Item = &'n str>,
    may_follow: fn(&str) -> bool,
) -> PendingRequest<T> {
    let members: Vec<_> = members.into_iter().collect();
    request.try_map(|request: Request| {
        let invalid = |message: &str| Error::new(ErrorKind::Configuration, format!("{option}: {message}"));
        for member in &members {
            let end = member.find(['/', '(', ' ']).unwrap_or(member.len());
            let (name, rest) = member.split_at(end);
            check::<T::Entity>(name).map_err(|error| invalid(&error.to_string()))?;
            if !rest.is_empty() && !may_follow(rest) {
                return Err(invalid(&format!("`{rest}` may not follow `{name}`")));
            }
        }
        if members.is_empty() {
            return Err(invalid("the list of members is empty"));
        }
        add(request, option, &members.join(","))
    })
}

/// Adds an option that a query may have once.
fn once<T>(request: PendingRequest<T>, option: &str, value: &str) -> PendingRequest<T> {
    request.try_map(|request| add(request, option, value))
}

/// Adds an option to a query.
///
/// # Errors
///
/// `Configuration` if the query has the option already: OData allows each option once.
fn add(request: Request, option: &str, value: &str) -> Result<Request, Error> {
    if request.url().query_pairs().any(|(name, _)| name == option) {
        let message =
            format!("{option} is already set (a query may have it only once; list all members in one call)");
        return Err(Error::new(ErrorKind::Configuration, message));
    }
    Ok(request.query(option, value))
}
