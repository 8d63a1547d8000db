//! Calls of Microsoft Graph and of Exchange.

use graph_calls::{
    Call, Client, Credential, Identity, IdentitySet, InvitationParticipantInfo, Modality,
    ServiceHostedMediaConfig,
};

use crate::desk::{Desk, NUMBER};

#[tokio::test]
async fn a_graph_call_has_a_lobby() {
    let Some(desk) = Desk::open().await else { return };
    let graph = desk.sim.graph();
    let credential = Credential::bearer(graph.bearer_token()).expect("a token");
    let client =
        Client::with_options(graph.endpoint().as_str(), credential, graph_calls::ClientOptions::new());
    // Parties can join only a group call.
    let users = ["user-1", "user-2"].map(|id| IdentitySet::new().user(Identity::new().id(id)));
    let call = Call::new(desk.app.callback())
        .targets(users.map(InvitationParticipantInfo::new))
        .requested_modalities([Modality::Audio])
        .media_config(ServiceHostedMediaConfig::new())
        .tenant_id(graph.tenant_id());
    let client = client.expect("a client");
    let created = client.calls().create(&call).await.expect("accepted");
    let id = created.id.as_deref().expect("an id");
    desk.select(id).await;
    desk.press("#actions", "Answer").await;
    desk.tab
        .wait_until("document.querySelector('.facts .state').textContent === 'established'")
        .await
        .expect("a state");
    desk.tab.fill("#join-party", "user-3").await.expect("typed");
    desk.press("#join", "Lobby").await;
    let waits = "[...document.querySelectorAll('#parties li')].some((party) => /user-3.*lobby/i.test(party.textContent))";
    desk.tab.wait_until(waits).await.expect("in the lobby");
    desk.tab.select("#party", "user-3").await.expect("a party");
    desk.press("#actions", "Answer").await;
    desk.tab.wait_until(&format!("!{waits}")).await.expect("admitted");
    client.call(id).delete().await.expect("ended");
    desk.tab
        .wait_until("document.querySelector('.facts .state').textContent === 'ended'")
        .await
        .expect("ended");
    desk.check();
}

#[tokio::test]
async fn a_call_of_exchange_is_shown_with_its_xml() {
    let Some(desk) = Desk::open().await else { return };
    let exchange = desk.sim.exchange();
    let credential = Credential::basic(exchange.user(), exchange.password()).expect("a credential");
    let client = ews_um::UmClient::new(exchange.um_url(), credential).expect("a client");
    let call = client.play_on_phone(exchange.item_id(), NUMBER).await.expect("a call").into_inner();
    desk.select(&call).await;
    desk.tab.click("#lanes .kind-request").await.expect("a row");
    // One element per line, indented.
    desk.tab.wait_for_text("\n  <soap:Body>\n    <").await.expect("the body");
    desk.press("#actions", "Answer").await;
    desk.tab
        .wait_until("document.querySelector('.facts .state').textContent === 'connected'")
        .await
        .expect("a state");
    desk.press("#actions", "Hang up").await;
    desk.tab
        .wait_until("document.querySelector('.facts .state').textContent === 'ended'")
        .await
        .expect("ended");
    desk.check();
}
