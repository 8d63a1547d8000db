//! Arrays and maps: their items, and what the items do not say.

use std::{collections::BTreeMap, fmt, marker::PhantomData};

use serde::{
    Deserializer,
    de::{Error, MapAccess, SeqAccess, Visitor},
};
use serde_json::{Map, Value};

use super::{
    Context, Wire,
    context::Segment,
    object::{Name, Nullable},
};

impl<T: Wire> Wire for Box<T> {
    fn read<'de, D: Deserializer<'de>>(input: D, context: &mut Context) -> Result<Self, D::Error> {
        T::read(input, context).map(Box::new)
    }

    fn same(&self, other: &Self) -> bool {
        T::same(self, other)
    }
}

/// An array. An item that is null (or, in lenient mode, cannot be read) is passed over in the typed value; the
/// array as it came is kept beside it.
impl<T: Wire> Wire for Vec<T> {
    fn read<'de, D: Deserializer<'de>>(input: D, context: &mut Context) -> Result<Self, D::Error> {
        input.deserialize_seq(Items { context, item: PhantomData })
    }

    fn same(&self, other: &Self) -> bool {
        self.len() == other.len() && self.iter().zip(other).all(|(a, b)| a.same(b))
    }
}

/// A map from names to values, with the same rules as an array.
impl<T: Wire> Wire for BTreeMap<String, T> {
    fn read<'de, D: Deserializer<'de>>(input: D, context: &mut Context) -> Result<Self, D::Error> {
        input.deserialize_map(Entries { context, value: PhantomData })
    }

    fn same(&self, other: &Self) -> bool {
        self.len() == other.len() && self.iter().all(|(key, a)| other.get(key).is_some_and(|b| a.same(b)))
    }
}

struct Items<'c, T> {
    context: &'c mut Context,
    item: PhantomData<T>,
}

impl<'de, T: Wire> Visitor<'de> for Items<'_, T> {
    type Value = Vec<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an array")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut input: A) -> Result<Vec<T>, A::Error> {
        let context = self.context;
        let mut items: Vec<T> = Vec::new();
        // The array as it came, from the first item on that the typed one cannot say.
        let mut raw: Option<Vec<Value>> = None;
        for index in 0.. {
            context.enter(Segment::Item(index));
            let mut typed = None;
            let item = input.next_element_seed(Nullable::<T> { context, slot: &mut typed });
            let item = item.inspect_err(|_| context.failed_in(Segment::Item(index)))?;
            context.leave();
            let Some(unsaid) = item else { break };
            if unsaid.is_some() && raw.is_none() {
                raw = Some(items.iter().map(to_value).collect::<Result<_, _>>()?);
            }
            if let Some(raw) = &mut raw {
                raw.push(said(typed.as_ref(), unsaid)?);
            }
            items.extend(typed);
        }
        if let Some(raw) = raw {
            context.spelled(raw);
        }
        Ok(items)
    }
}

struct Entries<'c, T> {
    context: &'c mut Context,
    value: PhantomData<T>,
}

impl<'de, T: Wire> Visitor<'de> for Entries<'_, T> {
    type Value = BTreeMap<String, T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object (a map)")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut input: A) -> Result<BTreeMap<String, T>, A::Error> {
        let context = self.context;
        let mut entries = BTreeMap::new();
        let mut unsaid = Map::new();
        while let Some(name) = input.next_key_seed(Name)? {
            let name = name.into_owned();
            context.enter(Segment::Member(name.clone().into()));
            let mut typed = None;
            let raw = input.next_value_seed(Nullable::<T> { context, slot: &mut typed });
            let raw = raw.inspect_err(|_| context.failed_in(Segment::Member(name.clone().into())))?;
            context.leave();
            entries.remove(&name);
            unsaid.remove(&name);
            if let Some(raw) = raw {
                unsaid.insert(name.clone(), raw);
            }
            if let Some(typed) = typed {
                entries.insert(name, typed);
            }
        }
        if !unsaid.is_empty() {
            for (name, value) in &entries {
                if !unsaid.contains_key(name) {
                    unsaid.insert(name.clone(), to_value(value)?);
                }
            }
            context.spelled(unsaid);
        }
        Ok(entries)
    }
}

/// What an item looked like on the wire.
fn said<T: Wire, E: Error>(typed: Option<&T>, unsaid: Option<Value>) -> Result<Value, E> {
    match (unsaid, typed) {
        (Some(raw), _) => Ok(raw),
        (None, Some(typed)) => to_value(typed),
        (None, None) => Ok(Value::Null),
    }
}

fn to_value<T: Wire, E: Error>(value: &T) -> Result<Value, E> {
    serde_json::to_value(value).map_err(E::custom)
}
