//! The HTTP server: the three services, the control API and the page.

mod connection;
mod serve;

pub(crate) use connection::listen;
pub(crate) use serve::services;
