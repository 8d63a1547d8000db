//! The environment of an application that uses the simulator.

use crate::sim::Sim;

/// Returns the variables that the examples of the workspace read, in the order of the services.
pub(crate) fn environment(sim: &Sim) -> Vec<(&'static str, String)> {
    let (acs, exchange) = (sim.acs(), sim.exchange());
    vec![
        ("ACS_CONNECTION_STRING", acs.connection_string()),
        ("ACS_RESOURCE_ID", acs.resource_id()),
        ("ACS_OPENID_CONFIGURATION", acs.openid_configuration()),
        ("ACS_PHONE_NUMBER", acs.phone_number()),
        ("EWS_URL", exchange.ews_url()),
        ("UM_URL", exchange.um_url()),
        ("AUTODISCOVER_URL", exchange.autodiscover_url()),
        ("EWS_USER", exchange.user()),
        ("EWS_PASSWORD", exchange.password()),
        ("EXCHANGE_TOKEN", exchange.bearer_token()),
    ]
}
