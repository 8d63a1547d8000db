//! The audio of streams, by a script.

use super::audio::Audio;
use crate::acs::face::Acs;

impl Acs<'_> {
    /// Sets the audio of the remote parties, which media WebSockets carry. The default is silence.
    ///
    /// A frame is sent every 20 ms of the simulator's time. In virtual time, one call of
    /// [`Sim::advance`](crate::Sim::advance) sends at most the frames of five seconds; those of the rest are skipped.
    ///
    /// ```
    /// use call_sim::{Audio, Sim};
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let sim = Sim::start().await?;
    /// sim.acs().set_audio(Audio::tone());
    /// # Ok(())
    /// # }
    /// ```
    pub fn set_audio(&self, audio: Audio) {
        self.sim.core.with(|world| world.acs.streams.audio = audio);
    }

    /// Returns the number of bytes of audio (PCM) that the application has sent to a call on its media WebSocket.
    #[must_use]
    pub fn received_audio(&self, call: &str) -> u64 {
        self.sim.core.read(|world| world.acs.streams.received.get(call).copied().unwrap_or_default())
    }
}
