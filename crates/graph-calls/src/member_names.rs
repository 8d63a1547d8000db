//! Checks names of members against the schema.

use std::error::Error;
use std::fmt;

use call_wire::json::Object;

/// An error for an unknown member name.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct UnknownMember {
    /// The name of the type in the schema.
    pub type_name: &'static str,
    /// The unknown name.
    pub name: String,
    /// The member with the most similar name; `None` if the type has no members.
    pub nearest: Option<&'static str>,
}

impl fmt::Display for UnknownMember {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} has no member `{}`", self.type_name, self.name)?;
        self.nearest.map_or(Ok(()), |nearest| write!(f, "; did you mean `{nearest}`?"))
    }
}

impl Error for UnknownMember {}

/// Checks that a type has a member with this name. Names are case-sensitive, as in OData.
pub(crate) fn check<O: Object>(name: &str) -> Result<(), UnknownMember> {
    if O::INFO.members.contains(&name) {
        return Ok(());
    }
    let nearest = O::INFO.members.iter().copied().min_by_key(|member| distance(name, member));
    Err(UnknownMember { type_name: O::INFO.name, name: name.to_owned(), nearest })
}

/// Returns the Levenshtein distance of two names, ignoring case.
fn distance(name: &str, member: &str) -> usize {
    let (name, member) = (name.to_lowercase(), member.to_lowercase());
    let mut row: Vec<usize> = (0..=member.chars().count()).collect();
    for (line, letter) in name.chars().enumerate() {
        let mut corner = line;
        let mut left = line + 1;
        for (above, other) in row.iter_mut().skip(1).zip(member.chars()) {
            let replaced = corner + usize::from(letter != other);
            corner = *above;
            left = replaced.min(left + 1).min(corner + 1);
            *above = left;
        }
        row[0] = line + 1;
    }
    row.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::generated::{AcceptJoinResponse, Call};

    #[test]
    fn the_distance_counts_edits_and_ignores_case() {
        assert_eq!(distance("State", "state"), 0);
        assert_eq!(distance("stat", "state"), 1);
        assert_eq!(distance("sitting", "kitten"), 3);
        assert_eq!(distance("", "abc"), 3);
        assert_eq!(distance("abc", ""), 3);
    }

    #[test]
    fn an_unknown_name_suggests_the_nearest_member() {
        assert_eq!(check::<Call>("callChainId"), Ok(()));
        let error = check::<Call>("callchainID").expect_err("another case");
        assert_eq!(error.to_string(), "call has no member `callchainID`; did you mean `callChainId`?");
        let error = check::<AcceptJoinResponse>("x").expect_err("no members");
        assert_eq!(error.to_string(), "acceptJoinResponse has no member `x`");
    }
}
