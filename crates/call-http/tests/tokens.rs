//! Tokens from `azure_core`'s trait: fetched once, kept, given up when refused.

#![cfg(feature = "azure")]

mod support;

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, SystemTime};

use azure_core::credentials::{AccessToken, TokenCredential, TokenRequestOptions};
use azure_core::error::ErrorKind as AzureErrorKind;
use call_http::{Credential, ErrorKind};
use support::{Answer, Requests as _, Server, quick};

/// Gives `token-1`, `token-2` and so on; with a lifetime of zero, none.
#[derive(Debug)]
struct Counting {
    lifetime: Duration,
    given: AtomicUsize,
}

#[async_trait::async_trait]
impl TokenCredential for Counting {
    async fn get_token(
        &self,
        scopes: &[&str],
        _: Option<TokenRequestOptions<'_>>,
    ) -> azure_core::Result<AccessToken> {
        assert_eq!(scopes, ["https://communication.azure.com//.default"]);
        if self.lifetime.is_zero() {
            return Err(azure_core::Error::with_message(AzureErrorKind::Credential, "no such tenant"));
        }
        let number = self.given.fetch_add(1, Ordering::Relaxed) + 1;
        Ok(AccessToken::new(format!("token-{number}"), (SystemTime::now() + self.lifetime).into()))
    }
}

fn credential(lifetime: u64) -> Credential {
    let counting = Counting { lifetime: Duration::from_secs(lifetime), given: AtomicUsize::new(0) };
    Credential::token_credential(Arc::new(counting), "https://communication.azure.com//.default")
}

async fn tokens(lifetime: u64, replies: Vec<Answer>) -> Vec<String> {
    let server = Server::start(replies).await;
    let pipeline = server.pipeline(credential(lifetime), quick());
    for _ in 0..3 {
        // Some of the answers are refusals.
        let _ = pipeline.send(server.get()).await;
    }
    server.seen().iter().map(|seen| seen.need("authorization").to_owned()).collect()
}

#[tokio::test]
async fn a_good_token_is_kept() {
    assert_eq!(tokens(3600, vec![Answer::ok("{}")]).await, ["Bearer token-1"; 3]);
}

#[tokio::test]
async fn a_token_near_its_end_is_not() {
    let expected = ["Bearer token-1", "Bearer token-2", "Bearer token-3"];
    assert_eq!(tokens(60, vec![Answer::ok("{}")]).await, expected);
}

#[tokio::test]
async fn a_refused_token_is_given_up() {
    let replies = vec![Answer::new("401 Unauthorized", &[], ""), Answer::ok("{}")];
    assert_eq!(tokens(3600, replies).await, ["Bearer token-1", "Bearer token-2", "Bearer token-2"]);
}

#[tokio::test]
async fn without_a_token_nothing_is_sent() {
    let server = Server::start(vec![Answer::ok("{}")]).await;
    let error = server.pipeline(credential(0), quick()).send(server.get()).await.expect_err("no token");
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Auth, 0));
    assert!(error.to_string().contains("no such tenant"), "{error}");
    assert_eq!(server.seen().len(), 0);
}
