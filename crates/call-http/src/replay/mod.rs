//! Recorded exchanges with a service, for tests that run without it.
//!
//! [`Recorder`] is a [`Transport`](crate::Transport) that sends through another one and writes each request and its
//! response to a file. [`Replay`] is a transport that answers from such a file.
//!
//! # The file
//!
//! Each line is one exchange in JSON; blank lines separate. Files can be written and edited by hand.
//!
//! ```json
//! {"request":{"method":"GET","path":"/x","query":"a=1"},"response":{"status":200,"headers":{"x-ms-request-id":"r-1"},"body":{"json":{"id":"c-1"}}}}
//! ```
//!
//! | Member | Meaning |
//! | --- | --- |
//! | `request.method` | the method in upper case; required |
//! | `request.path` | the path, percent-encoded or not; required |
//! | `request.query` | the query, percent-encoded or not; left out if there is none |
//! | `request.body` | the body; left out, every body matches |
//! | `response.status` | the status; required |
//! | `response.headers` | names and values |
//! | `response.body` | the body; left out if there is none |
//!
//! A body is one of `{"json": …}` (any value), `{"text": "…"}` and `{"base64": "…"}`. Other members are errors.
//!
//! # Secrets
//!
//! Request headers are not recorded, so neither are credentials and signatures. Where a response repeats the
//! credential of its request, `[redacted]` takes its place. So it does for members of JSON and response headers whose
//! names say that they are secrets ([`is_secret_name`](call_wire::json::is_secret_name)), for cookies, and for the
//! secrets of URLs, such as `sig=…` ([`without_secret_parameters`](call_wire::without_secret_parameters)). Other text is
//! recorded as it is, such as the names and phone numbers of people: read a file before you publish it.

mod exchange;
mod player;
mod recorder;
mod redact;

pub use player::Replay;
pub use recorder::Recorder;
