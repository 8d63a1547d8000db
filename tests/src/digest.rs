//! Digests of documented payloads: one for each path of a typed value, so that a change names what moved.

/// A line for each part of a typed value: its path, and a digest of what stands there.
///
/// `debug` is the value's pretty `Debug` output. Documented payloads are not part of the repository, so their values
/// are not either.
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
    // One entry for each open bracket: the name of what holds it, and how many unnamed parts it has so far.
    let mut open: Vec<(String, usize)> = Vec::new();
    // The mark of a non-exhaustive struct says nothing.
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

/// Whether what stands before a colon is a field of a struct or a key of a map, and not the beginning of a text.
fn is_field(name: &str) -> bool {
    let is_identifier = !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || c == '_');
    is_identifier || (name.len() > 1 && name.starts_with('"') && name.ends_with('"') && !name.contains(' '))
}

/// FNV-1a, folded to 16 bits: enough to see that a value moved.
fn hash(text: &str) -> u16 {
    let hash =
        text.bytes().fold(0x811c_9dc5_u32, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193));
    u16::try_from((hash >> 16) ^ (hash & 0xffff)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::by_path;

    #[derive(Debug)]
    #[expect(dead_code, reason = "printed only")]
    struct Call {
        id: &'static str,
        targets: Vec<Option<&'static str>>,
    }

    #[test]
    fn a_change_moves_the_digest_of_its_path_alone() {
        let digests = |target| {
            let call = Call { id: "a: b {", targets: vec![Some("x"), Some(target)] };
            by_path(&format!("{call:#?}"))
        };
        let (before, after) = (digests("y"), digests("z"));
        let moved: Vec<_> =
            before.lines().zip(after.lines()).filter(|(before, after)| before != after).collect();
        assert_eq!(moved.len(), 1, "{before}\n{after}");
        assert!(moved[0].0.starts_with("/targets/1/0 "), "{moved:?}");
    }
}
