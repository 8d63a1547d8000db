//! A first pass over `resourceData`, to find its type.

use std::borrow::Cow;

use call_wire::json::{self, Place, ReadError, Reader};

use super::kind::{Kind, TAG};

/// The place of `resourceData`, and the facts that determine its type.
pub(super) struct Outline<'t> {
    pub(super) place: Place,
    pub(super) kind: json::Kind,
    /// The type that the tags name: `None` without tags, `Some(None)` if the type is unknown or the tags differ.
    pub(super) tagged: Option<Option<Kind>>,
    /// The `@odata.id` of the object.
    pub(super) id: Option<Cow<'t, str>>,
    /// Whether the object has the member `participants`.
    pub(super) has_participants: bool,
}

impl<'t> Outline<'t> {
    /// Reads the value and moves past it.
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
                // The URL of an item is not the URL of the array.
                outline.id = None;
            }
            json::Kind::Null => drop(input.null()?),
            other => {
                return Err(ReadError::new(
                    place,
                    format!("invalid type: {other}, expected an object or an array"),
                ));
            }
        }
        Ok(outline)
    }

    /// Reads an object and moves past it. If a tag occurs twice, the first one counts, as in unions; if a URL occurs
    /// twice, the last one counts, as for all members.
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

    /// Reads a tag. Null means no tag.
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
