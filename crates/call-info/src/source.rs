//! Requests the state of a call from any of the services.

use call_http::BoxFuture;

use ews_um::phone_call::PhoneCallId;
use graph_call_records::QueryOptions as _;

use crate::error::Error;
use crate::info::{CallInfo, Service};

/// A client that returns the state of a call.
///
/// The clients of the four crates implement it. The trait is dyn-compatible: a program can use a `Box<dyn CallSource>`
/// for any of the services.
pub trait CallSource: Send + Sync {
    /// Returns the service of the client.
    fn service(&self) -> Service;

    /// Requests the current state of a call. `id` is the identifier that the service assigned: the call identifier of
    /// Exchange, the call id of Graph, the record id of Graph (the `callChainId` of the call), or the call connection
    /// id of Azure Communication Services.
    ///
    /// # Errors
    ///
    /// Returns the error of the client. [`Error::is_unknown_call`] returns `true` if the service does not know the
    /// call, for example because it ended some time ago.
    fn call_info<'a>(&'a self, id: &'a str) -> BoxFuture<'a, Result<CallInfo, Error>>;
}

impl CallSource for ews_um::UmClient {
    fn service(&self) -> Service {
        Service::ExchangeUm
    }

    fn call_info<'a>(&'a self, id: &'a str) -> BoxFuture<'a, Result<CallInfo, Error>> {
        Box::pin(async move {
            let call = self.get_call_info(id).await?;
            Ok(CallInfo::from(&*call).with_id(id))
        })
    }
}

impl CallSource for ews_um::PhoneCallClient {
    fn service(&self) -> Service {
        Service::ExchangeWebServices
    }

    fn call_info<'a>(&'a self, id: &'a str) -> BoxFuture<'a, Result<CallInfo, Error>> {
        Box::pin(async move {
            let call = self.get_phone_call_information(&PhoneCallId::new(id)).await?;
            Ok(CallInfo::from(&*call).with_id(id))
        })
    }
}

impl CallSource for graph_calls::Client {
    fn service(&self) -> Service {
        Service::Graph
    }

    fn call_info<'a>(&'a self, id: &'a str) -> BoxFuture<'a, Result<CallInfo, Error>> {
        Box::pin(async move {
            let call = self.call(id).get().await.map_err(Error::Graph)?;
            Ok(CallInfo::from(&*call).with_id(id))
        })
    }
}

impl CallSource for graph_call_records::Client {
    fn service(&self) -> Service {
        Service::Graph
    }

    /// Requests the record of a call that is over, with its sessions, segments and participants.
    fn call_info<'a>(&'a self, id: &'a str) -> BoxFuture<'a, Result<CallInfo, Error>> {
        Box::pin(async move {
            let record = self.call_record(id).get().expand(["sessions($expand=segments)", "participants_v2"]);
            Ok(CallInfo::from(&*record.await.map_err(Error::Graph)?).with_id(id))
        })
    }
}

impl CallSource for acs_calling::Client {
    fn service(&self) -> Service {
        Service::AzureCommunication
    }

    fn call_info<'a>(&'a self, id: &'a str) -> BoxFuture<'a, Result<CallInfo, Error>> {
        Box::pin(async move {
            let call = self.call_connection(id).get().await.map_err(Error::AzureCommunication)?;
            Ok(CallInfo::from(&*call).with_id(id))
        })
    }
}
