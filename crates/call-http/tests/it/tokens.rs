//! Tokens from credentials of `azure_core`: acquiring, reusing and replacing them.

use std::future::{pending, ready};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, SystemTime};

use crate::support::{Answer, FakeClock, Requests as _, Server, quick};
use azure_core::credentials::{AccessToken, TokenCredential, TokenRequestOptions};
use azure_core::error::ErrorKind as AzureErrorKind;
use call_http::{BoxError, BoxFuture, Clock as _, Credential, ErrorKind, Token, TokenProvider};

/// Returns `token-1`, `token-2` and so on, or an error if the lifetime is zero.
#[derive(Debug)]
struct Counting {
    lifetime: Duration,
    count: AtomicUsize,
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
        let number = self.count.fetch_add(1, Ordering::Relaxed) + 1;
        Ok(AccessToken::new(format!("token-{number}"), (SystemTime::now() + self.lifetime).into()))
    }
}

fn credential(lifetime: u64) -> Credential {
    let counting = Counting { lifetime: Duration::from_secs(lifetime), count: AtomicUsize::new(0) };
    Credential::token_credential(Arc::new(counting), "https://communication.azure.com//.default")
}

async fn tokens(lifetime: u64, responses: Vec<Answer>) -> Vec<String> {
    let server = Server::start(responses).await;
    let pipeline = server.pipeline(credential(lifetime), quick());
    for _ in 0..3 {
        // Some of the responses have the status 401.
        let _ = pipeline.send(server.get()).await;
    }
    server.seen().iter().map(|seen| seen.need("authorization").to_owned()).collect()
}

#[tokio::test]
async fn a_valid_token_is_reused() {
    assert_eq!(tokens(3600, vec![Answer::ok("{}")]).await, ["Bearer token-1"; 3]);
}

#[tokio::test]
async fn a_token_that_expires_soon_is_replaced() {
    let expected = ["Bearer token-1", "Bearer token-2", "Bearer token-3"];
    assert_eq!(tokens(60, vec![Answer::ok("{}")]).await, expected);
}

#[tokio::test]
async fn a_token_is_replaced_after_a_401() {
    let responses = vec![Answer::new("401 Unauthorized", &[], ""), Answer::ok("{}")];
    assert_eq!(tokens(3600, responses).await, ["Bearer token-1", "Bearer token-2", "Bearer token-2"]);
}

#[tokio::test]
async fn nothing_is_sent_if_no_token_can_be_acquired() {
    let server = Server::start(vec![Answer::ok("{}")]).await;
    let error = server.pipeline(credential(0), quick()).send(server.get()).await.expect_err("no token");
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Auth, 0));
    assert!(error.to_string().contains("no such tenant"), "{error}");
    assert_eq!(server.seen().len(), 0);
}

/// Returns one token. Further calls never end.
#[derive(Debug, Default)]
struct Once(AtomicUsize);

impl TokenProvider for Once {
    fn token(&self) -> BoxFuture<'_, Result<Token, BoxError>> {
        let secret = "token-1".into();
        let expires_on = FakeClock::at("13:00:00").now();
        match self.0.fetch_add(1, Ordering::SeqCst) {
            0 => Box::pin(ready(Ok(Token { secret, expires_on }))),
            _ => Box::pin(pending()),
        }
    }
}

#[tokio::test]
async fn a_401_is_processed_while_another_request_acquires_a_token() {
    let provider = Arc::new(Once::default());
    let credential = Credential::tokens(provider.clone());
    let refusal = b"HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\n".to_vec();
    let server =
        Server::start(vec![Answer::Slow(refusal, Duration::from_millis(200), b"\r\n".to_vec())]).await;
    let options = quick().clock(FakeClock::at("12:00:00")).total_timeout(Duration::from_millis(600));
    let refused = server.pipeline(credential.clone(), options);
    // For this pipeline, the token has expired. Its time limit never ends.
    let options = quick().clock(FakeClock::at("13:00:00")).total_timeout(Duration::MAX);
    let hanging = server.pipeline(credential, options);
    let request = server.get();
    let hanging = async {
        while provider.0.load(Ordering::SeqCst) == 0 {
            tokio::task::yield_now().await;
        }
        hanging.send(request).await
    };
    tokio::select! {
        answer = refused.send(server.get()) => {
            assert_eq!(answer.expect_err("a 401").kind(), ErrorKind::Auth);
        }
        _ = hanging => panic!("there is no second token"),
        () = tokio::time::sleep(Duration::from_secs(20)) => panic!("the 401 waits for the token"),
    }
}
