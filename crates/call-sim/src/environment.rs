//! The environment of an application that uses the simulator.

use crate::sim::Sim;

/// Returns the variables that the examples of the workspace read, in the order of the services.
pub(crate) fn environment(sim: &Sim) -> Vec<(&'static str, String)> {
    let (acs, graph, exchange) = (sim.acs(), sim.graph(), sim.exchange());
    vec![
        ("ACS_CONNECTION_STRING", acs.connection_string()),
        ("ACS_RESOURCE_ID", acs.resource_id()),
        ("ACS_OPENID_CONFIGURATION", acs.openid_configuration()),
        ("ACS_PHONE_NUMBER", acs.phone_number()),
        ("GRAPH_ENDPOINT", graph.endpoint()),
        ("GRAPH_TOKEN", graph.bearer_token()),
        ("GRAPH_APP_ID", graph.app_id()),
        ("GRAPH_TENANT_ID", graph.tenant_id()),
        ("GRAPH_OPENID_CONFIGURATION", graph.openid_configuration()),
        ("EWS_URL", exchange.ews_url()),
        ("UM_URL", exchange.um_url()),
        ("AUTODISCOVER_URL", exchange.autodiscover_url()),
        ("EWS_USER", exchange.user()),
        ("EWS_PASSWORD", exchange.password()),
        ("EXCHANGE_TOKEN", exchange.bearer_token()),
    ]
}
