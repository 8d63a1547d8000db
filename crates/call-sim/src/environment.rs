//! The environment of an application that uses the simulator.

use crate::world::World;

/// Returns the variables that the examples of the workspace read, in the order of the services.
pub(crate) fn environment(world: &World) -> Vec<(&'static str, String)> {
    let base = &world.settings.base;
    let identities = &world.settings.identities;
    let [key, _] = &identities.acs_keys;
    vec![
        ("ACS_CONNECTION_STRING", format!("endpoint={base}/;accesskey={key}")),
        ("ACS_RESOURCE_ID", identities.acs_resource_id.clone()),
        ("ACS_OPENID_CONFIGURATION", format!("{base}/calling/.well-known/acsopenidconfiguration")),
        ("GRAPH_ENDPOINT", format!("{base}/v1.0")),
        ("GRAPH_APP_ID", identities.graph_app_id.clone()),
        ("GRAPH_TENANT_ID", identities.graph_tenant_id.clone()),
        ("GRAPH_OPENID_CONFIGURATION", format!("{base}/v1/.well-known/OpenIdConfiguration")),
        ("EWS_URL", format!("{base}/EWS/Exchange.asmx")),
        ("UM_URL", format!("{base}/EWS/UM2007Legacy.asmx")),
        ("EXCHANGE_USER", identities.mailbox.clone()),
        ("EXCHANGE_PASSWORD", identities.password.clone()),
    ]
}
