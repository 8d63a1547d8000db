//! Routes and rules of requests, for servers and simulators of the services.
//!
//! The feature `server` of a service crate adds a generated enum of the service's operations. Each operation has a
//! [`Route`]: the method, the path, the parameters, the body and the successful responses. [`find`] returns the
//! operation of a request, and [`check`] compares a body with the rules of the schema: required members, types, enums
//! and limits. [`check_element`] does the same for an XML element. The clients do not check these rules, because a
//! service may accept more than its schema allows.
//!
//! ```
//! use call_wire::server::{Body, Found, MemberRules, ObjectRules, Route, ValueRules, check, find};
//!
//! static PLAY: ObjectRules = ObjectRules {
//!     name: "PlayRequest",
//!     members: &[
//!         MemberRules::required("text", ValueRules::TEXT),
//!         MemberRules::optional("loops", ValueRules::Integer { minimum: 1, maximum: 9 }),
//!     ],
//! };
//! static ROUTES: [Route; 1] = [Route {
//!     body: Some(Body { schema: "PlayRequest", is_required: true, rules: ValueRules::Object(&PLAY) }),
//!     ..Route::new("POST", "/calls/{id}:play")
//! }];
//!
//! let Found::Operation(route, parameters) = find(&ROUTES, |route| route, "POST", "/calls/4%2F2:play") else {
//!     panic!("no such operation");
//! };
//! assert_eq!(parameters.get("id"), Some("4/2"));
//!
//! let body = route.body.expect("the operation has a body");
//! let violations = check(br#"{"loops": 10}"#, &body.rules)?;
//! let messages: Vec<_> = violations.iter().map(ToString::to_string).collect();
//! assert_eq!(
//!     messages,
//!     ["/loops: 10 is not valid (expected an integer from 1 to 9)", "/text: text is required (expected a string)"]
//! );
//! # Ok::<(), call_wire::json::DecodeError>(())
//! ```

mod check;
mod element;
mod find;
mod route;
mod rules;
mod scalar;
mod template;
mod violation;

pub use check::check;
pub use element::{ChildRules, ContentRules, ElementRules, check_element};
pub use find::{Found, find};
pub use route::{Body, Parameter, Route, Success};
pub use rules::{EnumRules, MemberRules, ObjectRules, UnionRules, ValueRules};
pub use template::Parameters;
pub use violation::{MOST_VIOLATIONS, Problem, Violation};
