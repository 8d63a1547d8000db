//! Names of members that come as text, checked against what the schema has.

use std::error::Error;
use std::fmt;

use call_wire::json::Object;

/// A name that is none of a type's members.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct UnknownMember {
    /// The schema's name of the type.
    pub type_name: &'static str,
    /// The name as it was given.
    pub name: String,
    /// The member that is spelled most like it.
    pub nearest: Option<&'static str>,
}

impl fmt::Display for UnknownMember {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} has no member `{}`", self.type_name, self.name)?;
        self.nearest.map_or(Ok(()), |nearest| write!(f, "; did you mean `{nearest}`?"))
    }
}

impl Error for UnknownMember {}

/// Looks a name up among the members of a type. Case counts, as it does in OData.
pub(crate) fn check<O: Object>(name: &str) -> Result<(), UnknownMember> {
    if O::INFO.members.contains(&name) {
        return Ok(());
    }
    let nearest = O::INFO.members.iter().copied().min_by_key(|member| distance(name, member));
    Err(UnknownMember { type_name: O::INFO.name, name: name.to_owned(), nearest })
}

/// How many letters must be added, left out or exchanged to make one name of the other; case counts little.
fn distance(name: &str, member: &str) -> usize {
    let (name, member) = (name.to_lowercase(), member.to_lowercase());
    let mut row: Vec<usize> = (0..=member.chars().count()).collect();
    for (line, letter) in name.chars().enumerate() {
        let mut corner = line;
        let mut left = line + 1;
        for (above, other) in row.iter_mut().skip(1).zip(member.chars()) {
            let exchanged = corner + usize::from(letter != other);
            corner = *above;
            left = exchanged.min(left + 1).min(corner + 1);
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
    fn distances() {
        assert_eq!(distance("State", "state"), 0);
        assert_eq!(distance("stat", "state"), 1);
        assert_eq!(distance("sitting", "kitten"), 3);
        assert_eq!(distance("", "abc"), 3);
        assert_eq!(distance("abc", ""), 3);
    }

    #[test]
    fn the_nearest_is_told() {
        assert_eq!(check::<Call>("callChainId"), Ok(()));
        let error = check::<Call>("callchainID").expect_err("case counts");
        assert_eq!(error.to_string(), "call has no member `callchainID`; did you mean `callChainId`?");
        let error = check::<AcceptJoinResponse>("x").expect_err("no members");
        assert_eq!(error.to_string(), "acceptJoinResponse has no member `x`");
    }
}
