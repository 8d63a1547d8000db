//! A test for each payload and each exchange. Select some by name: `cargo test -p conformance --test cases GetCall`.
//!
//! The payloads in `tests/examples` are always tested. The documented originals are tested if the environment variable
//! `DOCUMENTED_EXAMPLES` is set to their folder; otherwise one ignored test represents them.

mod acs_exchanges;
mod ews_exchanges;
mod graph_exchanges;
mod index;
mod json_payloads;
mod server_rules;
mod soap_rules;
mod xml_payloads;

use std::process::ExitCode;

use conformance::payloads;
use libtest_mimic::{Arguments, Failed, Trial};

fn main() -> ExitCode {
    let mut trials = index::trials();
    trials.extend(json_payloads::our_payloads());
    trials.extend(xml_payloads::our_messages());
    trials.extend(server_rules::our_requests());
    trials.extend(soap_rules::our_requests());
    trials.extend(acs_exchanges::our_examples());
    trials.extend(graph_exchanges::our_exchanges());
    trials.extend(ews_exchanges::our_pairs());
    match payloads::documented_folder() {
        Some(shared) => {
            trials.extend(json_payloads::documented_payloads(&shared));
            trials.extend(xml_payloads::documented_messages(&shared));
            trials.extend(server_rules::documented_requests(&shared));
            trials.extend(soap_rules::documented_requests(&shared));
            trials.extend(acs_exchanges::documented_examples(&shared));
            trials.extend(graph_exchanges::documented_exchanges(&shared));
            trials.extend(ews_exchanges::documented_pairs(&shared));
        }
        None => trials.push(skipped()),
    }
    libtest_mimic::run(&Arguments::from_args(), trials).exit_code()
}

/// Creates a test that fails if its check returns an error or panics.
fn case(name: String, check: impl FnOnce() -> Result<(), String> + Send + 'static) -> Trial {
    Trial::test(name, || check().map_err(Failed::from))
}

/// Creates a test with an asynchronous check.
fn async_case<F>(name: String, check: impl FnOnce() -> F + Send + 'static) -> Trial
where
    F: Future<Output = Result<(), String>>,
{
    case(name, || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
        runtime.expect("a runtime").block_on(check())
    })
}

/// Compares a text with the snapshot of a payload. The folder is relative to this file.
fn assert_snapshot(folder: &str, payload: &str, text: &str) {
    insta::with_settings!({ prepend_module_to_snapshot => false, snapshot_path => folder, omit_expression => true }, {
        insta::assert_snapshot!(payload.replace(['/', '#'], "__"), text);
    });
}

/// Creates an ignored test that represents all tests of the documented originals.
fn skipped() -> Trial {
    let name = "documented originals, skipped: DOCUMENTED_EXAMPLES is not set";
    case(name.to_owned(), || Err("DOCUMENTED_EXAMPLES is not set".to_owned())).with_ignored_flag(true)
}
