//! What a JSON text means, to the last digit, and whether what was written means the same as what came.

use std::collections::BTreeMap;

use call_wire::json::{Kind, ReadError, Reader};

/// The names of the members that are tags somewhere in the [model](super::model).
const TAGS: [&str; 2] = ["kind", "@type"];

/// What a JSON text means. Each name has all values that it stands with.
#[derive(Clone, Debug, PartialEq)]
pub enum Exact {
    Null,
    Boolean(bool),
    Number(String),
    String(String),
    /// A string with half of a surrogate pair, as it stands in the text.
    HalfString(String),
    Array(Vec<Exact>),
    Object(BTreeMap<String, Vec<Exact>>),
}

impl Exact {
    /// Reads a text.
    ///
    /// # Errors
    ///
    /// Malformed JSON, and names with half of a surrogate pair.
    pub fn read(text: &str) -> Result<Self, ReadError> {
        let mut input = Reader::new(text);
        let exact = read(&mut input)?;
        input.end()?;
        Ok(exact)
    }

    /// Whether an object is written rightly: of two members of one name the last one counts, but of two tags of
    /// a union the first one. Which objects are unions is not known here.
    pub fn is_written_as(&self, written: &Self) -> bool {
        match (self, written) {
            (Self::Array(came), Self::Array(written)) => {
                came.len() == written.len()
                    && came.iter().zip(written).all(|(came, it)| came.is_written_as(it))
            }
            (Self::Object(came), Self::Object(written)) => {
                came.len() == written.len()
                    && came.iter().all(|(name, came)| {
                        written.get(name).and_then(|written| written.last()).is_some_and(|written| {
                            let counts =
                                |one: Option<&Self>| one.is_some_and(|one| one.is_written_as(written));
                            counts(came.last()) || (TAGS.contains(&name.as_str()) && counts(came.first()))
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
                || Exact::HalfString(raw.as_str().to_owned()),
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
