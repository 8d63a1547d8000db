//! Arrays and maps: their items, and what the items do not say.

use std::collections::BTreeMap;

use super::{ReadError, Reader, Wire, Writer};

impl<T: Wire> Wire for Box<T> {
    fn read(input: &mut Reader<'_>) -> Result<Self, ReadError> {
        T::read(input).map(Box::new)
    }

    fn write(&self, output: &mut Writer) {
        T::write(self, output);
    }

    fn same(&self, other: &Self) -> bool {
        T::same(self, other)
    }
}

/// An array. An item that is null (or, in lenient mode, cannot be read) is passed over in the typed value; the
/// array as it came is kept beside it.
impl<T: Wire> Wire for Vec<T> {
    fn read(input: &mut Reader<'_>) -> Result<Self, ReadError> {
        let mut items = Vec::new();
        let mut is_respelled = false;
        input.array("an array")?;
        while input.item()? {
            match read_item(input)? {
                Some(item) => items.push(item),
                None => is_respelled = true,
            }
            is_respelled |= input.take_respelled();
        }
        if is_respelled {
            input.respelled();
        }
        Ok(items)
    }

    fn write(&self, output: &mut Writer) {
        output.array();
        for item in self {
            output.item();
            item.write(output);
        }
        output.end_array();
    }

    fn same(&self, other: &Self) -> bool {
        self.len() == other.len() && self.iter().zip(other).all(|(a, b)| a.same(b))
    }
}

/// A map from names to values, with the same rules as an array. Of values with one name the last one counts.
impl<T: Wire> Wire for BTreeMap<String, T> {
    fn read(input: &mut Reader<'_>) -> Result<Self, ReadError> {
        let mut entries = BTreeMap::new();
        let mut is_respelled = false;
        input.object("an object (a map)")?;
        while let Some(name) = input.name()? {
            let value = read_item(input)?;
            is_respelled |= input.take_respelled() || value.is_none();
            match value {
                Some(value) => _ = entries.insert(name.into_owned(), value),
                None => _ = entries.remove(&*name),
            }
        }
        if is_respelled {
            input.respelled();
        }
        Ok(entries)
    }

    fn write(&self, output: &mut Writer) {
        output.object();
        for (name, value) in self {
            output.name(name);
            value.write(output);
        }
        output.end_object();
    }

    fn same(&self, other: &Self) -> bool {
        self.len() == other.len() && self.iter().all(|(key, a)| other.get(key).is_some_and(|b| a.same(b)))
    }
}

/// Reads an item; none if it is null, or unreadable in lenient mode.
#[inline]
fn read_item<T: Wire>(input: &mut Reader<'_>) -> Result<Option<T>, ReadError> {
    if input.null()? {
        return Ok(None);
    }
    let place = input.place();
    match T::read(input) {
        Ok(item) => Ok(Some(item)),
        Err(error) => input.pass_over(place, error).map(|_| None),
    }
}
