//! Tests of the simulator's page in a real Chromium. Without one, they print that they were skipped.

mod first;
