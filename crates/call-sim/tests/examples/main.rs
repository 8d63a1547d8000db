//! Tests of every example of the workspace against the simulator. Scripts control the remote party of each call. The
//! simulator has no call records, so their examples run against prepared responses. The environment contains only the addresses, the credentials and the required settings of the example.

mod acs;
mod build;
mod exchange;
mod graph;
mod info;
mod records;
mod run;

/// Defines a test for each example, and the list of their names.
macro_rules! examples {
    ($($example:ident: $play:path),* $(,)?) => {
        $(
            #[tokio::test]
            async fn $example() {
                $play(stringify!($example)).await;
            }
        )*

        const TESTED: &[&str] = &[$(stringify!($example)),*];
    };
}

examples! {
    acs_get_call: acs::get_call,
    acs_menu_bot: acs::menu_bot,
    acs_webhook: acs::webhook,
    download_recording: acs::download_recording,
    get_call: info::get_call,
    get_call_record: records::get_call_record,
    graph_get_call: graph::get_call,
    graph_menu_bot: graph::menu_bot,
    graph_webhook: graph::webhook,
    media_websocket: acs::media_websocket,
    play_on_phone: exchange::play_on_phone,
    record_webhook: records::record_webhook,
    um_get_call: exchange::um_get_call,
    um_play_on_phone: exchange::um_play_on_phone,
}

#[test]
fn every_example_has_a_test() {
    let built: Vec<_> = build::examples().keys().map(String::as_str).collect();
    assert_eq!(built, TESTED, "the examples of the workspace, and those with a test");
}
