//! One notification: the entry, and the resource that it carries.

use call_wire::json::{
    Kind, Raw, ReadError, Reader, Wire, WriteAside, Writer, read_object_with, write_object_with,
};
use call_wire::json_serde;

use super::outline::Outline;
use super::path::ResourcePath;
use super::resource::Resource;
use crate::generated::CommsNotification;

/// The member of an entry that no schema has.
const RESOURCE_DATA: &str = "resourceData";

/// One change of one resource.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Notification {
    /// The entry without its `resourceData`: how the resource changed, and its URL as it came.
    pub entry: CommsNotification,
    /// What `resourceData` holds.
    pub resource: Resource,
    /// Which resource changed: `resourceUrl` taken apart, else the older member `resource`, else the
    /// resource's own `@odata.id`. `None` if none of them leads to a call.
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
        // A null says no more than absence, but is kept; so is a list that holds nulls.
        if resource == Resource::Absent || input.take_respelled() {
            input.back(data.place);
            entry.extra.insert(RESOURCE_DATA, Raw::read(input)?);
        }
        input.back(end);
        Ok(Self { entry, resource, path })
    }

    fn write(&self, output: &mut Writer) {
        let data = |output: &mut Writer| self.resource.write(output);
        let is_said = self.resource == Resource::Absent || self.is_kept();
        let aside: Option<WriteAside<'_>> = if is_said { None } else { Some((RESOURCE_DATA, &data)) };
        write_object_with(&self.entry, None, aside, output);
    }
}

json_serde!(Notification);

impl Notification {
    /// Whether the text that is kept of the data still means the resource.
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

/// What says which resource changed, in the order of trust.
fn path_of(entry: &CommsNotification, data: Option<&Outline<'_>>) -> Option<ResourcePath> {
    let older = entry.extra.get("resource");
    let older = older.as_ref().and_then(Raw::text);
    let own = data.and_then(|data| data.id.as_deref());
    [entry.resource_url.as_deref(), older.as_deref(), own]
        .into_iter()
        .flatten()
        .find_map(|url| url.parse().ok())
}

/// Checks what comes next. What came is not repeated in the error: it may hold secrets.
pub(super) fn expect(kind: Kind, expected: &str, input: &mut Reader<'_>) -> Result<(), ReadError> {
    match input.kind()? {
        came if came == kind => Ok(()),
        came => Err(ReadError::new(input.place(), format!("{came}, expected {expected}"))),
    }
}
