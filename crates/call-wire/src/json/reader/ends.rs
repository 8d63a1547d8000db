//! The ends of values that were skipped while looking ahead. With them, nested unions do not skip the same values
//! again.

/// The minimum length of a value whose end is recorded. Shorter values are fast to skip again.
const LONG: usize = 64;

/// The ends of long arrays and objects.
#[derive(Debug, Default)]
pub(super) struct Ends {
    /// The start and the end of each value, in the order of the starts.
    values: Vec<(u32, u32)>,
    /// The offset up to which values are recorded.
    covered: usize,
}

impl Ends {
    /// Starts looking ahead.
    pub(super) fn begin(&mut self, at: usize) {
        if at >= self.covered {
            self.values.clear();
        }
    }

    /// Stops looking ahead.
    pub(super) fn cover(&mut self, at: usize) {
        self.covered = self.covered.max(at);
    }

    /// Returns the end of the value at an offset, if it is recorded.
    pub(super) fn find(&self, at: usize) -> Option<usize> {
        if at >= self.covered {
            return None;
        }
        let at = u32::try_from(at).ok()?;
        let found = self.values.binary_search_by_key(&at, |(start, _)| *start).ok()?;
        self.values.get(found).map(|(_, end)| *end as usize)
    }

    /// Records the start of a value, and returns its index for [`close`](Self::close).
    pub(super) fn open(&mut self, at: usize) -> Option<usize> {
        let at = u32::try_from(at).ok().filter(|_| at >= self.covered)?;
        self.values.push((at, at));
        Some(self.values.len() - 1)
    }

    /// Records the end of a value. Removes a short value and the values in it.
    pub(super) fn close(&mut self, index: usize, at: usize) {
        let Some((start, end)) = self.values.get_mut(index) else { return };
        match u32::try_from(at) {
            Ok(at) if (at - *start) as usize >= LONG => *end = at,
            _ => self.values.truncate(index),
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::json::{ReadError, Reader};

    /// Reads an object like a union with nested unions in its members `inner`.
    fn read(input: &mut Reader<'_>) -> Result<(), ReadError> {
        let place = input.place();
        assert!(input.find_member("kind")?);
        assert_eq!(input.string("the tag of this level")?, place.depth.to_string());
        input.back(place);
        input.object("a union")?;
        while let Some(name) = input.name()? {
            if name == "inner" { read(input)? } else { input.skip().map(drop)? }
        }
        Ok(())
    }

    /// Returns the number of arrays and objects that are entered to read nested unions.
    fn entered(levels: usize, before: &str, after: &str) -> usize {
        let mut text = format!("{{\"kind\":\"{levels}\",\"all\":[{}[]]}}", "[[]],".repeat(1000));
        for level in (0..levels).rev() {
            text = format!("{{{before}\"inner\":{text},\"kind\":\"{level}\"{after}}}");
        }
        let mut input = Reader::new(&text);
        read(&mut input).and_then(|()| input.end()).expect("valid JSON");
        input.entered
    }

    #[test]
    fn nested_unions_are_skipped_once() {
        let long = format!("\"more\":[{}[]],", "{\"kind\":[]},".repeat(20));
        for (before, after) in [
            ("", String::new()),
            ("\"more\":{},", format!(",{}\"end\":1", long)),
            (&*long, ",\"inner\":null".replace("inner", "last")),
        ] {
            let (few, many) = (entered(2, before, &after), entered(100, before, &after));
            assert!(many < 2 * few + 100 * 200, "{few} {many} {before} {after}");
        }
    }
}
