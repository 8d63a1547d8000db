//! The settings of a simulator before it starts.

use std::net::{Ipv4Addr, SocketAddr};
use std::time::Duration;

use call_http::reqwest::{Client, redirect};
use jiff::Timestamp;
use tokio::net::TcpListener;
use tokio::task::JoinSet;

use crate::clock::{Clock, Time};
use crate::environment::environment;
use crate::random::Random;
use crate::settings::{Identities, Settings};
use crate::sim::Sim;
use crate::start_error::StartError;
use crate::tokens::Tokens;
use crate::world::Core;
use crate::{control, server};

/// The settings of a simulator.
#[derive(Clone, Debug)]
#[must_use]
pub struct Builder {
    address: SocketAddr,
    seed: u64,
    time: Time,
    start_time: Option<Timestamp>,
    answer_after: Option<Duration>,
}

impl Builder {
    pub(crate) fn new() -> Self {
        Self {
            address: SocketAddr::from((Ipv4Addr::LOCALHOST, 0)),
            seed: 1,
            time: Time::default(),
            start_time: None,
            answer_after: Some(Duration::from_secs(1)),
        }
    }

    /// Sets the port on 127.0.0.1. The default is a free port.
    pub fn port(mut self, port: u16) -> Self {
        self.address.set_port(port);
        self
    }

    /// Sets the address. It must be on loopback.
    pub fn address(mut self, address: SocketAddr) -> Self {
        self.address = address;
        self
    }

    /// Sets the seed of all random values: ids, access keys, passwords, and the outcomes of probabilities. The signing
    /// keys of tokens do not depend on it. The default is 1.
    pub fn seed(mut self, seed: u64) -> Self {
        self.seed = seed;
        self
    }

    /// Sets how time passes. The default is [`Time::Real`].
    pub fn time(mut self, time: Time) -> Self {
        self.time = time;
        self
    }

    /// Sets the time at which the clock starts. The default is now.
    pub fn start_time(mut self, time: Timestamp) -> Self {
        self.start_time = Some(time);
        self
    }

    /// Sets the time after which a called party answers. The default is one second. With `None`, a party answers only
    /// if a script or the page answers for it. [`Magic`](crate::Magic) numbers do not depend on it.
    pub fn answer_after(mut self, time: Option<Duration>) -> Self {
        self.answer_after = time;
        self
    }

    /// Starts the simulator.
    ///
    /// # Errors
    ///
    /// The address is not on loopback or is in use, or the system has no random numbers for the signing keys.
    pub async fn start(self) -> Result<Sim, StartError> {
        if !self.address.ip().is_loopback() {
            return Err(StartError::not_loopback(self.address));
        }
        let failed = |error| StartError::address(self.address, error);
        let listener = TcpListener::bind(self.address).await.map_err(failed)?;
        let base = format!("http://{}", listener.local_addr().map_err(failed)?);
        let mut random = Random::new(self.seed);
        let settings = Settings {
            base: base.clone(),
            answer_after: self.answer_after,
            identities: Identities::new(&mut random),
        };
        // The rules of each callback determine whether redirects are followed. A proxy would see the callbacks.
        let http = Client::builder().redirect(redirect::Policy::none()).no_proxy().build();
        let http = http.map_err(StartError::client)?;
        let clock = Clock::new(self.time, self.start_time);
        let core = Core::new(clock, random, Tokens::new()?, settings, http);
        let mut tasks = JoinSet::new();
        let router = control::routes(core.clone()).merge(server::services(core.clone()));
        tasks.spawn(server::listen(listener, router));
        let timers = core.clone();
        tasks.spawn(async move { timers.run_timers().await });
        let sim = Sim::new(core, base, tasks);
        let environment = environment(&sim);
        sim.core.with(|world| world.environment = environment);
        Ok(sim)
    }
}
