//! JSON values with all digits and all repeated members, for comparing an encoded text with the original.

use std::collections::BTreeMap;

use call_wire::json::{Kind, ReadError, Reader};

/// The names of the members that are tags somewhere in the [model](super::model).
const TAGS: [&str; 2] = ["kind", "@type"];

/// A JSON value. A name of an object has the values of all members with that name.
#[derive(Clone, Debug, PartialEq)]
pub enum Exact {
    Null,
    Boolean(bool),
    Number(String),
    String(String),
    /// A string with an unpaired surrogate, as its JSON text.
    UnpairedString(String),
    Array(Vec<Exact>),
    Object(BTreeMap<String, Vec<Exact>>),
}

impl Exact {
    /// Parses a text.
    ///
    /// # Errors
    ///
    /// Returns an error for malformed JSON, and for names with an unpaired surrogate.
    pub fn read(text: &str) -> Result<Self, ReadError> {
        let mut input = Reader::new(text);
        let exact = read(&mut input)?;
        input.end()?;
        Ok(exact)
    }

    /// Returns `true` if `written` is a correct encoding. The last of several members with the same name counts, except
    /// that the first tag of a union counts; any object may be a union.
    pub fn is_written_as(&self, written: &Self) -> bool {
        match (self, written) {
            (Self::Array(original), Self::Array(written)) => {
                original.len() == written.len()
                    && original.iter().zip(written).all(|(item, written)| item.is_written_as(written))
            }
            (Self::Object(original), Self::Object(written)) => {
                original.len() == written.len()
                    && original.iter().all(|(name, values)| {
                        written.get(name).and_then(|written| written.last()).is_some_and(|written| {
                            let counts =
                                |one: Option<&Self>| one.is_some_and(|one| one.is_written_as(written));
                            counts(values.last()) || (TAGS.contains(&name.as_str()) && counts(values.first()))
                        })
                    })
            }
            _ => self == written,
        }
    }
}

fn read(input: &mut Reader<'_>) -> Result<Exact, ReadError> {
    Ok(match input.kind()? {
        Kind::Null => input.null().map(|_| Exact::Null)?,
        Kind::Boolean => Exact::Boolean(input.boolean("a boolean")?),
        Kind::Number => Exact::Number(input.number("a number")?.to_owned()),
        Kind::String => {
            let raw = input.skip()?;
            raw.text().map_or_else(
                || Exact::UnpairedString(raw.as_str().to_owned()),
                |text| Exact::String(text.into_owned()),
            )
        }
        Kind::Array => {
            let mut items = Vec::new();
            input.array("an array")?;
            while input.item()? {
                items.push(read(input)?);
            }
            Exact::Array(items)
        }
        Kind::Object => {
            let mut members = BTreeMap::<_, Vec<_>>::new();
            input.object("an object")?;
            while let Some(name) = input.name()? {
                let name = name.into_owned();
                let value = read(input)?;
                members.entry(name).or_default().push(value);
            }
            Exact::Object(members)
        }
    })
}
