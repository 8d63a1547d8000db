//! The rules of XML elements, and their check.

use std::fmt;

use super::rules::ValueRules;
use super::scalar::check_xml;
use super::violation::{MOST_VIOLATIONS, Problem, Violation, shown};
use crate::json::location::push_name;
use crate::xml::Element;

/// The rules of an XML element. Attributes and children that are not listed are not checked.
#[derive(Clone, Copy, Debug)]
pub struct ElementRules {
    /// The name of the type in the schema.
    pub name: &'static str,
    /// The attributes.
    pub attributes: &'static [ChildRules],
    /// The child elements, in the schema's order.
    pub children: &'static [ChildRules],
    /// The rules of the text, if the type has text.
    pub text: Option<ValueRules>,
}

/// The rules of an attribute or a child element.
#[derive(Clone, Copy, Debug)]
pub struct ChildRules {
    /// The namespace; empty for none.
    pub namespace: &'static str,
    /// The local name.
    pub name: &'static str,
    /// Whether an element without it violates the rules.
    pub is_required: bool,
    /// Whether it may occur more than once.
    pub is_repeatable: bool,
    /// The rules of its content.
    pub content: ContentRules,
}

/// The rules of the content of an attribute or an element.
#[derive(Clone, Copy, Debug)]
pub enum ContentRules {
    /// Any content.
    Any,
    /// Text.
    Text(ValueRules),
    /// Attributes, child elements and text.
    Element(&'static ElementRules),
}

impl fmt::Display for ContentRules {
    /// Formats the expected content, as in "a boolean".
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Any => f.write_str("any content"),
            Self::Text(rules) => rules.fmt(f),
            Self::Element(rules) => write!(f, "content of the type {}", rules.name),
        }
    }
}

/// Compares an element with rules, and returns the first [`MOST_VIOLATIONS`] violations. They are in the order of
/// the document; the missing children of an element follow its other violations. The name of the element itself is not checked.
///
/// The order of children is not checked. An element with `xsi:nil` counts as missing.
///
/// ```
/// use call_wire::server::{ChildRules, ContentRules, ElementRules, ValueRules, check_element};
///
/// static SET: ElementRules = ElementRules {
///     name: "SetOofStatusType",
///     attributes: &[],
///     children: &[ChildRules {
///         namespace: "urn:m",
///         name: "status",
///         is_required: true,
///         is_repeatable: false,
///         content: ContentRules::Text(ValueRules::Boolean),
///     }],
///     text: None,
/// };
/// let request = call_wire::xml::parse(b"<Set xmlns='urn:m'><status>on</status></Set>")?;
/// let violations = check_element(&request, &SET);
/// assert_eq!(violations[0].to_string(), "/Set/status: \"on\" is not valid (expected a boolean)");
/// # Ok::<(), call_wire::xml::DecodeError>(())
/// ```
#[must_use]
pub fn check_element(element: &Element, rules: &ElementRules) -> Vec<Violation> {
    let mut check = Check { path: "/".to_owned(), found: Vec::new() };
    push_name(&mut check.path, &element.name.local);
    check.element(element, "", rules);
    check.found
}

/// The state of a check.
struct Check {
    /// The path of the current element or attribute.
    path: String,
    found: Vec<Violation>,
}

impl Check {
    /// Checks an element. `member` is its name in the rules; empty for the outermost element.
    fn element(&mut self, element: &Element, member: &'static str, rules: &ElementRules) {
        for rules in rules.attributes {
            match element.attribute(rules.namespace, rules.name) {
                Some(value) => {
                    self.within("/@", rules.name, |check| check.text(value, rules.name, &rules.content))
                }
                None => self.missing("/@", rules),
            }
        }
        if let Some(text) = &rules.text {
            self.text(&element.text(), member, &ContentRules::Text(*text));
        }
        let mut counts = vec![0_usize; rules.children.len()];
        for child in element.elements().filter(|child| !child.is_nil()) {
            let is_it = |rules: &ChildRules| child.name.is(rules.namespace, rules.name);
            let known = rules.children.iter().zip(&mut counts).find(|(rules, _)| is_it(rules));
            let Some((rules, count)) = known else { continue };
            *count += 1;
            let is_extra = *count > 1 && !rules.is_repeatable;
            self.within("/", rules.name, |check| {
                if is_extra {
                    check.report(
                        Problem::Repeated,
                        rules.name,
                        "another element".to_owned(),
                        "only one".to_owned(),
                    );
                }
                check.child(child, rules);
            });
        }
        for (rules, _) in rules.children.iter().zip(counts).filter(|(_, count)| *count == 0) {
            self.missing("/", rules);
        }
    }

    fn child(&mut self, child: &Element, rules: &ChildRules) {
        match &rules.content {
            ContentRules::Any => {}
            text @ ContentRules::Text(_) => self.text(&child.text(), rules.name, text),
            ContentRules::Element(content) => self.element(child, rules.name, content),
        }
    }

    fn text(&mut self, text: &str, member: &'static str, content: &ContentRules) {
        if let ContentRules::Text(rules) = content
            && let Err(problem) = check_xml(text, rules)
        {
            self.report(problem, member, shown(member, text), rules.to_string());
        }
    }

    fn missing(&mut self, separator: &str, rules: &ChildRules) {
        if rules.is_required {
            self.within(separator, rules.name, |check| {
                check.report(Problem::Missing, rules.name, String::new(), rules.content.to_string());
            });
        }
    }

    /// Calls a function with the path of an attribute or a child element.
    fn within(&mut self, separator: &str, name: &str, act: impl FnOnce(&mut Self)) {
        let length = self.path.len();
        self.path.push_str(separator);
        self.path.push_str(name);
        act(self);
        self.path.truncate(length);
    }

    fn report(&mut self, problem: Problem, member: &'static str, found: String, expected: String) {
        if self.found.len() < MOST_VIOLATIONS {
            self.found.push(Violation { pointer: self.path.clone(), member, problem, found, expected });
        }
    }
}
