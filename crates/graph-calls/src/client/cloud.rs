//! Where Graph is.

use call_http::reqwest::Url;
#[cfg(feature = "azure")]
use {
    call_http::{Credential, azure_core::credentials::TokenCredential},
    std::sync::Arc,
};

/// A cloud of Microsoft's. Each has its own Graph and its own login host, and a token of one is of no use in
/// another.
///
/// The pages of the calls API name the public cloud and those of the US government, not the one in China.
///
/// Source: <https://learn.microsoft.com/en-us/graph/deployments>
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Cloud {
    /// `https://graph.microsoft.com`
    #[default]
    Public,
    /// US government, level 4 (GCC High): `https://graph.microsoft.us`
    UsGovernmentL4,
    /// US government, level 5 (DoD): `https://dod-graph.microsoft.us`
    UsGovernmentL5,
    /// China, operated by 21Vianet: `https://microsoftgraph.chinacloudapi.cn`
    China,
}

impl Cloud {
    /// Scheme and host.
    const fn root(self) -> &'static str {
        match self {
            Self::Public => "https://graph.microsoft.com",
            Self::UsGovernmentL4 => "https://graph.microsoft.us",
            Self::UsGovernmentL5 => "https://dod-graph.microsoft.us",
            Self::China => "https://microsoftgraph.chinacloudapi.cn",
        }
    }

    /// What all paths count from: the root with `/v1.0`.
    #[must_use]
    pub fn endpoint(self) -> Url {
        Url::parse(&format!("{}/v1.0", self.root())).expect("the roots are URLs")
    }

    /// The scope of a token: the root with `/.default`.
    #[must_use]
    pub fn scope(self) -> String {
        format!("{}/.default", self.root())
    }

    /// Tokens for this cloud from a credential of `azure_identity`, or any other of `azure_core`. The
    /// credential must ask this cloud's login host.
    #[cfg(feature = "azure")]
    #[must_use]
    pub fn credential(self, credential: Arc<dyn TokenCredential>) -> Credential {
        Credential::token_credential(credential, self.scope())
    }
}
