//! The command `call-sim`: the three services on loopback.

use std::error::Error;
use std::process::ExitCode;
use std::time::Duration;

use call_sim::{EventSchema, Sim, StartError, Time, parse_callback_url};
use clap::{Parser, ValueEnum};
use url::Url;

/// The time between two attempts to subscribe the application.
const SUBSCRIBE_AGAIN: Duration = Duration::from_secs(2);

/// Simulates the calling APIs of Communication Services, Microsoft Graph and Exchange on loopback.
#[derive(Debug, Parser)]
#[command(version)]
struct Options {
    /// The port on 127.0.0.1; 0 selects a free port
    #[arg(long, default_value_t = 4280)]
    port: u16,
    /// The seed of all random values: ids, access keys, passwords, the outcomes of probabilities
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Time passes only when the page or the control API advances it
    #[arg(long = "virtual")]
    is_virtual: bool,
    /// Seconds until a called party answers
    #[arg(long, value_name = "SECONDS", default_value_t = 1.0, value_parser = seconds)]
    answer_after: f64,
    /// Called parties answer only if the page or the control API answers for them
    #[arg(long, conflicts_with = "answer_after")]
    no_answer: bool,
    /// Subscribes this URL of the application to incoming calls and recordings of Communication Services
    #[arg(long, value_name = "URL", value_parser = callback_url)]
    event_grid: Option<Url>,
    /// The schema of these events
    #[arg(long, value_name = "SCHEMA", value_enum, default_value_t, requires = "event_grid")]
    event_grid_schema: Schema,
    /// Registers this URL of the application for incoming calls of Microsoft Graph
    #[arg(long, value_name = "URL", value_parser = callback_url)]
    graph_webhook: Option<Url>,
}

#[derive(Clone, Copy, Debug, Default, ValueEnum)]
enum Schema {
    #[default]
    EventGrid,
    CloudEvents,
}

#[tokio::main]
async fn main() -> ExitCode {
    match run(&Options::parse()).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            let sources = std::iter::successors(error.source(), |error| (*error).source());
            let text = sources.fold(error.to_string(), |text, source| format!("{text}: {source}"));
            eprintln!("error: {text}");
            ExitCode::FAILURE
        }
    }
}

async fn run(options: &Options) -> Result<(), Box<dyn Error>> {
    let sim = start(options).await?;
    print(&sim);
    tokio::select! {
        stopped = tokio::signal::ctrl_c() => stopped?,
        () = register(&sim, options) => tokio::signal::ctrl_c().await?,
    }
    println!();
    Ok(())
}

async fn start(options: &Options) -> Result<Sim, StartError> {
    let answer_after = (!options.no_answer).then(|| Duration::from_secs_f64(options.answer_after));
    let time = if options.is_virtual { Time::Virtual } else { Time::Real };
    Sim::builder().port(options.port).seed(options.seed).time(time).answer_after(answer_after).start().await
}

/// Registers the application for incoming calls, as soon as it runs.
async fn register(sim: &Sim, options: &Options) {
    if let Some(url) = &options.graph_webhook {
        sim.graph().webhook(url.as_str());
        println!("\nMicrosoft Graph sends incoming calls to {url}.");
    }
    let Some(url) = &options.event_grid else { return };
    let schema = match options.event_grid_schema {
        Schema::EventGrid => EventSchema::EventGrid,
        Schema::CloudEvents => EventSchema::CloudEvents,
    };
    let mut last = String::new();
    while let Err(error) = sim.acs().subscribe(url.as_str(), schema).await {
        let error = error.to_string();
        if error != last {
            println!("\nThe Event Grid subscription waits for the application: {error}.");
        }
        last = error;
        tokio::time::sleep(SUBSCRIBE_AGAIN).await;
    }
    println!("\nThe Event Grid subscription is active.");
}

fn callback_url(text: &str) -> Result<Url, String> {
    parse_callback_url(text).ok_or_else(|| "expected an https URL, or http on this machine".to_owned())
}

fn seconds(text: &str) -> Result<f64, String> {
    let number = text.parse().ok().filter(|seconds| (0.0..=86_400.0).contains(seconds));
    number.ok_or_else(|| "expected seconds from 0 to 86400".to_owned())
}

/// Prints the addresses, and the environment in the syntax of a shell.
fn print(sim: &Sim) {
    let url = sim.url();
    println!("The simulator is running. Stop it with Ctrl-C.\n");
    println!("  page         {url}/");
    println!("  fidelity     {url}/fidelity");
    println!("  control API  {url}/_sim/openapi.json\n");
    println!("The environment of an application (only this simulator accepts the credentials):\n");
    for (name, value) in sim.environment() {
        println!("export {name}='{value}'");
    }
}
