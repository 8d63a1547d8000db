//! What is known of a resource's data before its type is.

use std::borrow::Cow;

use call_wire::json::{self, Place, ReadError, Reader};

use super::kind::{Kind, TAG};

/// The data of a resource, looked over once: where they stand, and what they say of their type.
pub(super) struct Outline<'t> {
    pub(super) place: Place,
    pub(super) kind: json::Kind,
    /// What the tags say: nothing if there are none, no kind if it is unknown or they disagree.
    pub(super) tagged: Option<Option<Kind>>,
    /// The object's own URL.
    pub(super) id: Option<Cow<'t, str>>,
    /// Whether the object has a roster of its own.
    pub(super) has_participants: bool,
}

impl<'t> Outline<'t> {
    /// Passes over the data.
    pub(super) fn read(input: &mut Reader<'t>) -> Result<Self, ReadError> {
        let (kind, place) = (input.kind()?, input.place());
        let mut outline = Self { place, kind, tagged: None, id: None, has_participants: false };
        match kind {
            json::Kind::Object => outline.read_object(input)?,
            json::Kind::Array => {
                input.array("an array")?;
                while input.item()? {
                    match input.kind()? {
                        json::Kind::Object => outline.read_object(input)?,
                        _ => drop(input.skip()?),
                    }
                }
                // An item's URL is not that of the array.
                outline.id = None;
            }
            json::Kind::Null => drop(input.null()?),
            other => {
                return Err(ReadError::new(place, format!("{other}, expected an object or an array")));
            }
        }
        Ok(outline)
    }

    /// Passes over an object. Of two tags the first one counts, as in unions; of two URLs the last one, as of all
    /// members.
    fn read_object(&mut self, input: &mut Reader<'t>) -> Result<(), ReadError> {
        let mut is_tagged = false;
        input.object("an object")?;
        while let Some(name) = input.name()? {
            match &*name {
                TAG if !is_tagged => {
                    is_tagged = true;
                    self.read_tag(input)?;
                }
                "@odata.id" => {
                    let is_url = input.kind()? == json::Kind::String;
                    let url =
                        if is_url { Some(input.string("a URL")?) } else { input.skip().map(|_| None)? };
                    self.id = url;
                }
                name => {
                    self.has_participants |= name == "participants";
                    input.skip()?;
                }
            }
        }
        Ok(())
    }

    /// Reads a tag; null says as little as none.
    fn read_tag(&mut self, input: &mut Reader<'t>) -> Result<(), ReadError> {
        if input.null()? {
            return Ok(());
        }
        let kind = Kind::of_tag(&input.string("a string")?);
        let others = self.tagged.unwrap_or(kind);
        self.tagged = Some(kind.filter(|_| kind == others));
        Ok(())
    }
}
