//! Members that are sent as null: in a PATCH, null clears a member, and a member that is absent stays as it is.

use call_wire::json::{Fields, Object};

use crate::member_names::{UnknownMember, check};

/// Sends members as null.
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
/// A value that is set later replaces the null. `extra.is_null` returns whether a member is null, `extra.remove` removes
/// the null, and `extra.insert` sends one for a member that the schema does not have.
pub trait SetNull: Object {
    /// The same value with a member, by its name on the wire, that is sent as null.
    ///
    /// # Errors
    ///
    /// The type has no member of that name.
    fn with_null(mut self, member: &str) -> Result<Self, UnknownMember> {
        check::<Self>(member)?;
        let members: &mut dyn Fields = &mut self;
        members.set_null(member);
        Ok(self)
    }
}

impl<O: Object> SetNull for O {}
