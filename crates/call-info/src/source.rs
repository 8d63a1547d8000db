//! Asking a service about a call.

use call_http::BoxFuture;

use crate::{CallInfo, Error, Service};

/// A service that can be asked what a call is doing.
///
/// The clients of the three crates are such sources. The trait is object safe: a program may hold a
/// `Box<dyn CallSource>` and not care which service a call is on.
pub trait CallSource: Send + Sync {
    /// The service.
    fn service(&self) -> Service;

    /// What a call is doing now, by the id that the service gave it: Exchange's call identifier, Graph's call
    /// id, the call connection id of Azure Communication Services.
    ///
    /// # Errors
    ///
    /// The client's error. [`Error::is_unknown_call`] holds when the service knows no such call, as for a call that
    /// ended some time ago.
    fn call_info<'a>(&'a self, id: &'a str) -> BoxFuture<'a, Result<CallInfo, Error>>;
}

impl CallSource for ews_um::UmClient {
    fn service(&self) -> Service {
        Service::ExchangeUm
    }

    fn call_info<'a>(&'a self, id: &'a str) -> BoxFuture<'a, Result<CallInfo, Error>> {
        Box::pin(async move {
            let reply = self.get_call_info(id).await?;
            Ok(CallInfo::from(&*reply).with_id(id))
        })
    }
}

impl CallSource for ews_um::PhoneCallClient {
    fn service(&self) -> Service {
        Service::ExchangeWebServices
    }

    fn call_info<'a>(&'a self, id: &'a str) -> BoxFuture<'a, Result<CallInfo, Error>> {
        Box::pin(async move {
            let reply = self.get_phone_call_information(&ews_um::phone_call::PhoneCallId::new(id)).await?;
            Ok(CallInfo::from(&*reply).with_id(id))
        })
    }
}

impl CallSource for graph_calls::Client {
    fn service(&self) -> Service {
        Service::Graph
    }

    fn call_info<'a>(&'a self, id: &'a str) -> BoxFuture<'a, Result<CallInfo, Error>> {
        Box::pin(async move {
            let reply = self.call(id).get().await.map_err(Error::Graph)?;
            Ok(CallInfo::from(&*reply).with_id(id))
        })
    }
}

impl CallSource for acs_calling::Client {
    fn service(&self) -> Service {
        Service::AzureCommunication
    }

    fn call_info<'a>(&'a self, id: &'a str) -> BoxFuture<'a, Result<CallInfo, Error>> {
        Box::pin(async move {
            let reply = self.call_connection(id).get().await.map_err(Error::AzureCommunication)?;
            Ok(CallInfo::from(&*reply).with_id(id))
        })
    }
}
