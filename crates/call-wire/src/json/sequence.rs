//! Boxes, nullable values, arrays and maps.

use std::collections::BTreeMap;

use super::error::ReadError;
use super::reader::Reader;
use super::wire::Wire;
use super::writer::Writer;

impl<T: Wire> Wire for Box<T> {
    const HAS_NULL: bool = T::HAS_NULL;

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

/// A value that may be null, outside of an object: a whole payload, an item of an array, or a value of a map. The
/// members of an object are nullable without it.
impl<T: Wire> Wire for Option<T> {
    const HAS_NULL: bool = true;

    fn read(input: &mut Reader<'_>) -> Result<Self, ReadError> {
        if input.null()? { Ok(None) } else { T::read(input).map(Some) }
    }

    fn write(&self, output: &mut Writer) {
        match self {
            Some(value) => value.write(output),
            None => output.null(),
        }
    }

    fn same(&self, other: &Self) -> bool {
        T::same_slot(self, other)
    }
}

/// An array. The typed value omits items that are null, unless their type is nullable, and items that lenient decoding
/// skips. The object then keeps the original array.
impl<T: Wire> Wire for Vec<T> {
    fn read(input: &mut Reader<'_>) -> Result<Self, ReadError> {
        let mut items = Vec::new();
        let mut is_non_canonical = false;
        input.array("an array")?;
        while input.item()? {
            if !T::HAS_NULL && input.null()? {
                is_non_canonical = true;
                continue;
            }
            let (place, count) = (input.place(), items.len());
            if let Err(error) = T::read_item(&mut items, input) {
                input.pass_over(place, error)?;
                items.truncate(count);
                is_non_canonical = true;
            }
            is_non_canonical |= input.take_non_canonical();
        }
        if is_non_canonical {
            input.set_non_canonical();
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

/// A map from names to values, with the same rules as an array. If a name is repeated, the last value counts.
impl<T: Wire> Wire for BTreeMap<String, T> {
    fn read(input: &mut Reader<'_>) -> Result<Self, ReadError> {
        let mut entries = BTreeMap::new();
        let mut is_non_canonical = false;
        input.object("an object (a map)")?;
        while let Some(name) = input.name()? {
            let mut value = None;
            let place = input.place();
            if !T::HAS_NULL && input.null()? {
                is_non_canonical = true;
            } else if let Err(error) = T::read_into(&mut value, input) {
                input.pass_over(place, error)?;
                value = None;
                is_non_canonical = true;
            }
            is_non_canonical |= input.take_non_canonical();
            match value {
                Some(value) => _ = entries.insert(name.into_owned(), value),
                None => _ = entries.remove(&*name),
            }
        }
        if is_non_canonical {
            input.set_non_canonical();
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
