//! Records and replays exchanges with a service, for tests that run without the service.
//!
//! [`Recorder`] is a [`Transport`](crate::Transport) that sends requests with another transport and writes each request
//! and its response to a file. [`Replay`] is a transport that returns the responses in such a file.
//!
//! # The file
//!
//! Each line is one exchange in JSON. Blank lines are ignored. Files can be written and edited by hand.
//!
//! ```json
//! {"request":{"method":"GET","path":"/x","query":"a=1"},"response":{"status":200,"headers":{"x-ms-request-id":"r-1"},"body":{"json":{"id":"c-1"}}}}
//! ```
//!
//! | Member | Meaning |
//! | --- | --- |
//! | `request.method` | the method in upper case; required |
//! | `request.path` | the path, percent-encoded or not; required |
//! | `request.query` | the query, percent-encoded or not; absent if there is none |
//! | `request.body` | the body; if absent, every body matches |
//! | `response.status` | the status; required |
//! | `response.headers` | names and values |
//! | `response.body` | the body; absent if there is none |
//!
//! A body is one of `{"json": …}` (any value), `{"text": "…"}` and `{"base64": "…"}`. Unknown members are errors.
//!
//! # Secrets
//!
//! Request headers are not recorded, since they contain credentials and signatures. `[redacted]` replaces:
//!
//! * the credential of a request, if its response repeats it
//! * members of JSON and response headers with the names of secrets
//!   ([`is_secret_name`](call_wire::json::is_secret_name)), and cookies
//! * the secrets in URLs, such as `sig=…` ([`without_secret_parameters`](call_wire::without_secret_parameters))
//!
//! Other text is recorded unchanged, including the names and phone numbers of people. Review a file before you publish
//! it.

mod exchange;
mod player;
mod recorder;
mod redact;

pub use player::Replay;
pub use recorder::Recorder;
