//! Subscriptions by a script.

use super::subscription::{EventSchema, Status};
use super::validation::subscribe;
use crate::acs::face::Acs;
use crate::phone::ScriptError;

impl Acs<'_> {
    /// Subscribes the application to the events `IncomingCall` and `RecordingFileStatusUpdated`, and waits until it has
    /// confirmed the subscription.
    ///
    /// The endpoint is validated by the handshake of the schema. An endpoint that confirms the subscription by a GET
    /// request to `validationUrl` has ten minutes of the simulator's time for it. The URL may contain a secret. A
    /// subscription remains after [`Sim::reset`](crate::Sim::reset), and replaces one with the same URL.
    ///
    /// ```no_run
    /// use call_sim::{EventSchema, Ring, Service, Sim};
    ///
    /// # async fn example() -> Result<(), Box<dyn std::error::Error>> {
    /// let sim = Sim::start().await?;
    /// sim.acs().subscribe("http://127.0.0.1:8080/event-grid?code=8Zb2Y3mUwq0", EventSchema::EventGrid).await?;
    /// let call = sim.ring(Service::Acs, &Ring::new("+14255550123"))?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// The URL is neither `https` nor an `http` URL on loopback, or the endpoint has not confirmed the subscription.
    ///
    /// Source: <https://learn.microsoft.com/en-us/azure/event-grid/webhook-event-delivery>
    pub async fn subscribe(&self, url: &str, schema: EventSchema) -> Result<(), ScriptError> {
        let number = self.sim.core.with(|world| subscribe(world, url, schema))?;
        let waiting = self.sim.core.wait_for(|world| match world.acs.grid.status(number) {
            Some(Status::Validating | Status::AwaitingManualAction) => None,
            Some(Status::Active) => Some(Ok(())),
            Some(Status::Failed(reason)) => {
                let message = format!("the endpoint has not confirmed the subscription: {reason}");
                Some(Err(ScriptError::new(message)))
            }
            None => Some(Err(ScriptError::new("another subscription has replaced this one"))),
        });
        waiting.await
    }
}
