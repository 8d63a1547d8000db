//! The endpoints of Graph in the national clouds.

use call_http::Endpoint;
use call_http::reqwest::Url;

/// The scope of tokens for the public cloud, for [`Credential::token_credential`](call_http::Credential). Other clouds
/// have [other scopes](Cloud::scope).
///
/// Source: <https://learn.microsoft.com/en-us/graph/auth-v2-service>
pub const SCOPE: &str = "https://graph.microsoft.com/.default";

/// A national cloud. Each cloud has its own endpoint and login host, and accepts only its own tokens.
///
/// The reference pages of the calls API list the public cloud and the clouds of the US government, but not the cloud in
/// China.
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
    /// Returns the scheme and the host.
    const fn root(self) -> &'static str {
        match self {
            Self::Public => "https://graph.microsoft.com",
            Self::UsGovernmentL4 => "https://graph.microsoft.us",
            Self::UsGovernmentL5 => "https://dod-graph.microsoft.us",
            Self::China => "https://microsoftgraph.chinacloudapi.cn",
        }
    }

    /// Returns the endpoint for a [`Client`](crate::Client): the cloud's host with `/v1.0`.
    #[must_use]
    pub fn endpoint(self) -> Url {
        Url::parse(&format!("{}/v1.0", self.root())).expect("the roots are URLs")
    }

    /// Returns the scope of tokens: the cloud's host with `/.default`. The tokens must come from the login host of the
    /// same cloud.
    #[must_use]
    pub fn scope(self) -> String {
        format!("{}/.default", self.root())
    }
}

impl From<Cloud> for Endpoint {
    fn from(cloud: Cloud) -> Self {
        cloud.endpoint().into()
    }
}
