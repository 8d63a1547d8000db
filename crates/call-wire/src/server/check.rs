//! The check of a body.

use super::route::Parameter;
use super::rules::{MemberRules, ObjectRules, UnionRules, ValueRules};
use super::scalar::{check_number, check_parameter, check_string};
use super::violation::{MOST_VIOLATIONS, Problem, Violation, shortened, shown};
use crate::json::location::push_name;
use crate::json::{DecodeError, Kind, ReadError, Reader, Tag, text};

/// Compares a JSON text with rules, and returns the first [`MOST_VIOLATIONS`] violations. They are in the order of
/// the text; the missing members of an object follow its other violations.
///
/// Members without rules are not checked. Names are case-sensitive. A null counts as a missing member, unless the
/// member is nullable. Numbers must be numbers: the string `"5"` is not an integer, and neither is `5.0`.
///
/// # Errors
///
/// Returns an error for bytes that are not JSON in UTF-8, and for more than 127 nested arrays and objects.
pub fn check(json: &[u8], rules: &ValueRules) -> Result<Vec<Violation>, DecodeError> {
    let text = text(json)?;
    let mut check = Check { input: Reader::new(text), pointer: String::new(), member: "", found: Vec::new() };
    let checked = check.value(rules).and_then(|()| check.input.end());
    checked.map(|()| check.found).map_err(|error| error.within(text))
}

impl Parameter {
    /// Compares the value of this parameter with its rules. `text` is `None` if the request does not have the
    /// parameter.
    #[must_use]
    pub fn check(&self, text: Option<&str>) -> Option<Violation> {
        let problem = match text {
            None if self.is_required => Problem::Missing,
            None => return None,
            Some(text) => check_parameter(text, &self.rules).err()?,
        };
        Some(Violation {
            pointer: String::new(),
            member: self.name,
            problem,
            found: text.map(|text| shown(self.name, text)).unwrap_or_default(),
            expected: self.rules.to_string(),
        })
    }
}

/// The state of a check.
struct Check<'t> {
    input: Reader<'t>,
    /// The JSON pointer of the current value.
    pointer: String,
    /// The name of the innermost member.
    member: &'static str,
    found: Vec<Violation>,
}

impl Check<'_> {
    fn value(&mut self, rules: &ValueRules) -> Result<(), ReadError> {
        match (rules, self.input.kind()?) {
            (ValueRules::Any, _)
            | (ValueRules::Boolean, Kind::Boolean)
            | (ValueRules::Nullable(_), Kind::Null) => self.input.skip().map(drop),
            (ValueRules::Nullable(rules), _) => self.value(rules),
            (ValueRules::Object(rules), Kind::Object) => self.object(rules),
            (ValueRules::Union(rules), Kind::Object) => self.union(rules),
            (ValueRules::Map(values), Kind::Object) => self.map(values),
            (ValueRules::Array { items, minimum, maximum }, Kind::Array) => {
                let length = self.array(items)?;
                if !(*minimum..=*maximum).contains(&length) {
                    let items = if length == 1 { "item" } else { "items" };
                    self.report(Problem::WrongLength, format!("an array of {length} {items}"), rules);
                }
                Ok(())
            }
            (_, Kind::Number) => {
                let number = self.input.number("a number")?;
                if let Err(problem) = check_number(number, rules) {
                    self.report(problem, shortened(number).to_owned(), rules);
                }
                Ok(())
            }
            (_, Kind::String) => {
                let text = self.input.string("a string")?;
                if let Err(problem) = check_string(&text, rules) {
                    self.report(problem, shown(self.member, &text), rules);
                }
                Ok(())
            }
            (_, kind) => {
                self.report(Problem::WrongType, kind.to_string(), rules);
                self.input.skip().map(drop)
            }
        }
    }

    fn object(&mut self, rules: &ObjectRules) -> Result<(), ReadError> {
        self.input.object("an object")?;
        let mut is_present = vec![false; rules.members.len()];
        while let Some(name) = self.input.name()? {
            let known = rules.members.iter().zip(&mut is_present).find(|(member, _)| member.name == name);
            let Some((member, is_present)) = known else {
                self.input.skip()?;
                continue;
            };
            // Of two members with the same name, the last one counts.
            *is_present = if self.input.null()? {
                member.is_nullable
            } else {
                self.within(member.name, Some(member.name), |check| check.value(&member.value))?;
                true
            };
        }
        for (member, _) in rules.members.iter().zip(is_present).filter(|(_, is_present)| !is_present) {
            self.report_missing(member);
        }
        Ok(())
    }

    /// Checks the object with the rules that its tag selects.
    fn union(&mut self, rules: &UnionRules) -> Result<(), ReadError> {
        let tag = self.input.look(rules.tag)?.filter(|tag| tag.as_str() != "null");
        let read = tag.as_ref().map(|tag| Reader::new(tag.as_str()).string("a tag"));
        let text = read.as_ref().and_then(|text| text.as_deref().ok());
        let is_it = |value| text.is_some_and(|text| Tag { name: rules.tag, value }.is(text));
        let variant = rules.variants.iter().find(|(value, _)| is_it(value)).map(|(_, variant)| *variant);
        if let Some(variant) = variant.or(rules.base) {
            return self.object(variant);
        }
        let expected = format!(
            "one of {}",
            rules.variants.iter().map(|(value, _)| *value).collect::<Vec<_>>().join(", ")
        );
        let (problem, shown) = match (&tag, text) {
            (None, _) => (Problem::Missing, String::new()),
            (Some(_), Some(text)) => (Problem::NotOneOf, shown(rules.tag, text)),
            (Some(tag), None) => (Problem::WrongType, shortened(tag.as_str()).to_owned()),
        };
        self.within(rules.tag, Some(rules.tag), |check| check.report_expected(problem, shown, expected));
        self.input.skip().map(drop)
    }

    fn map(&mut self, values: &ValueRules) -> Result<(), ReadError> {
        self.input.object("an object")?;
        while let Some(name) = self.input.name()? {
            self.within(&name, None, |check| check.value(values))?;
        }
        Ok(())
    }

    /// Checks the items of an array, and returns their number.
    fn array(&mut self, items: &ValueRules) -> Result<usize, ReadError> {
        self.input.array("an array")?;
        let mut length = 0;
        while self.input.item()? {
            self.within(&length.to_string(), None, |check| check.value(items))?;
            length += 1;
        }
        Ok(length)
    }

    /// Calls a function with the pointer of a part of the value. `member` is the name of the part if it is a member of
    /// an object with rules.
    fn within<T>(&mut self, part: &str, member: Option<&'static str>, act: impl FnOnce(&mut Self) -> T) -> T {
        let (length, outer) = (self.pointer.len(), self.member);
        self.pointer.push('/');
        push_name(&mut self.pointer, part);
        self.member = member.unwrap_or(outer);
        let done = act(self);
        self.pointer.truncate(length);
        self.member = outer;
        done
    }

    fn report_missing(&mut self, member: &MemberRules) {
        if member.is_required {
            self.within(member.name, Some(member.name), |check| {
                check.report(Problem::Missing, String::new(), &member.value);
            });
        }
    }

    fn report(&mut self, problem: Problem, found: String, expected: &ValueRules) {
        if self.found.len() < MOST_VIOLATIONS {
            self.report_expected(problem, found, expected.to_string());
        }
    }

    fn report_expected(&mut self, problem: Problem, found: String, expected: String) {
        if self.found.len() < MOST_VIOLATIONS {
            let (pointer, member) = (self.pointer.clone(), self.member);
            self.found.push(Violation { pointer, member, problem, found, expected });
        }
    }
}
