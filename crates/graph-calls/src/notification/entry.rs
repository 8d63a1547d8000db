//! One notification, with its resource.

use call_wire::json::{
    Kind, Raw, ReadError, Reader, Wire, WriteMember, Writer, read_object_with, write_object_with,
};
use call_wire::json_serde;

use super::outline::Outline;
use super::path::ResourcePath;
use super::resource::Resource;
use crate::generated::CommsNotification;

/// The member of an entry with the resource. No schema declares it.
const RESOURCE_DATA: &str = "resourceData";

/// A change of a resource.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Notification {
    /// The entry without its `resourceData`: the kind of change, and the URL of the resource as received.
    pub entry: CommsNotification,
    /// The value of `resourceData`.
    pub resource: Resource,
    /// The path of the changed resource: from `resourceUrl`, the older member `resource` or the resource's `@odata.id`,
    /// in this order. `None` if none of them is the URL of a call or of a part of a call.
    pub path: Option<ResourcePath>,
}

impl Wire for Notification {
    fn read<'t>(input: &mut Reader<'t>) -> Result<Self, ReadError> {
        expect(Kind::Object, "an object (commsNotification)", input)?;
        let (mut entry, mut data) = (CommsNotification::default(), None);
        let mut read_data = |input: &mut Reader<'t>| {
            data = Some(Outline::read(input)?);
            Ok(())
        };
        read_object_with(&mut entry, None, Some((RESOURCE_DATA, &mut read_data)), input)?;
        let path = path_of(&entry, data.as_ref());
        let Some(data) = data else { return Ok(Self { entry, resource: Resource::Absent, path }) };
        let end = input.place();
        input.back(data.place);
        let resource = Resource::read(&data, path.as_ref(), input)?;
        // A null has the meaning of an absent member, but is kept. The text of a list that contains nulls is kept too.
        if resource == Resource::Absent || input.take_non_canonical() {
            input.back(data.place);
            entry.extra.insert(RESOURCE_DATA, Raw::read(input)?);
        }
        input.back(end);
        Ok(Self { entry, resource, path })
    }

    fn write(&self, output: &mut Writer) {
        let data = |output: &mut Writer| self.resource.write(output);
        let is_in_entry = self.resource == Resource::Absent || self.is_kept();
        let aside: Option<WriteMember<'_>> = if is_in_entry { None } else { Some((RESOURCE_DATA, &data)) };
        write_object_with(&self.entry, None, aside, output);
    }
}

json_serde!(Notification);

impl Notification {
    /// Returns whether the kept text of `resourceData` still decodes to the resource.
    fn is_kept(&self) -> bool {
        let Some(raw) = self.entry.extra.get(RESOURCE_DATA) else { return false };
        let mut input = Reader::new(raw.as_str());
        let read = Outline::read(&mut input).and_then(|outline| {
            input.back(outline.place);
            Resource::read(&outline, self.path.as_ref(), &mut input)
        });
        read.is_ok_and(|resource| resource == self.resource)
    }
}

/// Returns the path of the changed resource, from the first member that contains one.
fn path_of(entry: &CommsNotification, data: Option<&Outline<'_>>) -> Option<ResourcePath> {
    let older = entry.extra.get("resource");
    let older = older.as_ref().and_then(Raw::text);
    let own = data.and_then(|data| data.id.as_deref());
    [entry.resource_url.as_deref(), older.as_deref(), own]
        .into_iter()
        .flatten()
        .find_map(|url| url.parse().ok())
}

/// Checks the kind of the next value. The error does not contain the value, which may be secret.
pub(super) fn expect(kind: Kind, expected: &str, input: &mut Reader<'_>) -> Result<(), ReadError> {
    match input.kind()? {
        found if found == kind => Ok(()),
        found => Err(ReadError::new(input.place(), format!("invalid type: {found}, expected {expected}"))),
    }
}
