//! Explicit nulls. In a `PATCH` request, null clears a member, and an absent member is unchanged.

use call_wire::json::{Fields, Object};

use crate::member_names::{UnknownMember, check};

/// Sets members to an explicit null.
///
/// ```
/// use graph_calls::{AudioRoutingGroup, SetNull as _, call_wire::json};
///
/// let change =
///     AudioRoutingGroup::default().sources(["632899f8-2ea1-4604-8413-27bd2892079f"]).with_null("receivers")?;
/// assert_eq!(
///     json::encode(&change)?,
///     r#"{"sources":["632899f8-2ea1-4604-8413-27bd2892079f"],"receivers":null}"#
/// );
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// A value that is set later replaces the null. `extra.is_null` returns whether a member is null, `extra.remove`
/// removes the null, and `extra.insert` adds a null for a member that is not in the schema.
pub trait SetNull: Object {
    /// Sets a member to null, by its JSON name.
    ///
    /// # Errors
    ///
    /// [`UnknownMember`] if the type has no member with this name.
    fn with_null(mut self, member: &str) -> Result<Self, UnknownMember> {
        check::<Self>(member)?;
        let members: &mut dyn Fields = &mut self;
        members.set_null(member);
        Ok(self)
    }
}

impl<O: Object> SetNull for O {}
