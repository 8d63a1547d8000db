//! Connections, which an injected fault can reset.

use std::sync::Arc;
use std::time::Duration;

use axum::{Extension, Router};
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use socket2::SockRef;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Notify;
use tokio::task::JoinSet;

/// Resets the connection of a request.
#[derive(Clone, Debug, Default)]
pub(super) struct Reset(Arc<Notify>);

impl Reset {
    /// Resets the connection. This function never returns.
    pub(super) async fn reset<T>(&self) -> T {
        self.0.notify_one();
        std::future::pending().await
    }
}

/// Accepts connections until the task is aborted.
pub(crate) async fn listen(listener: TcpListener, router: Router) {
    let mut connections = JoinSet::new();
    loop {
        tokio::select! {
            accepted = listener.accept() => match accepted {
                Ok((stream, _)) => {
                    connections.spawn(connection(stream, router.clone()));
                }
                // For example, too many files may be open. Closed connections free some.
                Err(_) => tokio::time::sleep(Duration::from_millis(10)).await,
            },
            Some(_) = connections.join_next() => {}
        }
    }
}

async fn connection(stream: TcpStream, router: Router) {
    // A failure only costs latency.
    let _ = stream.set_nodelay(true);
    let reset = Reset::default();
    let service = TowerToHyperService::new(router.layer(Extension(reset.clone())));
    let mut http = http1::Builder::new();
    let mut connection = http.timer(TokioTimer::new()).serve_connection(TokioIo::new(stream), service);
    tokio::select! {
        // The client sees the error, if there is one.
        _ = &mut connection => {}
        () = reset.0.notified() => {
            let stream = connection.into_parts().io.into_inner();
            // With this option, closing sends RST instead of FIN.
            let _ = SockRef::from(&stream).set_linger(Some(Duration::ZERO));
        }
    }
}
