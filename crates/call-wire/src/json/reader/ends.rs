//! Where values end that a look ahead has passed over, so that unions within unions are not passed over again by
//! each of them.

/// How long the values are at least whose ends are kept; shorter ones are as soon passed over again.
const LONG: usize = 64;

/// The ends of long arrays and objects.
#[derive(Debug, Default)]
pub(super) struct Ends {
    /// Beginnings and ends, in the order of the beginnings.
    values: Vec<(u32, u32)>,
    /// The end of the part of the text that is kept here.
    covered: usize,
}

impl Ends {
    /// A look ahead begins.
    pub(super) fn begin(&mut self, at: usize) {
        if at >= self.covered {
            self.values.clear();
        }
    }

    /// A look ahead has ended.
    pub(super) fn cover(&mut self, at: usize) {
        self.covered = self.covered.max(at);
    }

    /// Where the value that begins here ends, if that is known.
    pub(super) fn find(&self, at: usize) -> Option<usize> {
        if at >= self.covered {
            return None;
        }
        let at = u32::try_from(at).ok()?;
        let found = self.values.binary_search_by_key(&at, |(start, _)| *start).ok()?;
        self.values.get(found).map(|(_, end)| *end as usize)
    }

    /// Keeps the beginning of a value; gives what to [close](Self::close) it with.
    pub(super) fn open(&mut self, at: usize) -> Option<usize> {
        let at = u32::try_from(at).ok().filter(|_| at >= self.covered)?;
        self.values.push((at, at));
        Some(self.values.len() - 1)
    }

    /// Keeps the end of a value. What is within a short one is shorter still.
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

    /// Reads an object as a union reads it that has unions in its members `inner`.
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

    /// How many arrays and objects are entered to read so many levels.
    fn entered(levels: usize, before: &str, after: &str) -> usize {
        let mut text = format!("{{\"kind\":\"{levels}\",\"all\":[{}[]]}}", "[[]],".repeat(1000));
        for level in (0..levels).rev() {
            text = format!("{{{before}\"inner\":{text},\"kind\":\"{level}\"{after}}}");
        }
        let mut input = Reader::new(&text);
        read(&mut input).and_then(|()| input.end()).expect("is JSON");
        input.entered
    }

    #[test]
    fn what_is_nested_in_unions_is_passed_over_once() {
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
