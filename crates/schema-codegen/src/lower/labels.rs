//! Rust names for members, enum values, operations and arguments. They are valid and unique.

use std::collections::BTreeMap;

use heck::{ToSnakeCase, ToUpperCamelCase};

use super::identifiers;

/// The names within a type.
#[derive(Debug, Default)]
pub struct Labels {
    /// The names, each with the last number that another name got because of it.
    taken: BTreeMap<String, usize>,
}

impl Labels {
    /// Returns the name of a member, and whether it differs from the name on the wire in more than case.
    pub fn member(&mut self, wire: &str) -> (String, bool) {
        let plain = match snake_case(wire) {
            // Every object has a field of that name for unknown members.
            name if name == "extra" => "extra_member".to_owned(),
            name => name,
        };
        let (label, changed) = self.claim(plain, |name, count| format!("{name}_{count}"));
        (escape_keyword(label), changed)
    }

    /// Returns the name of a function or an argument, followed by `kind` if the plain name is used already.
    pub fn function(&mut self, wire: &str, kind: &str) -> String {
        let plain = match snake_case(wire) {
            name if self.taken.contains_key(&name) => snake_case(&format!("{wire}-{kind}")),
            name => name,
        };
        let (label, _) = self.claim(plain, |name, count| format!("{name}_{count}"));
        escape_keyword(label)
    }

    /// Returns the name of an enum's variant, and whether it differs from the value in more than case.
    pub fn variant(&mut self, wire: &str) -> (String, bool) {
        let words = identifiers::dashed(&wire.replace('+', " plus ").replace('-', " minus "));
        let dashed = identifiers::dashed(wire).to_upper_camel_case();
        // A sign has a meaning only before a number; elsewhere a dash separates words.
        let is_signed = wire.starts_with(['+', '-']);
        // Twice, because typify converts the name to camel case again, and `sPBlock` becomes stable after two
        // rounds.
        let camel = if is_signed { words.to_upper_camel_case() } else { dashed };
        let plain = match camel.to_upper_camel_case() {
            name if name.is_empty() && wire.is_empty() => "Empty".to_owned(),
            name if name.is_empty() => "Value".to_owned(),
            name if !identifiers::starts(&name) => format!("Value{name}"),
            // `Other` is the variant for unknown values; `Self` is a keyword.
            name if name == "Other" || name == "Self" => format!("{name}Value"),
            name => name,
        };
        self.claim(plain, |name, count| format!("{name}Variant{count}"))
    }

    /// Returns the name of an arm of a union, and whether it differs from the name of the element in more
    /// than case.
    pub fn arm(&mut self, wire: &str) -> (String, bool) {
        // Every union has an arm of that name for unknown elements.
        self.taken.entry("Unknown".to_owned()).or_insert(2);
        self.variant(if wire.to_upper_camel_case() == "Unknown" { "UnknownElement" } else { wire })
    }

    /// Reserves the name, or the first unused one that `next` returns for it.
    fn claim(&mut self, plain: String, next: impl Fn(&str, usize) -> String) -> (String, bool) {
        let Some(mut count) = self.taken.get(&plain).copied() else {
            self.taken.insert(plain.clone(), 2);
            return (plain, false);
        };
        while self.taken.contains_key(&next(&plain, count)) {
            count += 1;
        }
        let name = next(&plain, count);
        self.taken.insert(plain, count);
        self.taken.insert(name.clone(), 2);
        (name, true)
    }
}

fn snake_case(wire: &str) -> String {
    match identifiers::dashed(wire).to_snake_case() {
        name if name.is_empty() => "member".to_owned(),
        name if !identifiers::starts(&name) => format!("n{name}"),
        name => name,
    }
}

/// Appends an underscore if a name is a keyword.
fn escape_keyword(label: String) -> String {
    if typify::accept_as_ident(&label) { label } else { format!("{label}_") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn members_are_snake_case_and_unique() {
        let mut labels = Labels::default();
        assert_eq!(labels.member("localIPAddress"), ("local_ip_address".into(), false));
        assert_eq!(labels.member("@odata.type"), ("odata_type".into(), false));
        assert_eq!(labels.member("odataType"), ("odata_type_2".into(), true));
        assert_eq!(labels.member("extra"), ("extra_member".into(), false));
        assert_eq!(labels.member("3d"), ("n3d".into(), false));
        assert_eq!(labels.member("%"), ("member".into(), false));
        assert_eq!(labels.member("type"), ("type_".into(), false));
        assert_eq!(labels.member("m²").0, "m");
    }

    #[test]
    fn functions_are_snake_case_and_unique() {
        let mut labels = Labels::default();
        let names = [("id", "query"), ("id", "path"), ("x-y", "query"), ("x_y", "query"), ("x-y", "query")];
        let labels = names.map(|(wire, kind)| labels.function(wire, kind));
        assert_eq!(labels, ["id", "id_path", "x_y", "x_y_query", "x_y_query_2"]);
        assert_eq!(Labels::default().function("Self", "operation"), "self_");
    }

    #[test]
    fn variants_are_camel_case_and_unique() {
        let mut labels = Labels::default();
        for (wire, label) in [
            ("transferAccepted", "TransferAccepted"),
            ("TRANSFERACCEPTED", "Transferaccepted"),
            ("transfer-accepted", "TransferAcceptedVariant2"),
            ("", "Empty"),
            ("12", "Value12"),
            ("+1", "Plus1"),
            ("-1", "Minus1"),
            ("two words", "TwoWords"),
            ("other", "OtherValue"),
            ("self", "SelfValue"),
            ("sPBlockAccess", "SpBlockAccess"),
            ("m²", "M"),
            ("²", "Value"),
            ("½", "ValueVariant2"),
            ("да", "Да"),
            ("٣", "Value٣"),
        ] {
            assert_eq!(labels.variant(wire).0, label);
        }
    }

    #[test]
    fn each_further_use_of_a_name_tries_the_same_number_of_labels() {
        let (mut labels, tried) = (Labels::default(), std::cell::Cell::new(0));
        for _ in 0..1000 {
            labels.claim("a".to_owned(), |name, count| {
                tried.set(tried.get() + 1);
                format!("{name}_{count}")
            });
        }
        assert!(labels.taken.contains_key("a_1000"));
        assert!(tried.get() <= 3000, "{}", tried.get());
    }

    #[test]
    fn arms_are_never_named_unknown() {
        let mut labels = Labels::default();
        assert_eq!(labels.arm("Unknown"), ("UnknownElement".into(), false));
        assert_eq!(labels.arm("unknown").0, "UnknownElementVariant2");
        assert_eq!(labels.arm("Known").0, "Known");
    }
}
