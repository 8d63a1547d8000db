//! Tests of the simulator's page in a real Chromium. Without one, they print that they were skipped.

mod app;
mod calls;
mod clock;
mod desk;
mod faults;
mod fidelity;
mod looks;
mod reading;
mod services;
mod views;
