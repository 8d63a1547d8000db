//! Skipping of values, and looking ahead for a member.

use super::Reader;
use crate::json::error::ReadError;
use crate::json::kind::Kind;
use crate::json::place::Place;

impl Reader<'_> {
    /// Advances to the value of the first member with this name in the next object. If there is none, returns `false`,
    /// and the place is unspecified.
    pub(in crate::json) fn find_member(&mut self, name: &str) -> Result<bool, ReadError> {
        if self.kind()? != Kind::Object {
            return Ok(false);
        }
        self.ends.begin(self.place.at);
        let found = self.find_in_object(name)?;
        self.ends.cover(self.place.at);
        Ok(found)
    }

    fn find_in_object(&mut self, name: &str) -> Result<bool, ReadError> {
        self.open()?;
        while self.advance(b'}', "expected `,` or `}`")? {
            if self.pass_name(Some(name))? {
                return Ok(true);
            }
            self.pass_ahead()?;
        }
        Ok(false)
    }

    /// Skips a value, and records its end, since unions in it look ahead again.
    fn pass_ahead(&mut self) -> Result<(), ReadError> {
        let kind = self.kind()?;
        if !matches!(kind, Kind::Array | Kind::Object) {
            return self.pass();
        }
        if let Some(end) = self.ends.find(self.place.at) {
            self.place.at = end;
            return Ok(());
        }
        let kept = self.ends.open(self.place.at);
        self.open()?;
        if kind == Kind::Array {
            while self.advance(b']', "expected `,` or `]`")? {
                self.pass_ahead()?;
            }
        } else {
            while self.advance(b'}', "expected `,` or `}`")? {
                self.pass_name(None)?;
                self.pass_ahead()?;
            }
        }
        if let Some(kept) = kept {
            self.ends.close(kept, self.place.at);
        }
        Ok(())
    }

    pub(super) fn literal(&mut self, word: &str) -> Result<(), ReadError> {
        let rest = self.text.as_bytes().get(self.place.at..).unwrap_or_default();
        if !rest.starts_with(word.as_bytes()) {
            return Err(self.malformed("expected a value"));
        }
        self.place.at += word.len();
        Ok(())
    }

    /// Skips a value. The recursion is limited by the depth.
    pub(super) fn pass(&mut self) -> Result<(), ReadError> {
        match self.kind()? {
            Kind::Null => self.literal("null"),
            Kind::Boolean if self.peek() == Some(b't') => self.literal("true"),
            Kind::Boolean => self.literal("false"),
            Kind::Number => self.pass_number(),
            Kind::String => self.pass_string_unread().map(drop),
            Kind::Array => {
                self.open()?;
                while self.advance(b']', "expected `,` or `]`")? {
                    self.pass()?;
                }
                Ok(())
            }
            Kind::Object => {
                self.open()?;
                while self.advance(b'}', "expected `,` or `}`")? {
                    self.pass_name(None)?;
                    self.pass()?;
                }
                Ok(())
            }
        }
    }

    /// Skips the name of a member. Returns `true` if it is the wanted name.
    fn pass_name(&mut self, wanted: Option<&str>) -> Result<bool, ReadError> {
        if self.peek() != Some(b'"') {
            return Err(self.malformed("expected the name of a member"));
        }
        let start = self.place;
        let has_escapes = self.pass_string_unread()?;
        let is_wanted = wanted.is_some_and(|wanted| {
            let name = self.text.get(start.at + 1..self.place.at - 1).unwrap_or_default();
            if has_escapes { self.is_at(start, wanted) } else { name == wanted }
        });
        if self.peek() != Some(b':') {
            return Err(self.malformed("expected `:`"));
        }
        self.place.at += 1;
        Ok(is_wanted)
    }

    /// Returns `true` if a string with escapes has this text.
    #[cold]
    fn is_at(&self, start: Place, text: &str) -> bool {
        let mut again = Reader { place: start, ..Reader::new(self.text) };
        again.pass_string().is_ok_and(|found| found == text)
    }

    pub(super) fn pass_number(&mut self) -> Result<(), ReadError> {
        let bytes = self.text.as_bytes();
        let mut at = self.place.at;
        let digits = |at: usize| {
            let count = bytes.get(at..).unwrap_or_default().iter().take_while(|byte| byte.is_ascii_digit());
            at + count.count()
        };
        if bytes.get(at) == Some(&b'-') {
            at += 1;
        }
        let whole = digits(at);
        let leading_zero = bytes.get(at) == Some(&b'0') && whole > at + 1;
        let mut valid = whole > at && !leading_zero;
        at = whole;
        if valid && bytes.get(at) == Some(&b'.') {
            let end = digits(at + 1);
            valid = end > at + 1;
            at = end;
        }
        if valid && matches!(bytes.get(at), Some(b'e' | b'E')) {
            at += 1 + usize::from(matches!(bytes.get(at + 1), Some(b'+' | b'-')));
            let end = digits(at);
            valid = end > at;
            at = end;
        }
        self.place.at = at.min(bytes.len());
        if valid { Ok(()) } else { Err(self.malformed("invalid number")) }
    }
}
