//! Digests of typed values, one for each path, so that a changed snapshot shows which member changed.

/// Returns a line for each path in a typed value, with a digest of the value there.
///
/// `debug` is the pretty `Debug` output of the value. The repository does not contain the documented payloads, so their
/// snapshots must not contain the values either.
///
/// ```
/// let value = Some([1, 2]);
/// let digests = conformance::digest::by_path(&format!("{value:#?}"));
/// let paths: Vec<_> = digests.lines().map(|line| line.split(' ').next()).collect();
/// assert_eq!(paths, [Some("/"), Some("/0"), Some("/0/0"), Some("/0/1")]);
/// ```
#[must_use]
pub fn by_path(debug: &str) -> String {
    let mut digests = Vec::new();
    // One entry for each open bracket: the name of the value, and the number of its unnamed parts so far.
    let mut open: Vec<(String, usize)> = Vec::new();
    // `..` marks a non-exhaustive struct and is not a value.
    for line in debug.lines().map(str::trim).filter(|line| *line != "..") {
        if line.starts_with([')', ']', '}']) {
            open.pop();
            continue;
        }
        let (name, value) = match line.split_once(": ") {
            Some((name, value)) if is_field(name) => (name.to_owned(), value),
            _ => match open.last_mut() {
                Some((_, count)) => {
                    *count += 1;
                    ((*count - 1).to_string(), line)
                }
                None => (String::new(), line),
            },
        };
        let parents = open.iter().skip(1).map(|(name, _)| name.as_str());
        let path: Vec<_> = parents.chain([name.as_str()]).collect();
        digests.push(format!("/{} {:04x}", path.join("/"), hash(value)));
        if value.ends_with(['(', '[', '{']) {
            open.push((name, 0));
        }
    }
    digests.join("\n")
}

/// Returns whether the text before a colon is a struct field or a map key, and not the beginning of a string.
fn is_field(name: &str) -> bool {
    let is_identifier = !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || c == '_');
    is_identifier || (name.len() > 1 && name.starts_with('"') && name.ends_with('"') && !name.contains(' '))
}

/// FNV-1a, folded to 16 bits, which is enough to detect a changed value.
fn hash(text: &str) -> u16 {
    let hash =
        text.bytes().fold(0x811c_9dc5_u32, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193));
    u16::try_from((hash >> 16) ^ (hash & 0xffff)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::by_path;

    #[derive(Debug)]
    #[expect(dead_code, reason = "used by `Debug`")]
    struct Call {
        id: &'static str,
        targets: Vec<Option<&'static str>>,
    }

    #[test]
    fn a_changed_value_changes_only_the_digest_of_its_path() {
        let digests = |target| {
            let call = Call { id: "a: b {", targets: vec![Some("x"), Some(target)] };
            by_path(&format!("{call:#?}"))
        };
        let (before, after) = (digests("y"), digests("z"));
        let changed: Vec<_> =
            before.lines().zip(after.lines()).filter(|(before, after)| before != after).collect();
        assert_eq!(changed.len(), 1, "{before}\n{after}");
        assert!(changed[0].0.starts_with("/targets/1/0 "), "{changed:?}");
    }
}
