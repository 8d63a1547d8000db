//! Members that are sent as null: in a PATCH, null empties a member, and absence leaves it as it is.

use call_wire::json::{Fields, Object};

use crate::names::{UnknownMember, check};

/// Sends members as null.
///
/// ```
/// use graph_calls::{AudioRoutingGroup, SetNull as _, call_wire::json};
///
/// let mut change = AudioRoutingGroup::default().sources(["632899f8-2ea1-4604-8413-27bd2892079f"]);
/// change.set_null("receivers")?;
/// assert_eq!(
///     json::encode(&change)?,
///     r#"{"sources":["632899f8-2ea1-4604-8413-27bd2892079f"],"receivers":null}"#
/// );
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// A value that is set later takes the null's place. `extra.is_null` tells whether a member is null,
/// `extra.remove` takes the null back, and `extra.insert` sends one for a member that the schema does not
/// have.
pub trait SetNull: Object {
    /// Empties a member, by its name on the wire, so that it is sent as null.
    ///
    /// # Errors
    ///
    /// A name that the type does not have.
    fn set_null(&mut self, member: &str) -> Result<&mut Self, UnknownMember> {
        check::<Self>(member)?;
        let members: &mut dyn Fields = self;
        members.set_null(member);
        Ok(self)
    }
}

impl<O: Object> SetNull for O {}
