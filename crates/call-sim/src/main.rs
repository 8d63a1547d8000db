//! The command `call-sim`: the three services on loopback.

use std::error::Error;
use std::process::ExitCode;
use std::time::Duration;

use call_sim::{Sim, StartError, Time};
use clap::Parser;

/// Simulates the calling APIs of Communication Services, Microsoft Graph and Exchange on loopback.
#[derive(Debug, Parser)]
#[command(version)]
struct Options {
    /// The port on 127.0.0.1; 0 is a free one
    #[arg(long, default_value_t = 4280)]
    port: u16,
    /// The seed of everything random: ids, access keys, passwords, the probabilities of faults
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Time passes only when the page or the control API advances it
    #[arg(long = "virtual")]
    is_virtual: bool,
    /// Seconds until a called party answers
    #[arg(long, value_name = "SECONDS", default_value_t = 1.0, value_parser = seconds)]
    answer_after: f64,
    /// Called parties answer only by the page or the control API
    #[arg(long, conflicts_with = "answer_after")]
    no_answer: bool,
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
    tokio::signal::ctrl_c().await?;
    println!();
    Ok(())
}

async fn start(options: &Options) -> Result<Sim, StartError> {
    let answer_after = (!options.no_answer).then(|| Duration::from_secs_f64(options.answer_after));
    let time = if options.is_virtual { Time::Virtual } else { Time::Real };
    Sim::builder().port(options.port).seed(options.seed).time(time).answer_after(answer_after).start().await
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
    println!(
        "The environment of an application (the credentials are those of the simulator, and open nothing else):\n"
    );
    for (name, value) in sim.environment() {
        println!("export {name}='{value}'");
    }
}
