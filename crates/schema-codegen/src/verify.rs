//! Compares the surface of our schema with that of the published file. Expected differences are listed by
//! name.

use std::collections::BTreeMap;
use std::fmt;

use crate::codegen::Facts;
use crate::config::Config;
use crate::diagnostic::Diagnostic;
use crate::surface::Surface;

/// The result of a comparison.
#[derive(Debug, Default)]
pub struct Verdict {
    /// Differences that are not accepted.
    pub open: Vec<String>,
    /// Accepted differences, with their reasons.
    pub accepted: Vec<(String, String)>,
    /// Accepted differences that do not exist any more.
    pub stale: Vec<String>,
    /// The rows of the configuration that match nothing in the published schema.
    pub unmatched: Vec<Diagnostic>,
    /// The number of facts compared.
    pub facts: usize,
}

impl Verdict {
    /// Returns whether there are neither open nor stale differences, and whether all rows match.
    #[must_use]
    pub fn is_good(&self) -> bool {
        self.open.is_empty() && self.stale.is_empty() && self.unmatched.is_empty()
    }
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { open, accepted, stale, unmatched, facts } = self;
        let (accepted, open, stale) = (accepted.len(), open.len(), stale.len());
        write!(f, "{facts} facts compared, {accepted} differences accepted, {open} open, {stale} stale")?;
        if unmatched.is_empty() {
            return Ok(());
        }
        write!(f, ", {} unmatched", unmatched.len())
    }
}

/// Compares two surfaces, considering the accepted differences of a
/// configuration.
#[must_use]
pub fn verify(config: &Config, ours: &Surface, published: &Facts) -> Verdict {
    let accepted = config.accepted.iter().map(|row| (row.difference.clone(), row.reason.clone()));
    let mut accepted: BTreeMap<_, _> = accepted.collect();
    let mut verdict = Verdict { facts: ours.len(), ..Verdict::default() };
    for line in differences(ours, &published.surface) {
        match accepted.remove(&line) {
            Some(reason) => verdict.accepted.push((line, reason)),
            None => verdict.open.push(line),
        }
    }
    verdict.unmatched.clone_from(&published.unmatched);
    verdict.stale = accepted.into_keys().collect();
    verdict
}

/// Returns every difference as a line: `ours only`, `published only`, or both values.
#[must_use]
pub fn differences(ours: &Surface, published: &Surface) -> Vec<String> {
    let mut keys: Vec<_> = ours.keys().chain(published.keys()).collect();
    keys.sort();
    keys.dedup();
    let lines = keys.into_iter().filter_map(|key| match (ours.get(key), published.get(key)) {
        (Some(ours), Some(published)) if ours == published => None,
        (Some(ours), Some(published)) => Some(format!("{key}: ours `{ours}`, published `{published}`")),
        (Some(ours), None) => Some(format!("{key}: ours only `{ours}`")),
        (None, published) => {
            Some(format!("{key}: published only `{}`", published.map_or("", String::as_str)))
        }
    });
    lines.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_of_difference_is_listed() {
        let ours = crate::surface::parse("type A: object\ntype A.x: string\ntype A.y: string\n");
        let published = crate::surface::parse("type A: object\ntype A.x: string?\ntype A.z: any\n");
        assert_eq!(
            differences(&ours, &published),
            [
                "type A.x: ours `string`, published `string?`",
                "type A.y: ours only `string`",
                "type A.z: published only `any`",
            ]
        );
    }

    #[test]
    fn accepted_differences_are_not_open_and_stale_ones_are_listed() {
        let config = "[[accepted]]\ndifference = 'type A.y: ours only `string`'\nreason = 'It is sent.'\n\
                      [[accepted]]\ndifference = 'type B: published only `object`'\nreason = 'It is new.'";
        let config = Config::parse("api.toml".as_ref(), config).expect("a configuration");
        let ours = crate::surface::parse("type A: object\ntype A.y: string\n");
        let surface = crate::surface::parse("type A: object\ntype A.x: int\n");
        let published = Facts { surface, unmatched: vec![Diagnostic::new("a row")] };
        let verdict = verify(&config, &ours, &published);
        assert_eq!(verdict.accepted, [("type A.y: ours only `string`".to_owned(), "It is sent.".to_owned())]);
        assert_eq!(verdict.open, ["type A.x: published only `int`"]);
        assert_eq!(verdict.stale, ["type B: published only `object`"]);
        assert!(!verdict.is_good());
        assert_eq!(
            verdict.to_string(),
            "2 facts compared, 1 differences accepted, 1 open, 1 stale, 1 unmatched"
        );
        let good = verify(&Config::default(), &ours, &Facts { surface: ours.clone(), unmatched: Vec::new() });
        assert!(good.is_good());
    }
}
